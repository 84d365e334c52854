"""What borrowers are told about the accounts and cards that they pay with, one function each.

The label is the bank's or the card's own, with the last four digits; nothing that anybody typed.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.notices.security import LONGEST_SENDER
from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings

BRAND = settings.brand
METHODS = Link(words="Accounts and cards", url=f"{settings.public_origin}/methods")


def method_added(label: str, *, at: datetime, not_me: str = "") -> Wording:
    """Tell that an account or a card can now be paid with."""
    return _told(
        "A way to pay was added",
        f"{label} was added to the ways you pay",
        at,
        not_me,
        text="A bank account or card was added to the ways you pay.",
    )


def method_removed(label: str, *, at: datetime, not_me: str = "") -> Wording:
    """Tell that an account or a card was removed."""
    return _told(
        "A way to pay was removed",
        f"{label} was removed from the ways you pay",
        at,
        not_me,
        more="Payments that were on their way are not affected.",
        text="A bank account or card was removed from the ways you pay.",
    )


def method_ended(label: str, *, at: datetime, not_me: str = "") -> Wording:
    """Tell that the permission to debit an account has ended at the bank."""
    del not_me  # the bank did it: there is nothing to object to here
    return Wording(
        "We can no longer debit your account",
        (
            f"On {_day(at)} your permission to debit {label} ended, and we take nothing from it.",
            "To pay from it again, please add it once more. Any other account or card will do too.",
        ),
        text=_text("We can no longer debit one of your accounts. Sign in to see which one."),
        link=METHODS,
    )


def guest_payment_made(amount: str, ref: str, *, sent_on: datetime) -> Wording:
    """Send whoever paid as a guest what proves it; it tells nothing about the contract."""
    return Wording(
        f"We received your payment of {amount}",
        (
            (
                f"On {_day(sent_on)} you made a payment of {amount} as a guest. Your confirmation "
                f"number is {ref}."
            ),
            (
                "A payment by card is complete at once. One from a bank account takes up to four "
                "business days, and the bank can still return it."
            ),
            f"If it was not you who paid, call us at {BRAND.support_phone}.",
        ),
    )


def _told(
    subject: str, what: str, at: datetime, not_me: str, *, text: str, more: str = ""
) -> Wording:
    way_back = "follow the link below" if not_me else f"call us at once at {BRAND.support_phone}"
    said = (
        f"{what} on {_day(at)}.",
        more,
        f"If this was you, all is well. If it was not, {way_back}.",
    )
    return Wording(
        subject,
        tuple(paragraph for paragraph in said if paragraph),
        text=_text(f"{text} Not you? Call {BRAND.support_phone}."),
        link=Link(words="This wasn't me", url=not_me) if not_me else METHODS,
    )


def _day(at: datetime) -> str:
    here = at.astimezone(ZoneInfo(settings.time_zone))
    return f"{here:%B} {here.day}, {here.year}"


def _text(words: str) -> str:
    return for_text(f"{for_text(BRAND.name, LONGEST_SENDER)}: {words}")
