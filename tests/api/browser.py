"""A browser's websocket, spoken over ASGI to a whole application behind its gate.

Reflex knows one origin, that of rxconfig.py: here it is the demo's.
"""

import asyncio
import contextlib
import json
from urllib.parse import urlencode

from reflex.app import _ContextMiddleware
from reflex_base.registry import RegistrationContext
from starlette.applications import Starlette

from finance_portal.api.gate import wrap
from finance_portal.api.routes import http_app
from finance_portal.settings import settings

TAB = "9fdedc61-f455-466b-8f62-96d0206686a2"
SPACE = "/_event"


@contextlib.asynccontextmanager
async def serving(app, portal):
    """Put an application together as Reflex does when it is served, and run it."""
    routes = http_app(portal)
    routes.mount("", app._api)
    top = Starlette(lifespan=app._run_lifespan_tasks)
    top.add_middleware(_ContextMiddleware, reflex_app=app)
    top.mount("", wrap(portal)(routes))

    async def served(scope, receive, send):
        with registered(app):
            await top(scope, receive, send)

    with registered(app):
        async with top.router.lifespan_context(top):
            yield served


@contextlib.contextmanager
def registered(app):
    """Let the framework find this application's handlers, and no other's."""
    token = RegistrationContext.set(app._registration_context)
    try:
        yield
    finally:
        RegistrationContext.reset(token)


class Socket:
    """One websocket. `open()` says whether the server took it."""

    def __init__(self, asgi, *, cookie="", tab=TAB, ip="203.0.113.7", **changes):
        headers = {"host": settings.host, "origin": settings.public_origin}
        headers |= {"upgrade": "websocket", "connection": "upgrade"}
        headers |= {"cookie": f"__Host-sid={cookie}"} if cookie else {}
        headers |= changes.pop("headers", {})
        query = {"token": tab, "EIO": "4", "transport": "websocket"} | changes.pop("query", {})
        self.scope = {
            "type": "websocket",
            "path": "/_event/",
            "raw_path": b"/_event/",
            "root_path": "",
            "scheme": "ws",
            "query_string": urlencode(query, doseq=True).encode(),
            "headers": [(k.encode(), v.encode()) for k, v in headers.items() if v is not None],
            "client": (ip, 5),
            "server": ("127.0.0.1", settings.port),
            "subprotocols": [],
            "extensions": {},
        } | changes
        self._asgi = asgi
        self._to_server, self._from_server = asyncio.Queue(), asyncio.Queue()
        self.frames = []
        self.closed = None

    async def open(self):
        """Open the socket. Return False where the server refuses it."""
        self._task = asyncio.create_task(
            self._asgi(self.scope, self._to_server.get, self._from_server.put)
        )
        self._to_server.put_nowait({"type": "websocket.connect"})
        return await self._next() != "closed"

    async def join(self, auth=None):
        """Open the socket and enter Reflex's namespace, as the client does."""
        assert await self.open()
        assert (await self._next()).startswith("0{")
        self.say(f"40{SPACE}," + (json.dumps(auth) if auth else ""))
        while not (await self._next()).startswith(f"40{SPACE},"):
            pass
        return self

    def say(self, text):
        """Send a frame as it is."""
        self._to_server.put_nowait({"type": "websocket.receive", "text": text})

    def send(self, data, name="event"):
        """Send a message in Reflex's namespace."""
        self.say(f"42{SPACE}," + json.dumps([name, data]))

    def call(self, handler, arguments=None, **fields):
        """Send an event to a handler; `fields` replace parts of it."""
        name = f"{handler.state.get_full_name()}.{handler.fn.__name__}"
        event = {"name": name, "payload": arguments or {}, "router_data": {"pathname": "/"}}
        self.send(event | fields)

    async def until(self, text, seconds=2.0):
        """Return the frame that holds a text. Raises TimeoutError."""
        seen = 0
        async with asyncio.timeout(seconds):
            while True:
                for frame in self.frames[seen:]:
                    seen += 1
                    if text in frame:
                        return frame
                await self._next()

    async def read_until(self, is_so, seconds=10.0):
        """Read until something is so, here or elsewhere. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not is_so():
                await self.quiet()
                await asyncio.sleep(0)

    async def quiet(self, seconds=0.05):
        """Read until nothing comes for a while."""
        with contextlib.suppress(TimeoutError):
            while await asyncio.wait_for(self._next(), seconds) != "closed":
                pass

    async def close(self):
        """Leave."""
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._task, 2)

    async def _next(self):
        if self.closed is not None:
            return "closed"
        coming = asyncio.ensure_future(self._from_server.get())
        try:
            await asyncio.wait({coming, self._task}, return_when=asyncio.FIRST_COMPLETED)
            # An application that has gone without a word leaves its server to hang up.
            message = coming.result() if coming.done() else {"type": "websocket.close"}
        finally:
            coming.cancel()
        if message["type"] == "websocket.close":
            self.closed = message.get("code", 1000)
            return "closed"
        frame = message.get("text") or str(message.get("bytes", "accepted"))
        self.frames.append(frame)
        return frame
