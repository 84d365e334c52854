"""Every cent is somewhere: what must hold of any ledger, asked of a busy one (security.md 5.1)."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from finance_portal import jobs
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account, postings
from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import ContractEvent, EventKind, LedgerEntry, Posting
from finance_portal.models.payments import Payment
from finance_portal.models.security import SecurityEvent
from finance_portal.services import demo, journal, ledger
from finance_portal.services.accounts import accounts
from finance_portal.services.audit_check import verify
from finance_portal.services.contracts import file_of
from finance_portal.services.payment_methods import methods_of
from finance_portal.services.payments import PaymentOrder, make_payment, new_form_token, review
from finance_portal.services.settlement import ENDS
from finance_portal.services.terms import terms_of
from tests.gateways.checked import checked_sandbox
from tests.make import MORNING

pytestmark = pytest.mark.anyio


@pytest.fixture
async def busy(db, tmp_path):
    """The demo portfolio after forty days in which everybody pays, some without funds."""
    world = checked_sandbox(tmp_path / "sandbox.db")
    await demo.prepare(db, world.processor, now=MORNING)
    for step in range(4):
        now = MORNING + timedelta(days=10 * step)
        for borrower_id in borrowers(db):
            await pay_something(db, world, borrower_id, now)
        await world.engine.move_to(now + timedelta(days=9))
        await jobs.run(db, world.processor, now=now + timedelta(days=9))
    yield db, world
    world.engine.close()


def borrowers(db):
    with db.read() as session:
        return sorted(set(session.exec(select(Payment.borrower_id)))) or list(range(1, 11))


async def pay_something(db, world, borrower_id, now):
    """Pay what is due on every contract, with the method that was added last."""
    with db.read() as session:
        methods = methods_of(session, borrower_id, world.processor.name)
    for account in accounts(db, borrower_id=borrower_id, today=now.date()):
        if account.closed_on or not methods or account.pending:
            continue
        order = PaymentOrder(
            form_token=new_form_token(),
            contract_ref=account.ref,
            choice="other",
            amount=max(account.next_due_amount - borrower_id * 100, 100),
            method_ref=methods[-1].ref,
        )
        seen = review(db, borrower_id=borrower_id, order=order, now=now)
        await make_payment(
            db,
            world.processor,
            borrower_id=borrower_id,
            order=seen.order,
            now=now,
            ip="127.0.0.1",
            user_agent="tests",
        )


async def test_the_books_hold(busy):
    db, world = busy
    with db.read() as session:
        assert session.exec(select(func.count()).select_from(Payment)).one() > 20
        i1_every_entry_sums_to_zero(session)
        i2_the_trial_balance_is_zero(session)
        i3_balances_are_sums_of_entries(session)
        i11_every_payment_is_its_parts(session)
        a69_replay_says_what_is_posted(session)
        i16_every_end_of_a_payment_is_in_the_audit_trail_once(session)
    i17_the_audit_trail_verifies(db)
    await i5_i6_i7_books_and_processor_agree(db, world)


def i1_every_entry_sums_to_zero(session):
    sums = session.exec(
        select(func.sum(Posting.amount_cents), func.count()).group_by(col(Posting.entry_id))
    ).all()
    assert {total for total, _ in sums} == {0}
    assert min(count for _, count in sums) >= 2
    assert len(sums) == session.exec(select(func.count()).select_from(LedgerEntry)).one()


def i2_the_trial_balance_is_zero(session):
    assert session.exec(select(func.sum(Posting.amount_cents))).one() == 0


def i3_balances_are_sums_of_entries(session):
    for contract in session.exec(select(Contract)).all():
        position = file_of(session, contract).position(MORNING.date() + timedelta(days=39))
        booked = ledger.balances(session, contract.id)
        assert booked.get(Account.PRINCIPAL, 0) == position.principal
        assert booked.get(Account.UNPAID_INTEREST, 0) == position.unpaid_interest
        assert booked.get(Account.LATE_CHARGES, 0) == position.late_charges
        assert booked.get(Account.RETURNED_FEES, 0) == position.returned_fees
        assert booked.get(Account.CREDIT_BALANCE, 0) == -position.credit_balance


def i11_every_payment_is_its_parts(session):
    for contract in session.exec(select(Contract)).all():
        position = file_of(session, contract).position(MORNING.date() + timedelta(days=39))
        for each in position.applied.values():
            parts = each.interest + each.principal + each.fees + each.unapplied + each.credit
            assert parts == each.amount


def a69_replay_says_what_is_posted(session):
    for contract in session.exec(select(Contract)).all():
        terms = terms_of(session, contract).billing
        should_be = postings(terms, journal.events_of(session, contract.id))
        posted = session.exec(
            select(ContractEvent.sequence, Posting.account, func.sum(Posting.amount_cents))
            .join(LedgerEntry, col(LedgerEntry.event_id) == ContractEvent.id)
            .join(Posting, col(Posting.entry_id) == LedgerEntry.id)
            .where(col(ContractEvent.contract_id) == contract.id)
            .group_by(col(ContractEvent.sequence), Posting.account)
        )
        found = {(sequence, account): total for sequence, account, total in posted if total}
        assert found == {
            (sequence, account): cents
            for sequence, entries in should_be.items()
            for account, cents in entries
        }


def i16_every_end_of_a_payment_is_in_the_audit_trail_once(session):
    told = Counter(session.exec(select(SecurityEvent.subject, SecurityEvent.kind)))
    ends = [payment for payment in session.exec(select(Payment)) if payment.status in ENDS]
    for payment in session.exec(select(Payment)):
        assert told[payment.ref, "payment:made"] == 1
    for payment in ends:
        assert told[payment.ref, f"payment:{payment.status}"] == 1
    assert len(ends) > 20


def i17_the_audit_trail_verifies(db):
    verdict = verify(db)
    assert verdict.findings == ()
    assert verdict.lines > 40


async def i5_i6_i7_books_and_processor_agree(db, world):
    intents = {intent.id: intent for intent in await world.processor.intents(created_after=0)}
    with db.read() as session:
        payments = session.exec(select(Payment)).all()
        posted = set(
            session.exec(
                select(ContractEvent.payment_ref).where(
                    col(ContractEvent.kind) == EventKind.PAYMENT
                )
            )
        )
    assert {payment.status for payment in payments} >= {
        PaymentStatus.SETTLED,
        PaymentStatus.FAILED,
    }
    assert len(intents) == len(payments)
    for payment in payments:
        succeeded = intents[payment.processor_intent].status == "succeeded"
        assert succeeded == (payment.status == PaymentStatus.SETTLED)
        assert succeeded == (payment.ref in posted)
