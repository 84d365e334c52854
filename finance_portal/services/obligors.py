"""Everybody who is bound by a contract: who they are, and telling all of them the same."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.models.people import Borrower, Obligor
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries


def obligors_of(session: Session, contract_id: int) -> list[Borrower]:
    """Return who is bound by a contract, the primary borrower first."""
    return list(
        session.exec(
            select(Borrower)
            .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
            .where(col(Obligor.contract_id) == contract_id)
            .order_by(col(Obligor.is_primary).desc(), col(Obligor.id))
        )
    )


def tell_all(
    session: Session,
    contract_id: int,
    words: Wording,
    *,
    kind: str,
    now: datetime,
    key: str | None = None,
    but: Borrower | None = None,
) -> None:
    """Write the same to everybody who is bound; with a `key` once to each of them."""
    for borrower in obligors_of(session, contract_id):
        if but is None or borrower.id != but.id:
            once = key and f"{key}:{borrower.id}"
            deliveries.tell_borrower(session, borrower.id, words, kind=kind, now=now, key=once)
