"""What autopay debits on a day: never more than closes the contract, nothing that is not due."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from finance_portal.domain.autopay.days import covered, first_half_on
from finance_portal.domain.autopay.plan import AmountRule, Frequency, Plan, half_of
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.deadlines import drawable_amount
from finance_portal.domain.events import Intent
from finance_portal.domain.installments import InstallmentStatus
from finance_portal.domain.position import Position

LEAST: Cents = 50
"""The processor moves no less (payments.md 4)."""


class Draft(NamedTuple):
    """What to debit, in cents, and how much of it goes to principal alone."""

    amount: Cents
    principal_only: Cents = ZERO

    @property
    def intent(self) -> Intent:
        """Return how the payment is applied (R3.3)."""
        return Intent.SPLIT if self.principal_only else Intent.REGULAR


NOTHING = Draft(ZERO)


def amount_on(plan: Plan, position: Position, on: date) -> Cents:
    """Return what is to be debited on a day; see `draft_on`."""
    return draft_on(plan, position, on).amount


def draft_on(plan: Plan, position: Position, on: date) -> Draft:
    """Return what is to be debited on a day of `debit_days`, from the position of that day.

    Never above what closes the contract. Nothing when it is closed, or nothing is due and the
    borrower does not keep paying while ahead (R4.3).
    """
    payoff = ZERO if position.is_closed else position.payoff_on(on)
    base = _base(plan, position, on, payoff)
    if base <= ZERO:
        return NOTHING
    extra = plan.extra if plan.amount is AmountRule.DUE_PLUS else ZERO
    amount = min(base + extra, payoff)
    if amount < LEAST:
        return NOTHING
    return Draft(
        amount, ZERO if amount == payoff else min(extra, amount - base, position.principal)
    )


def permitted(
    wanted: Draft,
    *,
    previous: Cents,
    debit_on: date,
    announced: Cents | None = None,
    announced_on: date | None = None,
) -> Draft:
    """Return what may be debited: more than before only as announced, ten days ahead (R15.2).

    `previous` is the debit before or, for the first, what was agreed to.
    """
    told = max(previous, min(wanted.amount, announced or ZERO))
    following = wanted.amount if wanted.amount <= previous else told
    amount = drawable_amount(previous, following, transfer_on=debit_on, notice_sent_on=announced_on)
    return Draft(amount, max(ZERO, wanted.principal_only - (wanted.amount - amount)))


def _base(plan: Plan, position: Position, on: date, payoff: Cents) -> Cents:
    """Return what is debited before anything extra."""
    if payoff <= ZERO:
        return ZERO
    to_pay = covered(plan, position, on)
    due = _due_by(plan, position, to_pay)
    if due and _covers_last(plan, position, to_pay):
        return payoff
    share = _share(plan, position, on, to_pay)
    if not due and not share:
        return ZERO
    if plan.amount is AmountRule.FIXED:
        return plan.fixed
    return max(due, share) - position.unapplied + position.fees  # what is held pays its part


def _due_by(plan: Plan, position: Position, to_pay: int) -> Cents:
    """Return what is open of the first installments: those that this debit is to pay."""
    first = takewhile(lambda each: each.number <= to_pay, still_open(plan, position))
    return sum(each.remaining for each in first)


def _share(plan: Plan, position: Position, on: date, to_pay: int) -> Cents:
    """Return the part of an installment that is paid before it is due, and while paid ahead."""
    upcoming = _upcoming(plan, position, on, to_pay)
    is_ahead = upcoming is None or upcoming.is_satisfied
    if is_ahead and not plan.drafts_while_ahead:
        return ZERO
    following = next(still_open(plan, position), None)
    if following is None:
        return ZERO
    amount = _regular(position, following)
    match plan.frequency:
        case Frequency.MONTHLY:
            return amount if is_ahead else ZERO
        case Frequency.TWICE_A_MONTH:
            return half_of(amount) if is_ahead else _first_half(plan, position, on, to_pay)
        case Frequency.EVERY_TWO_WEEKS:
            return half_of(amount)


def _regular(position: Position, following: InstallmentStatus) -> Cents:
    """Return what an installment usually is: the next may be down to the little that is left."""
    before = position.installments[max(0, following.number - 2)]
    return following.amount if following.is_balloon else max(following.amount, before.amount)


def _first_half(plan: Plan, position: Position, on: date, to_pay: int) -> Cents:
    """Return what is open by a day of all that is due, and of the half that is not due yet."""
    started = [
        each
        for each in still_open(plan, position)
        if each.number > to_pay and first_half_on(plan, each.due_on) <= on
    ]
    halves = sum(max(ZERO, half_of(each.amount) - each.paid) for each in started)
    return halves + _due_by(plan, position, to_pay) if halves else ZERO


def still_open(plan: Plan, position: Position) -> Iterator[InstallmentStatus]:
    """Yield the open installments that autopay may pay: a balloon only if it was told to."""
    return (
        each for each in position.open_installments if plan.covers_balloon or not each.is_balloon
    )


def _covers_last(plan: Plan, position: Position, to_pay: int) -> bool:
    last = position.installments[-1]
    if last.is_balloon and not plan.covers_balloon:
        return False
    return to_pay == last.number


def _upcoming(plan: Plan, position: Position, on: date, to_pay: int) -> InstallmentStatus | None:
    """Return the installment whose turn it is: the last one covered or, before the first, it."""
    if plan.frequency is Frequency.MONTHLY:
        return position.installments[to_pay - 1] if to_pay else None
    return next((each for each in position.installments if each.due_on >= on), None)
