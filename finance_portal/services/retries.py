"""Present a returned debit again: a payment of its own, told of before, beside no other one."""

import asyncio
import secrets
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import ach, calendar
from finance_portal.domain.payment_status import NO_MONEY_MOVED, PaymentStatus
from finance_portal.domain.replay import replay
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.language import say, sentence
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.services import audit, confirmation, driving, ledger, returns
from finance_portal.services.alone import each_alone
from finance_portal.services.collecting import telling
from finance_portal.services.collecting.drafts import STILL_TAKEN
from finance_portal.services.contracts import File, file_of
from finance_portal.services.flags import not_to_debit

PAID_SINCE = "it was paid in another way"
TOO_LATE = sentence(
    "We did not try your returned payment again on its day, so we do not try it any more. Nothing"
    " was taken."
)
NO_METHOD = sentence(
    "The account of your returned payment cannot be debited any more. Nothing was taken."
)
NOT_PERMITTED = sentence(
    "Autopay is not on any more as it was, so we do not try its returned payment again. Nothing was"
    " taken."
)
TOO_MUCH = sentence(
    "Your returned payment is more than is owed by now, so we do not try it again. Nothing was"
    " taken."
)


async def retry_returned(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Try every returned debit whose day has come once more. Return how many were."""
    made: list[int] = []

    async def present(payment_id: int) -> None:
        retry_id = await asyncio.to_thread(_present, db, payment_id, now)
        if retry_id is not None:
            await driving.drive_on(db, processor, payment_id=retry_id, now=now)
            made.append(retry_id)

    await each_alone("a retry", await asyncio.to_thread(_due, db, processor.name, now), present)
    return len(made)


def stop(db: Database, *, borrower_id: int, ref: str, now: datetime) -> None:
    """Do not try a payment of this borrower again. Raises returns.RetryRefused."""
    with db.begin() as session:
        payment = session.exec(
            select(Payment)
            .where(col(Payment.ref) == ref, col(Payment.borrower_id) == borrower_id)
            .with_for_update()
        ).one_or_none()
        if payment is None:
            raise returns.RetryRefused(say("This payment is not going to be tried again."))
        returns.stop_retry(session, payment, now)


def _due(db: Database, processor: str, now: datetime) -> list[int]:
    with db.read() as session:
        due = (
            select(Payment.id)
            .where(
                col(Payment.retry_on) <= now.date(),
                col(Payment.processor) == processor,
                col(Payment.contract_id).not_in(not_to_debit(now.date())),
            )
            .order_by(col(Payment.id))
        )
        return [payment_id or 0 for payment_id in session.exec(due)]


def _present(db: Database, payment_id: int, now: datetime) -> int | None:
    """Write the next try down, once; None if it has to wait, or is not wanted any more."""
    with db.begin() as session:
        returned = _locked(session, payment_id)
        if returned.retry_on is None:  # another process was here
            return None
        contract = ledger.locked(session, returned.contract_id)
        file = file_of(session, contract)
        if file.is_submitting:
            return None
        planned_on, returned.retry_on = returned.retry_on, None
        if why := _why_not(session, returned, file, planned_on, now):
            _drop(session, returned, planned_on, why, now)
            return None
        return _write(session, returned, now)


def _drop(session: Session, returned: Payment, planned_on: date, why: str, now: datetime) -> None:
    """Do not try it again, and say so to whoever waits for it."""
    audit.record(session, kind="payment:retry_dropped", at=now, subject=returned.ref, why=why)
    if why != PAID_SINCE and returned.borrower_id is not None:
        key = f"retry:{returned.id}:dropped"
        telling.not_taken(
            session,
            returned.borrower_id,
            on=planned_on,
            why=why,
            key=key,
            now=now,
        )


def _locked(session: Session, payment_id: int) -> Payment:
    return session.exec(
        select(Payment).where(col(Payment.id) == payment_id).with_for_update()
    ).one()


def _why_not(
    session: Session, returned: Payment, file: File, planned_on: date, now: datetime
) -> str | None:
    """Say why a debit must not be tried again, whatever was planned when it came back."""
    method = session.get_one(PaymentMethod, returned.method_id)
    if _paid_since(session, returned):
        return PAID_SINCE
    first = session.get_one(Payment, returns.root_of(returned))
    if now.date() > min(planned_on + STILL_TAKEN, ach.retry_until(first.expected_on)):
        return TOO_LATE  # nobody expects it any more (R16.4)
    if not method.usable or method.is_revoked or method.removed_at:
        return NO_METHOD
    if not returns.is_still_permitted(session, returned, now.date()):
        return NOT_PERMITTED
    on = calendar.effective_on(now)
    position = replay(file.terms.billing, file.foreseen(), on)
    if position.is_closed or returned.amount_cents > position.payoff_on(on):
        return TOO_MUCH
    return None


def _paid_since(session: Session, returned: Payment) -> bool:
    later = select(Payment.id).where(
        col(Payment.contract_id) == returned.contract_id,
        col(Payment.id) > returned.id,
        col(Payment.submitted_at) >= returned.changed_at,
        col(Payment.status).not_in([*NO_MONEY_MOVED, PaymentStatus.RETURNED]),
    )
    return session.exec(later).first() is not None


def _write(session: Session, returned: Payment, now: datetime) -> int:
    original = session.get_one(Payment, returns.root_of(returned))
    number = returns.retries_of(session, original.id or 0) + 1
    method = session.get_one(PaymentMethod, returned.method_id)
    effective_on = calendar.effective_on(now)
    retry = Payment(
        **returned.model_dump(include=KEPT),
        ref=confirmation.new_number(),
        origin="retry",
        form_token=secrets.token_urlsafe(24),
        due_key=f"retry:{original.id}:{number}",
        retry_of=original.id,
        status=PaymentStatus.CREATED,
        effective_on=effective_on,
        expected_on=calendar.settles_on(method.kind, effective_on),
        submitted_at=now,
        changed_at=now,
    )
    session.add(retry)
    session.flush()
    audit.record(
        session,
        kind="payment:made",
        at=now,
        subject=retry.ref,
        cents=str(retry.amount_cents),
    )
    return retry.id or 0


KEPT = {
    *("contract_id", "borrower_id", "method_id", "amount_cents", "fee_cents"),
    *("principal_only_cents", "intent", "processor", "livemode"),
    *("authorization", "authorization_id", "ip", "user_agent"),
}
"""What a try has in common with the one before: the same debit, under the same permission."""
