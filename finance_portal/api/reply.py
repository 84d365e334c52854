"""Every answer on its way out: it gets its headers, a page its policy, a browser its new cookie."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from finance_portal.api import cookies, headers
from finance_portal.api.csp import NOT_HTML, SERVICE_WORKER, PagePolicies

Renew = Callable[[], Awaitable[str | None]]


class Reply:
    """A `send` that holds a page back until it is whole, and dresses whatever passes."""

    def __init__(self, send: Send, *, path: str, policies: PagePolicies, is_https: bool) -> None:
        self._send = send
        self._path = path
        self._policies = policies
        self._is_https = is_https
        self._page: tuple[Message, list[bytes]] | None = None
        self.renew: Renew | None = None  # asks for a new secret for the cookie, for a page
        self.has_started = False
        self.is_complete = False

    async def __call__(self, message: Message) -> None:
        """Send on one message of the answer."""
        if message["type"] == "http.response.start":
            self.has_started = True
            await self._start(message)
        elif message["type"] == "http.response.body":
            self.is_complete = not message.get("more_body", False)
            await self._body(message)
        else:
            await self._send(message)

    async def _start(self, message: Message) -> None:
        if _is_page(message):
            self._page = (message, [])
            return
        policy = SERVICE_WORKER if self._path == "/sw.js" else NOT_HTML
        self._dress(message, policy)
        await self._send(message)

    async def _body(self, message: Message) -> None:
        if self._page is None:
            await self._send(message)
            return
        start, chunks = self._page
        chunks.append(message.get("body", b""))
        if not self.is_complete:
            return
        page = b"".join(chunks)
        self._dress(start, self._policies.of(page))
        if self.renew is not None and (secret := await self.renew()):
            MutableHeaders(scope=start).append("Set-Cookie", cookies.kept(secret))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})

    def _dress(self, start: Message, policy: str) -> None:
        headers.dress(
            MutableHeaders(scope=start),
            policy=policy,
            cache=headers.cache_rule(self._path, start["status"]),
            is_https=self._is_https,
        )


def _is_page(start: Message) -> bool:
    return MutableHeaders(scope=start).get("content-type", "").startswith("text/html")
