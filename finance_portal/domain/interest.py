"""Daily simple interest: exact until it is posted (R0.2, R1.3)."""

from datetime import date
from fractions import Fraction

from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import Cents, Rounding, rounded
from finance_portal.domain.day_count import DayCount, year_fraction
from finance_portal.domain.rates import Rate

_NONE = Fraction(0)


def interest(
    principal: Cents,
    rate: Rate,
    day_count: DayCount,
    start: date,
    end: date,
    *,
    due_day: int | None = None,
) -> Fraction:
    """Return the exact interest, in cents, of a constant principal between two dates."""
    if end <= start:
        return _NONE
    per_year, per_years = rate.exact.as_integer_ratio()
    days, in_year = year_fraction(day_count, start, end, due_day=due_day).as_integer_ratio()
    return Fraction(principal * per_year * days, per_years * in_year)


def per_diem(principal: Cents, rate: Rate, day_count: DayCount, on: date) -> Fraction:
    """Return the exact interest, in cents, of the next day: a label, never an input (R0.4)."""
    return interest(principal, rate, day_count, on, on + ONE_DAY)


def per_diem_text(exact: Fraction) -> str:
    """Write a per diem in dollars with four decimals: "6.0127"."""
    ten_thousandths = rounded(exact * 100, Rounding.HALF_UP)
    whole, decimals = divmod(ten_thousandths, 10_000)
    return f"{whole:,}.{decimals:04d}"
