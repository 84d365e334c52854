"""A payment from the click to the books, through the processor's own client."""

import hashlib
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from finance_portal import jobs
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.models.payments import Payment
from finance_portal.models.security import SecurityEvent
from finance_portal.services import accounts, history, ledger, payments
from finance_portal.services.audit_check import verify
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.payment_methods import MethodNotFound
from finance_portal.services.payments import PaymentRefused, Requoted
from finance_portal.services.receipts import ReceiptNotFound, receipt
from tests import make
from tests.make import CARD, CHECKING, MORNING, cents

pytestmark = pytest.mark.anyio

SETTLED = datetime(2026, 11, 30, 12, tzinfo=EASTERN)  # four banking days, Thanksgiving between


async def pass_time(books, world, until=SETTLED):
    await world.engine.move_to(until)
    return await jobs.run(books.db, world.processor, now=until)


TODAY = MORNING.date()


def account(books, today=TODAY):
    (only,) = accounts.accounts(books.db, borrower_id=books.borrower_id, today=today)
    return only


def receipt_of(books, ref, today=TODAY):
    return receipt(books.db, borrower_id=books.borrower_id, ref=ref, today=today)


def rows(books):
    with books.db.read() as session:
        return session.exec(select(Payment).order_by(col(Payment.id))).all()


def principal(books):
    with books.db.read() as session:
        return ledger.balances(session, books.contract.id)[Account.PRINCIPAL]


async def test_a_bank_debit_is_processing_until_it_settles(books, world):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    owed = principal(books)

    ref = await make.pay(books, world.processor, checking, "581.52")

    made = receipt_of(books, ref)
    assert made.status is PaymentStatus.PROCESSING
    assert made.expected_on == date(2026, 11, 30)
    assert principal(books) == owed
    assert [pending.amount for pending in account(books).pending] == [cents("581.52")]

    await pass_time(books, world)

    made = receipt_of(books, ref, SETTLED.date())
    assert made.status is PaymentStatus.SETTLED
    assert made.effective_on == date(2026, 11, 23)  # the day it was submitted (R2.5)
    assert made.split.interest + made.split.principal == cents("581.52")
    assert principal(books) == owed - made.split.principal
    assert account(books, SETTLED.date()).pending == []


async def test_a_debit_card_is_posted_at_once(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    owed = principal(books)

    ref = await make.pay(books, world.processor, card, "581.52")

    made = receipt_of(books, ref)
    assert made.status is PaymentStatus.SETTLED
    assert principal(books) == owed - made.split.principal
    assert account(books).next_due_on == date(2027, 1, 1)


async def test_what_the_review_says_is_what_happens(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    draft = make.order(books, card, "1,000.00")
    seen = payments.review(books.db, borrower_id=books.borrower_id, order=draft, now=MORNING)

    ref = await make.pay(books, world.processor, card, "1,000.00")

    split = receipt_of(books, ref).split
    assert (seen.interest, seen.principal, seen.fees) == (
        split.interest,
        split.principal,
        split.fees,
    )
    assert seen.principal_after == split.principal_after == principal(books)
    assert seen.next_due_on == account(books).next_due_on
    assert seen.next_due_amount == account(books).next_due_amount


async def test_a67_the_same_form_sent_twice_pays_once(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    order = make.order(books, card, "100.00")

    first, second = [await send(books, world, order) for _ in range(2)]

    assert first == second
    assert len(rows(books)) == 1
    assert len(await world.processor.intents(created_after=0)) == 1


async def test_a68_a_figure_that_changed_meanwhile_is_shown_again(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    stale = make.order(books, card, "100.00")
    await make.pay(books, world.processor, card, "200.00")

    with pytest.raises(Requoted) as requoted:
        await send(books, world, stale)

    assert len(rows(books)) == 1
    assert requoted.value.review.order.amount == cents("100.00")
    assert await send(books, world, requoted.value.review.order)


async def test_a_review_does_not_survive_the_cut_off(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    order = make.order(books, card, "100.00")

    with pytest.raises(Requoted) as requoted:
        await send(books, world, order, now=MORNING.replace(hour=19))

    assert requoted.value.review.effective_on == date(2026, 11, 24)


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
async def test_a66_no_payment_of_nothing(books, world, amount):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)

    with pytest.raises(PaymentRefused, match=r"above \$0\.00") as refused:
        make.order(books, card, amount)

    assert refused.value.field == "amount"
    assert rows(books) == []


async def test_a66_no_payment_above_the_payoff(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    most = account(books).payoff_today

    with pytest.raises(PaymentRefused, match="pays off the contract"):
        make.order(books, card, f"{most // 100}.{most % 100 + 1:02d}")

    assert rows(books) == []


async def test_what_is_on_its_way_counts_against_the_payoff(books, world):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    await make.pay(books, world.processor, checking, "20,000.00")
    left = payments.choices(
        books.db,
        world.processor,
        borrower_id=books.borrower_id,
        contract_ref=books.contract.ref,
        now=MORNING,
    )

    assert left.in_flight == cents("20,000.00")
    assert left.maximum == account(books).payoff_today - left.in_flight
    with pytest.raises(PaymentRefused):
        make.order(books, checking, "20,000.00")


async def test_a_payoff_closes_the_contract(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    owed = account(books).payoff_today

    ref = await make.pay(
        books, world.processor, card, f"{owed // 100}.{owed % 100:02d}", choice="payoff"
    )

    assert receipt_of(books, ref).closes
    assert account(books).standing == "paid_off"
    assert principal(books) == 0
    with pytest.raises(PaymentRefused, match="already paid off"):
        make.order(books, card, "1.00")


async def test_a_debit_without_funds_moves_nothing_and_costs_the_fee_once(books, world):
    poor = "pm_usBankAccount_insufficientFunds"
    checking = await make.method(books.db, world.processor, books.borrower_id, poor)
    owed = principal(books)

    ref = await make.pay(books, world.processor, checking, "581.52")
    await pass_time(books, world)
    await jobs.run(books.db, world.processor, now=SETTLED)

    assert receipt_of(books, ref, SETTLED.date()).status is PaymentStatus.FAILED
    assert receipt_of(books, ref, SETTLED.date()).failure_code == "R01"
    assert principal(books) == owed
    assert account(books, SETTLED.date()).returned_fees == cents("25.00")
    lines = activity(books, SETTLED.date())
    assert [line.title for line in lines[:2]] == ["Returned payment fee", "Payment"]
    assert lines[1].status == "failed"


async def test_a_declined_card_moves_nothing(books, world):
    token = "pm_card_chargeCustomerFail"
    card = await make.method(books.db, world.processor, books.borrower_id, token)
    owed = principal(books)

    ref = await make.pay(books, world.processor, card, "581.52")

    assert receipt_of(books, ref).status is PaymentStatus.FAILED
    assert principal(books) == owed
    assert account(books).returned_fees == 0


async def test_nobody_pays_on_a_contract_of_others(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    order = make.order(books, card, "100.00")
    mallory = books.borrower_id + 1

    with pytest.raises(ContractNotFound):
        await send(books, world, order, borrower_id=mallory)
    with pytest.raises(ContractNotFound):
        payments.review(books.db, borrower_id=mallory, order=order, now=MORNING)
    with pytest.raises(ContractNotFound):
        history.activity(
            books.db, borrower_id=mallory, contract_ref=books.contract.ref, today=MORNING.date()
        )
    assert accounts.accounts(books.db, borrower_id=mallory, today=MORNING.date()) == []


async def test_a63_a_co_borrower_sees_the_payment_but_not_the_account(db, tmp_path, world):
    both = make.CURRENT["borrowers"] + [{"id": "P2", "first_name": "Ben", "last_name": "Byron"}]
    books = make.boarded(
        db, tmp_path, make.CURRENT | {"borrowers": both}, business_date="2026-11-23"
    )
    checking = await make.method(db, world.processor, books.borrower_id, CHECKING)
    ref = await make.pay(books, world.processor, checking, "100.00")

    ben = books.borrower_id + 1
    seen = receipt(db, borrower_id=ben, ref=ref, today=MORNING.date())

    assert seen.amount == cents("100.00")
    assert seen.method == "The other borrower's account"
    assert "6789" not in repr(seen)
    (shown,) = accounts.accounts(db, borrower_id=ben, today=MORNING.date())
    assert shown.pending[0].method == "The other borrower's account"
    with pytest.raises(MethodNotFound):
        payments.review(db, borrower_id=ben, order=make.order(books, checking, "5.00"), now=MORNING)


async def test_a_receipt_of_others_is_not_found(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    ref = await make.pay(books, world.processor, card, "100.00")

    with pytest.raises(ReceiptNotFound):
        receipt(books.db, borrower_id=books.borrower_id + 1, ref=ref, today=MORNING.date())


async def test_a_debit_that_settles_late_is_back_dated_and_corrects_what_came_between(books, world):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    await make.pay(books, world.processor, checking, "581.52")
    between = MORNING + timedelta(days=1)
    await make.pay(books, world.processor, card, "100.00", now=between)

    await pass_time(books, world)

    newest, older, *_ = activity(books, SETTLED.date())
    assert (newest.amount, newest.corrected_on) == (cents("100.00"), date(2026, 11, 30))
    assert (older.amount, older.corrected_on) == (cents("581.52"), None)
    assert newest.balance_after == principal(books)
    assert newest.interest > 0


def activity(books, today):
    return history.activity(
        books.db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, today=today
    )


async def send(books, world, order, *, now=MORNING, borrower_id=None):
    return await make.click(books, world.processor, order, now=now, borrower_id=borrower_id)


async def test_past_due_and_due_are_offered_apart(db, tmp_path, world):
    books = make.boarded(db, tmp_path)  # the installment of 1 April is open
    late = datetime(2026, 4, 13, 10, tzinfo=EASTERN)
    jobs.assess_late_charges(db, now=late)

    offered = payments.choices(
        db,
        world.processor,
        borrower_id=books.borrower_id,
        contract_ref=books.contract.ref,
        now=late,
    )

    assert [(option.choice, option.amount) for option in offered.options[:2]] == [
        ("past_due", cents("610.60")),
        ("due", cents("581.52")),
    ]


async def test_i16_the_audit_trail_says_who_paid_from_where_and_how_it_went(books, world):
    failing = await make.method(
        books.db, world.processor, books.borrower_id, "pm_usBankAccount_insufficientFunds"
    )
    ref = await make.pay(books, world.processor, failing, "581.52")
    await pass_time(books, world)
    await pass_time(books, world)

    with books.db.read() as session:
        made, failed = session.exec(select(SecurityEvent).order_by(col(SecurityEvent.id)))
        words = session.exec(select(Payment.authorization)).one()
    assert (made.kind, made.subject, made.ip) == ("payment:made", ref, "127.0.0.1")
    assert (failed.kind, failed.subject, failed.ip) == ("payment:failed", ref, "")
    assert failed.detail == {"cents": "58152"}
    agreed = f"payment-2:{hashlib.sha256(words.encode()).hexdigest()}"
    assert made.detail == failed.detail | {"authorization": agreed}
    assert verify(books.db).findings == ()
