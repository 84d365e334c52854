"""What a payer signs for autopay: who debits what, when, until when, and how to stop it (R15.1)."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from finance_portal.domain.autopay import AmountRule, Frequency, Plan
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.rates import Rate, percent
from finance_portal.settings import settings

VERSION = "autopay-1"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What the words depend on. Amounts are cents."""

    plan: Plan
    method: str
    is_card: bool
    card_fee: Cents
    contract: str
    is_lease: bool
    has_balloon: bool
    first_on: date
    first_amount: Cents
    discount_ppm: int


def words_of(agreed: Agreed) -> tuple[str, ...]:
    """Return the authorization, paragraph by paragraph."""
    return tuple(
        words
        for words in (
            _who(agreed),
            _amount(agreed),
            _when(agreed),
            _first(agreed),
            _fee(agreed),
            _discount(agreed),
            _varying(),
            _last(agreed),
            _stop(),
            _free(),
        )
        if words
    )


def in_words(plan: Plan) -> str:
    """Return how much is debited, in a few words."""
    match plan.amount:
        case AmountRule.DUE:
            return "The amount due"
        case AmountRule.FIXED:
            return f"{dollars(plan.fixed)} each time"
        case AmountRule.DUE_PLUS:
            return f"The amount due and {dollars(plan.extra)} more"


def rhythm(plan: Plan) -> str:
    """Return when it is debited, in a few words."""
    match plan.frequency:
        case Frequency.EVERY_TWO_WEEKS:
            return f"Every second {format_date(plan.starts_on, 'EEEE', locale='en_US')}"
        case Frequency.TWICE_A_MONTH:
            return f"Half 15 days before, half {_shift(plan.days_after_due)}"
        case Frequency.MONTHLY:
            return f"Each month {_shift(plan.days_after_due)}"


def _who(agreed: Agreed) -> str:
    verb = "charge" if agreed.is_card else "debit"
    return (
        f"I authorize {settings.brand.legal_entity} to {verb} my {agreed.method} by itself for my"
        f" contract {agreed.contract}."
    )


def _amount(agreed: Agreed) -> str:
    plan = agreed.plan
    due = "the installment, whatever is past due, and open charges and fees"
    match plan.amount:
        case AmountRule.DUE:
            words = f"How much: the amount due on that day, which is {due}."
        case AmountRule.FIXED:
            words = f"How much: {dollars(plan.fixed)} each time."
        case AmountRule.DUE_PLUS:
            words = (
                f"How much: the amount due on that day, which is {due}, and"
                f" {dollars(plan.extra)} more that goes to principal alone."
            )
    return f"{words} {_ahead(plan)}"


def _ahead(plan: Plan) -> str:
    if plan.drafts_while_ahead:
        return "While I am paid ahead, the debits go on."
    return "While I am paid ahead and nothing is due, nothing is debited."


def _when(agreed: Agreed) -> str:
    plan = agreed.plan
    closed = (
        "When banks are closed on that day, the next banking day counts, but never one after the"
        " grace period."
    )
    match plan.frequency:
        case Frequency.EVERY_TWO_WEEKS:
            day = f"every two weeks from {_date(plan.starts_on)} on, half of the installment or"
            return (
                f"When: {day} more where an installment falls due before the next debit. When banks"
                " are closed on that day, the next banking day counts."
            )
        case Frequency.TWICE_A_MONTH:
            day = f"half of the installment 15 days before, the rest {_shift(plan.days_after_due)}"
        case Frequency.MONTHLY:
            day = f"each month, {_shift(plan.days_after_due)}"
    return f"When: {day}. If the due date is changed, the debits move with it. {closed}"


def _shift(days: int) -> str:
    if days == 0:
        return "on the due date"
    side = "after" if days > 0 else "before"
    return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {side} the due date"


def _first(agreed: Agreed) -> str:
    return f"The first debit is {dollars(agreed.first_amount)} on {_date(agreed.first_on)}."


def _fee(agreed: Agreed) -> str:
    if not (agreed.is_card and agreed.card_fee):
        return ""
    fee = dollars(agreed.card_fee)
    return f"Each card payment costs {fee} more. From a bank account it is free."


def _discount(agreed: Agreed) -> str:
    if not agreed.discount_ppm or agreed.is_lease:
        return ""
    less = percent(Rate.ppm(agreed.discount_ppm))
    return (
        f"While autopay is on, my interest rate is {less} a year lower. It goes back when autopay"
        " ends or is paused without a date."
    )


def _varying() -> str:
    return (
        "If a debit would be more than the one before, you write to me at least 10 days before with"
        " its amount and date. If you have not, you take no more than the one before."
    )


def _last(agreed: Agreed) -> str:
    if agreed.has_balloon and not agreed.plan.covers_balloon:
        return "The balloon at the end is not debited: I pay it myself. Autopay ends before it."
    balloon = " The balloon is part of it." if agreed.has_balloon else ""
    return (
        "The last debit is exactly what then pays off the contract, and autopay ends with it."
        f"{balloon}"
    )


def _stop() -> str:
    brand = settings.brand
    return (
        "I can change, skip, pause or cancel on the autopay page or by calling"
        f" {brand.support_phone}, through the day before a debit. My bank stops a debit when I ask"
        " it at least 3 business days before. A debit that my bank returns for lack of funds may be"
        " tried once more, after you have told me."
    )


def _free() -> str:
    return "My contract does not depend on autopay, and paying by hand is just as good."


def _date(day: date) -> str:
    return format_date(day, "MMMM d, y", locale="en_US")
