"""What borrowers are told of payoff quotes: given, sent on, void."""

from datetime import date

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings

LONGEST_SENDER = 30
SEE = Link(words="See what pays it off", url=f"{settings.public_origin}/payoff")
BUY = Link(words="See what buys it", url=f"{settings.public_origin}/payoff")
NOT_YOU = f"If this was not you, call us at once at {settings.brand.support_phone}."


def quote_given(*, total: Cents, good_through: date) -> Wording:
    """Tell that a payoff letter is there; its figures stay behind the login and in the PDF."""
    day = _day(good_through)
    return Wording(
        "Your payoff letter is ready",
        (
            f"{dollars(total)} pays off your contract, if it reaches us by {day}.",
            "The letter is with your documents as a PDF.",
            "If a payment comes back from your bank, the amount no longer holds. We tell you.",
            NOT_YOU,
        ),
        text=_text(f"your payoff letter is ready. Its amount is good through {day}."),
        link=SEE,
    )


def quote_for_another(*, audience: str, good_through: date) -> Wording:
    """Tell that a payoff letter was made out to somebody else, because the borrower signed so."""
    whom = {"dealer": "a dealer", "insurer": "an insurer"}[audience]
    day = _day(good_through)
    return Wording(
        f"You made out a payoff letter to {whom}",
        (
            f"You allowed us to make out a payoff letter to {whom}. It is good through {day}.",
            "It is with your documents as a PDF: hand it on yourself. We send it to nobody.",
            NOT_YOU,
        ),
        text=_text(f"you made out a payoff letter to {whom}, good through {day}."),
        link=SEE,
    )


def buyout_given(*, title: str, total: Cents, good_through: date) -> Wording:
    """Tell that the price of a leased vehicle is there in writing."""
    day = _day(good_through)
    return Wording(
        f"{title}: ready",
        (
            f"{dollars(total)} buys your leased vehicle. The letter is good through {day}.",
            "It is with your documents as a PDF, with what the price is made of.",
            NOT_YOU,
        ),
        text=_text(f"the price of your leased vehicle is ready in writing, good through {day}."),
        link=BUY,
    )


def payoff_short(*, paid: Cents, open_: Cents) -> Wording:
    """Tell that a payment did not pay the contract off, and to the cent what is left."""
    return Wording(
        "Your contract is not paid off yet",
        (
            (
                f"Your payment of {dollars(paid)} has arrived, but not all was paid with it:"
                f" {dollars(open_)} is still open, and interest goes on building up on it."
            ),
            "It counts as a payment. See what pays off the rest on any day, and pay it there.",
        ),
        text=_text(f"{dollars(open_)} is still open: your contract is not paid off yet."),
        link=SEE,
    )


def quote_void(*, good_through: date) -> Wording:
    """Tell that a quote does not hold any more."""
    day = _day(good_through)
    return Wording(
        "Your payoff letter no longer holds",
        (
            (
                "A payment on your contract came back, so more is owed than your letter says. The"
                f" letter that was good through {day} no longer holds."
            ),
            "Ask for a new one: it takes a minute, and it has the new amount.",
        ),
        text=_text("a payment came back: your payoff letter no longer holds. Ask for a new one."),
        link=SEE,
    )


def set_payoff_void(*, on: date) -> Wording:
    """Tell that a payoff that is set for a day will no longer pay off the contract."""
    day = _day(on)
    return Wording(
        "Your payoff is no longer enough",
        (
            (
                f"A payment on your contract came back, so more is owed. The payoff that you set"
                f" for {day} takes only what you agreed to, and no longer pays off the contract."
            ),
            "Change it until 7 PM Eastern on the day before: it takes the new amount then.",
        ),
        text=_text(f"a payment came back: your payoff of {day} is no longer enough. Change it."),
        link=SEE,
    )


def _day(on: date) -> str:
    return format_date(on, "MMM d, y", locale="en_US")


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, LONGEST_SENDER)}: {words}")
