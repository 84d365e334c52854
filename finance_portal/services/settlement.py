"""Take a payment through the processor so that no crash loses or doubles money.

The sequence (docs/decisions/0002-create-then-confirm.md): the payment is committed before the
processor hears of it; an intent is created without being confirmed and its id is stored before it
is; what happened is always read back from the processor; `apply` is the only place that books. Any
step may be repeated any number of times, by the borrower's request, by a webhook, by a job.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.domain.payment_status import (
    CAME_BACK,
    NO_MONEY_MOVED,
    PaymentStatus,
    may_become,
)
from finance_portal.gateways.processor import (
    Intent,
    IntentOrder,
    KeyReused,
    MethodDeclined,
    PaymentProcessor,
    ProcessorFault,
    ProcessorRefused,
    ProcessorUnavailable,
)
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.services import audit, payment_entries, payment_notices, returns, titles
from finance_portal.services.autopay import consequences

HARMLESS = {"requires_confirmation", "canceled"}  # left behind by a spent key, it moves no money
ENDS = NO_MONEY_MOVED | {
    PaymentStatus.SETTLED,
    PaymentStatus.RETURNED,
    PaymentStatus.REINSTATED,
}

BROKEN = "It could not be worked out:"
UNREAD = "It cannot be read:"
UNKNOWN = "The processor reports the status"
PASSING = (BROKEN, UNREAD, UNKNOWN)
"""Why a person was called for a payment that has gone on since: nobody has to look any more."""


@dataclass(frozen=True)
class Standing:
    """Where a payment stands, and what the processor needs to be asked about it."""

    status: PaymentStatus
    intent: str | None
    tries: int
    order: IntentOrder


async def drive(
    db: Database, processor: PaymentProcessor, *, payment_id: int, now: datetime
) -> None:
    """Take a payment as far as the processor lets it; a lost answer is left for the next pass.

    Raises ProcessorMisconfigured when our own credentials are wrong.
    """
    try:
        standing = await asyncio.to_thread(_standing, db, payment_id)
        if standing.status is PaymentStatus.CREATED:
            standing = await _announce(db, processor, payment_id, standing, now)
        if standing.intent is not None:
            await _confirm_once(db, processor, payment_id, standing, now)
    except ProcessorUnavailable:
        return  # the same key, later
    except (ProcessorFault, KeyReused):
        await asyncio.to_thread(_spend_key, db, payment_id)
    except ProcessorRefused as refusal:  # to read an intent: that says nothing about the money
        await asyncio.to_thread(flag, db, payment_id, f"{UNREAD} {refusal.code}.")


async def _announce(
    db: Database, processor: PaymentProcessor, payment_id: int, standing: Standing, now: datetime
) -> Standing:
    """Create the intent and store its id; what is stored is what will be confirmed."""
    key = f"pay-{payment_id}-create-{standing.tries}"
    try:
        intent = await processor.create_intent(standing.order, key=key)
    except ProcessorRefused as refusal:
        await asyncio.to_thread(_refuse, db, payment_id, refusal, now)
        return standing
    await asyncio.to_thread(_store_intent, db, payment_id, intent, now)
    return await asyncio.to_thread(_standing, db, payment_id)


async def _confirm_once(
    db: Database, processor: PaymentProcessor, payment_id: int, standing: Standing, now: datetime
) -> None:
    """Confirm the stored intent only if, read afresh, it still waits for that; then book."""
    stored = standing.intent or ""
    intent = await processor.intent(stored)
    if intent.status == "requires_confirmation":
        if not await asyncio.to_thread(_may_submit, db, payment_id, now):
            return
        key = f"pay-{payment_id}-confirm-{standing.tries}"
        try:
            intent = await processor.confirm(stored, key=key)
        except ProcessorRefused as refusal:
            if not (isinstance(refusal, MethodDeclined) or refusal.unexpected_state):
                await asyncio.to_thread(_refuse, db, payment_id, refusal, now)
                return
            intent = await processor.intent(stored)
    await asyncio.to_thread(settle, db, intent, now)


def settle(db: Database, intent: Intent, now: datetime) -> None:
    """Write down what the processor says of a payment; the one door for every piece of news."""
    with db.begin() as session:
        apply(session, intent, now)


def apply(session: Session, intent: Intent, now: datetime) -> None:
    """Book an intent as it was read: only upwards in rank, once per kind of entry."""
    payment = _payment_of(session, intent)
    if payment is None:
        return
    if payment.livemode != intent.livemode:
        payment.review = "The intent is of another mode (live or test) than the payment."
        return
    status = reading(intent)
    if status is None:
        payment.review = f"{UNKNOWN} {intent.status!r}."
    elif status is PaymentStatus.SETTLED and payment.status in NO_MONEY_MOVED:
        payment.review = f"It is {payment.status} here and succeeded at the processor."
    elif status is PaymentStatus.SETTLED and intent.amount_received != _charged(payment):
        payment.review = f"The processor received {intent.amount_received} cents for it."
    else:
        reason = intent.network_code or intent.decline_code or intent.failure_code
        rise(session, payment, status, now, reason=reason)


def rise(
    session: Session,
    payment: Payment,
    status: PaymentStatus,
    now: datetime,
    *,
    reason: str | None = None,
    disputed: bool = False,
) -> bool:
    """Let a locked payment rise to a status, with all that follows; False if it may not."""
    if not may_become(PaymentStatus(payment.status), status):
        return False
    payment.status, payment.changed_at = status, now
    payment.failure_code = reason
    if payment.review and payment.review.startswith(PASSING):
        payment.review = None
    payment_entries.enter(session, payment, status, now)
    _record(session, payment, now)
    if status is PaymentStatus.SETTLED:
        payment_notices.received(session, payment, now)
        _end_what_is_paid_off(session, payment, now)
    if status is PaymentStatus.CANCELED:
        returns.not_taken(session, payment, now)
    if status in CAME_BACK:
        returns.came_back(session, payment, now, disputed=disputed)
        titles.payoff_came_back(session, payment, now)
    if status is PaymentStatus.REINSTATED:
        returns.stands_again(session, payment, now)
        _end_what_is_paid_off(session, payment, now)
    return True


def _end_what_is_paid_off(session: Session, payment: Payment, now: datetime) -> None:
    """End autopay with the last payment: nothing is drafted after it. Then follow the title."""
    contract = session.get_one(Contract, payment.contract_id)
    if contract.next_due_on is None:
        consequences.contract_closed(session, payment.contract_id, now)
        titles.follow(session, payment.contract_id, now)


def reading(intent: Intent) -> PaymentStatus | None:
    """Return where an intent stands, in our words; None if a person must look at it.

    Whether settled money was taken back is for its dispute to say: services/disputes.py.
    """
    match intent.status:
        case "succeeded":
            return PaymentStatus.SETTLED
        case "processing":
            return PaymentStatus.PROCESSING
        case "canceled":
            return PaymentStatus.CANCELED
        case "requires_confirmation":
            return PaymentStatus.INTENT
        case "requires_payment_method" if intent.failure_code:
            return PaymentStatus.FAILED
        case _:
            return None


def _charged(payment: Payment) -> Cents:
    return payment.amount_cents + payment.fee_cents


def _payment_of(session: Session, intent: Intent) -> Payment | None:
    """Return the payment of an intent, locked; None for an intent that is not one of ours."""
    if intent.payment_id is None or not intent.payment_id.isdecimal():
        return None
    payment = session.exec(
        select(Payment).where(col(Payment.id) == int(intent.payment_id)).with_for_update()
    ).one_or_none()
    if payment is None:
        return None
    if payment.processor_intent is None:  # its news came before the reply that names it
        payment.processor_intent = intent.id
    if payment.processor_intent != intent.id:
        if intent.status not in HARMLESS:
            payment.review = f"A second intent exists at the processor: {intent.id}."
        return None
    return payment


def _standing(db: Database, payment_id: int) -> Standing:
    with db.read() as session:
        payment, contract, method = session.exec(
            select(Payment, Contract, PaymentMethod)
            .join(Contract, col(Contract.id) == Payment.contract_id)
            .join(PaymentMethod, col(PaymentMethod.id) == Payment.method_id)
            .where(col(Payment.id) == payment_id)
        ).one()
    return Standing(
        status=PaymentStatus(payment.status),
        intent=payment.processor_intent,
        tries=payment.tries,
        order=IntentOrder(
            payment_id=str(payment.id),
            contract_ref=contract.ref,
            amount=_charged(payment),
            customer=method.customer,
            method_id=method.method,
            method_kind="card" if method.kind == "card" else "us_bank_account",
            description=f"Payment {payment.ref}",
        ),
    )


def _store_intent(db: Database, payment_id: int, intent: Intent, now: datetime) -> None:
    with db.begin() as session:
        session.exec(
            update(Payment)
            .where(col(Payment.id) == payment_id, col(Payment.status) == PaymentStatus.CREATED)
            .values(status=PaymentStatus.INTENT, processor_intent=intent.id, changed_at=now)
        )


def _may_submit(db: Database, payment_id: int, now: datetime) -> bool:
    """Write down that a payment goes out now; the last door, whoever has made it.

    False for one that must not: it was canceled meanwhile, or its account is frozen (1.26).
    """
    with db.begin() as session:
        payment = session.exec(
            select(Payment).where(col(Payment.id) == payment_id).with_for_update()
        ).one()
        if payment.status != PaymentStatus.INTENT:
            return payment.status == PaymentStatus.SUBMITTING
        method = session.exec(
            select(PaymentMethod)
            .where(col(PaymentMethod.id) == payment.method_id)
            .with_for_update()
        ).one()
        if method.frozen_at is not None:
            rise(session, payment, PaymentStatus.CANCELED, now)
            return False
        payment.status, payment.changed_at = PaymentStatus.SUBMITTING, now
        return True


def _spend_key(db: Database, payment_id: int) -> None:
    """Make the next request carry another key: the processor would replay its failure."""
    with db.begin() as session:
        session.exec(
            update(Payment)
            .where(col(Payment.id) == payment_id)
            .values(tries=col(Payment.tries) + 1)
        )


def _refuse(db: Database, payment_id: int, refusal: ProcessorRefused, now: datetime) -> None:
    with db.begin() as session:
        payment = session.exec(
            select(Payment).where(col(Payment.id) == payment_id).with_for_update()
        ).one()
        if may_become(PaymentStatus(payment.status), PaymentStatus.REFUSED):
            payment.status, payment.changed_at = PaymentStatus.REFUSED, now
            payment.failure_code = refusal.code
            _record(session, payment, now)
            if payment.origin not in returns.SEEN_AT_ONCE:
                returns.not_taken(session, payment, now)


def _record(session: Session, payment: Payment, now: datetime) -> None:
    """Write into the audit trail how a payment went: once for each end of it (I16)."""
    if payment.status in ENDS:
        audit.record(
            session,
            kind=f"payment:{payment.status}",
            at=now,
            subject=payment.ref,
            cents=str(payment.amount_cents),
        )


def flag(db: Database, payment_id: int, reason: str) -> None:
    """Call a person to look at a payment, and say why."""
    with db.begin() as session:
        session.exec(
            update(Payment).where(col(Payment.id) == payment_id).values(review=reason[:200])
        )
