"""The contract's own schedule and the one to expect, side by side; and what follows from them."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from finance_portal.db import Database
from finance_portal.domain import working
from finance_portal.domain.cents import Cents
from finance_portal.domain.position import Allocation, Position
from finance_portal.domain.rights import Asked, Right
from finance_portal.domain.schedule import ScheduleRow, contract_schedule, projected_schedule
from finance_portal.language import say, sentence
from finance_portal.services.accounts import kind_of
from finance_portal.services.contracts import File, contract_of, file_of

HEADINGS = (
    sentence("Number"),
    sentence("Contract: due"),
    sentence("Contract: payment"),
    sentence("Contract: interest"),
    sentence("Contract: principal"),
    sentence("Contract: balance"),
    sentence("Projected: due"),
    sentence("Projected: payment"),
    sentence("Projected: interest"),
    sentence("Projected: principal"),
    sentence("Projected: balance"),
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One installment: as it was signed, and as it is to be expected. Either may be missing."""

    number: int
    own: ScheduleRow | None
    projected: ScheduleRow | None
    is_paid: bool = False


@dataclass(frozen=True, kw_only=True)
class YearSums:
    """What was paid in a calendar year, and what is to come in it, in cents."""

    year: int
    principal: Cents
    interest: Cents


@dataclass(frozen=True, kw_only=True)
class Schedules:
    """Both schedules of a contract on a day. Amounts in cents."""

    kind: str
    as_of: date
    pairs: list[Pair]
    years: list[YearSums]
    amount_financed: Cents
    principal: Cents
    interest_paid: Cents
    interest_to_come: Cents
    signed_interest: Cents
    paid_so_far: Cents
    signed_maturity: date
    next_due_on: date | None
    half_repaid_on: date | None
    last_payment: ScheduleRow | None
    last_working: tuple[str, ...]  # how the last payment comes about
    contract_id: int = 0


def schedules(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> Schedules:
    """Return both schedules of a contract. Raises ContractNotFound."""
    asked = Asked(Right.SEE, today)
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref, asked))
    position = file.position(today)
    own = contract_schedule(file.terms.billing)
    projected = projected_schedule(file.terms.billing, file.events, position.on)
    applied = _applied(position)
    following = position.next_installment
    return Schedules(
        kind=kind_of(file),
        as_of=position.on,
        pairs=_pairs(own, projected, position),
        years=_years(position, projected),
        amount_financed=file.terms.billing.amount_financed,
        principal=position.principal,
        interest_paid=sum(each.interest for each in applied),
        interest_to_come=sum(row.interest for row in projected),
        signed_interest=sum(row.interest for row in own),
        paid_so_far=sum(each.amount for each in applied),
        signed_maturity=own[-1].due_on,
        next_due_on=following.due_on if following else None,
        half_repaid_on=_half(file, position, projected),
        last_payment=projected[-1] if projected else None,
        last_working=_last_working(file, position.on),
        contract_id=file.contract.id or 0,
    )


def as_csv(found: Schedules) -> str:
    """Return both schedules as a table for a spreadsheet: ISO dates, dollars with two decimals."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(say, HEADINGS))
    writer.writerows(
        [pair.number, *_cells(pair.own), *_cells(pair.projected)] for pair in found.pairs
    )
    return out.getvalue()


def _cells(row: ScheduleRow | None) -> list[str]:
    if row is None:
        return [""] * 5
    amounts = (row.payment, row.interest, row.principal, row.balance)
    return [
        row.due_on.isoformat(),
        *(f"{each // 100}.{each % 100:02d}" for each in amounts),
    ]


def _pairs(own: list[ScheduleRow], projected: list[ScheduleRow], position: Position) -> list[Pair]:
    """Pair the rows of one installment; those beyond the signed term have none of their own."""
    expected = {row.number: row for row in projected}
    signed = {row.number: row for row in own}
    paid = position.installments.satisfied
    return [
        Pair(
            number=number,
            own=signed.get(number),
            projected=expected.get(number),
            is_paid=number <= paid,
        )
        for number in sorted({*signed, *expected})
    ]


def _years(position: Position, projected: list[ScheduleRow]) -> list[YearSums]:
    """Return principal and interest of each year: paid in it, and to come in it."""
    moved = [
        *((each.effective_on.year, each.principal, each.interest) for each in _applied(position)),
        *((row.due_on.year, row.principal, row.interest) for row in projected),
    ]
    return [
        YearSums(
            year=year,
            principal=sum(principal for of, principal, _ in moved if of == year),
            interest=sum(interest for of, _, interest in moved if of == year),
        )
        for year in sorted({of for of, _, _ in moved})
    ]


def _applied(position: Position) -> list[Allocation]:
    return sorted(position.applied.values(), key=lambda each: each.effective_on)


def _half(file: File, position: Position, projected: list[ScheduleRow]) -> date | None:
    """Return when half of what was financed is repaid, or was."""
    half = file.terms.billing.amount_financed // 2
    balances = [
        *((each.effective_on, each.principal_after) for each in _applied(position)),
        *((row.due_on, row.balance) for row in projected),
    ]
    return next((on for on, balance in balances if balance <= half), None)


def _last_working(file: File, on: date) -> tuple[str, ...]:
    """Return how the last payment comes about; nothing for a lease, where it is like the others."""
    if not file.terms.billing.rate.exact:
        return ()
    found = working.last_payment(file.terms.billing, file.events, on)
    return found.lines if found else ()
