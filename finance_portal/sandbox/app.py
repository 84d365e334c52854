"""The sandbox as an ASGI application: Stripe's HTTP interface under /v1, its controls beside it.

No money moves here. What is invented and not Stripe's: the hour at which banks answer, the day of
a return and of a dispute, how long a debit can be canceled and a refund takes (knobs.py), fees, the
texts of messages, that a disputed debit is lost at once, that test accounts need no verification
unless it is asked for, that deposits can be told before they arrive, the refusal to attach an
account before it is verified, the moment at which a limit of the processor shows, and the test
accounts that tokens.py marks.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import stripe
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from finance_portal.sandbox import answers, control, hosted_pages
from finance_portal.sandbox.answers import Answer
from finance_portal.sandbox.engine import Sandbox
from finance_portal.sandbox.refusals import Refusal, invalid_key, not_simulated

ADDRESS = "http://127.0.0.1/_sandbox/stripe"
KEY_PREFIX = "Bearer sk_test_sandbox"
LONGEST_KEY = 255
METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]


class ConnectionDropped(Exception):
    """The answer was lost on its way, on purpose."""


def create_app(
    store: Path,
    *,
    start: datetime | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    address: str = ADDRESS,
) -> Starlette:
    """Return a sandbox over a file; `app.state.sandbox` is its engine.

    A new file's clock begins at `start`; an old one goes on where it stood. Webhooks leave through
    `transport` where one is given, else over the network. `address` is where a browser finds the
    hosted pages.
    """
    sandbox = Sandbox(store, start, transport, address)
    app = Starlette(
        routes=[
            *hosted_pages.routes(sandbox),
            Route("/v1/{rest:path}", _v1(sandbox), methods=METHODS),
            Mount("/_control", routes=control.routes(sandbox)),
            Route("/{rest:path}", _elsewhere, methods=METHODS),
        ],
        middleware=[Middleware(_Door)],
    )
    app.state.sandbox = sandbox
    return app


class _Door:
    """Lets in who has a key of the sandbox, and marks every answer as the sandbox's.

    The pages for browsers ask for none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # the server's own start and stop
            await self._app(scope, receive, send)
            return
        authorization = Headers(scope=scope).get("authorization", "")

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Sandbox"] = "true"
            await send(message)

        path = scope["path"].removeprefix(scope.get("root_path", ""))
        may_enter = authorization.startswith(KEY_PREFIX) or hosted_pages.is_hosted(path)
        app = self._app if may_enter else _json(answers.refused(invalid_key()), {})
        await app(scope, receive, send_marked)


def _v1(sandbox: Sandbox) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        key = request.headers.get("idempotency-key")
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            return _json(answers.refused(Refusal("The idempotency key is too long.")), {})
        path, version = request.path_params["rest"], request.headers.get("stripe-version")
        asked = answers.Request(request.method, f"/v1/{path}", await _fields(request), key, version)
        answered = await sandbox.answer(asked)
        headers = {"Idempotency-Key": key} if key else {}
        response = _Dropped() if answered.is_dropped else _json(answered, headers)
        response.background = BackgroundTask(sandbox.announce)
        return response

    return endpoint


async def _elsewhere(request: Request) -> Response:
    refusal = not_simulated(f"{request.method} {request.url.path}")
    return _json(answers.refused(refusal), {})


async def _fields(request: Request) -> tuple[tuple[str, str], ...]:
    if request.method != "POST":
        return tuple(parse_qsl(request.url.query, keep_blank_values=True))
    sent = (await request.body()).decode(errors="replace")
    return tuple(parse_qsl(sent, keep_blank_values=True))


def _json(answered: Answer, headers: dict[str, str]) -> JSONResponse:
    marks = {"Stripe-Version": stripe.api_version}
    if answered.is_replayed:
        marks["Idempotent-Replayed"] = "true"
    return JSONResponse(answered.body, answered.status, headers | marks)


class _Dropped(Response):
    """An answer that breaks off: more is promised than is sent, and then the application fails."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        if self.background:
            await self.background()
        raise ConnectionDropped
