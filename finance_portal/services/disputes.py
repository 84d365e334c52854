"""Payments that are asked back through the bank: booked from what was really taken from us.

An inquiry takes nothing and books nothing. What was taken reverses the payment; what is given back
lets it stand again. A status that nobody knows yet, or a part of a payment, is left to a person.
"""

import asyncio
import logging
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.cents import ZERO
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.gateways.processor import DisputeSeen, Intent, PaymentProcessor
from finance_portal.models.payments import Dispute, Payment
from finance_portal.services import settlement

log = logging.getLogger(__name__)

WON = "won"
KNOWN = frozenset(
    {
        *("warning_needs_response", "warning_under_review", "warning_closed"),
        *("needs_response", "under_review", WON, "lost", "prevented"),
    }
)


async def read(db: Database, processor: PaymentProcessor, dispute_id: str, now: datetime) -> None:
    """Read a dispute and its payment afresh, and write down how they stand."""
    await follow(db, processor, await processor.dispute(dispute_id), now)


async def follow(
    db: Database, processor: PaymentProcessor, seen: DisputeSeen, now: datetime
) -> None:
    """Write down how a dispute stands that was just read, and its payment."""
    intent = await processor.intent(seen.intent_id) if seen.intent_id else None
    await asyncio.to_thread(settle, db, processor.name, seen, intent, now)


def settle(
    db: Database, processor: str, seen: DisputeSeen, intent: Intent | None, now: datetime
) -> None:
    """Write down what the processor says of a dispute, after what it says of its payment."""
    with db.begin() as session:
        if intent is not None:
            settlement.apply(session, intent, now)
        apply(session, processor, seen, now)


def apply(session: Session, processor: str, seen: DisputeSeen, now: datetime) -> None:
    """Book a dispute as it was read; the same again changes nothing."""
    payment = _payment_of(session, processor, seen)
    if payment is None:
        log.error("a dispute at the processor is about no payment of ours: %s", seen.id)
        return
    if payment.livemode != seen.livemode:
        payment.review = "A dispute is of another mode (live or test) than the payment."
        return
    row = _row(session, processor, seen, payment, now)
    row.status, row.amount_cents, row.changed_at = seen.status[:40], seen.amount, now
    row.network_code = seen.network_code
    row.review = None if seen.status in KNOWN else f"An unknown status: {seen.status!r}."
    _book(session, payment, row, seen, now)


def _book(
    session: Session, payment: Payment, row: Dispute, seen: DisputeSeen, now: datetime
) -> None:
    charged = payment.amount_cents + payment.fee_cents
    if seen.withdrawn == ZERO:
        if row.is_withdrawn and seen.status == WON:  # else it was read before the money was taken
            settlement.rise(session, payment, PaymentStatus.REINSTATED, now)
            row.is_withdrawn = False
        return
    if seen.withdrawn != charged:
        row.review = f"{seen.withdrawn} cents of {charged} were taken from us."
        return
    row.is_withdrawn = True
    reason = seen.network_code or seen.reason
    settlement.rise(session, payment, PaymentStatus.RETURNED, now, reason=reason, disputed=True)
    if payment.status != PaymentStatus.RETURNED:
        payment.review = f"It is {payment.status} here, and was asked back."


def _payment_of(session: Session, processor: str, seen: DisputeSeen) -> Payment | None:
    return session.exec(
        select(Payment)
        .where(
            col(Payment.processor) == processor,
            col(Payment.processor_intent) == seen.intent_id,
        )
        .with_for_update()
    ).one_or_none()


def _row(
    session: Session, processor: str, seen: DisputeSeen, payment: Payment, now: datetime
) -> Dispute:
    """Return the dispute's row; the payment is locked, so nobody else makes it."""
    row = session.exec(
        select(Dispute).where(
            col(Dispute.processor) == processor, col(Dispute.processor_dispute) == seen.id
        )
    ).one_or_none()
    if row is None:
        row = Dispute(
            processor=processor,
            processor_dispute=seen.id,
            payment_id=payment.id or 0,
            amount_cents=seen.amount,
            status=seen.status[:40],
            reason=seen.reason[:60],
            is_withdrawn=False,
            opened_at=datetime.fromtimestamp(seen.created, UTC),
            changed_at=now,
        )
        session.add(row)
    return row
