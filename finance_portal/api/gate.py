"""The outermost layer: nothing reaches a page, a route or a socket but through here.

The host must be ours; what changes anything must come from our own pages; the session's cookie is
looked up and taken away; rates and sizes are limited; every answer gets its headers.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from finance_portal import language
from finance_portal.api import arrival as arrivals
from finance_portal.api import not_found, rules, visit
from finance_portal.api.arrival import Arrival
from finance_portal.api.csp import PagePolicies
from finance_portal.api.limits import Buckets, Rate, Seats
from finance_portal.api.portal import Portal
from finance_portal.api.recognition import recognised
from finance_portal.api.reply import Renew, Reply
from finance_portal.api.rules import Elsewhere, Refused, Rules
from finance_portal.api.sockets import SocketGate
from finance_portal.api.visit import Visit
from finance_portal.language import say
from finance_portal.services.throttle import site_of
from finance_portal.ui import routes

logger = logging.getLogger(__name__)

POSTS = Rate(at_once=20, per_second=1)
ADVICE = Rate(at_once=30, per_second=2)  # the password meter's, at every pause
FILES = Rate(at_once=10, per_second=0.1)
CALENDARS = Rate(at_once=30, per_second=0.1)  # programs ask a few times a day
MOST_FILES = 32  # that come in at a time
ATTACHMENTS = Rate(at_once=10, per_second=0.2)
MOST_ATTACHMENTS = 8  # of 10 MB each, which come in at a time
EVENTS = Rate(at_once=200, per_second=20)  # a processor's, which come in bursts
BODY_SECONDS = 10.0
ATTACHMENT_SECONDS = 120.0  # of a telephone, somewhere in the country
MESSAGE_FORMS = frozenset({routes.MESSAGES_START_FORM, routes.MESSAGES_WRITE_FORM})
THROTTLED = f"{routes.SIGN_IN}?error=throttled"


def wrap(portal: Portal) -> Callable[[ASGIApp], ASGIApp]:
    """Return what Reflex takes as the last `api_transformer`."""
    return partial(Gate, portal)


class Gate:
    """Guards one application."""

    def __init__(self, portal: Portal, app: ASGIApp) -> None:
        settings = portal.settings
        self._app = app
        self._portal = portal
        self._rules = Rules.of(settings)
        self._hops = settings.trusted_proxy_hops
        self._is_https = settings.public_origin.startswith("https:")
        self._policies = PagePolicies(settings.public_origin)
        self._sockets = SocketGate(portal, app)
        factor = settings.rate_limit_factor
        self._posts = Buckets(POSTS * factor, portal.ticks)
        self._advice = Buckets(ADVICE * factor, portal.ticks)
        self._events = Buckets(EVENTS * factor, portal.ticks)
        self._files = Buckets(FILES * factor, portal.ticks)
        self._calendars = Buckets(CALENDARS * factor, portal.ticks)
        self._seats = Seats(MOST_FILES)
        self._attachments = Buckets(ATTACHMENTS * factor, portal.ticks)
        self._attachment_seats = Seats(MOST_ATTACHMENTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope = dict(scope)
        arrival = arrivals.read(scope, proxy_hops=self._hops)
        language.speak(arrival.language)
        if scope["type"] == "websocket":
            await self._sockets.serve(scope, receive, send, arrival)
            return
        reply = Reply(send, path=arrival.path, policies=self._policies, is_https=self._is_https)
        try:
            answer = await self._serve(scope, receive, reply, arrival)
        except Exception:
            logger.exception("a defect behind the gate")
            if reply.has_started and not reply.is_complete:
                raise
            answer = PlainTextResponse(say("Something went wrong on our side."), 500)
        if answer is not None and not reply.has_started:
            await answer(scope, receive, reply)

    async def _serve(
        self, scope: Scope, receive: Receive, reply: Reply, arrival: Arrival
    ) -> Response | None:
        """Pass the request on, or return the answer to it."""
        try:
            self._rules.check(arrival)
            if arrival.path.startswith(routes.CALENDARS):
                self._limit_guesses(arrival)
            if not arrival.is_safe:
                self._limit(arrival)
                receive = await self._body(receive, arrival)
        except Elsewhere as address:
            return RedirectResponse(f"{address}{_target(scope)}", 308)
        except Refused as refusal:
            logger.info("refused: %s %s", refusal.status, ascii(arrival.path)[:80])
            if (
                refusal.status == HTTPStatus.TOO_MANY_REQUESTS
                and arrival.path == routes.SIGN_IN_FORM
            ):
                return RedirectResponse(THROTTLED, 303)
            return PlainTextResponse(str(refusal), refusal.status)
        await self._prepare(scope, reply, arrival)
        await not_found.serve(self._app, scope, receive, reply, arrival.language)
        return None

    def _limit(self, arrival: Arrival) -> None:
        if arrival.path.startswith(rules.SANDBOX) or self._rules.is_our_own(arrival):
            return  # only a demo has these
        bucket = self._posts
        if arrival.path.startswith(rules.WEBHOOKS):
            bucket = self._events
        elif arrival.path == routes.PASSWORD_ADVICE:
            bucket = self._advice
        elif arrival.path == routes.CHECK_DOCUMENT_FORM:
            bucket = self._files
        elif arrival.path == routes.MESSAGES_FILE_FORM:
            bucket = self._attachments
        if not bucket.take(site_of(arrival.client.ip)):
            raise Refused(429, say("Too many requests. Please wait a minute and try again."))

    def _limit_guesses(self, arrival: Arrival) -> None:
        if not self._calendars.take(site_of(arrival.client.ip)):
            raise Refused(429, say("Too many requests. Please wait a minute and try again."))

    async def _body(self, receive: Receive, arrival: Arrival) -> Receive:
        if arrival.path == routes.MESSAGES_FILE_FORM:
            return await self._attachment(receive, arrival)
        if arrival.path != routes.CHECK_DOCUMENT_FORM:
            return await _whole_body(receive, _largest(arrival.path), BODY_SECONDS)
        with self._seats.one() as is_free:
            if not is_free:
                raise Refused(
                    503, say("Many people are checking documents. Please try again soon.")
                )
            return await _whole_body(receive, rules.LARGEST_FILE, BODY_SECONDS)

    async def _attachment(self, receive: Receive, arrival: Arrival) -> Receive:
        """Take a large file in, from somebody who is signed in; of nobody else it is not read."""
        who, _ = await recognised(self._portal, arrival)
        if who is None:
            return _of(b"", receive)
        with self._attachment_seats.one() as is_free:
            if not is_free:
                raise Refused(503, say("Many people are sending files. Please try again soon."))
            return await _whole_body(receive, rules.LARGEST_ATTACHMENT, ATTACHMENT_SECONDS)

    async def _prepare(self, scope: Scope, reply: Reply, arrival: Arrival) -> None:
        """Make the request what those behind the gate may see."""
        scope["scheme"] = "https" if self._is_https else "http"
        kept = {b"authorization"} if self._rules.is_our_own(arrival) else set()
        arrivals.strip(scope, arrival.client, arrivals.PRIVATE - kept)
        visit.put(scope, Visit(arrival.client))
        if arrival.path.startswith((*rules.STATIC, routes.CALENDARS)):
            return
        arrivals.ask_for_all(scope)
        if arrival.path.startswith((rules.SANDBOX, rules.WEBHOOKS)):
            return
        _point_at_page(scope, arrival.language)
        who, way = await recognised(self._portal, arrival)
        visit.put(scope, Visit(arrival.client, who, way, arrival.device_secret))
        if who is not None and arrival.secret is not None and arrival.method == "GET":
            reply.renew = self._renewing(arrival.secret, who.session_id)

    def _renewing(self, secret: str, ref: str) -> Renew:
        sessions, now = self._portal.sessions, self._portal.now()

        async def renew() -> str | None:
            await asyncio.to_thread(sessions.touch, ref, now=now)
            return await asyncio.to_thread(sessions.rotate, secret, now=now)

        return renew


async def _whole_body(receive: Receive, largest: int, seconds: float) -> Receive:
    """Return a `receive` that gives a body which has come in whole, soon, and is not too large."""
    chunks, length = list[bytes](), 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                chunks.append(message.get("body", b""))
                length += len(chunks[-1])  # the whole sum each time would favor tiny chunks
                if length > largest:
                    raise Refused(413, say("This is more than we take."))
                if not message.get("more_body", False):
                    break
    except TimeoutError:
        raise Refused(408, say("This took too long to arrive.")) from None
    return _of(b"".join(chunks), receive)


def _of(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body, and then whatever else comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _largest(path: str) -> int:
    if path in MESSAGE_FORMS:
        return rules.LARGEST_MESSAGE
    is_call = path.startswith((rules.SANDBOX, rules.WEBHOOKS))
    return rules.LARGEST_CALL if is_call else rules.LARGEST_FORM


def _target(scope: Scope) -> str:
    path = scope.get("raw_path", scope["path"].encode()).split(b"?")[0].decode("ascii", "replace")
    query = scope.get("query_string", b"").decode("ascii", "replace")
    return f"{path}?{query}" if query else path


def _point_at_page(scope: Scope, spoken: str) -> None:
    """Turn `/page` into `/page/`, where the page's file is in a language, without a redirect."""
    path: str = scope["path"]
    if "." in path.rpartition("/")[2] or path.startswith(rules.BACKEND):
        return
    before = b"" if spoken == language.ENGLISH else f"/{spoken}".encode()
    after = b"" if path.endswith("/") else b"/"
    scope["path"] = f"{before.decode()}{path}{after.decode()}"
    if "raw_path" in scope:
        raw, mark, query = scope["raw_path"].partition(b"?")
        scope["raw_path"] = before + raw + after + mark + query
