"""What all adapters need: read a vector's words, write the portal's figures."""

from decimal import Decimal
from fractions import Fraction

from finance_portal.domain.cents import Rounding
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.rates import Rate
from finance_portal.domain.terms import LoanTerms
from tests.domain.make import cents, day
from tests.vectors.shared import NotSupported


def money(amount):
    """Write cents as the vectors do, exactly."""
    return Decimal(amount).scaleb(-2)


def convention(kind, name):
    """Read the name of a convention, or report that there is none of that name."""
    try:
        return kind(name)
    except ValueError:
        raise NotSupported(f"{kind.__name__} {name}") from None


def day_count(inputs):
    return convention(DayCount, inputs.get("day_count", "actual/365"))


def rounding(inputs):
    return convention(
        Rounding, inputs.get("interest_rounding") or inputs.get("rounding") or "half_up"
    )


def rate(inputs):
    """Read an annual rate, or a daily one as the annual rate that amounts to it."""
    if "daily_rate_pct" in inputs:
        return Rate(Fraction(inputs["daily_rate_pct"]) / 100 * 365)
    annual = Rate.from_percent(inputs["annual_rate_pct"])
    if decimals := inputs.get("daily_rate_truncated_to_decimals"):
        daily = Fraction(int(annual.exact / 365 * 10**decimals), 10**decimals)
        return Rate(daily * 365)
    return annual


def terms(inputs, due_dates):
    """Terms that bear the interest of a case; its own dates and amounts drive the payments."""
    return LoanTerms(
        amount_financed=cents(inputs["principal"]),
        rate=rate(inputs),
        interest_from=day(inputs["start_date"]),
        first_due_on=due_dates[0],
        due_day=due_dates[0].day,
        term=len(due_dates),
        installment=0,
        day_count=day_count(inputs),
        rounding=rounding(inputs),
    )
