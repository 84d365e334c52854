"""On which days autopay looks at a contract. What it then takes is in drafts.py."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from finance_portal.domain.autopay.plan import Frequency, Plan
from finance_portal.domain.calendar import add_months, next_banking_day, previous_banking_day
from finance_portal.domain.delinquency import grace_ends_on
from finance_portal.domain.position import Position
from finance_portal.domain.terms import LoanTerms

TWO_WEEKS = timedelta(days=14)
FIRST_HALF_BEFORE = timedelta(days=15)
FAR = timedelta(days=31)  # no debit goes out so long before its due date

_MONTHS_AFTER_MATURITY = 3


class Day(NamedTuple):
    """A day on which autopay looks at the contract; `debit_on` is always a banking day."""

    wanted_on: date
    debit_on: date
    due_on: date | None  # of the installment that it is meant for


def debit_days(plan: Plan, position: Position, *, after: date, until: date) -> list[date]:
    """Return the days on which a debit goes out, after a day and up to another."""
    days = _days(plan, position, after, until)
    return [day.debit_on for day in days if day.debit_on <= until]


def next_debit_on(plan: Plan, position: Position, after: date) -> date | None:
    """Return the first day after a day on which autopay looks; None when there is none left."""
    day = next_day(plan, position, after)
    return day.debit_on if day else None


def next_day(plan: Plan, position: Position, after: date) -> Day | None:
    """Return the first day after a day on which autopay looks, with what it is for."""
    return next(_days(plan, position, after, after + timedelta(days=400)), None)


def is_covered(plan: Plan, terms: LoanTerms, due_on: date, on: date) -> bool:
    """Tell whether the debit of a day is to pay an installment in full."""
    if plan.frequency is Frequency.EVERY_TWO_WEEKS:  # the next one would come after its due date
        return due_on < next_banking_day(_grid_after(plan.starts_on, on))
    if due_on <= on or due_on > on + FAR:
        return due_on <= on
    return _day(plan, terms, due_on).debit_on <= on


def covered(plan: Plan, position: Position, on: date) -> int:
    """Count the installments that the debit of a day is to pay in full: always the first ones."""
    return bisect_left(
        position.installments.due_on,
        True,
        key=lambda due_on: not is_covered(plan, position.terms, due_on, on),
    )


def first_half_on(plan: Plan, due_on: date) -> date:
    """Return when the first half of an installment is debited, twice a month."""
    return next_banking_day(_wanted(plan, due_on) - FIRST_HALF_BEFORE)


def _days(plan: Plan, position: Position, after: date, until: date) -> Iterator[Day]:
    """Yield the days of a plan after a day, in order, none before it starts or while paused.

    Up to another day; where installments give the days, to the last of them.
    """
    begin = max(plan.starts_on, plan.resumes_on or plan.starts_on)
    if plan.frequency is Frequency.EVERY_TWO_WEEKS:
        days: Iterable[Day] = _every_two_weeks(plan.starts_on, until)
    else:
        days = _by_due_date(plan, position, after)
    return (day for day in days if day.debit_on >= begin and day.debit_on > after)


def _every_two_weeks(start: date, until: date) -> list[Day]:
    count = max(0, (until - start).days // TWO_WEEKS.days + 1)
    wanted = [start + number * TWO_WEEKS for number in range(count)]
    return [Day(each, next_banking_day(each), None) for each in wanted]


def _by_due_date(plan: Plan, position: Position, after: date) -> Iterator[Day]:
    """Yield the days of the installments that are not over after a day."""
    over = bisect_right(
        position.installments.due_on,
        after,
        key=lambda due_on: _day(plan, position.terms, due_on).debit_on,
    )
    for due_on in _due_dates(position, over):
        if plan.frequency is Frequency.TWICE_A_MONTH:
            half_on = _wanted(plan, due_on) - FIRST_HALF_BEFORE
            yield Day(half_on, first_half_on(plan, due_on), due_on)
        yield _day(plan, position.terms, due_on)


def _due_dates(position: Position, over: int) -> Iterator[date]:
    """Yield the due dates but the first, and some months more for what may be left at the end."""
    yield from position.installments.due_on[over:]
    for months in range(1, _MONTHS_AFTER_MATURITY + 1):
        yield add_months(position.maturity_on, months, position.due_day)


def _day(plan: Plan, terms: LoanTerms, due_on: date) -> Day:
    """Move a debit to the next banking day, but never past the grace: late by us is not late."""
    return _moved(due_on, plan.days_after_due, grace_ends_on(terms, due_on))


@lru_cache(maxsize=16_384)  # jobs ask it of every installment of every contract
def _moved(due_on: date, days_after_due: int, grace_end: date) -> Day:
    wanted = due_on + timedelta(days=days_after_due)
    moved = next_banking_day(wanted)
    return Day(wanted, moved if moved <= grace_end else previous_banking_day(grace_end), due_on)


def _wanted(plan: Plan, due_on: date) -> date:
    return due_on + timedelta(days=plan.days_after_due)


def _grid_after(start: date, on: date) -> date:
    """Return the first day of the two-week rhythm whose debit comes after a day."""
    number = max(0, (on - start).days // TWO_WEEKS.days)
    while next_banking_day(start + number * TWO_WEEKS) <= on:
        number += 1
    return start + number * TWO_WEEKS
