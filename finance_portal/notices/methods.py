"""What borrowers are told about the accounts and cards that they pay with, one function each.

The label is the bank's or the card's own, with the last four digits; nothing that anybody typed.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.language import (
    long_day,
    say,
    sentence,
)
from finance_portal.notices.places import way_back
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    notice,
    together,
)
from finance_portal.settings import settings

BRAND = settings.brand
METHODS = Link(words=sentence("Accounts and cards"), url=f"{settings.public_origin}/methods")


@notice
def method_added(label: str, *, at: datetime, not_me: str = "") -> Wording:
    """Tell that an account or a card can now be paid with."""
    return _told(
        say("A way to pay was added"),
        say("{label} was added to the ways you pay on {day}.", label=label, day=_day(at)),
        not_me,
        text=say("A bank account or card was added to the ways you pay."),
    )


@notice
def method_removed(label: str, *, at: datetime, not_me: str = "") -> Wording:
    """Tell that an account or a card was removed."""
    return _told(
        say("A way to pay was removed"),
        say("{label} was removed from the ways you pay on {day}.", label=label, day=_day(at)),
        not_me,
        more=say("Payments that were on their way are not affected."),
        text=say("A bank account or card was removed from the ways you pay."),
    )


@notice
def method_ended(label: str, *, at: datetime, not_me: str = "") -> Wording:
    """Tell that the permission to debit an account has ended at the bank."""
    del not_me  # the bank did it: there is nothing to object to here
    return Wording(
        say("We can no longer debit your account"),
        (
            say(
                "On {day} your permission to debit {label} ended, and we take nothing from it.",
                day=_day(at),
                label=label,
            ),
            say(
                "To pay from it again, please add it once more. Any other account or card "
                "will do too."
            ),
        ),
        text=from_us(say("We can no longer debit one of your accounts. Sign in to see which one.")),
        link=METHODS,
    )


@notice
def guest_payment_made(amount: str, ref: str, *, sent_on: datetime) -> Wording:
    """Send whoever paid as a guest what proves it; it tells nothing about the contract."""
    return Wording(
        say("We received your payment of {amount}", amount=amount),
        (
            say(
                "On {day} you made a payment of {amount} as a guest. Your confirmation "
                "number is {ref}.",
                day=_day(sent_on),
                amount=amount,
                ref=ref,
            ),
            say(
                "A payment by card is complete at once. One from a bank account takes up "
                "to four business days, and the bank can still return it."
            ),
            say("If it was not you who paid, call us at {phone}.", phone=BRAND.support_phone),
        ),
    )


def _told(subject: str, what: str, not_me: str, *, text: str, more: str = "") -> Wording:
    phone = BRAND.support_phone
    return Wording(
        subject,
        tuple(paragraph for paragraph in (what, more, way_back(not_me)) if paragraph),
        text=from_us(together(text, say("Not you? Call {phone}.", phone=phone))),
        link=Link(words=sentence("This wasn't me"), url=not_me) if not_me else METHODS,
    )


def _day(at: datetime) -> str:
    here = at.astimezone(ZoneInfo(settings.time_zone))
    return long_day(here)
