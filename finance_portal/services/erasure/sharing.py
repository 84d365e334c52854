"""Who was let in to somebody's contracts, and to whose contracts they were let in themselves.

The log of looks stays as it is: whoever is bound may always learn who has looked (A63).
"""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from finance_portal.models.base import table_of
from finance_portal.models.delegates import Delegation, QuoteLink

ENDED = "revoked"
GIVEN_UP = "given_up"


def had_access(session: Session, borrower_id: int) -> bool:
    """Tell whether somebody was ever let in to another's contract."""
    taken = select(Delegation.id).where(col(Delegation.delegate_id) == borrower_id)
    return session.exec(taken).first() is not None


def erase(session: Session, borrower_id: int, pseudonym: str, now: datetime) -> None:
    """End every access, given and had, and forget the names and addresses that it was under."""
    links = table_of(QuoteLink)
    session.connection().execute(delete(links).where(links.c.borrower_id == borrower_id))
    accesses = table_of(Delegation)
    for who, why in ((accesses.c.giver_id, ENDED), (accesses.c.delegate_id, GIVEN_UP)):
        mine = who == borrower_id
        session.connection().execute(
            update(accesses)
            .where(mine, accesses.c.ended_at.is_(None))
            .values(ended_at=now, ended_for=why, changed_at=now)
        )
        session.connection().execute(update(accesses).where(mine).values(name=pseudonym, email=""))
