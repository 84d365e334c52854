"""What payers are told about a payment that goes its way: received, planned, canceled."""

from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import (
    long_day,
    say,
    sentence,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    notice,
)
from finance_portal.settings import settings

NOT_YOU = sentence(
    "If this was not you, report it in your history: it is stopped at once. Or call us at {phone}."
)
PAYMENTS = Link(
    words=sentence("See your payments"), url=f"{settings.public_origin}/sign-in?next=/history"
)


@notice
def payment_received(*, amount: Cents, effective_on: date, ref: str) -> Wording:
    """Tell that a payment is posted. A bank may still return it, and then we tell that too."""
    day = _day(effective_on)
    return Wording(
        say("We received your payment of {amount}", amount=dollars(amount)),
        (
            say(
                "Your payment of {amount} is posted. It counts from {day}.",
                amount=dollars(amount),
                day=day,
            ),
            say("Its confirmation number is {ref}.", ref=ref),
            say("Should your bank return it, we tell you at once."),
            say(NOT_YOU, phone=settings.brand.support_phone),
        ),
        text=from_us(
            say(
                "we received your payment of {amount}. It counts from {day}.",
                amount=dollars(amount),
                day=day,
            )
        ),
        link=PAYMENTS,
    )


@notice
def payment_scheduled(*, amount: Cents, pay_on: date, ref: str) -> Wording:
    """Confirm an order for a later day."""
    day = _day(pay_on)
    return Wording(
        say("Your payment is scheduled for {day}", day=day),
        (
            say(
                "We debit {amount} on {day}, and it counts from that day.",
                amount=dollars(amount),
                day=day,
            ),
            say("Its confirmation number is {ref}.", ref=ref),
            say("You can change or cancel it until 7 PM Eastern on the day before."),
            _not_you(),
        ),
        text=from_us(
            say("your payment of {amount} is scheduled for {day}.", amount=dollars(amount), day=day)
        ),
        link=PAYMENTS,
    )


@notice
def scheduled_payment_changed(*, amount: Cents, pay_on: date, ref: str) -> Wording:
    """Tell what a scheduled payment is now."""
    day = _day(pay_on)
    return Wording(
        say("Your scheduled payment was changed"),
        (
            say(
                "The payment {ref} is now {amount} on {day}.",
                ref=ref,
                amount=dollars(amount),
                day=day,
            ),
            _not_you(),
        ),
        text=from_us(
            say("your scheduled payment is now {amount} on {day}.", amount=dollars(amount), day=day)
        ),
        link=PAYMENTS,
    )


@notice
def payment_canceled(*, amount: Cents, pay_on: date, ref: str) -> Wording:
    """Confirm that a scheduled payment will not be made."""
    day = _day(pay_on)
    return Wording(
        say("Your scheduled payment was canceled"),
        (
            say(
                "The payment {ref} of {amount} on {day} was canceled.",
                ref=ref,
                amount=dollars(amount),
                day=day,
            ),
            say("Nothing is debited for it. What was due is still due."),
            _not_you(),
        ),
        text=from_us(
            say("your payment of {amount} on {day} was canceled.", amount=dollars(amount), day=day)
        ),
        link=PAYMENTS,
    )


def _not_you() -> str:
    phone = settings.brand.support_phone
    return say("If this was not you, call us at once at {phone}.", phone=phone)


def _day(day: date) -> str:
    return long_day(day)
