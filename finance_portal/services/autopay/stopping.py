"""Autopay stops, for a while or for good: the row, the permission, the rate."""

from datetime import date, datetime

from sqlmodel import Session

from finance_portal.models.autopay import Autopay, PaymentAuthorization
from finance_portal.models.contracts import Contract
from finance_portal.services.autopay import discount


def end(session: Session, row: Autopay, *, reason: str, why: str, now: datetime) -> None:
    """End it and its authorization. `reason` is one word for the record, `why` for the borrower."""
    row.status, row.why, row.next_debit_on, row.paused_until = "ended", why[:200], None, None
    row.changed_at = now
    end_authorization(session, row, reason, now)
    discount.withdraw(session, session.get_one(Contract, row.contract_id), row, now)


def pause(
    session: Session, row: Autopay, *, why: str, now: datetime, until: date | None = None
) -> None:
    """Debit nothing until a day, or until somebody resumes it; then the discount rests too.

    With a day it stays active: its next debit is simply later (set by whoever calls).
    """
    row.why, row.paused_until, row.changed_at = why[:200], until, now
    if until is None:
        row.status, row.next_debit_on = "paused", None
        discount.withdraw(session, session.get_one(Contract, row.contract_id), row, now)


def end_authorization(session: Session, row: Autopay, reason: str, now: datetime) -> None:
    """End the permission; it is kept for two years (R15.1)."""
    signed = session.get_one(PaymentAuthorization, row.authorization_id)
    if signed.ended_at is None:
        signed.ended_at, signed.end_reason = now, reason
