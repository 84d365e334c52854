"""Every address outside the pages, in one list. Reflex takes the application as api_transformer."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from finance_portal.api import health, sign_in
from finance_portal.api.portal import Portal


def http_app(portal: Portal, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application of all routes; `more` are those that only some installations have."""
    app = Starlette(routes=[*sign_in.ROUTES, *health.ROUTES, *more])
    app.state.portal = portal
    return app
