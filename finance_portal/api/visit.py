"""What the gate found out about a request, for the routes behind it."""

from dataclasses import dataclass, field
from typing import cast

from starlette.requests import Request
from starlette.types import Scope

from finance_portal.services.client import Client
from finance_portal.services.pre_auth import PreAuthView
from finance_portal.services.sessions import SignedIn

KEY = "finance_portal.visit"


@dataclass(frozen=True)
class Visit:
    """Where a request comes from, and whose it is."""

    client: Client
    who: SignedIn | None = None
    way: PreAuthView | None = None
    device_secret: str | None = field(default=None, repr=False)


def put(scope: Scope, visit: Visit) -> None:
    """Leave the visit in the scope, the only place where a route looks for it."""
    scope[KEY] = visit


def visit_of(request: Request) -> Visit:
    """Return the visit of a request that came through the gate. Raises KeyError otherwise."""
    return cast("Visit", request.scope[KEY])
