"""Every address outside the pages, in one list. Reflex takes the application as api_transformer."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from finance_portal.api import (
    add_contract,
    check_document,
    confirm,
    delegates,
    documents,
    guest,
    health,
    languages,
    messages,
    methods,
    password_advice,
    preferences,
    profile,
    recover,
    register,
    report,
    security,
    sign_in,
    texts,
    verify,
    well_known,
    your_data,
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
    *report.ROUTES,
    *profile.ROUTES,
    *documents.ROUTES,
    *delegates.ROUTES,
    *your_data.ROUTES,
    *check_document.ROUTES,
    *methods.ROUTES,
    *preferences.ROUTES,
    *texts.ROUTES,
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
