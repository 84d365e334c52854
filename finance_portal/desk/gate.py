"""The outermost layer of the desk: its own host and origin, and the headers of every answer."""

import asyncio
import logging
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from finance_portal.api import arrival as arrivals
from finance_portal.api import headers
from finance_portal.api.arrival import Arrival
from finance_portal.api.limits import Buckets, Rate
from finance_portal.desk.office import Office
from finance_portal.services.throttle import site_of

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
METHODS = {"GET", "HEAD", "POST"}
POSTS = Rate(at_once=30, per_second=1)
WITH_SCRIPT = f"{POLICY}; script-src 'self'; connect-src 'self'"
LIVE = "/messages"  # the pages that a script keeps up to date (decision 26)
LARGEST = 16_384
LARGEST_MESSAGE = 65_536  # 4,000 letters of any alphabet
LONGEST_QUERY = 2_048
BODY_SECONDS = 10.0
FILES = {"/desk.css", "/live.js"}
KEPT = "private, max-age=31536000, immutable"  # their addresses change with what they say


class Refusal(Exception):
    """A request that is not answered further."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class DeskGate:
    """Guards the desk."""

    def __init__(self, office: Office, app: ASGIApp) -> None:
        self._app = app
        self._origin = office.settings.origin_of_desk
        self._host = urlsplit(self._origin).netloc
        self._is_https = self._origin.startswith("https:")
        self._hops = office.settings.trusted_proxy_hops
        self._posts = Buckets(POSTS * office.settings.rate_limit_factor, office.ticks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = dict(scope)
        arrival = arrivals.read(scope, proxy_hops=self._hops)
        scope["client"] = (arrival.client.ip, 0)
        scope["scheme"] = "https" if self._is_https else "http"
        dressed = self._dressing(send, arrival.path)
        try:
            self._check(arrival)
            if not arrival.is_safe:
                receive = await _whole(receive, _largest(arrival.path))
        except Refusal as refusal:
            log.info("refused: %s %s", refusal.status, ascii(arrival.path)[:80])
            answer = PlainTextResponse(str(refusal), refusal.status)
            await answer(scope, receive, dressed)
            return
        await self._serve(scope, receive, dressed)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def watched(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            log.exception("a defect behind the desk")
            if has_started:
                raise
            answer: Response = PlainTextResponse("Something went wrong on our side.", 500)
            await answer(scope, receive, send)

    def _check(self, arrival: Arrival) -> None:
        """Raise Refusal for a request that must not go on."""
        if arrival.host != self._host:
            raise Refusal(421, f"The desk answers at {self._origin} only.")
        if arrival.method not in METHODS:
            raise Refusal(405, "This method is not allowed here.")
        if len(arrival.query) > LONGEST_QUERY:
            raise Refusal(414, "This address is too long.")
        if b"%00" in arrival.query or "\x00" in arrival.path:
            raise Refusal(404, "Not found.")
        if arrival.is_safe:
            return
        if arrival.origin != self._origin:
            raise Refusal(403, "This request did not come from a page of the desk.")
        if not self._posts.take(site_of(arrival.client.ip)):
            raise Refusal(429, "Too many requests. Please wait a minute and try again.")

    def _dressing(self, send: Send, path: str) -> Send:
        """Return a `send` that gives every answer its headers."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_kept = path in FILES and message["status"] == 200  # noqa: PLR2004
                headers.dress(
                    MutableHeaders(scope=message),
                    policy=WITH_SCRIPT if _is_live(path) else POLICY,
                    cache=KEPT if is_kept else headers.NEVER,
                    is_https=self._is_https,
                )
            await send(message)

        return dressed


def _is_live(path: str) -> bool:
    return path == LIVE or path.startswith(f"{LIVE}/")


def _largest(path: str) -> int:
    """Return how much may be sent: more where people write to each other."""
    return LARGEST_MESSAGE if _is_live(path) or path.endswith(LIVE) else LARGEST


async def _whole(receive: Receive, largest: int) -> Receive:
    """Return a `receive` that gives a body which has come in whole, soon, and is not too large."""
    chunks, length = list[bytes](), 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                chunks.append(message.get("body", b""))
                length += len(chunks[-1])
                if length > largest:
                    raise Refusal(413, "This is more than we take.")
                if not message.get("more_body", False):
                    break
    except TimeoutError:
        raise Refusal(408, "This took too long to arrive.") from None
    waiting: list[Message] = [{"type": "http.request", "body": b"".join(chunks)}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
