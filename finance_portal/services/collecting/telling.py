"""Tell a borrower that a payment was not taken, in the transaction that decides it."""

from datetime import date, datetime

from sqlmodel import Session

from finance_portal.notices import collecting as notices
from finance_portal.services import deliveries


def not_taken(
    session: Session, borrower_id: int, *, on: date, why: str, key: str, now: datetime
) -> None:
    """Write the notice once for its key; whoever has no login is told by the desk."""
    words = notices.payment_not_taken(on=on, why=why)
    deliveries.tell_borrower(
        session, borrower_id, words, kind="payment_not_taken", now=now, key=key
    )
