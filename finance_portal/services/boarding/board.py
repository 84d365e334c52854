"""Board a file: all of it or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
from finance_portal.services.boarding import rows, write
from finance_portal.services.boarding.check import differences
from finance_portal.services.boarding.format import LeaseRecord, Record
from finance_portal.services.boarding.history import Unexplained, history
from finance_portal.services.boarding.read import MAX_FAULTS, BoardingReader, Fault, FileRefused
from finance_portal.services.boarding.write import Boarded
from finance_portal.services.terms import Terms, lease_terms, loan_terms

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
    business_date = reader.business_date()
    outcome, faults = Outcome(), list[Fault]()
    with db.begin() as session:
        for chunk in _chunks(reader):
            _board_chunk(session, reader, chunk, business_date, now, outcome, faults)
            progress(outcome.boarded + outcome.unchanged, reader.share)
            if len(faults) >= MAX_FAULTS:
                break
        if faults:
            raise FileRefused(faults[:MAX_FAULTS])
        if dry_run:
            session.rollback()
    return outcome


def _chunks(reader: BoardingReader) -> Iterator[list[Line]]:
    lines = (Line(row, record) for row, record in reader.records())
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _board_chunk(
    session: Session,
    reader: BoardingReader,
    chunk: list[Line],
    business_date: date,
    now: datetime,
    outcome: Outcome,
    faults: list[Fault],
) -> None:
    known = _known(session, chunk)
    fresh: dict[str, Boarded] = {}
    for line in chunk:
        number, before = line.record.id, known.get(line.record.id)
        if number in fresh:
            faults.append(reader.fault(line.row, "id", "stands in this file twice"))
        elif before is None:
            fresh[number] = _work_out(reader, line, business_date, now, faults)
        elif before == rows.fingerprint(line.record):
            outcome.unchanged += 1
        else:
            faults.append(reader.fault(line.row, "id", "was boarded before with other content"))
    if not faults:
        write.write(session, list(fresh.values()), reader.hash, now)
        outcome.boarded += len(fresh)


def _known(session: Session, chunk: list[Line]) -> dict[str, str]:
    """Return the contracts of a chunk that are on the system, and what they were boarded from."""
    numbers = [line.record.id for line in chunk]
    found = session.exec(
        select(Contract.number, Contract.source_hash).where(col(Contract.number).in_(numbers))
    )
    return dict(found.all())


def _work_out(
    reader: BoardingReader, line: Line, business_date: date, now: datetime, faults: list[Fault]
) -> Boarded:
    """Return the rows and events of a record; say where its control totals differ."""
    record = line.record
    contract = rows.contract_row(record, business_date, now)
    loan, lease, terms = None, None, None
    if isinstance(record, LeaseRecord):
        lease = rows.lease_row(record)
        terms = Terms(obligation(lease_terms(contract, lease)), lease_terms(contract, lease))
    else:
        loan = rows.loan_row(record.terms)
        terms = Terms(loan_terms(contract, loan))
    events = _history(reader, line, terms, business_date, faults)
    posted, book = posted_book(terms.billing, events or [])
    position = book.position(business_date)
    if events is not None:
        faults += (
            reader.fault(line.row, column, reason)
            for column, reason in differences(record, terms, position)
        )
    following = position.next_installment
    contract.next_due_on = following.due_on if following else None
    contract.version = len(events or [])
    return Boarded(record, contract, loan, lease, terms, events or [], posted)


def _history(
    reader: BoardingReader, line: Line, terms: Terms, business_date: date, faults: list[Fault]
) -> list[Event] | None:
    """Return what happened before boarding, or None when the record does not explain itself."""
    try:
        return history(line.record, terms.billing, business_date)
    except Unexplained as error:
        faults.append(reader.fault(line.row, error.column, error.reason))
        return None
