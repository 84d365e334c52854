"""How money moves in the sandbox: confirmed, settled, sent back, declined, canceled."""

from datetime import datetime, timedelta

import pytest

from finance_portal.domain.calendar import EASTERN
from tests.gateways.checked import START, checked_sandbox
from tests.sandbox.asking import ACCEPTED, BANK, announced, ask, confirmed, events, made, read

pytestmark = pytest.mark.anyio


def eastern(day, hour=12, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("submitted_at", "settles_at"),
    [
        (eastern(22), eastern(30, 8, 30)),  # a Sunday, like Monday; Thanksgiving on Thursday
        (eastern(23, 18, 59), eastern(30, 8, 30)),
        (eastern(23, 19), eastern(1, 8, 30, month=12)),  # after the cut-off: like Tuesday
        (eastern(26), eastern(3, 8, 30, month=12)),
    ],
)
async def test_a_debit_settles_on_the_fourth_banking_day(tmp_path, submitted_at, settles_at):
    world = checked_sandbox(tmp_path / "sandbox.db", start=submitted_at)
    intent = await confirmed(world, BANK)

    await world.engine.move_to(settles_at - timedelta(seconds=1))
    before = await read(world, f"/v1/payment_intents/{intent['id']}")
    await world.engine.move_to(settles_at)
    after = await read(world, f"/v1/payment_intents/{intent['id']}")
    world.engine.close()

    assert (before["status"], after["status"]) == ("processing", "succeeded")


async def test_the_day_of_the_debit_is_told_in_advance(world):
    intent = await confirmed(world, BANK)

    charge = await read(world, f"/v1/charges/{intent['latest_charge']}")

    details = charge["payment_method_details"]["us_bank_account"]
    assert details["expected_debit_date"] == "2026-11-24"
    assert (await read(world, f"/v1/mandates/{details['mandate']}"))["status"] == "active"


async def test_what_settles_is_on_the_balance_less_the_fee(world):
    intent = await confirmed(world, BANK)
    await world.engine.move_to(eastern(30))

    charge = (await read(world, "/v1/charges", payment_intent=intent["id"]))["data"][0]
    entries = (await read(world, "/v1/balance_transactions", source=charge["id"]))["data"]

    assert [(entry["amount"], entry["fee"], entry["net"]) for entry in entries] == [
        (12_500, 100, 12_400)
    ]
    assert charge["balance_transaction"] == entries[0]["id"]


async def test_what_is_sent_back_never_reaches_the_balance(world):
    await confirmed(world, "pm_usBankAccount_noAccount")
    await world.engine.move_to(eastern(30))

    assert (await read(world, "/v1/balance_transactions"))["data"] == []


async def test_a_settled_debit_tells_its_story_in_order(world):
    await confirmed(world, BANK)
    await world.engine.move_to(eastern(30))

    assert await events(world) == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


async def test_a_returned_debit_ends_the_mandate_and_tells_so(world):
    intent = await confirmed(world, "pm_usBankAccount_debitNotAuthorized")
    charge = await read(world, f"/v1/charges/{intent['latest_charge']}")
    mandate = charge["payment_method_details"]["us_bank_account"]["mandate"]

    await world.engine.move_to(eastern(25))

    assert (await read(world, f"/v1/mandates/{mandate}"))["status"] == "inactive"
    assert (await events(world))[3:] == [
        "mandate.updated",
        "payment_method.automatically_updated",
        "charge.failed",
        "payment_intent.payment_failed",
    ]


async def test_a_low_balance_ends_nothing(world):
    await confirmed(world, "pm_usBankAccount_insufficientFunds")

    await world.engine.move_to(eastern(25))

    assert (await events(world))[3:] == ["charge.failed", "payment_intent.payment_failed"]


async def test_a_debit_needs_a_mandate(world):
    intent = await announced(world, BANK)
    path = f"/v1/payment_intents/{intent['id']}/confirm"

    without = await ask(world, "POST", path)
    accepted = await ask(world, "POST", path, **ACCEPTED)

    assert without.json()["error"]["param"] == "mandate_data"
    assert accepted.json()["status"] == "processing"


async def test_create_and_confirm_in_one_call_is_what_stripe_allows(world):
    intent = await announced(world, confirm="true", off_session="true")

    assert intent["status"] == "succeeded"


async def test_without_a_method_there_is_nothing_to_confirm(world):
    intent = await made(world, "/v1/payment_intents", amount="500", currency="usd")

    response = await ask(world, "POST", f"/v1/payment_intents/{intent['id']}/confirm")

    assert intent["status"] == "requires_payment_method"
    assert response.json()["error"]["code"] == "payment_intent_unexpected_state"


async def test_a_method_of_a_type_that_is_not_allowed_is_refused(world):
    fields = {"amount": "500", "currency": "usd", "payment_method": BANK}

    response = await ask(
        world,
        "POST",
        "/v1/payment_intents",
        **fields,
        **{"allowed_payment_method_types[0]": "card"},
    )

    assert response.json()["error"]["code"] == "payment_intent_incompatible_payment_method"


async def test_a_holder_who_is_present_is_asked_first(world):
    intent = await announced(world, "pm_card_authenticationRequired")
    path = f"/v1/payment_intents/{intent['id']}/confirm"

    asked = await made(world, path, return_url="http://127.0.0.1/back")

    assert asked["status"] == "requires_action"
    assert (await events(world))[-1] == "payment_intent.requires_action"


async def test_a_holder_who_is_absent_is_declined(world):
    intent = await announced(world, "pm_card_authenticationRequired")
    path = f"/v1/payment_intents/{intent['id']}/confirm"

    response = await ask(world, "POST", path, off_session="true")

    assert response.status_code == 402
    assert response.json()["error"]["code"] == "authentication_required"


async def test_a_declined_intent_takes_another_card(world):
    intent = await announced(world, "pm_card_chargeCustomerFail")
    path = f"/v1/payment_intents/{intent['id']}/confirm"
    await ask(world, "POST", path, off_session="true")

    charged = await made(world, path, payment_method="pm_card_visa_debit", off_session="true")

    assert (charged["status"], charged["amount_received"]) == ("succeeded", 12_500)


async def test_an_open_intent_is_canceled_for_good(world):
    intent = await announced(world)
    path = f"/v1/payment_intents/{intent['id']}"

    canceled = await made(world, f"{path}/cancel", cancellation_reason="abandoned")
    late = await ask(world, "POST", f"{path}/confirm", off_session="true")

    assert (canceled["status"], canceled["cancellation_reason"]) == ("canceled", "abandoned")
    assert late.json()["error"]["code"] == "payment_intent_unexpected_state"


async def test_a_debit_can_be_stopped_for_some_hours(world):
    intent = await confirmed(world, BANK)
    await world.engine.move_to(START + timedelta(hours=6))

    canceled = await made(world, f"/v1/payment_intents/{intent['id']}/cancel")
    await world.engine.move_to(eastern(30))
    charge = await read(world, f"/v1/charges/{intent['latest_charge']}")

    assert canceled["status"] == "canceled"
    assert (charge["status"], charge["amount_captured"]) == ("failed", 0)


async def test_a_debit_cannot_be_stopped_later(world):
    intent = await confirmed(world, BANK)
    await world.engine.move_to(START + timedelta(hours=6, seconds=1))

    response = await ask(world, "POST", f"/v1/payment_intents/{intent['id']}/cancel")

    assert response.json()["error"]["code"] == "payment_intent_unexpected_state"


async def test_what_has_succeeded_cannot_be_canceled(world):
    intent = await confirmed(world, "pm_card_visa_debit")

    response = await ask(world, "POST", f"/v1/payment_intents/{intent['id']}/cancel")

    assert response.json()["error"]["code"] == "payment_intent_unexpected_state"


async def test_a_method_is_set_up_only_with_a_mandate(world):
    customer = await made(world, "/v1/customers")
    setup = await made(world, "/v1/setup_intents", customer=customer["id"], payment_method=BANK)
    path = f"/v1/setup_intents/{setup['id']}"

    without = await ask(world, "POST", f"{path}/confirm")
    done = await made(world, f"{path}/confirm", **ACCEPTED)
    again = await ask(world, "POST", f"{path}/confirm")

    assert without.status_code == 400
    assert (done["status"], (await read(world, path))["status"]) == ("succeeded", "succeeded")
    assert (await read(world, f"/v1/mandates/{done['mandate']}"))["status"] == "active"
    assert again.json()["error"]["code"] == "setup_intent_unexpected_state"


async def test_a_card_that_is_declined_at_set_up_is_not_saved(world):
    customer = await made(world, "/v1/customers")
    fields = {"customer": customer["id"], "payment_method": "pm_card_chargeDeclined"}
    setup = await made(world, "/v1/setup_intents", **fields)

    response = await ask(world, "POST", f"/v1/setup_intents/{setup['id']}/confirm")
    kept = await read(world, f"/v1/setup_intents/{setup['id']}")

    assert response.status_code == 402
    assert (kept["status"], kept["last_setup_error"]["code"]) == (
        "requires_payment_method",
        "card_declined",
    )
    assert (await read(world, "/v1/payment_methods", customer=customer["id"]))["data"] == []
