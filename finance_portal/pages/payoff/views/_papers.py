"""Letters that were made out, and the prices of a leased vehicle. Pure."""

from dataclasses import dataclass, field, replace

from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.lease_end import Buyout
from finance_portal.language import say, say_number, sentence
from finance_portal.services.payoff.dial import Buyouts
from finance_portal.services.payoff.quotes import Given
from finance_portal.ui import routes
from finance_portal.ui.surfaces import Line
from finance_portal.ui.wording import long_date

STANDINGS = {
    "open": (sentence("Good"), "good"),
    "paid": (sentence("Paid"), "calm"),
    "void": (sentence("No longer good"), "danger"),
    "over": (sentence("Over"), "calm"),
}
BUYOUTS = {
    "early_buyout": sentence("Early buyout, with tax"),
    "maturity_buyout": sentence("Buyout at lease end, with tax"),
}
WHOM = {
    "borrower": sentence("For you"),
    "dealer": sentence("For a dealer"),
    "insurer": sentence("For an insurer"),
}


@dataclass(frozen=True)
class LetterView:
    """A letter that was made out."""

    title: str = ""
    note: str = ""
    amount: str = ""
    status: str = ""
    tone: str = "calm"
    href: str = ""


@dataclass(frozen=True)
class Price:
    """A price of a leased vehicle, with a name that cannot be taken for another's."""

    label: str = ""
    amount: str = ""
    note: str = ""
    lines: list[Line] = field(default_factory=list)
    working: list[str] = field(default_factory=list)
    which: str = ""  # the letter that puts it in writing; "" where there is none


def letter(given: Given) -> LetterView:
    """Return a letter as the page lists it."""
    status, tone = STANDINGS[given.standing]
    whom = (
        f"{say(WHOM[given.audience])}: {given.recipient}"
        if given.recipient
        else say(WHOM["borrower"])
    )
    if given.kind != "payoff":
        whom = say(BUYOUTS[given.kind])
    return LetterView(
        title=say("Good through {good_through}", good_through=long_date(given.good_through)),
        note=say("{whom}. Quoted {day}.", whom=whom, day=long_date(given.quoted_on)),
        amount=dollars(given.total),
        status=say(status),
        tone=tone,
        href=f"{routes.DOCUMENT}?{routes.REF}={given.document_ref}",
    )


def prices_of(found: Buyouts) -> list[Price]:
    """Return what a leased vehicle costs, each price by a name of its own."""
    prices = []
    if found.early and found.early_good_through:
        through = long_date(found.early_good_through)
        note = say("Buys the vehicle through {through}.", through=through)
        price = _price(say("Early buyout"), found.early, note, found.early_working)
        prices.append(replace(price, which="early_buyout"))
    if found.at_maturity:
        matures = long_date(found.matures_on)
        note = say(
            "Buys the vehicle when the lease ends on {matures}, after every payment.",
            matures=matures,
        )
        lines = found.maturity_working
        price = _price(say("Buyout at lease end"), found.at_maturity, note, lines)
        prices.append(replace(price, which="maturity_buyout"))
    return [
        *prices,
        Price(
            say("Remaining payments"),
            dollars(found.remaining_payments),
            say_number(
                found.payments_left,
                "What you still pay if you keep the lease: {number} payment."
                " It does not buy the vehicle.",
                "What you still pay if you keep the lease: {number} payments."
                " It does not buy the vehicle.",
            ),
            working=list(found.remaining_working),
        ),
    ]


def _price(label: str, buyout: Buyout, note: str, working: tuple[str, ...]) -> Price:
    parts: tuple[tuple[str, Cents], ...] = (
        (say("Price of the vehicle"), buyout.price),
        (say("Purchase option fee"), buyout.purchase_option_fee),
        (say("Due and not paid"), buyout.past_due),
        (say("Open charges and fees"), buyout.fees),
        (say("Your security deposit, and what you paid ahead"), -buyout.credit),
    )
    lines = [Line(words, dollars(amount)) for words, amount in parts if amount]
    before = Line(say("Before tax"), dollars(buyout.before_tax), is_total=True)
    if buyout.tax:
        lines = [*lines, before, Line(say("Tax on the price"), dollars(buyout.tax))]
        before = Line(say("With tax"), dollars(buyout.total), is_total=True)
    return Price(label, dollars(buyout.before_tax), note, [*lines, before], list(working))
