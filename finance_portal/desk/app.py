"""The desk as one ASGI application: its routes behind its gate."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from finance_portal.desk.doors import Door, refuse_unguarded, routes_of
from finance_portal.desk.gate import DeskGate
from finance_portal.desk.office import Office
from finance_portal.desk.routes import DEMO, TABLE


def desk_app(office: Office, table: Sequence[Door] = TABLE) -> ASGIApp:
    """Return the desk. Raises UnguardedRoutes when a route does not say who may use it."""
    routes = routes_of(office, [*table, *(DEMO if office.is_demo else ())])
    refuse_unguarded(routes)
    app = Starlette(routes=routes, exception_handlers={HTTPException: _missing})
    app.router.redirect_slashes = False
    return DeskGate(office, app)


async def _missing(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return PlainTextResponse("There is no such page.", status)
