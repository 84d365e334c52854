"""Relief within the contract: another due day, or months moved to the end (1.8, 1.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from finance_portal.domain.calendar import add_months
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import DueDateChanged, Event, Extended
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.domain.schedule import ScheduleRow, projected_schedule
from finance_portal.domain.terms import LoanTerms
from finance_portal.language import say

_MONTHS_A_YEAR = 12


class ReliefProblem(StrEnum):
    """Why a change is not granted."""

    CLOSED = "closed"
    DAY_NOT_ALLOWED = "day_not_allowed"
    TOO_FAR = "too_far"
    CHANGED_BEFORE = "changed_before"
    PAST_DUE = "past_due"
    LATE_CHARGE_OPEN = "late_charge_open"
    TOO_FEW_PAYMENTS = "too_few_payments"
    TOO_MANY_MONTHS = "too_many_months"
    TOO_MANY_MONTHS_IN_A_YEAR = "too_many_months_in_a_year"
    TOO_MANY_MONTHS_IN_ALL = "too_many_months_in_all"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    LEASE = "lease"
    RESTRICTED = "restricted"
    NOT_OFFERED = "not_offered"


class ReliefRefused(Exception):
    """The change cannot be granted; the message is fit for the borrower."""

    def __init__(self, problem: ReliefProblem, message: str) -> None:
        super().__init__(message)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDatePolicy:
    """When the lender moves a due date (R8.1)."""

    last_day: int = 28
    most_days_forward: int = 15
    most_changes: int = 1
    payments_needed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionPolicy:
    """When the lender moves installments to the end (R9.3)."""

    payments_needed: int = 6
    most_months_in_a_year: int = 2
    most_months_in_all: int = 6
    first_months_closed: int = 6
    last_months_closed: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDateStanding:
    """What decides on another due day."""

    next_due_on: date
    past_due: Cents
    late_charges: Cents
    payments_made: int
    earlier_changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefPreview:
    """What a change does, shown before consent (R8.2, R9.1, R9.2)."""

    before: tuple[ScheduleRow, ...]
    after: tuple[ScheduleRow, ...]
    next_due_on: date
    maturity_on: date
    next_interest_before: Cents
    next_interest: Cents
    final_payment_before: Cents
    final_payment: Cents
    total_interest_added: Cents
    payments_to_interest_only: int

    @property
    def next_interest_added(self) -> Cents:
        """Return the extra interest in the next payment."""
        return self.next_interest - self.next_interest_before


def moved_due_date(next_due_on: date, due_day: int) -> date:
    """Return the next due date on another day of the month: the first such day after it."""
    months = 0 if due_day > next_due_on.day else 1
    return add_months(next_due_on, months, due_day)


def check_due_date_change(
    standing: DueDateStanding, due_day: int, policy: DueDatePolicy | None = None
) -> None:
    """Raise ReliefRefused, with a reason of its own each, if the due day may not change (R8.1)."""
    policy = policy or DueDatePolicy()
    if not 1 <= due_day <= policy.last_day:
        raise ReliefRefused(
            ReliefProblem.DAY_NOT_ALLOWED,
            say("Choose a day from the 1st to the {last_day}th.", last_day=policy.last_day),
        )
    forward = (moved_due_date(standing.next_due_on, due_day) - standing.next_due_on).days
    if forward > policy.most_days_forward:
        raise ReliefRefused(
            ReliefProblem.TOO_FAR,
            say(
                "Your due date can move at most {most_days_forward} days later.",
                most_days_forward=policy.most_days_forward,
            ),
        )
    if standing.earlier_changes >= policy.most_changes:
        raise ReliefRefused(
            ReliefProblem.CHANGED_BEFORE,
            say("Your due date was changed before and cannot change again."),
        )
    if standing.past_due:
        raise ReliefRefused(ReliefProblem.PAST_DUE, say("Please pay what is past due first."))
    if standing.late_charges:
        raise ReliefRefused(
            ReliefProblem.LATE_CHARGE_OPEN, say("Please pay the late charge first.")
        )
    if standing.payments_made < policy.payments_needed:
        raise ReliefRefused(
            ReliefProblem.TOO_FEW_PAYMENTS, say("Please make your first payment first.")
        )


def change_due_date(
    position: Position, due_day: int, *, earlier_changes: int, sequence: int
) -> DueDateChanged:
    """Return the event that moves all open installments to another day. Raises ReliefRefused."""
    upcoming = position.next_installment
    if upcoming is None:
        raise ReliefRefused(ReliefProblem.CLOSED, say("This contract is already paid off."))
    standing = DueDateStanding(
        next_due_on=upcoming.due_on,
        past_due=position.past_due,
        late_charges=position.late_charges,
        payments_made=upcoming.number - 1,
        earlier_changes=earlier_changes,
    )
    check_due_date_change(standing, due_day)
    return DueDateChanged(
        effective_on=position.on,
        sequence=sequence,
        first_installment=upcoming.number,
        due_day=due_day,
        shift_months=0 if due_day > upcoming.due_on.day else 1,
    )


def extend(
    position: Position,
    months: int,
    *,
    earlier: Sequence[Extended],
    sequence: int,
    policy: ExtensionPolicy | None = None,
) -> Extended:
    """Return the event that moves the next installments to the end. Raises ReliefRefused (R9.3)."""
    policy = policy or ExtensionPolicy()
    upcoming = position.next_installment
    if upcoming is None:
        raise ReliefRefused(ReliefProblem.CLOSED, say("This contract is already paid off."))
    _check_history(position, upcoming.number - 1, policy)
    _check_months(position, months, earlier, policy)
    return Extended(
        effective_on=position.on,
        sequence=sequence,
        first_installment=upcoming.number,
        months=months,
    )


def preview_relief(
    terms: LoanTerms, events: Iterable[Event], change: DueDateChanged | Extended
) -> ReliefPreview:
    """Compare what to expect without and with a change, from its effective date on."""
    known = list(events)
    day = change.effective_on
    without = projected_schedule(terms, known, day)
    with_change = projected_schedule(terms, [*known, change], day)
    return ReliefPreview(
        before=tuple(without),
        after=tuple(with_change),
        next_due_on=with_change[0].due_on,
        maturity_on=replay(terms, [*known, change], day).maturity_on,
        next_interest_before=without[0].interest,
        next_interest=with_change[0].interest,
        final_payment_before=without[-1].payment,
        final_payment=with_change[-1].payment,
        total_interest_added=_interest(with_change) - _interest(without),
        payments_to_interest_only=sum(row.principal == 0 for row in with_change),
    )


def _check_history(position: Position, payments_made: int, policy: ExtensionPolicy) -> None:
    if payments_made < policy.payments_needed:
        raise ReliefRefused(
            ReliefProblem.TOO_FEW_PAYMENTS,
            say(
                "An extension needs {payments_needed} payments made first.",
                payments_needed=policy.payments_needed,
            ),
        )
    start, day = position.terms.interest_from, position.on
    if day < add_months(start, policy.first_months_closed, start.day):
        raise ReliefRefused(
            ReliefProblem.TOO_EARLY,
            say(
                "An extension is possible after the first {first_months_closed} months.",
                first_months_closed=policy.first_months_closed,
            ),
        )
    end = position.maturity_on
    if day > add_months(end, -policy.last_months_closed, end.day):
        raise ReliefRefused(
            ReliefProblem.TOO_LATE,
            say(
                "An extension is not possible in the last {last_months_closed} months.",
                last_months_closed=policy.last_months_closed,
            ),
        )


def _check_months(
    position: Position, months: int, earlier: Sequence[Extended], policy: ExtensionPolicy
) -> None:
    if not 1 <= months <= policy.most_months_in_a_year:
        raise ReliefRefused(
            ReliefProblem.TOO_MANY_MONTHS,
            say(
                "Choose 1 to {most_months_in_a_year} months.",
                most_months_in_a_year=policy.most_months_in_a_year,
            ),
        )
    year_ago = add_months(position.on, -_MONTHS_A_YEAR, position.on.day)
    recent = sum(each.months for each in earlier if each.effective_on > year_ago)
    if recent + months > policy.most_months_in_a_year:
        raise ReliefRefused(
            ReliefProblem.TOO_MANY_MONTHS_IN_A_YEAR,
            say(
                "Within 12 months, at most {most_months_in_a_year} can be extended.",
                most_months_in_a_year=policy.most_months_in_a_year,
            ),
        )
    if sum(each.months for each in earlier) + months > policy.most_months_in_all:
        raise ReliefRefused(
            ReliefProblem.TOO_MANY_MONTHS_IN_ALL,
            say(
                "In all, at most {most_months_in_all} months can be extended.",
                most_months_in_all=policy.most_months_in_all,
            ),
        )


def _interest(rows: Iterable[ScheduleRow]) -> Cents:
    return sum(row.interest for row in rows)
