"""Everybody who is bound by a contract: who they are, and telling all of them the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from finance_portal.language import ENGLISH
from finance_portal.models.people import Borrower, Obligor
from finance_portal.notices.wording import Wording
from finance_portal.services import addresses, deliveries


class Bound(NamedTuple):
    """Somebody who is bound by a contract."""

    borrower_id: int
    name: str
    language: str = ENGLISH
    address: tuple[str, ...] = ()  # the lines under the name, where mail goes


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
    ).all()
    lines = addresses.mailing_lines(session, {borrower.id or 0 for _, borrower in rows})
    for contract_id, borrower in rows:
        key = borrower.id or 0
        bound = Bound(key, borrower.name, borrower.language, lines.get(key, ()))
        found[contract_id] = (*found.get(contract_id, ()), bound)
    return found


def names_of(bound: Iterable[Bound]) -> tuple[str, ...]:
    """Return the names of those who are bound, as a letter is addressed."""
    return tuple(each.name for each in bound)


def addressed(bound: Iterable[Bound]) -> tuple[str, ...]:
    """Return to whom and where a letter goes that all of them read.

    An address stands on it where it is that of everybody: nobody reads the other's (A63).
    """
    everybody = tuple(bound)
    places = {each.address for each in everybody}
    return (*names_of(everybody), *(places.pop() if len(places) == 1 else ()))


def tell_all(
    session: Session,
    contract_id: int,
    wording: Wording,
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
            deliveries.tell_borrower(session, borrower.id, wording, kind=kind, now=now, key=once)
