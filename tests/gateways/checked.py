"""A sandbox for tests, over a wire on which every request and response is checked.

The types come from the installed `stripe` package, so that the suite is held to the contract of the
real processor and not to what the sandbox happens to say.

    world = checked_sandbox(tmp_path / "sandbox.db")
    customer = await world.processor.create_customer(borrower_ref="B1", key="cus-1")
    await world.engine.move_to(later)
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import jsonschema
import pytest
import stripe
from starlette.applications import Starlette
from starlette.routing import Mount

from finance_portal.domain.calendar import EASTERN
from finance_portal.gateways.live import processor
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.sandbox import schema
from finance_portal.sandbox.app import ConnectionDropped, create_app
from finance_portal.sandbox.engine import Sandbox
from finance_portal.sandbox.operations import operation
from finance_portal.sandbox.parameters import nested, typed
from finance_portal.settings import Settings

START = datetime(2026, 11, 23, 10, tzinfo=EASTERN)  # a Monday; Thursday is Thanksgiving
PREFIX = "/_sandbox/stripe"
KEY = {"Authorization": "Bearer sk_test_sandbox_tests", "Stripe-Version": stripe.api_version}
FIRST_ERROR = 400


@dataclass(frozen=True)
class CheckedSandbox:
    """A sandbox, its engine (clock, faults, deliveries), and two ways to ask it."""

    app: Starlette
    engine: Sandbox
    processor: PaymentProcessor
    transport: httpx.AsyncBaseTransport

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Return a bare HTTP client, checked as well, for what the portal itself never asks."""
        base_url = f"http://127.0.0.1{PREFIX}"
        return httpx.AsyncClient(transport=self.transport, base_url=base_url, headers=KEY | headers)


def checked_sandbox(
    file: Path,
    *,
    start: datetime = START,
    settings: Settings | None = None,
    webhooks: httpx.AsyncBaseTransport | None = None,
) -> CheckedSandbox:
    """Return a sandbox over a file, mounted as the portal mounts it, without sockets.

    Its webhooks leave through `webhooks`, which may be the portal's own application.
    """
    sandbox = create_app(file, start=start, transport=webhooks)
    app = Starlette(routes=[Mount(PREFIX, sandbox)])
    transport = CheckedTransport(httpx.ASGITransport(app))
    asked = processor(settings or Settings(data_dir=file.parent), transport)
    return CheckedSandbox(app, sandbox.state.sandbox, asked, transport)


class CheckedTransport(httpx.AsyncBaseTransport):
    """Lets everything through, and fails the test at what Stripe would not say or understand.

    `pytest.fail` is no Exception: no client takes it for a lost connection.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.checked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await self.inner.handle_async_request(request)
        except ConnectionDropped as dropped:  # what a socket would show of it
            raise httpx.ReadError("dropped") from dropped
        _, is_stripe, rest = request.url.path.partition("/v1/")
        if is_stripe:
            response = httpx.Response(
                response.status_code, headers=response.headers, content=await response.aread()
            )
            self.checked += 1
            check_response(response)
            if response.status_code < FIRST_ERROR:
                check_request(request, f"/v1/{rest}")
        return response


def check_request(request: httpx.Request, path: str) -> None:
    """Fail unless the parameters of an accepted request are those of the SDK's TypedDict."""
    asked, _ = operation(request.method, path)
    sent = request.content.decode() if request.method == "POST" else request.url.query.decode()
    params = typed(nested(parse_qsl(sent, keep_blank_values=True)), asked.schema)
    _report(_validator(asked.request), params, f"request {request.method} {path}")


def check_response(response: httpx.Response) -> None:
    """Fail unless the response is one that Stripe could send, marked as the sandbox's."""
    if response.headers.get("X-Sandbox") != "true":
        pytest.fail("a response does not say that it is the sandbox's")
    check_body(response.json())


def check_body(body: object) -> None:
    """Fail unless this is an object, a list or a refusal in Stripe's shape."""
    match body:
        case {"error": _}:
            _report(_validator("error"), body, "refusal")
        case {"object": "list", "data": list(data)}:
            _report(_validator("list"), body, "list")
            for item in data:
                check_body(item)
        case {"object": "search_result", "data": list(data)}:
            _report(_validator("search_result"), body, "search result")
            for item in data:
                check_body(item)
        case {"deleted": True}:
            _report(_validator("deleted"), body, "deleted object")
        case {"object": str(kind)} if kind in schema.SIMULATED:
            _check_object(kind, body)
        case _:
            pytest.fail(f"no object of Stripe's: {body}")


def problems(kind: str, body: object) -> list[str]:
    """Return what is wrong with an object of that kind, one line each."""
    return _problems(_validator(kind), body)


def _check_object(kind: str, body: dict[str, object]) -> None:
    _report(_validator(kind), body, kind)
    if "_sbx" not in str(body["id"]) or body.get("livemode"):
        pytest.fail(f"a {kind} does not say that it is the sandbox's")
    match body:
        case {"object": "event", "data": {"object": about}}:
            check_body(about)


def _report(validator: jsonschema.Draft202012Validator, body: object, what: str) -> None:
    if found := _problems(validator, body):
        pytest.fail(f"{what}: {'; '.join(found)}")


def _problems(validator: jsonschema.Draft202012Validator, body: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]


@cache
def _validator(what: str | type) -> jsonschema.Draft202012Validator:
    match what:
        case "error":
            wanted = schema.error_schema()
        case "list":
            wanted = schema.list_schema({})
        case "search_result":
            wanted = schema.search_schema()
        case "deleted":
            wanted = schema.deleted_schema()
        case str():
            wanted = schema.object_schema(what)
        case _:
            wanted = schema.request_schema(what)
    return jsonschema.Draft202012Validator(wanted)
