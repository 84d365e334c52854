"""What is Stripe's own: which key opens what, how its errors read, whether an event is its."""

import ast
import asyncio
import json
import threading
import time
from pathlib import Path

import httpx
import pytest
import stripe

import finance_portal
from finance_portal.gateways import stripe_calls
from finance_portal.gateways.live import processor, webhook_secret
from finance_portal.gateways.processor import (
    KeyReused,
    MethodDeclined,
    ProcessorFault,
    ProcessorMisconfigured,
    ProcessorRefused,
    ProcessorUnavailable,
    SignatureRefused,
)
from finance_portal.gateways.stripe_client import make_client
from finance_portal.settings import Settings

pytestmark = pytest.mark.anyio

PACKAGE = Path(finance_portal.__file__).parent
LIVE = {"processor": "stripe", "stripe_secret_key": "rk_live_1", "stripe_webhook_secret": "whsec_1"}


def answering(status, body):
    """Return a processor whose wire gives always the same answer."""
    answer = httpx.MockTransport(lambda _request: httpx.Response(status, json=body))
    return processor(Settings(), answer)


async def test_the_sandbox_is_where_the_settings_say():
    client = make_client(Settings(port=18_100))

    addresses = client._requestor.base_addresses

    assert addresses["api"] == "http://127.0.0.1:18100/_sandbox/stripe"


async def test_a_live_client_has_no_other_address_than_stripes():
    client = make_client(Settings(**LIVE))

    assert client._requestor.base_addresses.get("api") in (None, stripe.DEFAULT_API_BASE)


@pytest.mark.parametrize(
    "settings",
    [
        {"processor": "sandbox", "stripe_secret_key": "sk_live_1"},
        {"processor": "sandbox", "stripe_secret_key": "rk_live_1"},
        {"processor": "stripe", "stripe_secret_key": "sk_test_sandbox_1"},
        {"processor": "stripe", "stripe_secret_key": "pk_live_1"},
        {"processor": "stripe", "stripe_secret_key": ""},
    ],
)
def test_sandbox_and_live_never_mix(settings):
    with pytest.raises(ProcessorMisconfigured):
        processor(Settings(**settings))


@pytest.mark.parametrize(("key", "livemode"), [("sk_live_1", True), ("sk_test_1", False)])
def test_only_a_live_key_moves_real_money(key, livemode):
    settings = Settings(processor="stripe", stripe_secret_key=key)

    assert processor(settings).livemode is livemode


def test_the_sandbox_moves_no_real_money():
    assert not processor(Settings()).livemode


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (400, {"type": "invalid_request_error", "code": "amount_too_small"}, ProcessorRefused),
        (404, {"type": "invalid_request_error", "code": "resource_missing"}, ProcessorRefused),
        (400, {"type": "idempotency_error"}, KeyReused),
        (402, {"type": "card_error", "code": "card_declined"}, MethodDeclined),
        (401, {"type": "invalid_request_error"}, ProcessorMisconfigured),
        (403, {"type": "invalid_request_error"}, ProcessorMisconfigured),
        (409, {"type": "invalid_request_error"}, ProcessorUnavailable),
        (429, {"type": "invalid_request_error"}, ProcessorUnavailable),
        (500, {"type": "api_error"}, ProcessorFault),
        (503, {"type": "api_error"}, ProcessorFault),
    ],
)
async def test_every_error_says_what_to_do_next(status, error, expected):
    with pytest.raises(expected) as refusal:
        await answering(status, {"error": {"message": "No.", **error}}).intent("pi_1")

    assert type(refusal.value) is expected
    assert refusal.value.code == error.get("code")


async def test_an_answer_that_is_no_json_is_a_fault():
    page = httpx.MockTransport(lambda _request: httpx.Response(502, text="<h1>Bad gateway</h1>"))

    with pytest.raises(ProcessorFault):
        await processor(Settings(), page).intent("pi_1")


async def test_a_lost_connection_leaves_the_outcome_open():
    def lose(_request):
        raise httpx.ReadError("reset")

    with pytest.raises(ProcessorUnavailable):
        await processor(Settings(), httpx.MockTransport(lose)).intent("pi_1")


async def test_nobody_waits_longer_than_the_limit(monkeypatch):
    async def dawdle(_request):
        await asyncio.sleep(60)

    monkeypatch.setattr(stripe_calls, "SECONDS_FOR_A_CALL", 0.05)

    with pytest.raises(ProcessorUnavailable, match="in time"):
        await processor(Settings(), httpx.MockTransport(dawdle)).intent("pi_1")


async def test_nothing_is_retried_behind_the_callers_back():
    asked = []

    def fail(request):
        asked.append(request)
        return httpx.Response(500, json={"error": {"type": "api_error", "message": "No."}})

    with pytest.raises(ProcessorFault):
        await processor(Settings(), httpx.MockTransport(fail)).confirm("pi_1", key="confirm-1")

    assert [request.headers["Idempotency-Key"] for request in asked] == ["confirm-1"]


async def test_an_unknown_status_arrives_as_it_was_sent():
    body = {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": 500,
        "created": 1,
        "livemode": False,
        "status": "teleported",
    }

    intent = await answering(200, body).intent("pi_1")

    assert intent.status == "teleported"
    assert (intent.payment_id, intent.charge_id, intent.disputed) == (None, None, False)


async def test_a_disputed_charge_is_noticed():
    charge = {"id": "ch_1", "object": "charge", "disputed": True}
    body = {"id": "pi_1", "object": "payment_intent", "amount": 500, "created": 1}
    body |= {"livemode": False, "status": "succeeded", "latest_charge": charge}

    assert (await answering(200, body).intent("pi_1")).disputed


async def test_one_processor_serves_many_event_loops(world):
    def read_elsewhere():
        return asyncio.run(world.processor.intents(created_after=0))

    here = await world.processor.intents(created_after=0)

    assert await asyncio.to_thread(read_elsewhere) == here == []


async def test_the_sandbox_answers_while_every_thread_of_the_portal_waits(world):
    done = threading.Event()
    loop = asyncio.get_running_loop()
    waiting = [loop.run_in_executor(None, done.wait, 30) for _ in range(40)]

    found = await world.processor.intents(created_after=0)
    done.set()

    assert found == []
    assert all(await asyncio.gather(*waiting))


def event_body(about):
    event = {"id": "evt_1", "object": "event", "type": "charge.failed", "created": 7}
    return json.dumps(event | {"livemode": False, "data": {"object": about}}).encode()


def signed(body, secret, timestamp=None):
    return stripe.WebhookSignature.generate_signature_header(body.decode(), secret, timestamp)


@pytest.mark.parametrize(
    ("about", "object_id", "intent_id"),
    [
        ({"id": "pi_1", "object": "payment_intent"}, "pi_1", "pi_1"),
        ({"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}, "ch_1", "pi_1"),
        ({"id": "cus_1", "object": "customer"}, "cus_1", None),
    ],
)
def test_an_event_tells_which_payment_to_read(about, object_id, intent_id):
    body, live = event_body(about), processor(Settings(**LIVE))

    event = live.read_event(body, signed(body, "whsec_1"))

    assert (event.id, event.type, event.created) == ("evt_1", "charge.failed", 7)
    assert (event.object_id, event.intent_id) == (object_id, intent_id)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(lambda _body: "", id="missing"),
        pytest.param(lambda _body: "t=1,v1=00", id="invented"),
        pytest.param(lambda body: signed(body, "whsec_2"), id="of another secret"),
        pytest.param(lambda body: signed(body + b" ", "whsec_1"), id="of another body"),
        pytest.param(lambda body: signed(body, "whsec_1", int(time.time()) - 400), id="too old"),
    ],
)
def test_case_55_an_event_that_is_not_signed_is_refused(signature):
    body = event_body({"id": "pi_1", "object": "payment_intent"})

    with pytest.raises(SignatureRefused):
        processor(Settings(**LIVE)).read_event(body, signature(body))


def test_without_a_secret_no_event_is_taken():
    body = event_body({"id": "pi_1", "object": "payment_intent"})
    unready = processor(Settings(**LIVE | {"stripe_webhook_secret": ""}))

    with pytest.raises(SignatureRefused):
        unready.read_event(body, signed(body, ""))


def test_each_sandbox_has_a_webhook_secret_of_its_own(tmp_path):
    first, second = (Settings(data_dir=tmp_path / name) for name in ("first", "second"))

    assert webhook_secret(first) == webhook_secret(first) != webhook_secret(second)


def calls_of(file):
    tree = ast.parse(file.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_no_code_confirms_in_the_call_that_creates():
    sources = {file: file.read_text() for file in PACKAGE.rglob("*.py")}
    spellings = ("confirm=True", "confirm = True", '"confirm": True', "'confirm': True")

    guilty = [file for file, text in sources.items() if any(one in text for one in spellings)]

    assert len(sources) > 20
    assert guilty == []


def test_every_call_to_the_processor_is_asynchronous():
    """A synchronous call to a sandbox in the same process waits for itself."""
    called = [
        call.func.attr
        for file in (PACKAGE / "gateways").glob("stripe*.py")
        for call in calls_of(file)
        if isinstance(call.func, ast.Attribute) and "._v1." in ast.unparse(call.func)
    ]

    assert len(called) > 15
    assert [name for name in called if not name.endswith("_async")] == []
