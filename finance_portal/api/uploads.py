"""A form with one file. It is held in memory while it is looked at, and nowhere else.

The gate has let no more in than api/rules.py says. What is read here is exactly what a browser
sends for a form with one field; a parser of everything that multipart may hold would be a door.
"""

import re
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from finance_portal.api import doors
from finance_portal.api.answers import Go, respond
from finance_portal.api.doors import BorrowerCall, Call, Handler, UnguardedRoutes
from finance_portal.api.portal import portal_of
from finance_portal.api.visit import visit_of
from finance_portal.language import say
from finance_portal.ui import routes

FIELD = "file"
BOUNDARY = re.compile(r'multipart/form-data;\s*boundary="?([A-Za-z0-9\'()+_,./:=? -]{1,70})"?')
NAME = re.compile(rb'form-data; name="file"; filename="([^"\r\n]{0,255})"', re.IGNORECASE)


@dataclass(frozen=True)
class Upload:
    """A file that somebody sent: what they call it, and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class FileCall(Call):
    """A form with one file that was sent."""

    file: Upload


@dataclass(frozen=True)
class BorrowerFileCall(BorrowerCall):
    """A form with one file that a signed-in borrower sent, and what the file is for."""

    file: Upload
    about: str  # as the form's address says it


def file_form(path: str, handler: Handler, *, page: str) -> Route:
    """Return the route of a form that stands on `page` and holds one file named "file".

    Raises UnguardedRoutes for a handler that is not declared open to anyone.
    """
    policy: doors.RoutePolicy | None = getattr(handler, doors.POLICY, None)
    if policy is None or policy.access != "anyone":
        raise UnguardedRoutes(f"{path} takes a file, and is not declared open to anyone")

    async def endpoint(request: Request) -> Response:
        file = one_file(await request.body(), request.headers.get("content-type", ""))
        if file is None:
            return PlainTextResponse(say("This form cannot be read."), 415)
        portal = portal_of(request)
        call = FileCall(portal, visit_of(request), portal.now(), {}, file)
        return respond(request, await doors.answer_of(handler, call), page=page, kept={})

    setattr(endpoint, doors.POLICY, policy)
    return Route(path, endpoint, methods=["POST"])


def borrower_file_form(path: str, handler: Handler, *, page: str) -> Route:
    """Return the route of a form like that for signed-in borrowers; the gate reads nobody else's.

    Raises UnguardedRoutes for a handler that is not declared for them.
    """
    policy: doors.RoutePolicy | None = getattr(handler, doors.POLICY, None)
    if policy is None or policy.access != "signed_in" or policy.fresh:
        raise UnguardedRoutes(f"{path} takes a file, and is not declared for borrowers")

    async def endpoint(request: Request) -> Response:
        portal, visit = portal_of(request), visit_of(request)
        if visit.who is None:
            return respond(request, Go(routes.over("login")), page=page, kept={})
        file = one_file(await request.body(), request.headers.get("content-type", ""))
        if file is None:
            return PlainTextResponse(say("This form cannot be read."), 415)
        about = request.query_params.get(routes.FOR, "")
        call = BorrowerFileCall(portal, visit, portal.now(), {}, visit.who, file, about)
        return respond(request, await doors.answer_of(handler, call), page=page, kept={})

    setattr(endpoint, doors.POLICY, policy)
    return Route(path, endpoint, methods=["POST"])


def one_file(body: bytes, kind: str) -> Upload | None:
    """Return the file of a form that holds nothing else; None for anything else (RFC 7578)."""
    said = BOUNDARY.fullmatch(kind)
    if said is None:
        return None
    mark = b"--" + said[1].encode()
    start, end, body = mark + b"\r\n", b"\r\n" + mark + b"--", body.removesuffix(b"\r\n")
    if not (body.startswith(start) and body.endswith(end)) or len(body) < len(start) + len(end):
        return None
    head, _, content = body[len(start) : -len(end)].partition(b"\r\n\r\n")
    name = NAME.search(head)
    if name is None or b"\r\n" + mark in content:
        return None
    return Upload(name[1].decode(errors="replace"), content)
