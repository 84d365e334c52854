"""Everybody who is bound by a contract: who they are, and telling all of them the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from finance_portal.language import ENGLISH
from finance_portal.models.people import Borrower, Obligor
from finance_portal.notices.wording import Words
from finance_portal.services import deliveries


class Bound(NamedTuple):
    """Somebody who is bound by a contract."""

    borrower_id: int
    name: str
    language: str = ENGLISH


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


def bound_by_each(session: Session, contract_ids: Iterable[int]) -> Mapping[int, tuple[Bound, ...]]:
    """Return who is bound by each contract, who signed first being the first."""
    found: dict[int, tuple[Bound, ...]] = {}
    rows = session.exec(
        select(Obligor.contract_id, Borrower)
        .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
        .where(col(Obligor.contract_id).in_(list(contract_ids)))
        .order_by(col(Obligor.is_primary).desc(), col(Obligor.id))
    )
    for contract_id, borrower in rows:
        bound = Bound(borrower.id or 0, borrower.name, borrower.language)
        found[contract_id] = (*found.get(contract_id, ()), bound)
    return found


def names_of(bound: Iterable[Bound]) -> tuple[str, ...]:
    """Return the names of those who are bound, as a letter is addressed."""
    return tuple(each.name for each in bound)


def tell_all(
    session: Session,
    contract_id: int,
    words: Words,
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
