"""Dates: due dates that never drift, and the banking days of the Federal Reserve.

The one calendar of the portal (R16.2): cut-off, banking days and settlement are nowhere else.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from holidays import financial_holidays

EASTERN = ZoneInfo("America/New_York")
CUTOFF = time(19, 0)
ONE_DAY = timedelta(days=1)
ACH_DAYS = 4  # banking days until a debit has settled

_MONTHS = 12
_SATURDAY = 5


def add_months(day: date, months: int, anchor: int) -> date:
    """Return the anchor day of the month that many months later, clamped to its length (R5.1)."""
    years, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(years, month + 1, min(anchor, monthrange(years, month + 1)[1]))


def due_date(first_due_on: date, due_day: int, number: int) -> date:
    """Return when an installment falls due; number 1 is the first. Never chained (R5.1)."""
    if number == 1:
        return first_due_on
    return add_months(first_due_on, number - 1, due_day)


@lru_cache(maxsize=4096)
def due_dates(first_due_on: date, due_day: int, count: int) -> tuple[date, ...]:
    """Return the due dates of installments 1 to count."""
    return tuple(due_date(first_due_on, due_day, number) for number in range(1, count + 1))


def is_banking_day(day: date) -> bool:
    """Tell whether the Federal Reserve Banks settle on this day (R16.1)."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def closed_weekdays(year: int) -> list[date]:
    """Return the days from Monday to Friday on which the Federal Reserve Banks are closed."""
    return sorted(day for day in _holidays(year) if day.weekday() < _SATURDAY)


def next_banking_day(day: date) -> date:
    """Return the day itself if it is a banking day, else the first one after it."""
    while not is_banking_day(day):
        day += ONE_DAY
    return day


def previous_banking_day(day: date) -> date:
    """Return the day itself if it is a banking day, else the last one before it."""
    while not is_banking_day(day):
        day -= ONE_DAY
    return day


@lru_cache(maxsize=4_096)  # jobs ask it for many contracts on the same days
def add_banking_days(day: date, count: int) -> date:
    """Return the banking day that many after (or, if negative, before) a day.

    Zero days after a day that is no banking day is the next one.
    """
    if count < 0:
        for _ in range(-count):
            day = previous_banking_day(day - ONE_DAY)
        return day
    for _ in range(count):
        day = next_banking_day(day + ONE_DAY)
    return next_banking_day(day)


def effective_on(submitted_at: datetime) -> date:
    """Return the day from which an online payment counts (R2.5).

    The day it is submitted, if that is a banking day and before the cut-off, else the next
    banking day. Raises ValueError for a time without a zone.
    """
    if submitted_at.tzinfo is None:
        raise ValueError("a time of submission needs a zone")
    local = submitted_at.astimezone(EASTERN)
    if local.time() >= CUTOFF:
        return next_banking_day(local.date() + ONE_DAY)
    return next_banking_day(local.date())


def settles_on(method_kind: str, effective_on: date) -> date:
    """Return the day on which the money of a payment should have arrived (R16.2)."""
    if method_kind == "card":
        return effective_on
    return add_banking_days(effective_on, ACH_DAYS)


def cut_off(day: date) -> datetime:
    """Return the moment of a day from which a payment counts from a later one (R16.2)."""
    return datetime.combine(day, CUTOFF, EASTERN)


@cache
def _holidays(year: int) -> frozenset[date]:
    # holidays.US() would close Friday 2026-07-03; the Federal Reserve does not (K.8).
    return frozenset(financial_holidays("XFED", years=year))
