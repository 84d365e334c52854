"""Tell a borrower that a payment was not taken, in the transaction that decides it."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.models.security import Login
from finance_portal.notices import collecting as notices
from finance_portal.services import deliveries


def not_taken(
    session: Session, borrower_id: int, *, on: date, why: str, key: str, now: datetime
) -> None:
    """Write the notice once for its key; whoever has no login is told by the desk."""
    mine = select(Login).where(col(Login.borrower_id) == borrower_id)
    if (login := session.exec(mine).one_or_none()) is not None:
        words = notices.payment_not_taken(on=on, why=why)
        deliveries.tell(session, login, words, kind="payment_not_taken", now=now, key=key)
