"""Who is bound by contracts, whoever signed first being the first."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session, col, select

from finance_portal.models.people import Borrower, Obligor


class Bound(NamedTuple):
    """Somebody who is bound by a contract."""

    borrower_id: int
    name: str


def obligors_of(session: Session, contract_ids: Iterable[int]) -> Mapping[int, tuple[Bound, ...]]:
    """Return who is bound by each contract, who signed first being the first."""
    found: dict[int, tuple[Bound, ...]] = {}
    rows = session.exec(
        select(Obligor.contract_id, Borrower)
        .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
        .where(col(Obligor.contract_id).in_(list(contract_ids)))
        .order_by(col(Obligor.is_primary).desc(), col(Obligor.id))
    )
    for contract_id, borrower in rows:
        bound = Bound(borrower.id or 0, borrower.name)
        found[contract_id] = (*found.get(contract_id, ()), bound)
    return found


def names_of(bound: Iterable[Bound]) -> tuple[str, ...]:
    """Return the names of those who are bound, as a letter is addressed."""
    return tuple(each.name for each in bound)
