"""Interest received on a vehicle loan in a calendar year, and whether a form is due (1.19)."""

from collections.abc import Iterable, Mapping
from datetime import date

from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Event
from finance_portal.domain.position import Allocation
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LoanTerms

FORM_THRESHOLD: Cents = 600_00
FIRST_LOAN_ON = date(2025, 1, 1)


def interest_received(applied: Mapping[str, Allocation], year: int) -> Cents:
    """Return the interest part of all payments of a year, after reversals (R19.4)."""
    return sum(each.interest for each in applied.values() if each.effective_on.year == year)


def form_required(
    received: Cents, *, incurred_on: date, is_lease: bool, is_new_vehicle: bool
) -> bool:
    """Tell whether the lender owes the borrower a form for a year, or only a summary (R19.2).

    The deduction ends with 2028 (R19.1); no last year of reporting is known.
    """
    specified = incurred_on >= FIRST_LOAN_ON and is_new_vehicle and not is_lease
    return specified and received >= FORM_THRESHOLD


def principal_for_year(terms: LoanTerms, events: Iterable[Event], year: int) -> Cents:
    """Return the principal at the start of a year, or at origination in the loan's first."""
    if terms.interest_from.year == year:
        return terms.amount_financed
    return replay(terms, events, date(year, 1, 1) - ONE_DAY).principal
