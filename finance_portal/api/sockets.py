"""The gate of the one websocket: who may open it, under which name, and how much may be said."""

import logging
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from finance_portal.api import arrival as arrivals
from finance_portal.api.arrival import Arrival
from finance_portal.api.limits import Buckets, Rate
from finance_portal.api.portal import Portal
from finance_portal.api.recognition import recognised
from finance_portal.services.client_tokens import NOBODY, TabRefused
from finance_portal.services.throttle import site_of

logger = logging.getLogger(__name__)

PATH = "/_event"
HANDSHAKES = Rate(at_once=60, per_second=5)
MESSAGES = Rate(at_once=80, per_second=20)
LARGEST_MESSAGE = 65_536
LONGEST_QUERY = 1_024

# What the framework's client sends: close, ping, pong, message. It breaks on other frames.
PACKETS = ("1", "2", "3", "4")

NOT_UNDERSTOOD = 1003
POLICY_VIOLATION = 1008
TOO_LARGE = 1009
INTERNAL_ERROR = 1011


class SocketRefused(Exception):
    """A socket that is not opened. The message is for the log."""


class SocketGate:
    """Opens sockets of our own pages only, bound to the session behind the cookie."""

    def __init__(self, portal: Portal, app: ASGIApp) -> None:
        self._app = app
        self._portal = portal
        self._messages = MESSAGES * portal.settings.rate_limit_factor
        handshakes = HANDSHAKES * portal.settings.rate_limit_factor
        self._handshakes = Buckets(handshakes, portal.ticks)

    async def serve(self, scope: Scope, receive: Receive, send: Send, arrival: Arrival) -> None:
        """Serve a socket, or close it before it opens."""
        try:
            self._check(scope, arrival)
            ref = await self._session(arrival)
            scope["query_string"] = self._query(scope["query_string"], ref, arrival.language)
        except (SocketRefused, TabRefused) as refusal:
            logger.info("socket refused: %s", refusal or "tab name")
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        arrivals.strip(scope, arrival.client, arrivals.PRIVATE)
        meter = _Meter(receive, send, Buckets(self._messages, self._portal.ticks))
        try:
            await self._app(scope, meter.receive, meter.send)
        except Exception:
            logger.exception("a defect behind a socket")
            await meter.close(INTERNAL_ERROR)

    def _check(self, scope: Scope, arrival: Arrival) -> None:
        settings = self._portal.settings
        if arrival.path.rstrip("/") != PATH:
            raise SocketRefused("path")
        if arrival.host != settings.host:
            raise SocketRefused("host")
        if arrival.origin != settings.public_origin:
            raise SocketRefused("origin")
        if len(scope["query_string"]) > LONGEST_QUERY:
            raise SocketRefused("query")
        if not self._handshakes.take(site_of(arrival.client.ip)):
            raise SocketRefused("too many handshakes")

    async def _session(self, arrival: Arrival) -> str:
        who, way = await recognised(self._portal, arrival)
        if who is not None:
            return who.session_id
        return NOBODY if way is None else way.ref

    def _query(self, query: bytes, ref: str, language: str) -> bytes:
        """Return the query with the browser's token replaced by ours."""
        pairs = parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True)
        tabs = [value for name, value in pairs if name == "token"]
        if len(tabs) != 1:
            raise SocketRefused("not one token")
        is_open = self._portal.tabs.is_open
        token = self._portal.tokens.issue(ref, tabs[0], language, is_taken=is_open)
        return urlencode([(n, token if n == "token" else v) for n, v in pairs]).encode()


class _Meter:
    """Counts and measures what one socket says, and closes it when that is too much."""

    def __init__(self, receive: Receive, send: Send, messages: Buckets) -> None:
        self._receive = receive
        self._send = send
        self._messages = messages
        self._is_closed = False

    async def receive(self) -> Message:
        """Return the next message, or the end of the socket."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        text = message.get("text") or ""
        if len(text) > LARGEST_MESSAGE:
            return await self.close(TOO_LARGE)
        if not text.startswith(PACKETS):
            return await self.close(NOT_UNDERSTOOD)
        if not self._messages.take():
            return await self.close(POLICY_VIOLATION)
        return message

    async def send(self, message: Message) -> None:
        """Send a message, unless the socket has been closed here."""
        if not self._is_closed:
            await self._send(message)

    async def close(self, code: int) -> Message:
        """Close the socket, and return what tells the application so."""
        if not self._is_closed:
            logger.info("socket closed: %s", code)
            self._is_closed = True
            await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}
