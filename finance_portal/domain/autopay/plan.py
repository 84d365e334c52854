"""What a borrower has chosen for autopay, and what cannot be chosen (R15.1)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.delinquency import grace_ends_on
from finance_portal.domain.position import Position
from finance_portal.language import say

EARLIEST_BEFORE_DUE = 10
LATEST_AFTER_DUE = 10


class AmountRule(StrEnum):
    """What a debit amounts to."""

    DUE = "due"  # whatever is due: past due and fees included, the true final amount at the end
    FIXED = "fixed"
    DUE_PLUS = "due_plus"  # with more for principal alone


class Frequency(StrEnum):
    """How often it is debited."""

    MONTHLY = "monthly"
    TWICE_A_MONTH = "twice_a_month"  # half of the installment 15 days before, the rest with it
    EVERY_TWO_WEEKS = "every_two_weeks"  # half of the installment, 26 times a year


class PlanRefused(Exception):
    """Autopay cannot be set up like that; the message is fit for the borrower."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a borrower has chosen. Amounts are cents.

    `days_after_due` is negative for days before the due date, and does nothing every two weeks.
    """

    amount: AmountRule = AmountRule.DUE
    fixed: Cents = ZERO
    extra: Cents = ZERO
    frequency: Frequency = Frequency.MONTHLY
    days_after_due: int = 0
    starts_on: date  # no debit before; every two weeks count from it
    drafts_while_ahead: bool = False  # R4.3: it waits until something is due again
    covers_balloon: bool = False  # only when the borrower said so (R13.2)
    resumes_on: date | None = None  # it is paused until then


def check_plan(plan: Plan, position: Position, *, today: date) -> None:
    """Raise PlanRefused for a plan that makes no sense, or would cause late charges by itself."""
    if plan.starts_on <= today:
        raise PlanRefused("starts_on", say("Choose a start from tomorrow on."))
    grace = longest_after_due(position)
    if not -EARLIEST_BEFORE_DUE <= plan.days_after_due <= grace:
        message = say(
            "Choose a day from {earliest_before_due} days before to {grace} days after.",
            earliest_before_due=EARLIEST_BEFORE_DUE,
            grace=grace,
        )
        raise PlanRefused("days_after_due", message)
    if plan.amount is AmountRule.FIXED and plan.fixed < least_fixed(plan, position):
        raise PlanRefused("fixed", say("That is less than falls due. Choose a larger amount."))
    if plan.amount is AmountRule.DUE_PLUS and plan.extra <= ZERO:
        raise PlanRefused("extra", say("Enter how much more goes to principal each time."))


def longest_after_due(position: Position) -> int:
    """Return how many days after a due date are still in time: the grace, ten days at most."""
    following = position.next_installment
    if following is None:
        return 0
    return min(
        10, max(0, (grace_ends_on(position.terms, following.due_on) - following.due_on).days)
    )


def least_fixed(plan: Plan, position: Position) -> Cents:
    """Return the smallest fixed amount that keeps up with the installments."""
    following = position.next_installment
    amount = min(position.terms.installment, following.amount) if following else ZERO
    return amount if plan.frequency is Frequency.MONTHLY else half_of(amount)


def half_of(amount: Cents) -> Cents:
    """Return half of an amount, the odd cent with it."""
    return (amount + 1) // 2
