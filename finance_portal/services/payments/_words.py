"""The words that a borrower agrees to with the click (R15.1)."""

import hashlib
from datetime import date

from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.services.payment_methods import Method
from finance_portal.settings import settings

VERSION = "payment-2"
"""Of the words below, to be raised whenever they change (payments.md 10)."""


def seal_of(words: str) -> str:
    """Return what the audit trail keeps of words that were agreed to: version and hash."""
    return f"{VERSION}:{hashlib.sha256(words.encode()).hexdigest()}"


def authorization(
    method: Method, amount: Cents, fee: Cents, *, today: date, pay_on: date | None
) -> str:
    """Return them for one payment, now or on a later day."""
    verb = "charge" if method.kind == "card" else "debit"
    plus = f", which includes a card fee of {dollars(fee)}" if fee else ""
    when = "submitted" if pay_on is None else "to be submitted"
    told = (
        f"To take it back I call {settings.brand.support_phone} at once, or ask my bank to stop it."
        if pay_on is None
        else "I can change or cancel it until 7 PM Eastern on the day before."
    )
    return (
        f"I authorize {settings.brand.legal_entity} to {verb} my {method.label} once for"
        f" {dollars(amount + (fee or ZERO))}{plus}, {when} on {_day(pay_on or today)}. {told}"
    )


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"
