"""Payments that a job makes: many at once, each once for its due key, whoever else tries it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import Session

from finance_portal.bulk import insert_many
from finance_portal.domain import calendar
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Intent
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.language import sentence
from finance_portal.models.base import table_of
from finance_portal.models.payments import Payment, PaymentMethod

STILL_TAKEN = timedelta(days=5)
"""How long after its day money may be taken that should have been taken then. Nobody expects it
any more after that: it is not taken, and the borrower is told."""
OUR_FAULT = sentence(
    "We did not take this payment on its day because of a problem on our side. Nothing was taken."
)
NO_METHOD = sentence(
    "The account or card it was to be paid from can no longer be used. Nothing was taken."
)


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
    rows = [_values(draft, processor, now) for draft in drafts]
    insert_many(session, table_of(Payment), rows)
    made = table_of(Payment).c
    found = session.execute(
        rows_of(made.due_key, made.id).where(made.due_key.in_([row["due_key"] for row in rows]))
    )
    return {row.due_key: row.id for row in found}


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
