"""The words that a borrower agrees to with the click (R15.1)."""

import hashlib
from datetime import date

from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.language import long_day, say, sentence
from finance_portal.services.payment_methods import Method
from finance_portal.settings import settings

VERSION = "payment-2"
"""Of the words below, to be raised whenever they change (payments.md 10)."""


WORDS = {
    (False, False, True): sentence(
        "I authorize {lender} to debit my {method} once for {amount}, submitted on {day}."
    ),
    (False, False, False): sentence(
        "I authorize {lender} to debit my {method} once for {amount}, to be submitted on {day}."
    ),
    (False, True, True): sentence(
        "I authorize {lender} to debit my {method} once for {amount}, which includes a card fee of"
        " {fee}, submitted on {day}."
    ),
    (False, True, False): sentence(
        "I authorize {lender} to debit my {method} once for {amount}, which includes a card fee of"
        " {fee}, to be submitted on {day}."
    ),
    (True, False, True): sentence(
        "I authorize {lender} to charge my {method} once for {amount}, submitted on {day}."
    ),
    (True, False, False): sentence(
        "I authorize {lender} to charge my {method} once for {amount}, to be submitted on {day}."
    ),
    (True, True, True): sentence(
        "I authorize {lender} to charge my {method} once for {amount}, which includes a card fee"
        " of {fee}, submitted on {day}."
    ),
    (True, True, False): sentence(
        "I authorize {lender} to charge my {method} once for {amount}, which includes a card fee"
        " of {fee}, to be submitted on {day}."
    ),
}
"""By whether it is a card, whether a fee comes with it, and whether it is submitted now."""


def seal_of(words: str) -> str:
    """Return what the audit trail keeps of words that were agreed to: version and hash."""
    return f"{VERSION}:{hashlib.sha256(words.encode()).hexdigest()}"


def authorization(
    method: Method, amount: Cents, fee: Cents, *, today: date, pay_on: date | None
) -> str:
    """Return them for one payment, now or on a later day."""
    is_card, is_now = method.kind == "card", pay_on is None
    agreed = say(
        WORDS[is_card, bool(fee), is_now],
        lender=settings.brand.legal_entity,
        method=method.label,
        amount=dollars(amount + (fee or ZERO)),
        fee=dollars(fee or ZERO),
        day=long_day(pay_on or today),
    )
    told = say("I can change or cancel it until 7 PM Eastern on the day before.")
    if is_now:
        told = say(
            "To take it back I call {phone} at once, or ask my bank to stop it.",
            phone=settings.brand.support_phone,
        )
    return f"{agreed} {told}"
