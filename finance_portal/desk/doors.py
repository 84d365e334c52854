"""Who may use which page of the desk. It is decided here, on the server, for every route.

    page("/accounts/{ref}", account.show, EVERYBODY, look="account")
    form("/accounts/{ref}/flags", account.add_flag, WORKERS, look="flags")

A route without a policy does not start. With `look` it opens for who has given a reason for this
account in the last half hour, and each time leaves a line in the audit trail.
"""

import asyncio
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from finance_portal.api.cookies import secret_in
from finance_portal.desk.office import Call, Office, Refused
from finance_portal.desk.rendering import refusal
from finance_portal.services.client import Client
from finance_portal.services.desk import looks
from finance_portal.services.desk.acting import Role, note

COOKIE = "__Host-desk"
POLICY = "_desk_policy"
SIGN_IN = "/sign-in"
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 20

ANYONE: frozenset[Role] = frozenset()
EVERYBODY = frozenset(Role)
WORKERS = frozenset({Role.AGENT, Role.SUPERVISOR})
SUPERVISORS = frozenset({Role.SUPERVISOR})
OVERSEERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})
AUDITORS = frozenset({Role.AUDITOR})

NOT_YOURS = "Your role does not allow this."


class UnguardedRoutes(Exception):
    """Routes of the desk that do not say who may use them."""


@dataclass(frozen=True)
class Policy:
    """Who may use a route; nobody in particular means anyone, for a reason."""

    roles: frozenset[Role]
    reason: str = ""
    look: str = ""  # the name of the page, where it shows an account
    is_click: bool = True  # not what a script asks by itself: it keeps no session alive


@dataclass(frozen=True)
class Door:
    """One line of the table of routes."""

    method: Literal["GET", "POST"]
    path: str
    handler: Callable[[Call], Any]
    policy: Policy


def page(
    path: str, handler: Callable[[Call], Any], roles: frozenset[Role], *, look: str = ""
) -> Door:
    """Return the door of a page that only reads."""
    return Door("GET", path, handler, Policy(roles, look=look))


def news(path: str, handler: Callable[[Call], Any], roles: frozenset[Role]) -> Door:
    """Return the door of what the script of a page that is open asks for again and again."""
    return Door("GET", path, handler, Policy(roles, is_click=False))


def form(
    path: str, handler: Callable[[Call], Any], roles: frozenset[Role], *, look: str = ""
) -> Door:
    """Return the door of a form."""
    return Door("POST", path, handler, Policy(roles, look=look))


def open_door(
    method: Literal["GET", "POST"], path: str, handler: Callable[[Call], Any], *, reason: str
) -> Door:
    """Return a door for anyone, and why."""
    return Door(method, path, handler, Policy(ANYONE, reason))


def routes_of(office: Office, table: Sequence[Door]) -> list[BaseRoute]:
    """Return the routes of a table of doors."""
    return [_route(office, door) for door in table]


def refuse_unguarded(routes: Sequence[BaseRoute]) -> None:
    """Raise UnguardedRoutes when one does not say who may use it, or why anyone may."""
    policies = [
        (route, getattr(getattr(route, "endpoint", None), POLICY, None)) for route in routes
    ]
    wrong = [
        getattr(route, "path", str(route))
        for route, policy in policies
        if policy is None or not (policy.roles or policy.reason)
    ]
    if wrong:
        raise UnguardedRoutes(f"{', '.join(wrong)}: not said who may use it")


def _route(office: Office, door: Door) -> Route:
    policy = door.policy

    async def endpoint(request: Request) -> Response:
        call = await _call(office, request, is_click=policy.is_click)
        return await asyncio.to_thread(_stopped, call, policy) or await _answer(door, call, policy)

    setattr(endpoint, POLICY, policy)
    return Route(door.path, endpoint, methods=[door.method])


async def _call(office: Office, request: Request, *, is_click: bool) -> Call:
    client = Client(
        ip=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
    )
    now = office.now()
    secret = secret_in("; ".join(request.headers.getlist("cookie")), COOKIE)
    colleague = None
    if secret:
        whose = office.sessions.of_secret
        colleague = await asyncio.to_thread(whose, secret, now, is_click=is_click)
    return Call(office, request, client, now, await _read(request), colleague)


def _stopped(call: Call, policy: Policy) -> Response | None:
    """Return the answer to who may not go on; None for who may."""
    if not policy.roles:
        return None
    if call.colleague is None:
        return RedirectResponse(SIGN_IN, 303)
    if call.colleague.role not in policy.roles:
        with call.db.begin() as session:
            note(session, call.deed, "refused", path=call.request.url.path)
        return refusal(call, NOT_YOURS, 403)
    return None


async def _answer(door: Door, call: Call, policy: Policy) -> Response:
    try:
        if policy.look:
            opened = await asyncio.to_thread(_looking, call, policy.look)
            if isinstance(opened, Response):
                return opened
            call = opened
        if inspect.iscoroutinefunction(door.handler):
            answer: Response = await door.handler(call)
        else:
            answer = await asyncio.to_thread(door.handler, call)
    except Refused as stopped:
        return refusal(call, str(stopped), stopped.status)
    return answer


def _looking(call: Call, name: str) -> Call | Response:
    """Return the call with the reason that lets it see an account, or where to give one."""
    ref = call.path("ref")
    look = looks.current(call.db, call.deed, ref, name)
    if look is None:
        with call.db.begin() as session:
            note(session, call.deed, "look:missing", path=call.request.url.path)
        return RedirectResponse(f"/accounts/{quote(ref, safe='')}/why", 303)
    return replace(call, look=look)


async def _read(request: Request) -> dict[str, str]:
    """Return the fields that were sent, or none at all from what no browser sends."""
    body = await request.body()
    if not body or not request.headers.get("content-type", "").startswith(FORM):
        return {}
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}
