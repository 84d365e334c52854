"""How long what is known of somebody stays, after their last contract was closed (K8, K10).

Whatever is not named here goes at once. Both terms are counted from the day of the closing.
"""

from datetime import date
from typing import NamedTuple

from finance_portal.domain.calendar import add_months

PAPERS_MONTHS = 24
"""Disclosures, authorizations and what shows that rules were kept (12 CFR 1026.25, 1013.8)."""

BOOKS_MONTHS = 84
"""Payments, charges and postings, for those who tax and audit the lender."""

UNUSED_MONTHS = 24
"""Customer information after its last use, unless it is needed (16 CFR 314.4(c)(6), K8)."""


class Stays(NamedTuple):
    """What stays after an erasure, until when, and why, in words for the person."""

    what: str
    until: date
    why: str


def papers_until(closed_on: date) -> date:
    """Return the last day on which the papers of a closed contract are kept."""
    return add_months(closed_on, PAPERS_MONTHS, closed_on.day)


def books_until(closed_on: date) -> date:
    """Return the last day on which the books of a closed contract must be kept."""
    return add_months(closed_on, BOOKS_MONTHS, closed_on.day)


def unused_since(today: date) -> date:
    """Return the day before which something was used for the last time, if it is to go now."""
    return add_months(today, -UNUSED_MONTHS, today.day)
