"""The annual percentage rate of Regulation Z, Appendix J: disclosed, never accrued (R5.5)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from finance_portal.domain.calendar import add_months
from finance_portal.domain.cents import Cents
from finance_portal.domain.root import root

MONTHS_A_YEAR = 12

_HIGHEST_PERIOD_RATE = Decimal(10)
_DAYS_IN_MONTH = 30


class Flow(NamedTuple):
    """A payment: whole unit-periods after the advance, the odd part of one, and its amount."""

    periods: int
    odd_part: Fraction
    amount: Cents


def apr(advanced: Cents, flows: Sequence[Flow], periods_a_year: int = MONTHS_A_YEAR) -> Decimal:
    """Return the rate in percent a year by the actuarial method (Appendix J, b)."""

    def excess(period_rate: Decimal) -> Decimal:
        return sum((_present_value(flow, period_rate) for flow in flows), Decimal(-advanced))

    return root(excess, Decimal(0), _HIGHEST_PERIOD_RATE) * periods_a_year * 100


def monthly_flows(advanced_on: date, payments: Sequence[tuple[date, Cents]]) -> list[Flow]:
    """Place monthly payments: whole months back from the first to the advance, the rest in days.

    Every later payment stands one month further and keeps the same odd part.
    """
    first = payments[0][0]
    whole = (first.year - advanced_on.year) * MONTHS_A_YEAR + first.month - advanced_on.month
    if add_months(first, -whole, first.day) < advanced_on:
        whole -= 1
    odd_days = (add_months(first, -whole, first.day) - advanced_on).days
    odd_part = Fraction(odd_days, _DAYS_IN_MONTH)
    return [Flow(whole + months, odd_part, amount) for months, (_, amount) in enumerate(payments)]


def single_payment_apr(advanced: Cents, repaid: Cents, part_of_year: Fraction) -> Fraction:
    """Return the rate in percent a year of one payment after a part of a year."""
    return (Fraction(repaid, advanced) - 1) / part_of_year * 100


def _present_value(flow: Flow, period_rate: Decimal) -> Decimal:
    odd = Decimal(flow.odd_part.numerator) / flow.odd_part.denominator
    return flow.amount / ((1 + odd * period_rate) * (1 + period_rate) ** flow.periods)
