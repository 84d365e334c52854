"""The controls that no real processor has: knobs, returns and disputes on demand."""

import pytest

from finance_portal.sandbox.knobs import DEFAULTS
from finance_portal.sandbox.returns import BY_CODE
from tests.gateways.checked import START
from tests.sandbox.asking import BANK, confirmed, read
from tests.sandbox.test_clock import control

pytestmark = pytest.mark.anyio


async def test_knobs_stand_at_their_defaults_until_they_are_turned(world):
    before = (await control(world, "GET", "knobs")).json()
    after = (await control(world, "POST", "knobs", settle_days=1)).json()

    assert before == DEFAULTS
    assert after == DEFAULTS | {"settle_days": 1}


async def test_a_bank_can_be_made_faster(world):
    await control(world, "POST", "knobs", settle_days=1)
    intent = await confirmed(world, BANK)

    await world.engine.move_to(START.replace(day=24))

    assert (await read(world, f"/v1/payment_intents/{intent['id']}"))["status"] == "succeeded"


@pytest.mark.parametrize("turned", [{"colour": 1}, {"settle_days": -1}, {"settle_days": "soon"}])
async def test_a_knob_that_is_not_there_cannot_be_turned(world, turned):
    assert (await control(world, "POST", "knobs", **turned)).status_code == 400
    assert (await control(world, "GET", "knobs")).json() == DEFAULTS


@pytest.mark.parametrize("code", BY_CODE)
async def test_a_debit_on_its_way_is_returned_with_every_code(world, code):
    intent = await confirmed(world, BANK)

    done = await control(world, "POST", "returns", of=intent["id"], code=code)
    after = await read(world, f"/v1/payment_intents/{intent['id']}")
    method = await read(world, f"/v1/payment_methods/{intent['payment_method']}")

    assert done.status_code == 200
    assert after["last_payment_error"]["network_decline_code"] == code
    blocked = method["us_bank_account"]["status_details"]
    assert bool(blocked) is (code not in {"R01", "R09"})


async def test_a_return_that_cannot_be_is_refused(world):
    card, debit = await confirmed(world, "pm_card_visa_debit"), await confirmed(world, BANK)

    refusals = [
        await control(world, "POST", "returns", of=debit["id"], code="R99"),
        await control(world, "POST", "returns", of=card["id"], code="R01"),
        await control(world, "POST", "returns", of="pi_unknown", code="R01"),
        await control(world, "POST", "disputes", of=debit["id"]),
        await control(world, "POST", "decisions", of="du_unknown", is_won=True),
        await control(world, "POST", "returns"),
    ]

    assert [answer.status_code for answer in refusals] == [400] * 6
    assert (await read(world, "/v1/disputes"))["data"] == []


async def test_what_came_back_once_cannot_come_back_again(world):
    intent = await confirmed(world, BANK)
    await world.engine.move_to(START.replace(day=30))
    late = {"of": intent["latest_charge"], "code": "R10"}

    answers = [(await control(world, "POST", "returns", **late)).status_code for _ in range(2)]

    assert answers == [200, 400]
    assert len((await read(world, "/v1/disputes"))["data"]) == 1


async def test_a_cards_holder_disputes_and_loses_on_demand(world):
    card = await confirmed(world, "pm_card_visa_debit")

    await control(world, "POST", "disputes", of=card["id"])
    [dispute] = (await read(world, "/v1/disputes"))["data"]
    await control(world, "POST", "decisions", of=dispute["id"], is_won=False)

    assert dispute["status"] == "needs_response"
    assert (await read(world, f"/v1/disputes/{dispute['id']}"))["status"] == "lost"


async def test_the_clock_moves_by_days_and_seconds(world):
    moved = await control(world, "POST", "clock", days=1, seconds=5)

    assert moved.json()["now"] == "2026-11-24T15:00:05+00:00"
