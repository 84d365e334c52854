"""One key, one outcome: as Stripe's first version of idempotency has it."""

import asyncio

import pytest

from finance_portal.sandbox.faults import Fault
from tests.sandbox.asking import announced, ask, made, read

pytestmark = pytest.mark.anyio

INTENTS = "/v1/payment_intents"
CONFIRM = "/v1/payment_intents/{id}/confirm"
ORDER = {"amount": "500", "currency": "usd"}


async def count(world):
    return len((await read(world, INTENTS))["data"])


async def test_the_first_answer_is_given_again(world):
    first = await ask(world, "POST", INTENTS, "key-1", **ORDER)
    second = await ask(world, "POST", INTENTS, "key-1", **ORDER)

    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert await count(world) == 1


async def test_a_refusal_that_was_carried_out_is_given_again(world):
    too_small = ORDER | {"amount": "49"}

    first = await ask(world, "POST", INTENTS, "key-1", **too_small)
    second = await ask(world, "POST", INTENTS, "key-1", **too_small)

    assert first.status_code == second.status_code == 400
    assert second.headers["Idempotent-Replayed"] == "true"


async def test_a_decline_is_given_again_and_happened_once(world):
    intent = await announced(world, "pm_card_chargeCustomerFail")
    path = f"{INTENTS}/{intent['id']}/confirm"

    first = await ask(world, "POST", path, "key-1", off_session="true")
    second = await ask(world, "POST", path, "key-1", off_session="true")
    charges = await read(world, "/v1/charges", payment_intent=intent["id"])

    assert first.status_code == second.status_code == 402
    assert first.json() == second.json()
    assert [charge["status"] for charge in charges["data"]] == ["failed"]


async def test_a_parameter_that_did_not_fit_is_not_kept(world):
    refused = await ask(world, "POST", INTENTS, "key-1", amount="many", currency="usd")
    taken = await ask(world, "POST", INTENTS, "key-1", **ORDER)

    assert (refused.status_code, taken.status_code) == (400, 200)


@pytest.mark.parametrize(
    ("path", "fields"),
    [(INTENTS, ORDER | {"amount": "501"}), ("/v1/customers", {})],
    ids=["other parameters", "another path"],
)
async def test_a_key_that_comes_with_another_request_is_refused(world, path, fields):
    await ask(world, "POST", INTENTS, "key-1", **ORDER)

    response = await ask(world, "POST", path, "key-1", **fields)

    assert response.status_code == 400
    assert response.json()["error"]["type"] == "idempotency_error"


async def test_two_at_once_with_one_key_make_one_payment(world):
    answers = await asyncio.gather(
        *(ask(world, "POST", INTENTS, "key-1", **ORDER) for _ in range(8))
    )

    statuses = sorted(answer.status_code for answer in answers)
    codes = {answer.json()["error"]["code"] for answer in answers if answer.status_code == 409}
    assert set(statuses) == {200, 409}
    assert codes == {"idempotency_key_in_use"}
    assert await count(world) == 1


async def test_a_conflict_is_not_kept(world):
    await asyncio.gather(*(ask(world, "POST", INTENTS, "key-1", **ORDER) for _ in range(2)))

    assert (await ask(world, "POST", INTENTS, "key-1", **ORDER)).status_code == 200


async def test_reading_is_never_replayed(world):
    await ask(world, "GET", INTENTS, "key-1")
    await made(world, INTENTS, **ORDER)

    assert len((await ask(world, "GET", INTENTS, "key-1")).json()["data"]) == 1


@pytest.mark.parametrize("key", ["", "k" * 256])
async def test_a_key_has_between_1_and_255_characters(world, key):
    async with world.client() as client:
        response = await client.post(INTENTS, data=ORDER, headers={"Idempotency-Key": key})

    assert response.status_code == 400


async def test_a_key_outlives_the_process(world, tmp_path):
    from tests.gateways.checked import checked_sandbox  # noqa: PLC0415 # a second process, in effect

    first = await ask(world, "POST", INTENTS, "key-1", **ORDER)
    restarted = checked_sandbox(tmp_path / "sandbox.db")
    second = await ask(restarted, "POST", INTENTS, "key-1", **ORDER)
    restarted.engine.close()

    assert first.json() == second.json()


# What is done | what the same key answers afterwards
FAULTS = [
    ("before", "error", 0, 200),
    ("before", "saved_error", 0, 500),
    ("before", "drop", 0, 200),
    ("after", "error", 1, 200),
    ("after", "saved_error", 1, 500),
    ("after", "drop", 1, 200),
]


@pytest.mark.parametrize(("moment", "effect", "carried_out", "answered_later"), FAULTS)
async def test_each_fault_leaves_what_it_says(world, moment, effect, carried_out, answered_later):
    await world.engine.plan_fault(Fault("POST", INTENTS, moment, effect))

    if effect == "drop":
        with pytest.raises(Exception, match="dropped"):
            await ask(world, "POST", INTENTS, "key-1", **ORDER)
    else:
        assert (await ask(world, "POST", INTENTS, "key-1", **ORDER)).status_code == 500
    assert await count(world) == carried_out
    again = await ask(world, "POST", INTENTS, "key-1", **ORDER)

    assert again.status_code == answered_later
    assert await count(world) == (1 if answered_later == 200 else carried_out)


async def test_a_new_key_gets_past_a_kept_failure(world):
    await world.engine.plan_fault(Fault("POST", CONFIRM, "before", "saved_error"))
    intent = await announced(world)
    path = f"{INTENTS}/{intent['id']}/confirm"

    statuses = [
        (await ask(world, "POST", path, key, off_session="true")).status_code
        for key in ("confirm-0", "confirm-0", "confirm-1")
    ]

    assert statuses == [500, 500, 200]


async def test_a_fault_meets_only_its_operation_as_often_as_planned(world):
    await world.engine.plan_fault(Fault("GET", f"{INTENTS}/{{id}}", "before", "error", count=2))
    intent = await announced(world)

    statuses = [
        (await ask(world, "GET", f"{INTENTS}/{intent['id']}")).status_code for _ in range(3)
    ]

    assert statuses == [500, 500, 200]


async def test_faults_can_be_called_off(world):
    await world.engine.plan_fault(Fault("POST", INTENTS, "before", "error", count=9))
    await world.engine.clear_faults()

    assert (await ask(world, "POST", INTENTS, **ORDER)).status_code == 200


def test_a_fault_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no such fault"):
        Fault("POST", INTENTS, "during", "error")
