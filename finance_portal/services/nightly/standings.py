"""The night's notebook: work out the contracts in which something has happened, no others."""

from datetime import date, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from finance_portal.bulk import Values, insert_many
from finance_portal.domain.book import Book
from finance_portal.domain.delinquency import grace_ends_on
from finance_portal.domain.position import Position
from finance_portal.domain.replay import standing_events
from finance_portal.domain.snapshot import carried, carrying_unit, snapshot
from finance_portal.domain.terms import LoanTerms
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract
from finance_portal.models.standing import ContractStanding
from finance_portal.services.contracts import File
from finance_portal.services.nightly.files import files
from finance_portal.services.nightly.work import Work

BILLED_BEFORE = timedelta(days=21)
KEY = "contract_id"


def refreshing(today: date) -> Work[Values]:
    """Return the work of bringing the notebook up to date with the ledger."""
    return Work(
        "refresh",
        _out_of_date,
        lambda session, ids: [of_file(file, today) for file in files(session, ids)],
        write,
        chunk=200,
        chunk_on_a_server=500,
    )


def values_of(contract: Contract, book: Book, on: date) -> Values:
    """Return the line of a contract in the notebook from its book, on a day after all events."""
    position, short = book.position(on), snapshot(book, on)
    unit = carrying_unit(book.terms, book.principal, book.rate)
    parts = carried(position.accrued, unit) if unit else None
    return {
        KEY: contract.id,
        "version": contract.version,
        "is_closed": position.is_closed,
        "rate_ppm": book.rate.parts_per_million,
        "day_count": book.terms.day_count.value,
        "principal_cents": position.principal,
        "unpaid_interest_cents": position.unpaid_interest,
        "late_charges_cents": position.late_charges,
        "returned_fees_cents": position.returned_fees,
        "other_fees_cents": position.other_fees,
        "unapplied_cents": position.unapplied,
        "credit_cents": position.credit_balance,
        "diverted_cents": position.diverted,
        "bars_late_charges": position.bars_late_charges,
        "satisfied": short.satisfied if short else None,
        "part_paid_cents": short.part_paid if short else 0,
        "accrued_on": on,
        "carried": parts,
        "carried_unit": None if parts is None else unit,
        "interest_cents": position.accrued_interest,
        "bill_on": next_bill_on(contract, position),
        "late_on": next_late_on(contract, book.terms, position),
    }


def next_bill_on(contract: Contract, position: Position, after: date = date.min) -> date | None:
    """Return the first day after one on which an open installment is to be billed."""
    days = (
        each.due_on - BILLED_BEFORE
        for each in position.open_installments
        if each.due_on >= contract.serviced_from
    )
    return next((day for day in days if day > after), None)


def next_late_on(
    contract: Contract, terms: LoanTerms, position: Position, after: date = date.min
) -> date | None:
    """Return the first day after one on which a late charge may have to be assessed.

    An installment that was paid too late counts even if it is paid by now (R6.2).
    """
    if position.is_closed:
        return None
    for each in position.installments:
        if each.late_charge_assessed or (each.satisfied_on or date.max) <= each.due_on:
            continue
        end = grace_ends_on(terms, each.due_on)
        is_candidate = (each.satisfied_on or date.max) > end >= contract.serviced_from
        if is_candidate and end >= after:
            return end + timedelta(days=1)
    return None


def write(session: Session, lines: list[Values]) -> int:
    """Write lines of the notebook over those that were there."""
    changed = [name for name in lines[0] if name != KEY]
    return insert_many(session, table_of(ContractStanding), lines, over=[KEY], changed=changed)


def _out_of_date(session: Session, after: int, most: int) -> list[int]:
    standing = ContractStanding
    found = session.exec(
        select(Contract.id)
        .outerjoin(standing, col(standing.contract_id) == Contract.id)
        .where(
            col(Contract.id) > after,
            or_(
                col(standing.contract_id).is_(None),
                col(standing.version) != col(Contract.version),
            ),
        )
        .order_by(col(Contract.id))
        .limit(most)
    )
    return [each or 0 for each in found]


def of_file(file: File, today: date) -> Values:
    """Work out the line of a contract anew, as of today or of a later event."""
    book = Book(file.terms.billing)
    for event in standing_events(file.events):
        book.apply(event)
    on = max([today, file.terms.billing.interest_from, *(e.effective_on for e in file.events)])
    return values_of(file.contract, book, on)
