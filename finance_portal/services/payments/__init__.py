"""Make a payment: what may be paid, what it will do, and the payment itself."""

import secrets

from finance_portal.services.payments._days import MOST_DAYS_AHEAD
from finance_portal.services.payments._making import make_payment
from finance_portal.services.payments._orders import (
    Option,
    PaymentChoices,
    PaymentOrder,
    PaymentRefused,
    Planned,
    Purpose,
    Requoted,
    Review,
    Way,
)
from finance_portal.services.payments._reviews import choices, review

__all__ = [
    "MOST_DAYS_AHEAD",
    "Option",
    "PaymentChoices",
    "PaymentOrder",
    "PaymentRefused",
    "Planned",
    "Purpose",
    "Requoted",
    "Review",
    "Way",
    "choices",
    "make_payment",
    "new_form_token",
    "review",
]


def new_form_token() -> str:
    """Return the name of one filled-in form: however often it is sent, it pays once."""
    return secrets.token_urlsafe(24)
