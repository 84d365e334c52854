"""Board a file: all of it or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.events import Event
from finance_portal.domain.postings import posted_book
from finance_portal.domain.terms import obligation
from finance_portal.models.contracts import Contract
from finance_portal.services import contracts, holding
from finance_portal.services.boarding import rows, write
from finance_portal.services.boarding.check import differences
from finance_portal.services.boarding.format import LeaseRecord, Record
from finance_portal.services.boarding.history import Unexplained, history
from finance_portal.services.boarding.people import People
from finance_portal.services.boarding.read import MAX_FAULTS, BoardingReader, Fault, FileRefused
from finance_portal.services.boarding.write import Boarded
from finance_portal.services.nightly import standings
from finance_portal.services.terms import Terms, lease_terms, loan_terms
from finance_portal.services.vault import Vault, live_vault

CHUNK = 500


@dataclass
class Outcome:
    """How many contracts of a file are new, and how many had been boarded before as they are."""

    boarded: int = 0
    unchanged: int = 0


class Line(NamedTuple):
    """A record and where in the file it stands."""

    row: int
    record: Record


def board(
    db: Database,
    file: Path,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Callable[[int, float], None] = lambda _done, _share: None,
) -> Outcome:
    """Board every contract of a file in one transaction; a dry run works out all and writes none.

    `progress` is told how many records are done, and which share of the file. Raises FileRefused,
    and then nothing is changed.
    """
    reader = BoardingReader(file)
    with db.begin() as session:
        desk = _Desk(session, live_vault(), reader, reader.business_date(), now)
        for chunk in _chunks(reader):
            desk.take(chunk)
            progress(desk.outcome.boarded + desk.outcome.unchanged, reader.share)
            if len(desk.faults) >= MAX_FAULTS:
                break
        if desk.faults:
            raise FileRefused(desk.faults[:MAX_FAULTS])
        holding.close_logins_of_the_deceased(session, now)
        if dry_run:
            session.rollback()
    return desk.outcome


def _chunks(reader: BoardingReader) -> Iterator[list[Line]]:
    lines = (Line(row, record) for row, record in reader.records())
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


@dataclass
class _Desk:
    """Where the chunks of a file arrive, one after the other."""

    session: Session
    vault: Vault
    reader: BoardingReader
    business_date: date
    now: datetime
    outcome: Outcome = field(default_factory=Outcome)
    faults: list[Fault] = field(default_factory=list)

    def take(self, chunk: list[Line]) -> None:
        """Board a chunk, unless something in the file is wrong."""
        fresh = list(self._fresh(chunk))
        people = self._people(fresh)
        boarded = [self._work_out(line) for line in fresh]
        if not self.faults:
            write.write(self.session, boarded, people, self.reader.hash, self.now)
            self.outcome.boarded += len(boarded)

    def _fresh(self, chunk: list[Line]) -> Iterator[Line]:
        """Yield the lines of contracts that are not on the system."""
        known, seen = self._known(chunk), set[str]()
        for line in chunk:
            index = contracts.number_index(self.vault, line.record.id)
            before = known.get(index)
            if index in seen:
                self._fault(line, "id", "stands in this file twice")
            elif before is None:
                yield line
            elif before == rows.fingerprint(line.record):
                self.outcome.unchanged += 1
            else:
                self._fault(line, "id", "was boarded before with other content")
            seen.add(index)

    def _known(self, chunk: list[Line]) -> dict[str, str]:
        """Return what the contracts that are on the system were boarded from, by current index."""
        indexes = {
            index: contracts.number_index(self.vault, line.record.id)
            for line in chunk
            for index in contracts.number_indexes(self.vault, line.record.id)
        }
        found = self.session.exec(
            select(Contract.number_index, Contract.ref, Contract.source_sealed).where(
                col(Contract.number_index).in_(list(indexes))
            )
        )
        return {
            indexes[index]: rows.fingerprint_of(self.vault, ref, sealed)
            for index, ref, sealed in found
        }

    def _people(self, fresh: list[Line]) -> People:
        """Return whom the lines name; say where a tax id is not the one that is known."""
        named = [
            (line, place, person)
            for line in fresh
            for place, person in enumerate(rows.borrowers_of(line.record, self.reader.hash))
        ]
        people = People(self.session, self.vault, (person for _, _, person in named), self.now)
        for line, place, person in named:
            if not people.agree(person):
                self._fault(line, f"borrowers.{place}.tax_id", "is not the one of this person")
        return people

    def _work_out(self, line: Line) -> Boarded:
        """Return the rows and events of a record; say where its control totals differ."""
        record = line.record
        contract = rows.contract_row(self.vault, record, self.business_date, self.now)
        loan, lease, terms = None, None, None
        if isinstance(record, LeaseRecord):
            lease = rows.lease_row(record)
            terms = Terms(obligation(lease_terms(contract, lease)), lease_terms(contract, lease))
        else:
            loan = rows.loan_row(record.terms)
            terms = Terms(loan_terms(contract, loan))
        events = self._history(line, terms)
        posted, book = posted_book(terms.billing, events or [])
        position = book.position(self.business_date)
        if events is not None:
            for column, reason in differences(record, terms, position):
                self._fault(line, column, reason)
        following = position.next_installment
        contract.next_due_on = following.due_on if following else None
        contract.version = len(events or [])
        on = max(self.business_date, terms.billing.interest_from)
        standing = standings.values_of(contract, book, on)
        title = rows.title_row(record, position, self.now)
        return Boarded(record, contract, loan, lease, terms, events or [], posted, standing, title)

    def _history(self, line: Line, terms: Terms) -> list[Event] | None:
        """Return what happened before boarding; None when the record does not explain itself."""
        try:
            return history(line.record, terms.billing, self.business_date)
        except Unexplained as error:
            self._fault(line, error.column, error.reason)
            return None

    def _fault(self, line: Line, column: str, reason: str) -> None:
        self.faults.append(self.reader.fault(line.row, column, reason))
