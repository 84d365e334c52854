"""Installments over time: the level payment, the schedule as signed, and the one to expect (1.5).

A schedule is the same engine run on payments that are made on their due dates, so that no second
arithmetic exists that could disagree with the ledger.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from finance_portal.domain.book import Book
from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.day_count import DayCount, year_fraction
from finance_portal.domain.events import Event, Payment
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import standing_events
from finance_portal.domain.terms import LoanTerms


class ScheduleRow(NamedTuple):
    """One scheduled payment and the principal after it."""

    number: int
    due_on: date
    payment: Cents
    interest: Cents
    principal: Cents
    balance: Cents


class Totals(NamedTuple):
    """The sums of some rows."""

    payments: Cents
    interest: Cents
    principal: Cents


def level_payment(
    principal: Cents,
    rate: Rate,
    day_count: DayCount,
    start: date,
    due_dates: Sequence[date],
    *,
    balloon: Cents | None = None,
) -> Cents:
    """Solve the equal payment on the real days of every period, to the nearest cent (R5.2).

    With a balloon, that is the last payment (R13.1).
    """
    starts = (start, *due_dates)
    due_day = max(due_on.day for due_on in due_dates)
    period_rates = [
        rate.exact * year_fraction(day_count, begin, end, due_day=due_day)
        for begin, end in zip(starts, due_dates, strict=False)
    ]
    return rounded(exact_level_payment(Fraction(principal), period_rates, balloon))


def exact_level_payment(
    principal: Fraction, period_rates: Iterable[Fraction], balloon: Cents | None = None
) -> Fraction:
    """Return the equal payment before rounding, from the interest rate of each period.

    With a payment x, the balance at any time is `owed - x * annuity`; at the end it is zero.
    Raises ZeroDivisionError when a balloon leaves no other payment.
    """
    owed, annuity = principal, Fraction(0)
    for period_rate in period_rates:
        owed *= 1 + period_rate
        annuity = annuity * (1 + period_rate) + 1
    if balloon is not None:
        owed -= balloon
        annuity -= 1
    return owed / annuity


def contract_schedule(terms: LoanTerms) -> list[ScheduleRow]:
    """Return the schedule as signed: fixed at booking, the last row trued up (R5.3, R5.4)."""
    payments: list[Cents | None] = [terms.installment] * (terms.term - 1)
    return amortize(Book(terms), zip(terms.due_dates, [*payments, None], strict=True))


def projected_schedule(terms: LoanTerms, events: Iterable[Event], on: date) -> list[ScheduleRow]:
    """Return what to expect from the balance of a day, if every installment is paid when due.

    What is past due is paid on that day, the last row takes what is left, and open fees are no
    part of it (R5.4, R9.2).
    """
    book = Book(terms)
    for event in standing_events(events):
        if event.effective_on > on:
            break
        book.apply(event)
    book.set_fees_aside()
    still_open = [each for each in book.position(on).installments if not each.is_satisfied]
    dues: list[tuple[date, Cents | None]] = [
        (max(on, each.due_on), each.remaining) for each in still_open[:-1]
    ]
    if not still_open:
        return []
    dues.append((max(on, still_open[-1].due_on), None))
    return amortize(book, dues, first_number=still_open[0].number)


def amortize(
    book: Book, dues: Iterable[tuple[date, Cents | None]], *, first_number: int = 1
) -> list[ScheduleRow]:
    """Pay amounts on dates and return the rows, until nothing is left. None pays what is left.

    In a period without a payment, interest is carried unrounded and bears none (R1.3, R1.4).
    """
    rows = []
    for number, (due_on, amount) in enumerate(dues, first_number):
        left = book.left_on(due_on) - book.unapplied
        if left <= ZERO:
            break
        payment = left if amount is None else min(amount, left)
        rows.append(_row(book, number, due_on, payment))
    return rows


def totals(rows: Iterable[ScheduleRow]) -> Totals:
    """Sum some rows."""
    all_rows = list(rows)
    return Totals(
        payments=sum(row.payment for row in all_rows),
        interest=sum(row.interest for row in all_rows),
        principal=sum(row.principal for row in all_rows),
    )


def totals_by_year(rows: Iterable[ScheduleRow]) -> dict[int, Totals]:
    """Sum the rows of each calendar year."""
    years: dict[int, list[ScheduleRow]] = {}
    for row in rows:
        years.setdefault(row.due_on.year, []).append(row)
    return {year: totals(of_year) for year, of_year in years.items()}


def _row(book: Book, number: int, due_on: date, payment: Cents) -> ScheduleRow:
    if payment == ZERO:
        return ScheduleRow(number, due_on, ZERO, ZERO, ZERO, book.principal)
    key = f"scheduled {number}"
    book.apply(Payment(effective_on=due_on, sequence=number, id=key, amount=payment))
    applied = book.applied[key]
    return ScheduleRow(
        number, due_on, payment, applied.interest, applied.principal, applied.principal_after
    )
