"""What borrowers are told of payoff quotes: given, sent on, void."""

from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import (
    say,
    sentence,
    short_day,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    notice,
)
from finance_portal.settings import settings

SEE = Link(words=sentence("See what pays it off"), url=f"{settings.public_origin}/payoff")
BUY = Link(words=sentence("See what buys it"), url=f"{settings.public_origin}/payoff")
AUDIENCES = {"dealer": sentence("a dealer"), "insurer": sentence("an insurer")}


@notice
def quote_given(*, total: Cents, good_through: date) -> Wording:
    """Tell that a payoff letter is there; its figures stay behind the login and in the PDF."""
    day = _day(good_through)
    return Wording(
        say("Your payoff letter is ready"),
        (
            say(
                "{total} pays off your contract, if it reaches us by {day}.",
                total=dollars(total),
                day=day,
            ),
            say("The letter is with your documents as a PDF."),
            say("If a payment comes back from your bank, the amount no longer holds. We tell you."),
            _not_you(),
        ),
        text=from_us(
            say("your payoff letter is ready. Its amount is good through {day}.", day=day)
        ),
        link=SEE,
    )


@notice
def quote_for_another(*, audience: str, good_through: date) -> Wording:
    """Tell that a payoff letter was made out to somebody else, because the borrower signed so."""
    whom = say(AUDIENCES[audience])
    day = _day(good_through)
    return Wording(
        say("You made out a payoff letter to {whom}", whom=whom),
        (
            say(
                "You allowed us to make out a payoff letter to {whom}. It is good through {day}.",
                whom=whom,
                day=day,
            ),
            say("It is with your documents as a PDF: hand it on yourself. We send it to nobody."),
            _not_you(),
        ),
        text=from_us(
            say("you made out a payoff letter to {whom}, good through {day}.", whom=whom, day=day)
        ),
        link=SEE,
    )


@notice
def buyout_given(*, title: str, total: Cents, good_through: date) -> Wording:
    """Tell that the price of a leased vehicle is there in writing."""
    day = _day(good_through)
    return Wording(
        say("{title}: ready", title=say(title)),
        (
            say(
                "{total} buys your leased vehicle. The letter is good through {day}.",
                total=dollars(total),
                day=day,
            ),
            say("It is with your documents as a PDF, with what the price is made of."),
            _not_you(),
        ),
        text=from_us(
            say(
                "the price of your leased vehicle is ready in writing, good through {day}.", day=day
            )
        ),
        link=BUY,
    )


@notice
def payoff_short(*, paid: Cents, open_: Cents) -> Wording:
    """Tell that a payment did not pay the contract off, and to the cent what is left."""
    return Wording(
        say("Your contract is not paid off yet"),
        (
            say(
                "Your payment of {paid} has arrived, but not all was paid with it: "
                "{open} is still open, and interest goes on building up on it.",
                paid=dollars(paid),
                open=dollars(open_),
            ),
            say("It counts as a payment. See what pays off the rest on any day, and pay it there."),
        ),
        text=from_us(
            say("{open} is still open: your contract is not paid off yet.", open=dollars(open_))
        ),
        link=SEE,
    )


@notice
def quote_void(*, good_through: date) -> Wording:
    """Tell that a quote does not hold any more."""
    day = _day(good_through)
    return Wording(
        say("Your payoff letter no longer holds"),
        (
            say(
                "A payment on your contract came back, so more is owed than your letter "
                "says. The letter that was good through {day} no longer holds.",
                day=day,
            ),
            say("Ask for a new one: it takes a minute, and it has the new amount."),
        ),
        text=from_us(
            say("a payment came back: your payoff letter no longer holds. Ask for a new one.")
        ),
        link=SEE,
    )


@notice
def set_payoff_void(*, on: date) -> Wording:
    """Tell that a payoff that is set for a day will no longer pay off the contract."""
    day = _day(on)
    return Wording(
        say("Your payoff is no longer enough"),
        (
            say(
                "A payment on your contract came back, so more is owed. The payoff that "
                "you set for {day} takes only what you agreed to, and no longer pays off "
                "the contract.",
                day=day,
            ),
            say("Change it until 7 PM Eastern on the day before: it takes the new amount then."),
        ),
        text=from_us(
            say(
                "a payment came back: your payoff of {day} is no longer enough. Change it.", day=day
            )
        ),
        link=SEE,
    )


def _not_you() -> str:
    phone = settings.brand.support_phone
    return say("If this was not you, call us at once at {phone}.", phone=phone)


def _day(on: date) -> str:
    return short_day(on)
