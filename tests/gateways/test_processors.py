"""What every processor has to do, whoever it is: one parameter more is one processor more."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from finance_portal.gateways.processor import (
    Intent,
    IntentOrder,
    KeyReused,
    MethodDeclined,
    PaymentProcessor,
    ProcessorRefused,
    SavedMethod,
)
from tests.gateways.checked import START, CheckedSandbox

pytestmark = pytest.mark.anyio

BANK, DEBIT_CARD = "pm_usBankAccount_success", "pm_card_visa_debit"
SETTLED_BY = START.replace(day=30)  # four banking days on, with Thanksgiving in between
RETURNED_BY = START.replace(day=25)


@dataclass
class Counter:
    """A processor under test, and the way in which time passes for it."""

    world: CheckedSandbox
    processor: PaymentProcessor

    async def saved(self, token: str) -> SavedMethod:
        customer = await self.processor.create_customer(borrower_ref="B-1", key="cus-B-1")
        return await self.processor.attach_method(customer=customer, token=token)

    async def announced(self, token: str, amount: int = 41_250) -> Intent:
        return await self.processor.create_intent(
            order_of(await self.saved(token), amount), key="c"
        )

    async def confirmed(self, token: str) -> Intent:
        return await self.processor.confirm((await self.announced(token)).id, key="confirm-1")

    async def wait_until(self, instant) -> None:
        await self.world.engine.move_to(instant)


def order_of(method: SavedMethod, amount: int = 41_250) -> IntentOrder:
    assert method.customer is not None
    return IntentOrder(
        payment_id="P-1",
        contract_ref="L-1",
        amount=amount,
        customer=method.customer,
        method_id=method.id,
        method_kind=method.kind,
        description="Payment to contract 4821",
    )


@pytest.fixture(params=["stripe"])
def counter(request, world):
    counters = {"stripe": lambda: Counter(world, world.processor)}
    return counters[request.param]()


async def test_a_customer_is_made_once_per_key(counter):
    first = await counter.processor.create_customer(borrower_ref="B-1", key="cus-B-1")
    second = await counter.processor.create_customer(borrower_ref="B-1", key="cus-B-1")

    assert first == second


async def test_a_saved_bank_account_shows_only_what_it_is_recognised_by(counter):
    method = await counter.saved(BANK)

    assert (method.kind, method.last4, method.account_type) == (
        "us_bank_account",
        "6789",
        "checking",
    )
    assert method.bank_or_brand == "STRIPE TEST BANK"
    assert method.usable
    assert await counter.processor.method(method.id) == method


async def test_a_saved_card_tells_that_it_is_a_debit_card(counter):
    method = await counter.saved(DEBIT_CARD)

    assert (method.kind, method.bank_or_brand, method.funding) == ("card", "visa", "debit")


async def test_an_announced_payment_moves_no_money(counter):
    intent = await counter.announced(BANK)

    assert intent.status == "requires_confirmation"
    assert (intent.amount, intent.amount_received, intent.charge_id) == (41_250, 0, None)
    assert intent.payment_id == "P-1"
    assert not intent.livemode


async def test_the_same_key_announces_one_payment(counter):
    method = await counter.saved(BANK)

    first = await counter.processor.create_intent(order_of(method), key="pay-1-create-0")
    second = await counter.processor.create_intent(order_of(method), key="pay-1-create-0")

    assert first == second
    assert [intent.id for intent in await counter.processor.intents(created_after=0)] == [first.id]


async def test_the_same_key_for_another_amount_is_refused(counter):
    method = await counter.saved(BANK)
    await counter.processor.create_intent(order_of(method), key="pay-1-create-0")

    with pytest.raises(KeyReused):
        await counter.processor.create_intent(order_of(method, 99_900), key="pay-1-create-0")


async def test_a_bank_debit_settles_four_banking_days_later_and_not_before(counter):
    intent = await counter.confirmed(BANK)
    assert intent.status == "processing"
    assert intent.expected_debit_on == date(2026, 11, 24)

    await counter.wait_until(SETTLED_BY - timedelta(days=1))
    assert (await counter.processor.intent(intent.id)).status == "processing"
    await counter.wait_until(SETTLED_BY)
    settled = await counter.processor.intent(intent.id)

    assert (settled.status, settled.amount_received) == ("succeeded", 41_250)
    assert not settled.disputed


@pytest.mark.parametrize(
    ("account", "failure_code", "network_code"),
    [
        ("insufficientFunds", "insufficient_funds", "R01"),
        ("accountClosed", "account_closed", "R02"),
        ("noAccount", "no_account", "R03"),
        ("debitNotAuthorized", "debit_not_authorized", "R10"),
    ],
)
async def test_a_returned_debit_says_why(counter, account, failure_code, network_code):
    intent = await counter.confirmed(f"pm_usBankAccount_{account}")
    assert intent.status == "processing"

    await counter.wait_until(RETURNED_BY)
    returned = await counter.processor.intent(intent.id)

    assert (returned.status, returned.amount_received) == ("requires_payment_method", 0)
    assert (returned.failure_code, returned.network_code) == (failure_code, network_code)
    assert returned.method_id == intent.method_id


async def test_a_closed_account_cannot_be_debited_again(counter):
    intent = await counter.confirmed("pm_usBankAccount_accountClosed")
    await counter.wait_until(RETURNED_BY)
    method = await counter.processor.method(intent.method_id)
    again = await counter.processor.create_intent(order_of(method), key="again")

    with pytest.raises(MethodDeclined) as refusal:
        await counter.processor.confirm(again.id, key="confirm-again")

    assert refusal.value.code == "bank_account_unusable"
    assert (method.usable, method.why_not) == (False, "bank_account_closed")


async def test_an_account_without_funds_can_be_debited_again(counter):
    intent = await counter.confirmed("pm_usBankAccount_insufficientFunds")
    await counter.wait_until(RETURNED_BY)
    method = await counter.processor.method(intent.method_id)
    again = await counter.processor.create_intent(order_of(method), key="again")

    confirmed = await counter.processor.confirm(again.id, key="confirm-again")

    assert method.usable
    assert confirmed.status == "processing"


async def test_some_debits_are_processed_for_ever(counter):
    intent = await counter.confirmed("pm_usBankAccount_processing")

    await counter.wait_until(START.replace(year=START.year + 1))

    assert (await counter.processor.intent(intent.id)).status == "processing"


async def test_a_debit_card_is_charged_at_once(counter):
    intent = await counter.confirmed(DEBIT_CARD)

    assert (intent.status, intent.amount_received) == ("succeeded", 41_250)
    assert intent.charge_id is not None


async def test_a_declined_card_says_so_and_stays_declined(counter):
    intent = await counter.announced("pm_card_chargeCustomerFail")

    with pytest.raises(MethodDeclined) as refusal:
        await counter.processor.confirm(intent.id, key="confirm-1")
    read = await counter.processor.intent(intent.id)

    assert (refusal.value.code, refusal.value.decline_code) == ("card_declined", "generic_decline")
    assert (read.status, read.decline_code) == ("requires_payment_method", "generic_decline")
    assert read.amount_received == 0


async def test_a_card_that_is_declined_at_once_cannot_be_saved(counter):
    with pytest.raises(MethodDeclined):
        await counter.saved("pm_card_visa_chargeDeclinedInsufficientFunds")


async def test_a_confirmed_payment_cannot_be_confirmed_again(counter):
    intent = await counter.confirmed(BANK)

    with pytest.raises(ProcessorRefused) as refusal:
        await counter.processor.confirm(intent.id, key="confirm-2")

    assert refusal.value.unexpected_state


async def test_confirming_again_with_the_same_key_answers_the_same(counter):
    intent = await counter.announced(DEBIT_CARD)

    first = await counter.processor.confirm(intent.id, key="confirm-1")
    second = await counter.processor.confirm(intent.id, key="confirm-1")

    assert first == second


async def test_an_amount_that_no_processor_takes_is_refused(counter):
    with pytest.raises(ProcessorRefused) as refusal:
        await counter.announced(BANK, amount=49)

    assert refusal.value.code == "amount_too_small"
    assert not refusal.value.unexpected_state


async def test_an_unknown_payment_is_refused(counter):
    with pytest.raises(ProcessorRefused) as refusal:
        await counter.processor.intent("pi_unknown")

    assert refusal.value.code == "resource_missing"


async def test_another_borrowers_method_is_refused(counter):
    method = await counter.saved(BANK)
    other = await counter.processor.create_customer(borrower_ref="B-2", key="cus-B-2")

    with pytest.raises(ProcessorRefused):
        await counter.processor.create_intent(replace(order_of(method), customer=other), key="c")


async def test_every_payment_since_an_instant_is_listed_beyond_one_page(counter):
    method = await counter.saved(DEBIT_CARD)
    early = await counter.processor.create_intent(order_of(method), key="early")
    await counter.wait_until(START + timedelta(days=1))
    since = {
        (await counter.processor.create_intent(order_of(method), key=f"create-{number}")).id
        for number in range(101)
    }

    found = await counter.processor.intents(created_after=int(START.timestamp()) + 1)

    assert {intent.id for intent in found} == since
    assert len(found) == len(since)
    assert early.id not in since
