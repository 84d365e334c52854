"""How days become a part of a year: a term of each contract (R1.1, R1.2, R1.7)."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from finance_portal.domain.calendar import ONE_DAY, add_months


class DayCount(StrEnum):
    """The convention of a contract."""

    ACTUAL_365 = "actual/365"  # 365 also in leap years
    ACTUAL_360 = "actual/360"
    ACTUAL_365_25 = "actual/365.25"
    ACTUAL_ACTUAL_END = "actual/actual-end"  # a day belongs to the year in which it ends
    ACTUAL_ACTUAL_START = "actual/actual-start"  # a day belongs to the year in which it starts
    THIRTY_360 = "30/360-months"  # boarded contracts only, never originated


_FIXED_YEAR = {
    DayCount.ACTUAL_365: Fraction(365),
    DayCount.ACTUAL_360: Fraction(360),
    DayCount.ACTUAL_365_25: Fraction(1461, 4),
}


@lru_cache(maxsize=16_384)  # jobs ask it of many contracts on the same days
def year_fraction(
    day_count: DayCount, start: date, end: date, *, due_day: int | None = None
) -> Fraction:
    """Return the exact part of a year between two dates; none if the end is not after the start.

    Only 30/360 looks at `due_day`, the day on which its months begin (the start's, if not given).
    """
    if end <= start:
        return Fraction(0)
    if year := _FIXED_YEAR.get(day_count):
        return Fraction((end - start).days * year.denominator, year.numerator)
    parts = year_parts(day_count, start, end, due_day=due_day)
    return sum((days / in_year for days, in_year in parts), Fraction(0))


def year_parts(
    day_count: DayCount, start: date, end: date, *, due_day: int | None = None
) -> list[tuple[int, Fraction]]:
    """Return the days between two dates, and the days of the year that they are a part of.

    Several where that changes: at the turn of a year, or with each month of 30/360.
    """
    if end <= start:
        return []
    if year := _FIXED_YEAR.get(day_count):
        return [((end - start).days, year)]
    match day_count:
        case DayCount.ACTUAL_ACTUAL_END:
            return list(_by_calendar_year(start + ONE_DAY, end + ONE_DAY))
        case DayCount.ACTUAL_ACTUAL_START:
            return list(_by_calendar_year(start, end))
        case _:
            return list(_by_month(start, end, due_day or start.day))


def _by_calendar_year(first: date, stop: date) -> Iterator[tuple[int, Fraction]]:
    """Yield the days from `first` to before `stop`, year by year: of 365 or of 366."""
    while first < stop:
        until = min(stop, date(first.year + 1, 1, 1))
        yield (until - first).days, Fraction(366 if isleap(first.year) else 365)
        first = until


def _by_month(start: date, end: date, due_day: int) -> Iterator[tuple[int, Fraction]]:
    """Count 1/12 for each month from due day to due day, and share it evenly among its days."""
    month = add_months(start, 0, due_day)
    if month > start:
        month = add_months(start, -1, due_day)
    while month < end:
        following = add_months(month, 1, due_day)
        days = (min(end, following) - max(start, month)).days
        yield days, Fraction(12 * (following - month).days)
        month = following
