"""The last months of a lease and of a balloon loan: what comes when (R14.8, R13.2)."""

from datetime import date, timedelta
from typing import NamedTuple

from finance_portal.domain.calendar import add_months

MONTHS_TO_CHOOSE = 12
"""Before maturity: from then on the ways out of a lease are offered."""

DISPUTE_DAYS = timedelta(days=30)
"""After the final invoice: so long it can be disputed."""

_LEASE_MONTHS = (("guide", 12), ("options", 6), ("inspection", 4))
_LEASE_DAYS = (("letter", 90), ("choose", 60), ("appointment", 30))
_BALLOON_DAYS = (180, 90, 60, 30)
_INVOICE_DAYS = (10, 30)


class Milestone(NamedTuple):
    """Something that comes on a day; `until` where it may take some days."""

    name: str
    on: date
    until: date | None = None


def lease_timeline(matures_on: date) -> tuple[Milestone, ...]:
    """Return the milestones of a lease, from a year before its end to the final invoice."""
    first, last = (matures_on + timedelta(days=days) for days in _INVOICE_DAYS)
    return (
        *lease_notices(matures_on),
        Milestone("return", matures_on),
        Milestone("invoice", first, last),
    )


def lease_notices(matures_on: date) -> tuple[Milestone, ...]:
    """Return the milestones of a lease on which its borrower is written to."""
    return (
        *(Milestone(name, _months_before(matures_on, months)) for name, months in _LEASE_MONTHS),
        *(Milestone(name, _days_before(matures_on, days)) for name, days in _LEASE_DAYS),
    )


def balloon_notices(due_on: date) -> tuple[Milestone, ...]:
    """Return the days on which the borrower of a balloon loan is written to (R13.2)."""
    return tuple(Milestone(str(days), _days_before(due_on, days)) for days in _BALLOON_DAYS)


def reached(milestones: tuple[Milestone, ...], today: date) -> Milestone | None:
    """Return the latest milestone that has come, or None if none has."""
    come = [each for each in milestones if each.on <= today]
    return come[-1] if come else None


def _months_before(day: date, months: int) -> date:
    return add_months(day, -months, day.day)


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)
