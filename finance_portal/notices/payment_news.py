"""What borrowers are told when a payment comes back, is asked back, stands again or is refunded."""

from collections.abc import Mapping
from datetime import date

from finance_portal.domain.ach import code_of
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings

LONGEST_SENDER = 30

REASONS: Mapping[str, str] = {
    "R01": "there was not enough money in the account",
    "R02": "the account is closed",
    "R03": "the bank could not find the account",
    "R04": "the account number is not valid",
    "R05": "the account is not one that may be debited like this",
    "R07": "the permission to debit this account was withdrawn at the bank",
    "R08": "a stop was placed on this payment at the bank",
    "R09": "the money in the account was not available yet",
    "R10": "the bank was told that this debit was not authorized",
    "R11": "the bank was told that this debit was not as authorized",
    "R16": "the account is frozen",
    "R20": "this kind of account cannot be debited",
    "R24": "the bank took it for a duplicate",
    "R29": "the owner of the account does not allow such debits",
    "R31": "the bank sent it back with our consent",
    "bank_account_unusable": "the bank does not allow debits from this account",
    "expired_card": "the card has expired",
    "authentication_required": "the bank wants you to confirm payments with this card yourself",
    "invalid_currency": "the account is kept in another currency",
    "charge_exceeds_source_limit": "it is more than can be debited from this account in a week",
}
"""Why a payment came back, to end a sentence; never whose fault it is (R16.6)."""

UNKNOWN = "the bank did not say why in words that we can pass on"


def reason_in_words(code: str | None, *, is_card: bool = False) -> str:
    """Return why a payment came back, by the bank's code or the processor's."""
    return REASONS.get(code_of(code) or "", "the card was declined" if is_card else UNKNOWN)


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
        "Your payment was returned",
        tuple(
            paragraph
            for paragraph in (
                f"Your payment of {dollars(amount)} was returned: {reason}. It no longer counts.",
                f"Your contract has a fee for this: {dollars(fee)}, charged once." if fee else "",
                _next_step(amount, retry_on, is_blocked=is_blocked),
                (
                    f"If something stands in the way of paying, call {brand.support_phone},"
                    f" {brand.support_hours}. We look for a way with you."
                ),
            )
            if paragraph
        ),
        text=_text(
            f"Your payment of {dollars(amount)} was returned."
            + (f" We will try again on {_short(retry_on)}." if retry_on else "")
            + f" Questions: {brand.support_phone}"
        ),
        link=_pages("See your payments"),
    )


def payment_disputed(*, amount: Cents) -> Wording:
    """Tell that a settled payment was asked back through the bank, and what that means."""
    phone = settings.brand.support_phone
    return Wording(
        "Your payment was taken back",
        (
            (
                f"Your bank has taken back your payment of {dollars(amount)}, because it was"
                " disputed there. It no longer counts toward your contract."
            ),
            (
                "We do not debit that account again until you authorize it anew. Autopay from it is"
                " off. You can pay in another way at any time."
            ),
            f"If you did not ask your bank for this, call us at {phone}.",
        ),
        text=_text(f"Your bank took back your payment of {dollars(amount)}. Questions: {phone}"),
        link=_pages("See your payments"),
    )


def payment_reinstated(*, amount: Cents) -> Wording:
    """Tell that a payment that had been taken back counts again."""
    return Wording(
        "Your payment counts again",
        (
            (
                f"Your payment of {dollars(amount)} was given back to us by the bank. It counts"
                " from its own day, as if it had never been returned; nothing more is to do."
            ),
        ),
        text=_text(f"Your payment of {dollars(amount)} counts again. Nothing more is to do."),
        link=_pages("See your payments"),
    )


def refund_sent(*, amount: Cents) -> Wording:
    """Tell that money is on its way back, to where it came from."""
    return Wording(
        "A refund is on its way to you",
        (
            (
                f"You paid {dollars(amount)} more than was owed. We have sent it back to the"
                " account or the card that it came from. Banks need up to 10 days to show it."
            ),
        ),
        text=_text(f"We have sent {dollars(amount)} back to you. Banks need up to 10 days."),
        link=_pages("See your payments"),
    )


def refund_failed(*, amount: Cents) -> Wording:
    """Tell that a refund did not arrive, and that the money is not lost."""
    phone = settings.brand.support_phone
    return Wording(
        "Your refund did not arrive",
        (
            (
                f"Your bank did not take our refund of {dollars(amount)}. It is kept for you on"
                f" your contract. Call {phone} and tell us how to send it."
            ),
        ),
        text=_text(f"Your refund of {dollars(amount)} did not arrive. Please call {phone}"),
        link=_pages("See your payments"),
    )


def _next_step(amount: Cents, retry_on: date | None, *, is_blocked: bool) -> str:
    if retry_on:
        return (
            f"We will try the same debit of {dollars(amount)} once more on {_long(retry_on)}. You"
            " can stop that, or pay in another way before; then it is not tried again."
        )
    account = " We do not debit this account any more." if is_blocked else ""
    return f"We do not try it again by ourselves.{account} Please pay in another way."


def _pages(words: str) -> Link:
    return Link(words=words, url=f"{settings.public_origin}/history")


def _long(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def _short(day: date | None) -> str:
    return f"{day:%b} {day.day}" if day else ""


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, LONGEST_SENDER)}: {words}")
