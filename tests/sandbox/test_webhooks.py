"""News leave the sandbox: to whom, signed how, in which order, and again when nobody took them."""

import json
import time
from datetime import timedelta

import httpx
import pytest
import stripe

from finance_portal.sandbox.deliveries import LONGEST_PAUSE, TRIES
from tests.gateways.checked import START, check_body, checked_sandbox
from tests.sandbox.asking import BANK, ask, confirmed, made, read

pytestmark = pytest.mark.anyio

URL = "http://127.0.0.1:18100/webhooks/stripe"
SECRET = "whsec_of_the_tests"


class Endpoint(httpx.AsyncBaseTransport):
    """Whoever answers at the address: takes events, or not."""

    def __init__(self) -> None:
        self.status: int | None = 200
        self.tries: list[httpx.Request] = []
        self.events: list[dict] = []

    async def handle_async_request(self, request):
        self.tries.append(request)
        if self.status is None:
            raise httpx.ConnectError("nobody there")
        if self.status == 200:
            self.events.append(json.loads(request.content))
        return httpx.Response(self.status)

    @property
    def types(self):
        return [event["type"] for event in self.events]


@pytest.fixture
def endpoint():
    return Endpoint()


@pytest.fixture
async def told(tmp_path, endpoint):
    """A sandbox that tells an endpoint everything."""
    world = checked_sandbox(tmp_path / "sandbox.db", webhooks=endpoint)
    await world.engine.register_endpoint(URL, SECRET)
    yield world
    world.engine.close()


async def test_an_endpoint_is_told_what_happens_in_its_order(told, endpoint):
    await confirmed(told, BANK)
    await told.engine.move_to(START.replace(day=30))

    assert endpoint.types == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    for event in endpoint.events:
        check_body(event)


async def test_an_event_carries_the_object_as_it_was(told, endpoint):
    intent = await confirmed(told, BANK)
    await told.engine.move_to(START.replace(day=30))

    statuses = [
        event["data"]["object"]["status"]
        for event in endpoint.events
        if event["data"]["object"]["id"] == intent["id"]
    ]
    assert statuses == ["requires_confirmation", "processing", "succeeded"]


async def test_an_event_is_dated_by_the_sandboxs_clock(told, endpoint):
    await confirmed(told, BANK)
    await told.engine.move_to(START.replace(day=30, hour=20))

    settled_at = int(START.replace(day=30, hour=8, minute=30).timestamp())
    assert [event["created"] for event in endpoint.events] == [
        *[int(START.timestamp())] * 3,
        *[settled_at] * 2,
    ]


async def test_an_event_is_signed_at_the_present_second(told, endpoint):
    await made(told, "/v1/customers")

    request = endpoint.tries[0]
    event = stripe.Webhook.construct_event(
        request.content, request.headers["Stripe-Signature"], SECRET
    )
    signed_at = int(request.headers["Stripe-Signature"].split(",")[0].removeprefix("t="))

    assert event.type == "customer.created"
    assert abs(signed_at - time.time()) < 60
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(
            request.content, request.headers["Stripe-Signature"], "whsec_of_others"
        )


async def test_an_endpoint_hears_only_of_what_it_asked_for(tmp_path, endpoint):
    world = checked_sandbox(tmp_path / "sandbox.db", webhooks=endpoint)
    await made(
        world,
        "/v1/webhook_endpoints",
        **{"url": URL, "enabled_events[0]": "charge.pending", "metadata[for]": "tests"},
    )

    await confirmed(world, BANK)

    assert endpoint.types == ["charge.pending"]
    world.engine.close()


async def test_the_secret_is_told_once(told):
    fields = {"url": URL, "enabled_events[0]": "*"}

    created = await made(told, "/v1/webhook_endpoints", **fields)
    found = await read(told, f"/v1/webhook_endpoints/{created['id']}")

    assert created["secret"].startswith("whsec_")
    assert "secret" not in found
    assert len((await read(told, "/v1/webhook_endpoints"))["data"]) == 2


async def test_a_deleted_endpoint_hears_nothing(told, endpoint):
    known = (await read(told, "/v1/webhook_endpoints"))["data"][0]

    deleted = await ask(told, "DELETE", f"/v1/webhook_endpoints/{known['id']}")
    await made(told, "/v1/customers")

    assert deleted.json() == {"id": known["id"], "object": "webhook_endpoint", "deleted": True}
    assert endpoint.tries == []


async def test_an_address_that_registers_again_is_told_once(told, endpoint):
    await told.engine.register_endpoint(URL, SECRET)

    await made(told, "/v1/customers")

    assert endpoint.types == ["customer.created"]


@pytest.mark.parametrize("status", [None, 500, 404, 302], ids=["down", "500", "404", "302"])
async def test_a_silent_endpoint_does_not_stop_the_clock(told, endpoint, status):
    endpoint.status = status
    intent = await confirmed(told, BANK)

    await told.engine.move_to(START.replace(day=30))

    assert (await read(told, f"/v1/payment_intents/{intent['id']}"))["status"] == "succeeded"
    assert endpoint.events == []


async def test_what_was_not_taken_is_sent_again_in_order(told, endpoint):
    endpoint.status = None
    await confirmed(told, BANK)
    endpoint.status = 200

    await told.engine.move_to(START + timedelta(minutes=5))

    assert endpoint.types == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
    ]


async def test_nothing_is_sent_again_before_its_pause_is_over(told, endpoint):
    endpoint.status = 500
    await made(told, "/v1/customers")

    await told.engine.deliver()
    assert len(endpoint.tries) == 1
    await told.engine.deliver(at_once=True)
    assert len(endpoint.tries) == 2


async def test_an_endpoint_that_never_answers_is_given_up(told, endpoint):
    endpoint.status = 500
    await made(told, "/v1/customers")

    instant = START
    for _ in range(TRIES + 5):
        instant += timedelta(seconds=LONGEST_PAUSE)
        await told.engine.move_to(instant)

    assert len(endpoint.tries) == TRIES


async def test_a_silent_endpoint_costs_one_try_at_a_time(told, endpoint):
    endpoint.status = None
    for _ in range(3):
        await made(told, "/v1/customers")
    endpoint.tries.clear()

    await told.engine.deliver(at_once=True)

    assert len(endpoint.tries) == 1


async def test_an_event_tells_how_many_endpoints_still_wait(told, endpoint):
    endpoint.status = 500
    await made(told, "/v1/customers")
    before = (await read(told, "/v1/events"))["data"][0]
    endpoint.status = 200

    await told.engine.deliver(at_once=True)
    after = (await read(told, "/v1/events"))["data"][0]

    assert (before["pending_webhooks"], after["pending_webhooks"]) == (1, 0)


async def test_an_endpoint_may_ask_the_sandbox_before_it_answers(told, endpoint):
    """The portal reads afresh what it is told of: this must not wait for itself."""
    answers = []
    take = endpoint.handle_async_request

    async def ask_back(request):
        if not answers:
            answers.append(await made(told, "/v1/customers"))
        return await take(request)

    endpoint.handle_async_request = ask_back
    await made(told, "/v1/customers")

    assert len(answers) == 1
    assert endpoint.types == ["customer.created", "customer.created"]


ANNOUNCED = ["payment_intent.created", "charge.pending", "payment_intent.processing"]


async def test_news_are_dropped_on_demand(told, endpoint):
    await told.engine.turn(drop=1)
    await confirmed(told, BANK)
    await told.engine.turn(drop=0)

    await told.engine.deliver(at_once=True)

    assert endpoint.tries == []
    assert len((await read(told, "/v1/events"))["data"]) == 3


async def test_news_are_sent_twice_on_demand(told, endpoint):
    await told.engine.turn(duplicate=1)

    await confirmed(told, BANK)

    assert endpoint.types == [name for name in ANNOUNCED for _ in range(2)]
    assert len({event["id"] for event in endpoint.events}) == 3


async def test_held_news_leave_from_the_last_to_the_first_on_demand(told, endpoint):
    await told.engine.turn(hold=1, reverse=1)
    await confirmed(told, BANK)
    assert endpoint.events == []
    await told.engine.turn(hold=0)

    await told.engine.deliver(at_once=True)

    assert endpoint.types == ANNOUNCED[::-1]


async def test_pauses_double_from_a_minute_until_four_hours(told, endpoint):
    endpoint.status = 500
    await made(told, "/v1/customers")
    pauses, tried_at = [], START
    for pause in [60 * 2**number for number in range(8)] + [LONGEST_PAUSE]:
        await told.engine.move_to(tried_at + timedelta(seconds=pause - 1))
        before = len(endpoint.tries)
        tried_at += timedelta(seconds=pause)
        await told.engine.move_to(tried_at)
        pauses.append(len(endpoint.tries) - before)

    assert pauses == [1] * 9
