"""That the check of every response and request is a check: each of many mutants is noticed."""

import copy
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from stripe.params import PaymentIntentCreateParams, PaymentIntentListParams

from finance_portal.sandbox import schema
from finance_portal.sandbox.operations import OPERATIONS
from tests.gateways import checked
from tests.gateways.hosted import VERIFY_BY_CODE, choose
from tests.gateways.test_saving import visited
from tests.sandbox.asking import BANK, announced, confirmed, made, read

pytestmark = pytest.mark.anyio

ENUMERATED = {"checkout.session", "dispute", "mandate", "payment_intent", "setup_intent"}
WORDS = {
    *("status", "type", "object", "usage", "funding", "account_type", "capture_method", "mode"),
    *("payment_status", "microdeposit_type", "reason", "brand", "ui_mode", "confirmation_method"),
}
FREE_FORM = {"metadata", "data"}  # a merchant's own words; an event's object is checked as such


KINDS = {
    *("account", "balance_transaction", "charge", "checkout.session", "customer", "dispute"),
    *("event", "mandate", "payment_intent", "payment_method", "refund", "setup_intent"),
    *("webhook_endpoint",),
}


@pytest.fixture
async def objects(world):
    """One real object of each kind: what a payment, a dispute and a visit leave behind."""
    await world.engine.turn(card_dispute_seconds=0)
    waiting = await visited(world)
    await choose(world, waiting, VERIFY_BY_CODE)
    await disputed(world)
    intent = await confirmed(world, BANK)
    await world.engine.move_to(checked.START.replace(day=30))
    await made(world, "/v1/refunds", payment_intent=intent["id"], amount="100")
    await made(world, "/v1/customers", email="a@example.com", name="A", **{"metadata[of]": "B"})
    url = {"url": "http://127.0.0.1:18101/", "enabled_events[0]": "*"}
    endpoint = await made(world, "/v1/webhook_endpoints", **url)
    charge = await read(world, f"/v1/charges/{(await _latest(world, intent))['latest_charge']}")
    mandate = charge["payment_method_details"]["us_bank_account"]["mandate"]
    found = [
        await read(world, path)
        for path in (
            "/v1/account",
            f"/v1/payment_intents/{intent['id']}",
            f"/v1/charges/{charge['id']}",
            f"/v1/payment_methods/{charge['payment_method']}",
            f"/v1/balance_transactions/{charge['balance_transaction']}",
            f"/v1/mandates/{mandate}",
            f"/v1/checkout/sessions/{waiting.id}",
            f"/v1/setup_intents/{waiting.setup_id}",
            f"/v1/webhook_endpoints/{endpoint['id']}",
        )
    ]
    for path in ("/v1/customers", "/v1/disputes", "/v1/refunds", "/v1/events"):
        found += (await read(world, path, limit="1"))["data"]
    return found


async def disputed(world):
    card = await announced(world, "pm_card_createDispute")
    path = f"/v1/payment_intents/{card['id']}/confirm"
    return await made(world, path, off_session="true")


async def _latest(world, intent):
    return await read(world, f"/v1/payment_intents/{intent['id']}")


def branches(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside an object, itself included."""
    yield value
    for name, inner in value.items():
        if isinstance(inner, dict) and name not in FREE_FORM:
            yield from branches(inner)


def mutants(thing: dict[str, Any], spoil) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield copies of an object, each with one place spoilt."""
    for position, branch in enumerate(branches(thing)):
        for name in branch:
            mutant = copy.deepcopy(thing)
            place = list(branches(mutant))[position]
            if spoil(place, name):
                yield name, mutant


def add_a_field(place, name):
    place[f"{name}_of_nobody"] = 1
    return True


def change_the_type(place, name):
    if name in FREE_FORM or place[name] is None:
        return False
    place[name] = [place[name], 7] if isinstance(place[name], dict) else {"was": place[name]}
    return True


def say_another_word(place, name):
    if name not in WORDS or not isinstance(place[name], str):
        return False
    place[name] = f"{place[name]}_of_nobody"
    return True


def remove_what_is_required(place, name):
    del place[name]
    return name in {"id", "object", "created", "amount", "livemode", "payment_method_types"}


async def noticed(objects, spoil):
    results = [
        bool(checked.problems(thing["object"], mutant))
        for thing in objects
        for _, mutant in mutants(thing, spoil)
    ]
    assert len(results) > 25
    return sum(results) / len(results)


async def test_the_unspoilt_objects_are_valid(objects):
    assert {thing["object"] for thing in objects} == KINDS == set(schema.SIMULATED)
    assert [checked.problems(thing["object"], thing) for thing in objects] == [[]] * len(KINDS)


async def test_a_field_that_stripe_does_not_have_is_noticed(objects):
    assert await noticed(objects, add_a_field) == 1.0


async def test_a_value_of_another_type_is_noticed(objects):
    assert await noticed(objects, change_the_type) == 1.0


async def test_a_missing_field_is_noticed(objects):
    assert await noticed(objects, remove_what_is_required) > 0.9


async def test_a_status_that_stripe_does_not_have_is_noticed(objects):
    spoilt = [thing | {"status": "paid"} for thing in objects if thing["object"] in ENUMERATED]

    assert len(spoilt) == len(ENUMERATED)
    assert all(checked.problems(thing["object"], thing) for thing in spoilt)


async def test_half_of_the_words_that_stripe_does_not_have_are_noticed(objects):
    """The other half are plain strings at Stripe: nobody could tell."""
    assert await noticed(objects, say_another_word) > 0.5


async def test_the_wire_fails_the_test_at_a_response_of_nobody(world):
    response = checked.httpx.Response(200, json={"object": "loan"}, headers={"X-Sandbox": "true"})

    with pytest.raises(pytest.fail.Exception, match="no object of Stripe's"):
        checked.check_response(response)


async def test_the_wire_fails_the_test_without_the_sandbox_mark(objects):
    with pytest.raises(pytest.fail.Exception, match="sandbox"):
        checked.check_response(checked.httpx.Response(200, json=objects[1]))


async def test_the_wire_saw_every_request_of_this_module(world):
    await confirmed(world)

    assert world.transport.checked == 2


@pytest.mark.parametrize("asked", OPERATIONS, ids=lambda asked: f"{asked.method} {asked.path}")
def test_what_is_simulated_of_a_request_is_what_stripe_has(asked):
    definition = asked.schema["$defs"][asked.schema["$ref"].removeprefix("#/$defs/")]

    jsonschema.Draft202012Validator.check_schema(asked.schema)
    assert asked.simulated <= set(definition["properties"])


def test_options_of_the_client_are_no_parameters():
    wanted = jsonschema.Draft202012Validator(schema.request_schema(PaymentIntentListParams))

    assert wanted.is_valid({"limit": 1})
    assert not wanted.is_valid({"idempotency_key": "1"})


@pytest.mark.parametrize(
    "spoilt",
    [
        {"amount": "500"},
        {"amount": 5.5},
        {"currency": None},
        {"payment_method_types": ["card"]},
        {"allowed_payment_method_types": ["cash"]},
        {"metadata": {"payment_id": 1}},
        {"payment_method_options": {"us_bank_account": {"purpose": "other"}}},
    ],
)
def test_a_request_that_stripe_would_not_take_is_noticed(spoilt):
    wanted = jsonschema.Draft202012Validator(schema.request_schema(PaymentIntentCreateParams))
    valid = {"amount": 500, "currency": "usd"}

    assert wanted.is_valid(valid)
    assert not wanted.is_valid(valid | spoilt)
