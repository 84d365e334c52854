"""What borrowers are told when a payment comes back, is asked back, stands again or is refunded."""

from collections.abc import Mapping
from datetime import date

from finance_portal.domain.ach import code_of
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.language import (
    long_day,
    name_of_week_day,
    say,
    sentence,
    short_day_of_year,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    notice,
    together,
)
from finance_portal.settings import settings

REASONS: Mapping[str, str] = {
    "R01": sentence("there was not enough money in the account"),
    "R02": sentence("the account is closed"),
    "R03": sentence("the bank could not find the account"),
    "R04": sentence("the account number is not valid"),
    "R05": sentence("the account is not one that may be debited like this"),
    "R07": sentence("the permission to debit this account was withdrawn at the bank"),
    "R08": sentence("a stop was placed on this payment at the bank"),
    "R09": sentence("the money in the account was not available yet"),
    "R10": sentence("the bank was told that this debit was not authorized"),
    "R11": sentence("the bank was told that this debit was not as authorized"),
    "R16": sentence("the account is frozen"),
    "R20": sentence("this kind of account cannot be debited"),
    "R24": sentence("the bank took it for a duplicate"),
    "R29": sentence("the owner of the account does not allow such debits"),
    "R31": sentence("the bank sent it back with our consent"),
    "bank_account_unusable": sentence("the bank does not allow debits from this account"),
    "expired_card": sentence("the card has expired"),
    "authentication_required": sentence(
        "the bank wants you to confirm payments with this card yourself"
    ),
    "invalid_currency": sentence("the account is kept in another currency"),
    "charge_exceeds_source_limit": sentence(
        "it is more than can be debited from this account in a week"
    ),
}
"""Why a payment came back, to end a sentence of `say`; never whose fault it is (R16.6)."""

UNKNOWN = sentence("the bank did not say why in words that we can pass on")


def reason_in_words(code: str | None, *, is_card: bool = False) -> str:
    """Return why a payment came back, by the bank's code or the processor's: a sentence to say."""
    return REASONS.get(
        code_of(code) or "", sentence("the card was declined") if is_card else UNKNOWN
    )


@notice
def payment_returned(
    *,
    amount: Cents,
    reason: str,
    fee: Cents = ZERO,
    retry_on: date | None = None,
    is_blocked: bool = False,
) -> Wording:
    """Tell that a payment did not go through or came back: why, what it costs, what comes next."""
    brand = settings.brand
    return Wording(
        say("Your payment was returned"),
        tuple(
            paragraph
            for paragraph in (
                say(
                    "Your payment of {amount} was returned: {reason}. It no longer counts.",
                    amount=dollars(amount),
                    reason=say(reason),
                ),
                say("Your contract has a fee for this: {fee}, charged once.", fee=dollars(fee))
                if fee
                else "",
                _next_step(amount, retry_on, is_blocked=is_blocked),
                say(
                    "If something stands in the way of paying, call {phone}, {hours}. We "
                    "look for a way with you.",
                    phone=brand.support_phone,
                    hours=say(brand.support_hours),
                ),
            )
            if paragraph
        ),
        text=from_us(
            together(
                say("Your payment of {amount} was returned.", amount=dollars(amount)),
                say("We will try again on {day}.", day=_short(retry_on)) if retry_on else "",
                say("Questions: {phone}", phone=brand.support_phone),
            )
        ),
        link=_payments(),
    )


@notice
def payment_disputed(*, amount: Cents) -> Wording:
    """Tell that a settled payment was asked back through the bank, and what that means."""
    phone = settings.brand.support_phone
    return Wording(
        say("Your payment was taken back"),
        (
            say(
                "Your bank has taken back your payment of {amount}, because it was "
                "disputed there. It no longer counts toward your contract.",
                amount=dollars(amount),
            ),
            say(
                "We do not debit that account again until you authorize it anew. Autopay "
                "from it is off. You can pay in another way at any time."
            ),
            say("If you did not ask your bank for this, call us at {phone}.", phone=phone),
        ),
        text=from_us(
            say(
                "Your bank took back your payment of {amount}. Questions: {phone}",
                amount=dollars(amount),
                phone=phone,
            )
        ),
        link=_payments(),
    )


@notice
def payment_reinstated(*, amount: Cents) -> Wording:
    """Tell that a payment that had been taken back counts again."""
    return Wording(
        say("Your payment counts again"),
        (
            say(
                "Your payment of {amount} was given back to us by the bank. It counts "
                "from its own day, as if it had never been returned; nothing more is to "
                "do.",
                amount=dollars(amount),
            ),
        ),
        text=from_us(
            say(
                "Your payment of {amount} counts again. Nothing more is to do.",
                amount=dollars(amount),
            )
        ),
        link=_payments(),
    )


@notice
def refund_sent(*, amount: Cents) -> Wording:
    """Tell that money is on its way back, to where it came from."""
    return Wording(
        say("A refund is on its way to you"),
        (
            say(
                "You paid {amount} more than was owed. We have sent it back to the "
                "account or the card that it came from. Banks need up to 10 days to show "
                "it.",
                amount=dollars(amount),
            ),
        ),
        text=from_us(
            say(
                "We have sent {amount} back to you. Banks need up to 10 days.",
                amount=dollars(amount),
            )
        ),
        link=_payments(),
    )


@notice
def refund_failed(*, amount: Cents) -> Wording:
    """Tell that a refund did not arrive, and that the money is not lost."""
    phone = settings.brand.support_phone
    return Wording(
        say("Your refund did not arrive"),
        (
            say(
                "Your bank did not take our refund of {amount}. It is kept for you on "
                "your contract. Call {phone} and tell us how to send it.",
                amount=dollars(amount),
                phone=phone,
            ),
        ),
        text=from_us(
            say(
                "Your refund of {amount} did not arrive. Please call {phone}",
                amount=dollars(amount),
                phone=phone,
            )
        ),
        link=_payments(),
    )


def _next_step(amount: Cents, retry_on: date | None, *, is_blocked: bool) -> str:
    if retry_on:
        return say(
            "We will try the same debit of {amount} once more on {day}. You can stop "
            "that, or pay in another way before; then it is not tried again.",
            amount=dollars(amount),
            day=_long(retry_on),
        )
    return together(
        say("We do not try it again by ourselves."),
        say("We do not debit this account any more.") if is_blocked else "",
        say("Please pay in another way."),
    )


def _payments() -> Link:
    return Link(words=sentence("See your payments"), url=f"{settings.public_origin}/history")


def _long(day: date) -> str:
    return f"{name_of_week_day(day)}, {long_day(day)}"


def _short(day: date) -> str:
    return short_day_of_year(day)
