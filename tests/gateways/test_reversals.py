"""Money that comes back: canceled, refunded, disputed, and all of it on the processor's account."""

from datetime import timedelta

import pytest

from finance_portal.gateways.processor import MethodDeclined, ProcessorRefused
from tests.gateways.checked import START
from tests.gateways.test_processors import DEBIT_CARD, SETTLED_BY, Counter, order_of

pytestmark = pytest.mark.anyio

DISPUTED_BY = START.replace(month=12, day=30)  # twenty banking days after it settled


@pytest.fixture
def counter(world):
    return Counter(world, world.processor)


async def refunded(counter, intent, amount=10_000, key="refund-1"):
    return await counter.processor.refund(intent.id, amount=amount, refund_ref="R-1", key=key)


async def settled(counter, account="success"):
    intent = await counter.confirmed(f"pm_usBankAccount_{account}")
    await counter.wait_until(SETTLED_BY)
    return intent


async def test_a_debit_that_no_bank_has_heard_of_is_canceled(counter):
    intent = await counter.confirmed("pm_usBankAccount_success")

    canceled = await counter.processor.cancel(intent.id, key="cancel-1")

    assert canceled.status == "canceled"
    with pytest.raises(ProcessorRefused) as refusal:
        await counter.processor.cancel(intent.id, key="cancel-2")
    assert refusal.value.unexpected_state


async def test_a_card_has_its_money_back_at_once(counter):
    intent = await counter.confirmed(DEBIT_CARD)

    refund = await refunded(counter, intent)

    assert (refund.status, refund.amount, refund.refund_ref) == ("succeeded", 10_000, "R-1")
    assert (refund.intent_id, refund.livemode) == (intent.id, False)
    assert await counter.processor.refund_seen(refund.id) == refund


async def test_a_bank_account_has_its_money_back_after_three_banking_days(counter):
    intent = await settled(counter)
    refund = await refunded(counter, intent)

    await counter.wait_until(SETTLED_BY + timedelta(days=2))
    before = await counter.processor.refund_seen(refund.id)
    await counter.wait_until(SETTLED_BY + timedelta(days=3))
    after = await counter.processor.refund_seen(refund.id)

    assert (refund.status, before.status, after.status) == ("pending", "pending", "succeeded")


async def test_a_refund_that_the_bank_refuses_is_on_the_account_again(counter):
    intent = await settled(counter)
    await counter.world.engine.turn(refunds_fail=1)
    refund = await refunded(counter, intent)

    await counter.wait_until(SETTLED_BY + timedelta(days=3))
    failed = await counter.processor.refund_seen(refund.id)

    assert (failed.status, failed.failure_code) == ("failed", "declined")
    moved = await counter.processor.movements(created_after=0, created_before=2**40)
    assert [(one.type, one.amount) for one in moved] == [
        ("refund_failure", 10_000),
        ("payment_refund", -10_000),
        ("payment", 41_250),
    ]


async def test_the_same_key_refunds_once(counter):
    intent = await counter.confirmed(DEBIT_CARD)

    assert await refunded(counter, intent) == await refunded(counter, intent)
    assert len(await counter.processor.refunds(created_after=0)) == 1


async def test_no_more_goes_back_than_came(counter):
    intent = await counter.confirmed(DEBIT_CARD)
    await refunded(counter, intent, 41_000)

    with pytest.raises(ProcessorRefused):
        await refunded(counter, intent, 251, key="refund-2")
    await refunded(counter, intent, 250, key="refund-3")
    with pytest.raises(ProcessorRefused) as refusal:
        await refunded(counter, intent, 1, key="refund-4")

    assert refusal.value.code == "charge_already_refunded"


async def test_what_has_not_arrived_cannot_go_back(counter):
    intent = await counter.confirmed("pm_usBankAccount_success")

    with pytest.raises(ProcessorRefused) as refusal:
        await refunded(counter, intent)

    assert refusal.value.code == "charge_not_refundable"


async def test_a_disputed_debit_is_lost_and_is_not_refunded_as_well(counter):
    intent = await settled(counter, "dispute")
    await counter.wait_until(DISPUTED_BY)

    [dispute] = await counter.processor.disputes(created_after=0)

    assert (dispute.status, dispute.reason) == ("lost", "debit_not_authorized")
    assert (dispute.intent_id, dispute.amount, dispute.withdrawn) == (intent.id, 41_250, 41_250)
    assert await counter.processor.dispute(dispute.id) == dispute
    assert (await counter.processor.intent(intent.id)).disputed
    with pytest.raises(ProcessorRefused) as refusal:
        await refunded(counter, intent)
    assert refusal.value.code == "charge_disputed"


async def test_a_late_return_tells_its_code(counter):
    intent = await settled(counter)

    await counter.world.engine.send_back(intent.charge_id, "R10")

    [dispute] = await counter.processor.disputes(created_after=0)
    assert (dispute.network_code, dispute.withdrawn) == ("R10", 41_250)


@pytest.mark.parametrize(
    ("code", "failure"), [("R09", "insufficient_funds"), ("R29", "debit_not_authorized")]
)
async def test_a_debit_on_its_way_is_returned_by_hand(counter, code, failure):
    intent = await counter.confirmed("pm_usBankAccount_success")

    await counter.world.engine.send_back(intent.charge_id, code)

    returned = await counter.processor.intent(intent.id)
    assert (returned.network_code, returned.failure_code) == (code, failure)
    assert (await counter.processor.method(intent.method_id)).usable is (code == "R09")


async def test_the_second_dispute_blocks_the_account(counter):
    first = await settled(counter)
    method = await counter.processor.method(first.method_id)
    assert method.usable
    await counter.world.engine.send_back(first.charge_id, "R10")
    after_one = await counter.processor.method(first.method_id)
    fresh = await counter.processor.attach_method(
        customer=method.customer, token="pm_usBankAccount_success"
    )
    second = await counter.processor.create_intent(order_of(fresh), key="second")
    second = await counter.processor.confirm(second.id, key="confirm-second")
    await counter.wait_until(SETTLED_BY + timedelta(days=10))
    await counter.world.engine.send_back(second.charge_id, "R10")

    blocked = await counter.processor.method(fresh.id)
    third = await counter.processor.create_intent(order_of(fresh), key="third")
    assert (after_one.usable, blocked.usable, blocked.why_not) == (
        True,
        False,
        "debit_not_authorized",
    )
    with pytest.raises(MethodDeclined):
        await counter.processor.confirm(third.id, key="confirm-third")


async def test_a_dispute_of_a_card_comes_after_a_minute_and_can_be_won(counter):
    intent = await counter.confirmed("pm_card_createDispute")
    await counter.wait_until(START + timedelta(seconds=60))
    [dispute] = await counter.processor.disputes(created_after=0)

    await counter.world.engine.decide(dispute.id, is_won=True)
    won = await counter.processor.dispute(dispute.id)

    assert (dispute.status, dispute.withdrawn) == ("needs_response", 41_250)
    assert (won.status, won.withdrawn, won.intent_id) == ("won", 0, intent.id)


async def test_an_inquiry_takes_no_money(counter):
    await counter.confirmed("pm_card_createDisputeInquiry")
    await counter.wait_until(START + timedelta(seconds=60))

    [dispute] = await counter.processor.disputes(created_after=0)

    assert (dispute.status, dispute.withdrawn) == ("warning_needs_response", 0)


async def test_movements_are_read_from_one_instant_until_before_another(counter):
    await counter.confirmed(DEBIT_CARD)
    begin = int(START.timestamp())

    async def moved(first, before):
        return await counter.processor.movements(created_after=first, created_before=before)

    [movement] = await moved(begin, begin + 1)
    assert (movement.type, movement.amount) == ("charge", 41_250)
    assert await moved(begin + 1, begin + 9) == await moved(begin - 9, begin) == []


@pytest.mark.parametrize(
    ("token", "failure"),
    [
        ("invalidCurrency", "invalid_currency"),
        ("weeklyLimitExceeded", "charge_exceeds_source_limit"),
    ],
)
async def test_a_limit_of_the_processor_is_no_code_of_the_bank(counter, token, failure):
    intent = await counter.confirmed(f"pm_usBankAccount_{token}")
    await counter.wait_until(START.replace(day=25))

    failed = await counter.processor.intent(intent.id)

    assert (failed.failure_code, failed.network_code) == (failure, None)
    assert (await counter.processor.method(intent.method_id)).usable
