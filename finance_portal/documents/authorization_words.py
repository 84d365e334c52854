"""What a payer signs for autopay: who debits what, when, until when, and how to stop it (R15.1)."""

from dataclasses import dataclass
from datetime import date

from finance_portal.domain.autopay import AmountRule, Frequency, Plan
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.rates import Rate, percent
from finance_portal.language import long_day, name_of_week_day, say, say_number, sentence
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
            return say("The amount due")
        case AmountRule.FIXED:
            return say("{amount} each time", amount=dollars(plan.fixed))
        case AmountRule.DUE_PLUS:
            return say("The amount due and {amount} more", amount=dollars(plan.extra))


def rhythm(plan: Plan) -> str:
    """Return when it is debited, in a few words."""
    match plan.frequency:
        case Frequency.EVERY_TWO_WEEKS:
            return say("Every second {week_day}", week_day=name_of_week_day(plan.starts_on))
        case Frequency.TWICE_A_MONTH:
            return say("Half 15 days before, half {shift}", shift=_shift(plan.days_after_due))
        case Frequency.MONTHLY:
            return say("Each month {shift}", shift=_shift(plan.days_after_due))


def _who(agreed: Agreed) -> str:
    words = sentence(
        "I authorize {lender} to debit my {method} by itself for my contract {contract}."
    )
    if agreed.is_card:
        words = sentence(
            "I authorize {lender} to charge my {method} by itself for my contract {contract}."
        )
    lender = settings.brand.legal_entity
    return say(words, lender=lender, method=agreed.method, contract=agreed.contract)


def _amount(agreed: Agreed) -> str:
    plan = agreed.plan
    match plan.amount:
        case AmountRule.DUE:
            words = say(
                "How much: the amount due on that day, which is the installment, whatever is past"
                " due, and open charges and fees."
            )
        case AmountRule.FIXED:
            words = say("How much: {amount} each time.", amount=dollars(plan.fixed))
        case AmountRule.DUE_PLUS:
            words = say(
                "How much: the amount due on that day, which is the installment, whatever is past"
                " due, and open charges and fees, and {amount} more that goes to principal alone.",
                amount=dollars(plan.extra),
            )
    return f"{words} {_ahead(plan)}"


def _ahead(plan: Plan) -> str:
    if plan.drafts_while_ahead:
        return say("While I am paid ahead, the debits go on.")
    return say("While I am paid ahead and nothing is due, nothing is debited.")


def _when(agreed: Agreed) -> str:
    plan = agreed.plan
    if plan.frequency is Frequency.EVERY_TWO_WEEKS:
        return say(
            "When: every two weeks from {day} on, half of the installment or more where an"
            " installment falls due before the next debit. When banks are closed on that day, the"
            " next banking day counts.",
            day=long_day(plan.starts_on),
        )
    words = sentence(
        "When: each month, {shift}. If the due date is changed, the debits move with it. When banks"
        " are closed on that day, the next banking day counts, but never one after the grace"
        " period."
    )
    if plan.frequency is Frequency.TWICE_A_MONTH:
        words = sentence(
            "When: half of the installment 15 days before, the rest {shift}. If the due date is"
            " changed, the debits move with it. When banks are closed on that day, the next banking"
            " day counts, but never one after the grace period."
        )
    return say(words, shift=_shift(plan.days_after_due))


def _shift(days: int) -> str:
    if days == 0:
        return say("on the due date")
    if days > 0:
        return say_number(
            days, "{number} day after the due date", "{number} days after the due date"
        )
    return say_number(
        -days, "{number} day before the due date", "{number} days before the due date"
    )


def _first(agreed: Agreed) -> str:
    return say(
        "The first debit is {amount} on {day}.",
        amount=dollars(agreed.first_amount),
        day=long_day(agreed.first_on),
    )


def _fee(agreed: Agreed) -> str:
    if not (agreed.is_card and agreed.card_fee):
        return ""
    return say(
        "Each card payment costs {fee} more. From a bank account it is free.",
        fee=dollars(agreed.card_fee),
    )


def _discount(agreed: Agreed) -> str:
    if not agreed.discount_ppm or agreed.is_lease:
        return ""
    return say(
        "While autopay is on, my interest rate is {less} a year lower. It goes back when autopay"
        " ends or is paused without a date.",
        less=percent(Rate.ppm(agreed.discount_ppm)),
    )


def _varying() -> str:
    return say(
        "If a debit would be more than the one before, you write to me at least 10 days before with"
        " its amount and date. If you have not, you take no more than the one before."
    )


def _last(agreed: Agreed) -> str:
    if agreed.has_balloon and not agreed.plan.covers_balloon:
        return say(
            "The balloon at the end is not debited: I pay it myself. Autopay ends before it."
        )
    last = say(
        "The last debit is exactly what then pays off the contract, and autopay ends with it."
    )
    return f"{last} {_balloon()}" if agreed.has_balloon else last


def _balloon() -> str:
    return say("The balloon is part of it.")


def _stop() -> str:
    return say(
        "I can change, skip, pause or cancel on the autopay page or by calling {phone}, through the"
        " day before a debit. My bank stops a debit when I ask it at least 3 business days before."
        " A debit that my bank returns for lack of funds may be tried once more, after you have"
        " told me.",
        phone=settings.brand.support_phone,
    )


def _free() -> str:
    return say("My contract does not depend on autopay, and paying by hand is just as good.")
