"""Which telephone numbers may be texted: those whose holder agreed, and none that said STOP."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col, select

from finance_portal.models.notices import TextConsent, TextStop


def has_stopped(session: Session, phone: str) -> bool:
    """Tell whether this number answered STOP, whoever uses it."""
    stopped = select(TextStop.id).where(col(TextStop.phone) == phone)
    return session.scalar(stopped) is not None


def has_agreed(session: Session, borrower_id: int, phone: str) -> bool:
    """Tell whether somebody has agreed to texts at this number, and has not ended it."""
    return consent_of(session, borrower_id, phone) is not None


def consent_of(session: Session, borrower_id: int, phone: str) -> TextConsent | None:
    """Return the consent to texts at a number that is in force."""
    return session.scalar(
        select(TextConsent)
        .where(
            col(TextConsent.borrower_id) == borrower_id,
            col(TextConsent.phone) == phone,
            col(TextConsent.ended_at).is_(None),
        )
        .order_by(col(TextConsent.id).desc())
        .limit(1)
    )


def end(
    session: Session, phone: str, why: str, now: datetime, borrower_id: int | None = None
) -> bool:
    """End consents to a number: of one borrower, or of all. Tell whether there were any.

    `why` is "page", "stop" or "number": it is not theirs any more.
    """
    ended = (
        update(TextConsent)
        .where(col(TextConsent.phone) == phone, col(TextConsent.ended_at).is_(None))
        .values(ended_at=now, ended_by=why)
        .returning(col(TextConsent.id))
    )
    if borrower_id is not None:
        ended = ended.where(col(TextConsent.borrower_id) == borrower_id)
    return bool(session.scalars(ended).all())
