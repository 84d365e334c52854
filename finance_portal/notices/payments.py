"""What payers are told about a payment that goes its way: received, planned, canceled."""

from datetime import date

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings

LONGEST_SENDER = 30
PAYMENTS = Link(words="See your payments", url=f"{settings.public_origin}/sign-in?next=/history")
NOT_YOU = (
    "If this was not you, report it in your history: it is stopped at once. Or call us at"
    f" {settings.brand.support_phone}."
)


def payment_received(*, amount: Cents, effective_on: date, ref: str) -> Wording:
    """Tell that a payment is posted. A bank may still return it, and then we tell that too."""
    day = _day(effective_on)
    return Wording(
        f"We received your payment of {dollars(amount)}",
        (
            f"Your payment of {dollars(amount)} is posted. It counts from {day}.",
            f"Its confirmation number is {ref}.",
            "Should your bank return it, we tell you at once.",
            NOT_YOU,
        ),
        text=_text(f"we received your payment of {dollars(amount)}. It counts from {day}."),
        link=PAYMENTS,
    )


def payment_scheduled(*, amount: Cents, pay_on: date, ref: str) -> Wording:
    """Confirm an order for a later day."""
    day = _day(pay_on)
    return Wording(
        f"Your payment is scheduled for {day}",
        (
            f"We debit {dollars(amount)} on {day}, and it counts from that day.",
            f"Its confirmation number is {ref}.",
            "You can change or cancel it until 7 PM Eastern on the day before.",
            NOT_YOU,
        ),
        text=_text(f"your payment of {dollars(amount)} is scheduled for {day}."),
        link=PAYMENTS,
    )


def scheduled_payment_changed(*, amount: Cents, pay_on: date, ref: str) -> Wording:
    """Tell what a scheduled payment is now."""
    day = _day(pay_on)
    return Wording(
        "Your scheduled payment was changed",
        (
            f"The payment {ref} is now {dollars(amount)} on {day}.",
            NOT_YOU,
        ),
        text=_text(f"your scheduled payment is now {dollars(amount)} on {day}."),
        link=PAYMENTS,
    )


def payment_canceled(*, amount: Cents, pay_on: date, ref: str) -> Wording:
    """Confirm that a scheduled payment will not be made."""
    day = _day(pay_on)
    return Wording(
        "Your scheduled payment was canceled",
        (
            f"The payment {ref} of {dollars(amount)} on {day} was canceled.",
            "Nothing is debited for it. What was due is still due.",
            NOT_YOU,
        ),
        text=_text(f"your payment of {dollars(amount)} on {day} was canceled."),
        link=PAYMENTS,
    )


def _day(day: date) -> str:
    return format_date(day, "MMMM d, y", locale="en_US")


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, LONGEST_SENDER)}: {words}")
