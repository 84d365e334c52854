"""Who may use a route. A handler declares it here; a route without a policy does not start.

@anyone(reason="Anyone may ask to sign in.")
async def sign_in(call: Call) -> Answer: ...

@on_the_way(Journey.SIGN_IN, step=Step.VERIFY)      # call.way is theirs
async def verify(call: WayCall) -> Answer: ...

@signed_in(fresh=Purpose.FACTORS)                   # call.who is theirs
async def make_codes(call: BorrowerCall) -> Answer: ...

ROUTES = [form(routes.SIGN_IN_FORM, sign_in, page=routes.SIGN_IN)]
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from finance_portal.api.answers import Answer, Go, Refuse, respond
from finance_portal.api.portal import Portal, portal_of
from finance_portal.api.visit import Visit, visit_of
from finance_portal.language import say, sentence
from finance_portal.services.client import Client
from finance_portal.services.passwords import TooBusy
from finance_portal.services.pre_auth import Journey, PreAuthView, Step, WayLost
from finance_portal.services.proofs import Purpose
from finance_portal.services.sessions import SessionOver, SignedIn
from finance_portal.services.throttle import TooManyTries
from finance_portal.ui import routes

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 20
POLICY = "_route_policy"
QUERY = re.compile(r"[A-Za-z0-9_=&-]{0,200}")

THROTTLED = Refuse(
    sentence(
        "Too many tries. Wait a few minutes, then try again, or call us and we will help you."
    ),
    code="throttled",
    status=429,
)
BUSY = Refuse(
    sentence("Many people are signing in right now. Please try again in a moment."),
    code="busy",
    status=503,
)


class UnguardedRoutes(Exception):
    """Routes that do not say who may use them."""


@dataclass(frozen=True)
class RoutePolicy:
    """Who may use a route."""

    access: Literal["anyone", "on_the_way", "signed_in"]
    reason: str = ""  # why it is open to anyone
    journeys: frozenset[Journey] = frozenset()
    step: Step | None = None
    fresh: Purpose | None = None


@dataclass(frozen=True)
class Call:
    """One form that was sent."""

    portal: Portal
    visit: Visit
    now: datetime
    form: dict[str, str] = field(repr=False)

    @property
    def client(self) -> Client:
        """Return where it came from."""
        return self.visit.client

    def text(self, name: str) -> str:
        """Return a field; "" where it was not sent. Passwords keep their spaces."""
        return self.form.get(name, "")

    def word(self, name: str) -> str:
        """Return a field without the spaces around it."""
        return self.text(name).strip()

    def is_checked(self, name: str) -> bool:
        """Tell whether a box was checked."""
        return self.form.get(name) == "on"


@dataclass(frozen=True)
class WayCall(Call):
    """A form of somebody on the way in."""

    way: PreAuthView


@dataclass(frozen=True)
class BorrowerCall(Call):
    """A form of a signed-in borrower."""

    who: SignedIn


Handler: TypeAlias = Callable[[Any], Awaitable[Answer]]


def anyone(*, reason: str) -> Callable[[Handler], Handler]:
    """Let anybody use a route."""
    return _declared(RoutePolicy("anyone", reason))


def on_the_way(*journeys: Journey, step: Step | None = None) -> Callable[[Handler], Handler]:
    """Let those on one of these journeys use a route, at this step."""
    return _declared(RoutePolicy("on_the_way", journeys=frozenset(journeys), step=step))


def signed_in(*, fresh: Purpose | None = None) -> Callable[[Handler], Handler]:
    """Let signed-in borrowers use a route, after a step-up for this purpose."""
    return _declared(RoutePolicy("signed_in", fresh=fresh))


def policy_of(route: BaseRoute) -> RoutePolicy | None:
    """Return what a route declares."""
    return getattr(getattr(route, "endpoint", None), POLICY, None)


def form(path: str, handler: Handler, *, page: str) -> Route:
    """Return the route of a form that stands on `page`. Raises UnguardedRoutes."""
    policy: RoutePolicy | None = getattr(handler, POLICY, None)
    if policy is None:
        raise UnguardedRoutes(f"{path} does not say who may use it")

    async def endpoint(request: Request) -> Response:
        if await request.body() and not _is_form(request):
            return PlainTextResponse(say("This form cannot be read."), 415)
        call = await _call(request, policy, page)
        answer = call if isinstance(call, Go) else await answer_of(handler, call)
        sent = own_page(call.word("next")) if isinstance(call, Call) else ""
        return respond(request, answer, page=page, kept={"next": sent} if sent else {})

    setattr(endpoint, POLICY, policy)
    return Route(path, endpoint, methods=["POST"])


def open_to_anyone(route: Route, *, reason: str) -> Route:
    """Declare a route of another kind as open: it reads, or proves itself by a signature."""
    setattr(route.endpoint, POLICY, RoutePolicy("anyone", reason))
    return route


def own_page(wanted: str) -> str:
    """Return the page to go on to: one of ours, or "". Nothing else is ever followed (Z8)."""
    page, _, query = wanted.partition("?")
    page = page.rstrip("/")
    if page not in routes.SIGNED_IN or not QUERY.fullmatch(query):
        return ""
    return f"{page}?{query}" if query else page


def _declared(policy: RoutePolicy) -> Callable[[Handler], Handler]:
    def declare(handler: Handler) -> Handler:
        setattr(handler, POLICY, policy)
        return handler

    return declare


async def _call(request: Request, policy: RoutePolicy, page: str) -> Call | Go:
    """Return what the handler is given, or where to go instead of it."""
    portal, visit = portal_of(request), visit_of(request)
    call = Call(portal, visit, portal.now(), await read(request))
    match policy.access:
        case "anyone":
            return call
        case "on_the_way":
            way = visit.way
            if way is None or way.journey not in policy.journeys or _is_elsewhere(way, policy):
                return Go(routes.over("way"))
            return WayCall(**vars(call), way=way)
        case "signed_in":
            if visit.who is None:
                return Go(routes.over("login"))
            if policy.fresh and not visit.who.is_fresh(policy.fresh, now=call.now):
                return Go(routes.of_confirm(policy.fresh, page))
            return BorrowerCall(**vars(call), who=visit.who)


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith(FORM)


def _is_elsewhere(way: PreAuthView, policy: RoutePolicy) -> bool:
    return policy.step is not None and way.step is not policy.step


async def answer_of(handler: Handler, call: Call) -> Answer:
    """Return what a handler answers, or what stopped it in words."""
    try:
        return await handler(call)
    except TooManyTries:
        return THROTTLED
    except TooBusy:
        return BUSY
    except WayLost:
        return Go(routes.over("way"))
    except SessionOver:
        return Go(routes.over("login"))


async def read(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent, or none at all from what no browser sends."""
    body = await request.body()
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}
