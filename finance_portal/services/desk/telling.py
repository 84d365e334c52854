"""Tell borrowers what was done for them at the desk, each in their own language."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from finance_portal.language import speaking
from finance_portal.models.people import Borrower
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries
from finance_portal.services.obligors import obligors_of

Worded = Callable[[], Wording]


def tell_one(
    session: Session, borrower: Borrower, worded: Worded, *, kind: str, now: datetime, key: str
) -> int:
    """Write to one borrower; return how many messages that are. With a key once."""
    with speaking(borrower.language):
        wording = worded()
    return len(deliveries.tell_borrower(session, borrower.id, wording, kind=kind, now=now, key=key))


def tell_each(
    session: Session, contract_id: int, worded: Worded, *, kind: str, now: datetime, key: str
) -> None:
    """Write to everybody who is bound by a contract, once for a key."""
    for each in obligors_of(session, contract_id):
        tell_one(session, each, worded, kind=kind, now=now, key=f"{key}:{each.id}")
