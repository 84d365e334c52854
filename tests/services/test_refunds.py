"""Money that goes back: capped, sent once whatever is lost on the way, owed again if it fails."""

from datetime import timedelta

import pytest

from finance_portal.domain import events
from finance_portal.domain.postings import Account
from finance_portal.models.payments import Payment, Refund
from finance_portal.sandbox.faults import Fault
from finance_portal.services import disputes, ledger, overage, reconciler, refunds
from tests.make import CARD, CHECKING, MORNING
from tests.services.after_paying import BOARDED, balances, live_until, only, paid

pytestmark = pytest.mark.anyio

PART = 10_000


def ordered(books, payment):
    """Order a refund of a part of a payment; return its id."""
    with books.db.begin() as session:
        row = session.get_one(Payment, payment.id)
        made = refunds.order(session, row, amount=PART, reason="request", key="b", now=MORNING)
        return made.id


async def driven(books, world, refund_id, now=MORNING):
    """Take a refund as far as it goes; return it, and what the processor has sent back."""
    await refunds.drive(books.db, world.processor, refund_id=refund_id, now=now)
    sent = await world.processor.refunds(created_after=0)
    return only(books, Refund), [seen.amount for seen in sent]


async def test_case_59_a_refund_is_capped_made_once_and_refused_after_a_dispute(books, world):
    payment = await paid(books, world, "pm_card_createDispute", days=0)
    with books.db.begin() as session:
        row = session.get_one(Payment, payment.id)
        with pytest.raises(refunds.RefundRefused, match="more than is left"):
            refunds.order(session, row, amount=99_999, reason="request", key="a", now=MORNING)
        made = refunds.order(session, row, amount=100, reason="request", key="b", now=MORNING)
        again = refunds.order(session, row, amount=100, reason="request", key="b", now=MORNING)
        assert made.id == again.id
        assert row.refunded_cents == 100

    for _ in range(3):
        await refunds.drive(books.db, world.processor, refund_id=made.id, now=MORNING)

    assert [seen.amount for seen in await world.processor.refunds(created_after=0)] == [100]
    assert only(books, Refund).status == "succeeded"
    assert balances(books)[Account.CASH] == BOARDED + payment.amount_cents - 100
    await world.engine.move_to(MORNING + timedelta(days=1))
    (seen,) = await world.processor.disputes(created_after=0)
    await disputes.read(books.db, world.processor, seen.id, MORNING)
    with books.db.begin() as session:
        row = session.get_one(Payment, payment.id)
        with pytest.raises(refunds.RefundRefused, match="disputed"):
            refunds.order(session, row, amount=100, reason="request", key="c", now=MORNING)


async def test_a29_what_was_paid_too_much_goes_back_once_it_has_cleared(books, world):
    payment = await paid(books, world, CARD, days=0)
    with books.db.begin() as session:  # from a channel that does not refuse it (R3.7)
        owed = ledger.balances(session, books.contract.id)[Account.PRINCIPAL]
        surplus = events.Payment(
            effective_on=MORNING.date(), sequence=ledger.NEXT, id="check", amount=owed + 30_000
        )
        ledger.enter(session, books.contract.id, [ledger.Happening(surplus, "check")], MORNING)
    credit = -balances(books)[Account.CREDIT_BALANCE]

    assert credit > 0
    assert await overage.refund_overage(books.db, world.processor, now=MORNING) == 0
    now = await live_until(books, world, 10)
    await overage.refund_overage(books.db, world.processor, now=now)
    await overage.refund_overage(books.db, world.processor, now=now)

    assert sum(seen.amount for seen in await world.processor.refunds(created_after=0)) == credit
    assert balances(books).get(Account.CREDIT_BALANCE, 0) == 0
    assert only(books, Payment).refunded_cents == credit <= payment.amount_cents


@pytest.mark.parametrize("effect", ["drop", "error", "saved_error"])
@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_lost_reply_sends_one_refund_and_books_it_once(books, world, moment, effect):
    payment = await paid(books, world, CARD, days=0)
    refund_id = ordered(books, payment)
    await world.engine.plan_fault(Fault("POST", "/v1/refunds", moment, effect, count=9))
    lost, _ = await driven(books, world, refund_id)
    assert lost.status == "created"
    assert balances(books)[Account.CASH] == BOARDED + payment.amount_cents

    await world.engine.clear_faults()
    for _ in range(3):
        refund, sent = await driven(books, world, refund_id)

    assert (refund.status, sent) == ("succeeded", [PART])
    assert only(books, Payment).refunded_cents == PART
    assert balances(books)[Account.CASH] == BOARDED + payment.amount_cents - PART


async def test_a_refund_that_fails_is_owed_again_and_not_sent_again(books, world):
    payment = await paid(books, world, CHECKING)
    before = balances(books)
    await world.engine.turn(refunds_fail=1)
    refund_id = ordered(books, payment)
    pending, _ = await driven(books, world, refund_id)
    assert pending.status == "pending"
    assert balances(books)[Account.CASH] == BOARDED + payment.amount_cents - PART

    now = await live_until(books, world, 20)
    for _ in range(3):
        failed, sent = await driven(books, world, refund_id, now)

    assert (failed.status, failed.failure_code, sent) == ("failed", "declined", [PART])
    assert "ask the borrower" in failed.review
    assert only(books, Payment).refunded_cents == 0
    assert balances(books) == before | {Account.OTHER_FEES: 0}
    assert (await reconciler.reconcile(books.db, world.processor, now=now)).findings == []
