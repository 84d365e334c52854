"""Write boarded contracts in bulk: a chunk at a time, a statement for each table."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, SQLModel

from finance_portal.db import insert_plain
from finance_portal.domain.events import Event
from finance_portal.domain.postings import BOOKING, Entry
from finance_portal.models.base import table_of
from finance_portal.models.closing import AccountFlag, Title
from finance_portal.models.contracts import Contract, Lease, Loan, OdometerReading
from finance_portal.models.ledger import (
    ContractEvent,
    EntryKind,
    EventKind,
    LedgerEntry,
    Posting,
)
from finance_portal.models.people import Obligor
from finance_portal.services import journal
from finance_portal.services.boarding import rows
from finance_portal.services.boarding.bulk import Values, insert_all, values_of
from finance_portal.services.boarding.format import Record
from finance_portal.services.boarding.people import People
from finance_portal.services.nightly import standings
from finance_portal.services.terms import Terms


class Boarded(NamedTuple):
    """A record, worked out, ready to be written."""

    record: Record
    contract: Contract
    loan: Loan | None
    lease: Lease | None
    terms: Terms
    events: list[Event]
    posted: Mapping[int, tuple[Entry, ...]]
    standing: Values  # its line in the night's notebook
    title: Title | None = None  # of a loan that is paid off


def write(session: Session, chunk: list[Boarded], people: People, file: str, now: datetime) -> None:
    """Write contracts with their borrowers, events and entries; `file` is the file's own hash."""
    if not chunk:
        return
    ids = insert_all(session, Contract, [values_of(boarded.contract) for boarded in chunk])
    _write_terms(session, chunk, ids)
    keys = people.write()
    _write_obligors(session, chunk, ids, keys, file)
    _write_closing(session, chunk, ids, keys, now)
    _write_books(session, chunk, ids, now)
    lines = [
        each.standing | {standings.KEY: contract_id}
        for each, contract_id in zip(chunk, ids, strict=True)
    ]
    standings.write(session, lines)


def _write_terms(session: Session, chunk: list[Boarded], ids: list[int]) -> None:
    loans, leases, readings = [], [], []
    for boarded, contract_id in zip(chunk, ids, strict=True):
        if boarded.loan:
            loans.append(_owned(boarded.loan, contract_id))
        if boarded.lease:
            leases.append(_owned(boarded.lease, contract_id))
        readings += [_owned(row, contract_id) for row in rows.odometer_rows(boarded.record)]
    for table, values in ((Loan, loans), (Lease, leases), (OdometerReading, readings)):
        insert_all(session, table, values)


def _write_obligors(
    session: Session, chunk: list[Boarded], ids: list[int], keys: Mapping[str, int], file: str
) -> None:
    insert_all(
        session,
        Obligor,
        [
            {"contract_id": contract_id, "borrower_id": keys[person.id], "is_primary": place == 0}
            for boarded, contract_id in zip(chunk, ids, strict=True)
            for place, person in enumerate(rows.borrowers_of(boarded.record, file))
        ],
    )


def _write_closing(
    session: Session, chunk: list[Boarded], ids: list[int], keys: Mapping[str, int], now: datetime
) -> None:
    titles, flags = list[Values](), list[Values]()
    for boarded, contract_id in zip(chunk, ids, strict=True):
        if boarded.title:
            titles.append(_owned(boarded.title, contract_id))
        flags += [_owned(row, contract_id) for row in rows.flag_rows(boarded.record, keys, now)]
    insert_all(session, Title, titles)
    insert_all(session, AccountFlag, flags)


def _write_books(session: Session, chunk: list[Boarded], ids: list[int], now: datetime) -> None:
    """Write the events, one entry for each that moves a balance, and its postings."""
    events = [
        row
        for boarded, contract_id in zip(chunk, ids, strict=True)
        for row in _event_rows(boarded, contract_id, now)
    ]
    insert_all(session, ContractEvent, events)
    amounts = (entries for boarded in chunk for _, entries in sorted(boarded.posted.items()))
    moving = [(event, each) for event, each in zip(events, amounts, strict=True) if each]
    entry_ids = insert_all(session, LedgerEntry, [_entry(event, now) for event, _ in moving])
    insert_plain(
        session,
        table_of(Posting),
        ("entry_id", "account", "amount_cents"),
        [
            (entry_id, account.value, cents)
            for entry_id, (_, each) in zip(entry_ids, moving, strict=True)
            for account, cents in each
        ],
    )


def _event_rows(boarded: Boarded, contract_id: int, now: datetime) -> list[Values]:
    """Return the booking, sequence 0, and then the events in the order of their sequence."""
    booking = {
        "contract_id": contract_id,
        "sequence": BOOKING,
        "kind": EventKind.BOOKED,
        "effective_on": boarded.terms.billing.interest_from,
        "entered_at": now,
        "amount_cents": boarded.terms.billing.amount_financed,
        "payment_ref": None,
        "detail": {},
        "key": None,
    }
    return [booking, *(journal.values_of(contract_id, event, now) for event in boarded.events)]


def _entry(event: Values, now: datetime) -> Values:
    return {
        "contract_id": event["contract_id"],
        "event_id": event["id"],
        "kind": EntryKind.POSTING,
        "effective_on": event["effective_on"],
        "posted_at": now,
    }


def _owned(row: SQLModel, contract_id: int) -> Values:
    return values_of(row) | {"contract_id": contract_id}
