"""Many contracts at once, with what their figures are worked out from: a query for each table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeVar, cast

from sqlalchemy import select as rows_of
from sqlmodel import Session, SQLModel, col, select

from finance_portal.domain.events import Event
from finance_portal.domain.position import Position
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.snapshot import Snapshot
from finance_portal.domain.terms import LoanTerms, obligation
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract, Lease, Loan
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.payments import Payment
from finance_portal.models.standing import ContractStanding
from finance_portal.services.contracts import ON_ITS_WAY, File
from finance_portal.services.journal import BOOKED, event_of
from finance_portal.services.terms import Terms, lease_terms, loan_terms

Entity = TypeVar("Entity", bound=SQLModel)


class Seen(NamedTuple):
    """What a contract was worked out from: when it changes, what was worked out is not true."""

    contract_id: int
    version: int
    on_their_way: tuple[int, ...]


@dataclass(frozen=True)
class Known:
    """A contract as the night knows it: by its snapshot where that is true, else by its events."""

    file: File
    snapshot: Snapshot | None

    @property
    def contract(self) -> Contract:
        """Return the contract."""
        return self.file.contract

    @property
    def terms(self) -> LoanTerms:
        """Return the terms that it is billed by."""
        return self.file.terms.billing

    @property
    def seen(self) -> Seen:
        """Return what must not change until something is written about it."""
        return seen(self.file)

    def foreseen(self, on: date) -> Position:
        """Return where the contract will stand on a day with what is on its way."""
        if self.snapshot is not None:
            return self.snapshot.position(self.terms, on)
        return replay(self.terms, self.file.foreseen(), on)


def known(session: Session, contract_ids: Iterable[int], since: date) -> list[Known]:
    """Return contracts, in the order of their ids, to be asked about days from `since` on."""
    wanted = list(contract_ids)
    rows = _rows(session, wanted)
    way = _on_their_way(session, wanted)
    snapshots = {
        contract.id or 0: None if contract.id in way else _snapshot(contract, row, since)
        for contract, _, _, row in rows
    }
    events = _events(session, [each for each in wanted if snapshots.get(each) is None])
    return [
        Known(
            File(contract, _terms(contract, loan, lease), events[key], way.get(key, [])),
            snapshots[key],
        )
        for contract, loan, lease, _ in rows
        for key in [contract.id or 0]
    ]


def files(session: Session, contract_ids: Iterable[int]) -> list[File]:
    """Return contracts with all of their events, in the order of their ids."""
    wanted = list(contract_ids)
    events, way = _events(session, wanted), _on_their_way(session, wanted)
    return [
        File(contract, _terms(contract, loan, lease), events[key], way.get(key, []))
        for contract, loan, lease, _ in _rows(session, wanted)
        for key in [contract.id or 0]
    ]


def seen(file: File) -> Seen:
    """Return what a contract was worked out from."""
    way = tuple(payment.id or 0 for payment in file.on_their_way)
    return Seen(file.contract.id or 0, file.contract.version, way)


def unchanged(session: Session, before: Iterable[Seen]) -> set[int]:
    """Lock contracts; return those that are as they were seen. Who is busy elsewhere is not."""
    wanted = {each.contract_id: each for each in before}
    held = session.exec(
        select(Contract.id, Contract.version)
        .where(col(Contract.id).in_(list(wanted)))
        .order_by(col(Contract.id))
        .with_for_update(skip_locked=True)
    ).all()
    way = _on_their_way(session, list(wanted))
    now = {
        Seen(key or 0, version, tuple(payment.id or 0 for payment in way.get(key or 0, [])))
        for key, version in held
    }
    return {each.contract_id for each in wanted.values() if each in now}


Row = tuple[Contract, Loan | None, Lease | None, ContractStanding | None]


def _rows(session: Session, wanted: list[int]) -> list[Row]:
    loans = {each.contract_id: each for each in plain(session, Loan, "contract_id", wanted)}
    others = [each for each in wanted if each not in loans]
    leases = {each.contract_id: each for each in plain(session, Lease, "contract_id", others)}
    lines = {
        each.contract_id: each for each in plain(session, ContractStanding, "contract_id", wanted)
    }
    return [
        (each, loans.get(key), leases.get(key), lines.get(key))
        for each in plain(session, Contract, "id", wanted)
        for key in [each.id or 0]
    ]


def plain(session: Session, table: type[Entity], column: str, wanted: list[int]) -> list[Entity]:
    """Return rows by the values of a column, in its order, to be read and not to be changed.

    They have the names of the entity's columns and nothing else of it: entities take ten times as
    long to make.
    """
    if not wanted:
        return []
    columns = table_of(table).c
    found = session.execute(
        rows_of(*columns).where(columns[column].in_(wanted)).order_by(columns[column])
    )
    return cast("list[Entity]", found.all())


def _terms(contract: Contract, loan: Loan | None, lease: Lease | None) -> Terms:
    """Return the terms. Raises ValueError for a contract without any."""
    if loan is not None:
        return Terms(loan_terms(contract, loan))
    if lease is None:
        raise ValueError("the contract has no terms")
    terms = lease_terms(contract, lease)
    return Terms(obligation(terms), terms)


def _on_their_way(session: Session, wanted: list[int]) -> dict[int, list[Payment]]:
    found: dict[int, list[Payment]] = defaultdict(list)
    on_their_way = (
        select(Payment)
        .where(col(Payment.contract_id).in_(wanted), col(Payment.status).in_(ON_ITS_WAY))
        .order_by(col(Payment.id))
    )
    for payment in session.exec(on_their_way):
        found[payment.contract_id].append(payment)
    return dict(found)


def _events(session: Session, wanted: list[int]) -> defaultdict[int, list[Event]]:
    found: defaultdict[int, list[Event]] = defaultdict(list)
    if not wanted:
        return found
    of = table_of(ContractEvent).c
    rows = session.execute(
        rows_of(*of)
        .where(of.contract_id.in_(wanted), of.sequence > BOOKED)
        .order_by(of.contract_id, of.sequence)
    )
    for row in rows:
        found[row.contract_id].append(event_of(cast("ContractEvent", row)))
    return found


def _snapshot(contract: Contract, row: ContractStanding | None, since: date) -> Snapshot | None:
    """Return what the notebook says, unless something has happened since or it says too little."""
    if row is None or row.version != contract.version or row.accrued_on > since:
        return None
    if row.satisfied is None or row.carried is None or row.carried_unit is None:
        return None
    return Snapshot(
        on=row.accrued_on,
        rate=Rate.ppm(row.rate_ppm),
        principal=row.principal_cents,
        unpaid_interest=row.unpaid_interest_cents,
        accrued=Fraction(row.carried, row.carried_unit),
        late_charges=row.late_charges_cents,
        returned_fees=row.returned_fees_cents,
        other_fees=row.other_fees_cents,
        unapplied=row.unapplied_cents,
        credit_balance=row.credit_cents,
        diverted=row.diverted_cents,
        bars_late_charges=row.bars_late_charges,
        satisfied=row.satisfied,
        part_paid=row.part_paid_cents,
    )
