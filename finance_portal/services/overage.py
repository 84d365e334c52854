"""What was paid too much goes back by itself, once the money has cleared (R4.4)."""

import asyncio
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.domain import calendar
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.postings import Account
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.models.ledger import LedgerEntry, Posting
from finance_portal.models.payments import Dispute, Payment, PaymentMethod, Refund
from finance_portal.services import ledger, refunds
from finance_portal.services.alone import each_alone

OPEN = ("created", "pending")
BANKING_DAYS_TO_CLEAR = {"card": 2, "us_bank_account": 10}  # of a bank debit that came back late


async def refund_overage(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Send back every credit balance whose money has cleared (R4.4). Return how many refunds."""

    async def order_for(contract_id: int) -> None:
        await asyncio.to_thread(_order_overage, db, processor.name, contract_id, now)

    async def drive_one(refund_id: int) -> None:
        await refunds.drive(db, processor, refund_id=refund_id, now=now)

    await each_alone("a refund to be ordered", await asyncio.to_thread(_with_credit, db), order_for)
    waiting = await asyncio.to_thread(_open, db, processor.name)
    return await each_alone("a refund", waiting, drive_one)


def _open(db: Database, processor: str) -> list[int]:
    with db.read() as session:
        waiting = (
            select(Refund.id)
            .join(Payment, col(Payment.id) == Refund.payment_id)
            .where(col(Refund.status).in_(OPEN), col(Payment.processor) == processor)
            .order_by(col(Refund.id))
        )
        return [refund_id or 0 for refund_id in session.exec(waiting)]


def _with_credit(db: Database) -> list[int]:
    with db.read() as session:
        credit = (
            select(LedgerEntry.contract_id)
            .join(Posting, col(Posting.entry_id) == LedgerEntry.id)
            .where(col(Posting.account) == Account.CREDIT_BALANCE)
            .group_by(col(LedgerEntry.contract_id))
            .having(func.sum(Posting.amount_cents) < 0)
        )
        return list(session.exec(credit))


def _order_overage(db: Database, processor: str, contract_id: int, now: datetime) -> None:
    """Order what is not ordered yet, from the newest payments that have cleared."""
    with db.begin() as session:
        cleared = _refundable(session, processor, contract_id, now.date())
        contract = ledger.locked(session, contract_id)
        credit = -ledger.balances(session, contract_id).get(Account.CREDIT_BALANCE, ZERO)
        credit -= _ordered(session, contract_id)
        for payment in cleared:
            part = min(credit, payment.amount_cents - payment.refunded_cents)
            if part > 0:
                key = f"overage:{contract_id}:{contract.version}:{payment.id}"
                refunds.order(session, payment, amount=part, reason="overage", key=key, now=now)
                credit -= part


def _ordered(session: Session, contract_id: int) -> Cents:
    """Return what is on its way to be refunded and not booked yet."""
    ordered = select(func.coalesce(func.sum(Refund.amount_cents), 0)).where(
        col(Refund.contract_id) == contract_id, col(Refund.status) == "created"
    )
    return int(session.exec(ordered).one())


def _refundable(session: Session, processor: str, contract_id: int, today: date) -> list[Payment]:
    """Lock and return what has cleared, was not disputed, and was not refunded in vain before.

    Payments are locked before their contract, here as everywhere.
    """
    rows = session.exec(
        select(Payment, PaymentMethod.kind)
        .join(PaymentMethod, col(PaymentMethod.id) == Payment.method_id)
        .where(
            col(Payment.contract_id) == contract_id,
            col(Payment.processor) == processor,
            col(Payment.status).in_(refunds.STANDS),
            col(Payment.id).not_in(select(Dispute.payment_id)),
            col(Payment.id).not_in(
                select(Refund.payment_id).where(col(Refund.status).in_(refunds.NEVER_SENT))
            ),
        )
        .order_by(col(Payment.id).desc())
        .with_for_update(of=Payment)
    )
    return [payment for payment, kind in rows if _clears_on(payment, kind) <= today]


def _clears_on(payment: Payment, kind: str) -> date:
    return calendar.add_banking_days(payment.effective_on, BANKING_DAYS_TO_CLEAR[kind])
