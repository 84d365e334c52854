"""Payments that a job makes: many at once, each once for its due key, whoever else tries it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.db import insert
from finance_portal.domain import calendar
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Intent
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.models.payments import Payment, PaymentMethod

STILL_TAKEN = timedelta(days=5)
"""How long after its day money may be taken that should have been taken then. Nobody expects it
any more after that: it is not taken, and the borrower is told."""
OUR_FAULT = (
    "We did not take this payment on its day because of a problem on our side. Nothing was taken."
)
NO_METHOD = "The account or card it was to be paid from can no longer be used. Nothing was taken."


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A payment to be made by a job, in the words of its order or authorization."""

    ref: str
    due_key: str
    origin: str
    contract_id: int
    borrower_id: int
    method: PaymentMethod
    amount: Cents
    fee: Cents = ZERO
    principal_only: Cents = ZERO
    intent: Intent = Intent.REGULAR
    effective_on: date
    authorization: str
    authorization_id: int | None = None
    ip: str
    user_agent: str


def make(
    session: Session, drafts: Sequence[Draft], processor: PaymentProcessor, now: datetime
) -> dict[str, int]:
    """Make payments; return their ids by due key, of those too that had been made before.

    None is made for a contract on which another payment is being submitted: its order stays due.
    """
    if not drafts:
        return {}
    made = session.connection().execute(
        insert(session, Payment)
        .on_conflict_do_nothing()
        .returning(col(Payment.due_key), col(Payment.id)),
        [_values(draft, processor, now) for draft in drafts],
    )
    ids = {due_key: payment_id for due_key, payment_id in made if due_key}
    missing = [draft.due_key for draft in drafts if draft.due_key not in ids]
    return ids | _made_before(session, missing)


def _made_before(session: Session, due_keys: list[str]) -> dict[str, int]:
    if not due_keys:
        return {}
    found = session.exec(
        select(Payment.due_key, Payment.id).where(col(Payment.due_key).in_(due_keys))
    )
    return {due_key: payment_id or 0 for due_key, payment_id in found if due_key}


def _values(draft: Draft, processor: PaymentProcessor, now: datetime) -> dict[str, Any]:
    sent_on = max(draft.effective_on, now.date())
    return {
        "ref": draft.ref,
        "contract_id": draft.contract_id,
        "borrower_id": draft.borrower_id,
        "method_id": draft.method.id,
        "origin": draft.origin,
        "form_token": secrets.token_urlsafe(24),
        "due_key": draft.due_key,
        "amount_cents": draft.amount,
        "fee_cents": draft.fee,
        "principal_only_cents": draft.principal_only,
        "intent": draft.intent,
        "status": PaymentStatus.CREATED,
        "effective_on": draft.effective_on,
        "expected_on": calendar.settles_on(draft.method.kind, sent_on),
        "submitted_at": now,
        "changed_at": now,
        "processor": processor.name,
        "livemode": processor.livemode,
        "tries": 0,
        "refunded_cents": ZERO,
        "authorization": draft.authorization[:1000],
        "authorization_id": draft.authorization_id,
        "ip": draft.ip,
        "user_agent": draft.user_agent,
    }
