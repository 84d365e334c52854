"""Money that goes back to who paid it: a row and a key of its own, capped, and booked once.

Nothing is sent twice: before each request the processor is asked whether it knows the refund by our
name for it. The books move when the processor has taken it over, and back when it could not arrive.
"""

import asyncio
import logging
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import events
from finance_portal.domain.cents import Cents
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.gateways.processor import (
    KeyReused,
    PaymentProcessor,
    ProcessorFault,
    ProcessorRefused,
    ProcessorUnavailable,
    RefundSeen,
)
from finance_portal.models.payments import Dispute, Payment, Refund
from finance_portal.notices import payment_news
from finance_portal.services import audit, deliveries, ledger
from finance_portal.services.ledger import Happening

log = logging.getLogger(__name__)

STANDS = (PaymentStatus.SETTLED, PaymentStatus.REINSTATED)
NEVER_SENT = ("failed", "canceled", "refused")
SENT = {"pending", "succeeded", "requires_action"}
MARGIN = timedelta(days=1)


class RefundRefused(Exception):
    """This cannot be sent back; the message says why."""


def order(
    session: Session,
    payment: Payment,
    *,
    amount: Cents,
    reason: str,
    key: str,
    now: datetime,
) -> Refund:
    """Write a refund down; with a key that was used before, return the one of then.

    Raises RefundRefused for more than is left of the payment, for one that did not stand, and for
    one that was disputed: its bank gives the money back (payments.md 8).
    """
    payment = _locked(session, payment.id or 0)
    if made := session.exec(select(Refund).where(col(Refund.key) == key)).one_or_none():
        return made
    _refuse(session, payment, amount)
    refund = Refund(
        ref=secrets.token_hex(12),
        key=key,
        payment_id=payment.id or 0,
        contract_id=payment.contract_id,
        amount_cents=amount,
        reason=reason,
        status="created",
        made_at=now,
        changed_at=now,
    )
    payment.refunded_cents += amount
    session.add(refund)
    session.flush()
    audit.record(
        session,
        kind="refund:ordered",
        at=now,
        subject=payment.ref,
        cents=str(amount),
        reason=reason,
    )
    return refund


async def drive(
    db: Database, processor: PaymentProcessor, *, refund_id: int, now: datetime
) -> None:
    """Take a refund as far as the processor lets it. Raises ProcessorMisconfigured."""
    refund, intent = await asyncio.to_thread(_standing, db, refund_id)
    try:
        seen = await _known(processor, refund)
        if seen is None:
            seen = await processor.refund(
                intent,
                amount=refund.amount_cents,
                refund_ref=refund.ref,
                key=f"refund-{refund.id}-{refund.tries}",
            )
    except ProcessorUnavailable:
        return  # the same key, later
    except (ProcessorFault, KeyReused):
        await asyncio.to_thread(_spend_key, db, refund_id)
    except ProcessorRefused as refusal:
        await asyncio.to_thread(_refused, db, refund_id, refusal.code, now)
    else:
        await asyncio.to_thread(settle, db, seen, now)


def settle(db: Database, seen: RefundSeen, now: datetime) -> None:
    """Write down what the processor says of a refund."""
    with db.begin() as session:
        apply(session, seen, now)


def apply(session: Session, seen: RefundSeen, now: datetime) -> None:
    """Book a refund as it was read; the same again changes nothing."""
    refund = _refund_of(session, seen)
    if refund is None:
        log.error("a refund at the processor is none of ours: %s", seen.id)
        return
    payment = _locked(session, refund.payment_id)
    if payment.livemode != seen.livemode or refund.amount_cents != seen.amount:
        refund.review = "The processor speaks of another mode or another amount."
        return
    refund.processor_refund, refund.failure_code = seen.id, seen.failure_code
    if seen.status in SENT:
        _sent(session, refund, payment, now)
        refund.status = "succeeded" if seen.status == "succeeded" else "pending"
    elif seen.status in NEVER_SENT:
        _came_back(session, refund, payment, seen.status, now)
    else:
        refund.review = f"The processor reports the status {seen.status!r}."
    refund.changed_at = now


def _refuse(session: Session, payment: Payment, amount: Cents) -> None:
    disputed = select(Dispute.id).where(col(Dispute.payment_id) == payment.id)
    if session.exec(disputed).first() is not None:
        raise RefundRefused("This payment was disputed: the bank gives it back, not we.")
    if payment.status not in STANDS:
        raise RefundRefused("This payment has not arrived, or has come back: nothing to refund.")
    left = payment.amount_cents + payment.fee_cents - payment.refunded_cents
    if not 0 < amount <= left:
        raise RefundRefused("This is more than is left of the payment.")


def _sent(session: Session, refund: Refund, payment: Payment, now: datetime) -> None:
    event = events.Refunded(
        effective_on=now.date(), sequence=ledger.NEXT, amount=refund.amount_cents
    )
    happening = Happening(event, f"refund:{refund.id}")
    if ledger.enter(session, refund.contract_id, [happening], now):
        _note(session, refund, payment, "refund:sent", now)
        wording = payment_news.refund_sent(amount=refund.amount_cents)
        deliveries.tell_borrower(session, payment.borrower_id, wording, kind="refund_sent", now=now)


def _came_back(
    session: Session, refund: Refund, payment: Payment, status: str, now: datetime
) -> None:
    """Give a refund that could not arrive back to the contract: the money is still owed."""
    if refund.status in NEVER_SENT:
        return
    was_booked = refund.status in {"pending", "succeeded"}
    refund.status = status
    payment.refunded_cents -= refund.amount_cents
    refund.review = "It did not arrive: ask the borrower how to send it."
    _note(session, refund, payment, f"refund:{status}", now)
    if was_booked:
        event = events.Refunded(
            effective_on=now.date(), sequence=ledger.NEXT, amount=-refund.amount_cents
        )
        happening = Happening(event, f"refund-back:{refund.id}")
        ledger.enter(session, refund.contract_id, [happening], now)
        wording = payment_news.refund_failed(amount=refund.amount_cents)
        deliveries.tell_borrower(
            session, payment.borrower_id, wording, kind="refund_failed", now=now
        )


def _note(session: Session, refund: Refund, payment: Payment, kind: str, now: datetime) -> None:
    cents = str(refund.amount_cents)
    audit.record(session, kind=kind, at=now, subject=payment.ref, cents=cents)


async def _known(processor: PaymentProcessor, refund: Refund) -> RefundSeen | None:
    """Return the refund if the processor has it: an earlier answer may have been lost."""
    since = int((refund.made_at - MARGIN).timestamp())
    found = await processor.refunds(created_after=since)
    return next((seen for seen in found if seen.refund_ref == refund.ref), None)


def _standing(db: Database, refund_id: int) -> tuple[Refund, str]:
    with db.read() as session:
        refund = session.get_one(Refund, refund_id)
        payment = session.get_one(Payment, refund.payment_id)
        session.expunge_all()
    return refund, payment.processor_intent or ""


def _refund_of(session: Session, seen: RefundSeen) -> Refund | None:
    return session.exec(
        select(Refund).where(col(Refund.ref) == (seen.refund_ref or "")).with_for_update()
    ).one_or_none()


def _locked(session: Session, payment_id: int) -> Payment:
    return session.exec(
        select(Payment).where(col(Payment.id) == payment_id).with_for_update()
    ).one()


def _spend_key(db: Database, refund_id: int) -> None:
    with db.begin() as session:
        session.get_one(Refund, refund_id).tries += 1


def _refused(db: Database, refund_id: int, code: str | None, now: datetime) -> None:
    with db.begin() as session:
        refund = session.get_one(Refund, refund_id)
        payment = _locked(session, refund.payment_id)
        session.refresh(refund)
        if refund.status == "created":
            refund.failure_code, refund.changed_at = code, now
            _came_back(session, refund, payment, "refused", now)
