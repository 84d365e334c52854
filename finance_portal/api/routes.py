"""Every address outside the pages, in one list. Reflex takes the application as api_transformer."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from finance_portal.api import (
    add_contract,
    check_document,
    confirm,
    documents,
    guest,
    health,
    languages,
    messages,
    methods,
    password_advice,
    recover,
    register,
    security,
    sign_in,
    verify,
    well_known,
)
from finance_portal.api.doors import UnguardedRoutes, policy_of
from finance_portal.api.portal import Portal

EVERYWHERE: list[BaseRoute] = [
    *sign_in.ROUTES,
    *verify.ROUTES,
    *confirm.ROUTES,
    *register.ROUTES,
    *recover.ROUTES,
    *add_contract.ROUTES,
    *security.ROUTES,
    *documents.ROUTES,
    *check_document.ROUTES,
    *methods.ROUTES,
    *languages.ROUTES,
    *messages.ROUTES,
    *guest.ROUTES,
    *password_advice.ROUTES,
    *health.ROUTES,
    *well_known.ROUTES,
]


def http_app(portal: Portal, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application of all routes; `more` are those that only some installations have.

    Raises UnguardedRoutes when one does not say who may use it.
    """
    routes = [*EVERYWHERE, *more]
    if unguarded := [r.path for r in routes if isinstance(r, Route) and policy_of(r) is None]:
        raise UnguardedRoutes(f"{', '.join(unguarded)}: not said who may use it")
    app = Starlette(routes=routes)
    app.state.portal = portal
    return app
