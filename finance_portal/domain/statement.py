"""A monthly statement: from when to when, what was owed at its end, and what falls due (R18.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from finance_portal.domain.calendar import ONE_DAY, add_months
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.delinquency import grace_ends_on
from finance_portal.domain.events import DueDateChanged, Event, Extended
from finance_portal.domain.installments import InstallmentStatus
from finance_portal.domain.late_charge import late_charge
from finance_portal.domain.position import Allocation, Position
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LoanTerms

AHEAD = timedelta(days=21)
"""How long before the due day of each month a statement is made: as long as it is billed before."""


class Period(NamedTuple):
    """The days of a statement, both included; it is dated on the day after."""

    start: date
    end: date

    @property
    def stated_on(self) -> date:
        """Return the date of the statement."""
        return self.end + ONE_DAY

    @property
    def due_by(self) -> date:
        """Return the due day that the statement is made for."""
        return self.stated_on + AHEAD

    def __contains__(self, day: object) -> bool:
        """Tell whether a day is one of its days."""
        return isinstance(day, date) and self.start <= day <= self.end


class Paid(NamedTuple):
    """What the payments of a year went to, in cents, after returns."""

    year: int
    interest: Cents
    principal: Cents
    fees: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A contract over a period. Amounts in cents; for a lease, principal is what is still to pay.

    `due` are the open installments through `period.due_by`, the oldest first.
    """

    period: Period
    opening: Cents
    closing: Position
    due: tuple[InstallmentStatus, ...]
    held: Cents  # received before, and applied with the next payment
    late_after: date | None  # None: no late charge can follow
    late_charge: Cents
    paid: tuple[Paid, ...]  # of each year that the period has days of

    @property
    def past_due(self) -> tuple[InstallmentStatus, ...]:
        """Return the installments that fell due before the statement's date."""
        return tuple(each for each in self.due if each.due_on < self.period.stated_on)

    @property
    def coming(self) -> InstallmentStatus | None:
        """Return the installment that falls due on or after the statement's date."""
        return next((each for each in self.due if each.due_on >= self.period.stated_on), None)

    @property
    def amount_due(self) -> Cents:
        """Return all that is to be paid by the next due day, charges and fees included."""
        return sum(each.remaining for each in self.due) + self.closing.fees - self.held


def stated_after(day: date, due_day: int) -> date:
    """Return the first date of a statement after a day, on a contract that falls due on a day."""
    due = add_months(day + AHEAD, 0, due_day)
    if due - AHEAD <= day:
        due = add_months(due, 1, due_day)
    return due - AHEAD


def stated_before(day: date, due_day: int) -> date:
    """Return the last date of a statement before a day."""
    due = add_months(day + AHEAD, 0, due_day)
    if due - AHEAD >= day:
        due = add_months(due, -1, due_day)
    return due - AHEAD


def statement_of(terms: LoanTerms, events: Sequence[Event], period: Period) -> Statement:
    """Return the statement of a period, from all that is known to have happened by its end.

    Of what came later, one thing counts: due dates that were moved by agreement before the one
    that it asks for. Nobody is asked to pay by a day that no longer holds (R8.2, R9.1).
    """
    closing, due_by = _closing(terms, events, period)
    due = tuple(each for each in closing.open_installments if each.due_on <= due_by)
    late_after, charge = _late(terms, closing, due, period)
    return Statement(
        period=period,
        opening=_opening(terms, events, period),
        closing=closing,
        due=due,
        held=min(closing.unapplied, sum(each.remaining for each in due)),
        late_after=late_after,
        late_charge=charge,
        paid=tuple(
            _paid(closing.applied.values(), year)
            for year in range(period.start.year, period.end.year + 1)
        ),
    )


def _moves(event: Event, period: Period) -> bool:
    """Tell whether an event moves due dates after a period, before the day it was stated for."""
    is_move = isinstance(event, DueDateChanged | Extended)
    return is_move and period.end < event.effective_on <= period.due_by


def _closing(terms: LoanTerms, events: Sequence[Event], period: Period) -> tuple[Position, date]:
    """Return where a contract stood at the end of a period, and through when its dues count."""
    closing = replay(terms, events, period.end)
    moves = [each for each in events if _moves(each, period)]
    asked_for = next(
        (
            each.number
            for each in closing.open_installments
            if period.stated_on <= each.due_on <= period.due_by
        ),
        None,
    )
    if not moves or asked_for is None:
        return closing, period.due_by
    agreed = [replace(each, effective_on=period.end) for each in moves]
    moved = replay(terms, [*(each for each in events if each not in moves), *agreed], period.end)
    return moved, max(period.due_by, moved.installments[asked_for - 1].due_on)


def _opening(terms: LoanTerms, events: Sequence[Event], period: Period) -> Cents:
    if period.start <= terms.interest_from:
        return terms.amount_financed
    return replay(terms, events, period.start - ONE_DAY).principal


def _late(
    terms: LoanTerms, closing: Position, due: Iterable[InstallmentStatus], period: Period
) -> tuple[date | None, Cents]:
    """Return until when the coming installment can be paid without a charge, and the charge."""
    coming = next((each for each in due if each.due_on >= period.stated_on), None)
    if coming is None or closing.bars_late_charges:
        return None, ZERO
    end = grace_ends_on(terms, coming.due_on)
    charge = late_charge(terms.late_charge, coming.amount, coming.remaining, terms.state)
    if charge == ZERO or end >= closing.maturity_on:  # after maturity there is none (R6.5)
        return None, ZERO
    return end, charge


def _paid(applied: Iterable[Allocation], year: int) -> Paid:
    of_year = [each for each in applied if each.effective_on.year == year]
    return Paid(
        year,
        interest=sum(each.interest for each in of_year),
        principal=sum(each.principal for each in of_year),
        fees=sum(each.fees for each in of_year),
    )
