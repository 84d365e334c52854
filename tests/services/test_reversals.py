"""Money that comes back: returns and their retry, disputes, refunds, the daily report."""

from datetime import timedelta

import pytest
from sqlmodel import select

from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment, PaymentMethod, Reconciliation
from finance_portal.services import (
    deliveries,
    disputes,
    reconciler,
    retries,
    returns,
)
from tests import make
from tests.make import CARD, CHECKING, MORNING, cents
from tests.services.after_paying import BOARDED, balances, live_until, only, paid

pytestmark = pytest.mark.anyio

POOR = "pm_usBankAccount_insufficientFunds"


async def test_case_58_a_return_costs_one_fee_however_often_the_debit_is_tried(books, world):
    first = await paid(books, world, POOR)
    assert (first.status, first.failure_code) == (PaymentStatus.FAILED, "R01")
    assert balances(books)[Account.RETURNED_FEES] == cents("25.00")

    now = await live_until(books, world, 16)
    assert await retries.retry_returned(books.db, world.processor, now=now) == 1
    assert await retries.retry_returned(books.db, world.processor, now=now) == 0
    await live_until(books, world, 40)

    with books.db.read() as session:
        _, retry = session.exec(select(Payment).order_by(Payment.id)).all()
    assert (retry.origin, retry.retry_of, retry.due_key) == ("retry", first.id, "retry:1:1")
    assert (retry.amount_cents, retry.status) == (first.amount_cents, PaymentStatus.FAILED)
    assert retry.retry_on is None  # one by itself, and two failures in a row stop every other
    assert balances(books)[Account.RETURNED_FEES] == cents("25.00")


async def test_a_retry_is_not_made_beside_another_payment(books, world):
    await paid(books, world, POOR)
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    later = MORNING + timedelta(days=11)
    await make.pay(books, world.processor, card, "581.52", now=later)

    now = await live_until(books, world, 16)

    assert await retries.retry_returned(books.db, world.processor, now=now) == 0
    with books.db.read() as session:
        assert len(session.exec(select(Payment)).all()) == 2


async def test_the_borrower_may_stop_a_retry(books, world):
    first = await paid(books, world, POOR)
    retries.stop(books.db, borrower_id=books.borrower_id, ref=first.ref, now=MORNING)

    now = await live_until(books, world, 16)

    assert await retries.retry_returned(books.db, world.processor, now=now) == 0
    for borrower_id in (books.borrower_id, books.borrower_id + 1):
        with pytest.raises(returns.RetryRefused):
            retries.stop(books.db, borrower_id=borrower_id, ref=first.ref, now=MORNING)


@pytest.mark.parametrize(
    ("token", "code", "revoked"),
    [
        ("pm_usBankAccount_accountClosed", "R02", False),
        ("pm_usBankAccount_noAccount", "R03", False),
        ("pm_usBankAccount_debitNotAuthorized", "R10", True),
    ],
)
async def test_an_account_that_cannot_be_debited_is_blocked_and_not_tried_again(
    token, code, revoked, books, world
):
    payment = await paid(books, world, token)

    method = only(books, PaymentMethod)
    assert (payment.failure_code, payment.retry_on, payment.review) == (code, None, None)
    assert (method.usable, method.is_revoked) == (False, revoked)
    assert balances(books).get(Account.RETURNED_FEES, 0) == 0


async def test_case_58_an_unknown_code_reverses_once_costs_nothing_and_calls_a_person(books, world):
    payment = await paid(books, world, CHECKING, days=0)
    (intent,) = await world.processor.intents(created_after=0)
    odd = type(intent)(
        **vars(intent) | {"status": "requires_payment_method", "failure_code": "R77"}
    )

    for _ in range(2):
        reconciler.settlement.settle(books.db, odd, MORNING)

    payment = only(books, Payment)
    assert payment.status == PaymentStatus.FAILED
    assert "R77" in payment.review
    assert balances(books).get(Account.RETURNED_FEES, 0) == 0


async def test_a_won_dispute_lets_the_payment_stand_again(books, world):
    payment = await paid(books, world, "pm_card_createDispute")
    (seen,) = await world.processor.disputes(created_after=0)
    await disputes.read(books.db, world.processor, seen.id, MORNING)
    assert only(books, Payment).status == PaymentStatus.RETURNED
    assert balances(books)[Account.CASH] == BOARDED

    async with world.client() as client:
        evidence = {"evidence[uncategorized_text]": "winning_evidence"}
        await client.post(f"/v1/disputes/{seen.id}", data=evidence)
    for _ in range(2):
        await disputes.read(books.db, world.processor, seen.id, MORNING)

    assert only(books, Payment).status == PaymentStatus.REINSTATED
    assert balances(books)[Account.CASH] == BOARDED + payment.amount_cents


async def test_an_inquiry_books_nothing(books, world):
    await paid(books, world, "pm_card_createDisputeInquiry")

    (seen,) = await world.processor.disputes(created_after=0)
    await disputes.read(books.db, world.processor, seen.id, MORNING)

    assert only(books, Payment).status == PaymentStatus.SETTLED


async def test_the_daily_report_finds_money_that_nobody_here_asked_for(books, world, caplog):
    await paid(books, world, CARD, days=0)
    with books.db.read() as session:
        method = session.exec(select(PaymentMethod)).one()
    async with world.client() as client:
        await client.post(
            "/v1/payment_intents",
            data={
                "amount": 700,
                "currency": "usd",
                "customer": method.customer,
                "payment_method": method.method,
                "allowed_payment_method_types[0]": "card",
                "confirm": "true",
            },
        )

    found = await reconciler.reconcile(books.db, world.processor, now=MORNING)

    assert await reconciler.reconcile(books.db, world.processor, now=MORNING) is None
    assert found.processor == found.ledger
    (finding,) = found.findings
    assert "nobody here asked for" in finding
    assert "nobody here asked for" in caplog.text
    assert only(books, Reconciliation).findings == found.findings


async def test_the_daily_report_agrees_after_returns_and_disputes_whose_news_was_lost(books, world):
    await paid(books, world, "pm_usBankAccount_dispute", days=50)

    now = MORNING + timedelta(days=50)
    found = await reconciler.reconcile(books.db, world.processor, now=now)

    assert found.findings == []
    assert only(books, Payment).status == PaymentStatus.RETURNED
    assert not only(books, PaymentMethod).usable


async def test_whoever_has_a_sign_in_is_told_of_a_return_once(books, world):
    make.login(books)

    await paid(books, world, POOR)
    await live_until(books, world, 11)

    message = only(books, Message)
    _, wording = deliveries.opened(message)
    assert message.kind == "payment_returned"
    assert "there was not enough money in the account" in wording.paragraphs[0]
    assert "We will try the same debit of $581.52 once more on" in " ".join(wording.paragraphs)
