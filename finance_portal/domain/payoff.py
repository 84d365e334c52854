"""What closes a contract, from a quote until its good-through day (1.10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Event
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LoanTerms
from finance_portal.language import say

DEFAULT_DAYS = 10
LONGEST_DAYS = 30  # that a quote may be good for (R10.1)
DIAL_DAYS = 60  # that can be looked at, and paid on: a payment may be set as far ahead


class QuoteRefused(Exception):
    """No payoff can be quoted like that; the message is fit for the borrower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoffQuote:
    """What closes the contract on the good-through day, and what each day before is cheaper."""

    quoted_on: date
    good_through: date
    principal: Cents
    interest: Cents
    late_charges: Cents
    returned_fees: Cents
    other_fees: Cents
    unapplied: Cents
    per_diem: Fraction  # exact cents; a label, never an input (R0.4)
    pending: Cents  # payments on their way, shown beside the total and not deducted

    @property
    def fees(self) -> Cents:
        """Return all open charges and fees."""
        return self.late_charges + self.returned_fees + self.other_fees

    @property
    def total(self) -> Cents:
        """Return what closes the contract (R10.1)."""
        return self.principal + self.interest + self.fees - self.unapplied


def quote_payoff(
    terms: LoanTerms,
    events: Iterable[Event],
    *,
    quoted_on: date,
    good_through: date | None = None,
    pending: Cents = ZERO,
) -> PayoffQuote:
    """Quote what closes the contract through a day, ten days ahead by default (R10.1).

    Raises QuoteRefused for a paid-off contract and for a day outside the next thirty.
    """
    through = good_through or quoted_on + timedelta(days=DEFAULT_DAYS)
    if not quoted_on <= through <= quoted_on + timedelta(days=LONGEST_DAYS):
        raise QuoteRefused(
            say(
                "Choose a day from today up to {longest_days} days ahead.",
                longest_days=LONGEST_DAYS,
            )
        )
    return _quoted(_open(terms, events, quoted_on), through, pending)


def payoff_by_day(
    terms: LoanTerms, events: Iterable[Event], *, quoted_on: date, pending: Cents = ZERO
) -> list[PayoffQuote]:
    """Return what closes the contract on each of the next sixty days, today the first of them.

    Raises QuoteRefused for a paid-off contract.
    """
    position = _open(terms, events, quoted_on)
    days = (quoted_on + timedelta(days=count) for count in range(DIAL_DAYS + 1))
    return [_quoted(position, day, pending) for day in days]


def _open(terms: LoanTerms, events: Iterable[Event], on: date) -> Position:
    position = replay(terms, events, on)
    if position.is_closed:
        raise QuoteRefused(say("This contract is already paid off."))
    return position


def _quoted(position: Position, through: date, pending: Cents) -> PayoffQuote:
    return PayoffQuote(
        quoted_on=position.on,
        good_through=through,
        principal=position.principal,
        interest=position.interest_through(through),
        late_charges=position.late_charges,
        returned_fees=position.returned_fees,
        other_fees=position.other_fees,
        unapplied=position.unapplied,
        per_diem=position.per_diem,
        pending=pending,
    )
