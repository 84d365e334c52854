"""What borrowers are told toward the end of a lease or a balloon loan, and after it."""

from collections.abc import Sequence
from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import (
    listed,
    say,
    sentence,
    short_day,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    named,
    notice,
    together,
)
from finance_portal.settings import settings

LEASE_END = f"{settings.public_origin}/lease-end"
BALLOON = f"{settings.public_origin}/balloon"

LEASE = {
    "guide": (
        sentence("Your lease ends in a year"),
        sentence(
            "From now on you see on one page what each way out costs: buy it, return it, "
            "or keep it longer."
        ),
    ),
    "options": (
        sentence("Your lease ends in six months"),
        sentence("It is a good time to look at what each way out costs, and at your miles."),
    ),
    "inspection": (
        sentence("Your lease ends in four months"),
        sentence(
            "Tell us what the odometer shows, and see what it would cost at the end. An "
            "inspection before you return the vehicle is free: call us to book it."
        ),
    ),
    "letter": (
        sentence("Your lease ends in 90 days"),
        sentence("Please look at what each way out costs, and which day suits you."),
    ),
    "choose": (
        sentence("Your lease ends in 60 days"),
        sentence("Please tell us what you plan: to buy it, to return it, or to keep it longer."),
    ),
    "appointment": (
        sentence("Your lease ends in 30 days"),
        sentence("If you return the vehicle, please ask for an appointment now."),
    ),
}


@notice
def lease_milestone(*, name: str, matures_on: date, vehicle: str) -> Wording:
    """Tell what comes next before a lease ends (R14.8)."""
    subject, words = map(say, LEASE[name])
    lease = say(
        "The lease of your {vehicle} ends on {day}.", vehicle=named(vehicle), day=_day(matures_on)
    )
    text = say("{subject}. See what buying, returning and keeping it would cost.", subject=subject)
    link = Link(words=sentence("See your lease end"), url=LEASE_END)
    return Wording(subject, (lease, words), text=from_us(text), link=link)


@notice
def balloon_milestone(*, days: int, due_on: date, pay_by: date, amount: Cents) -> Wording:
    """Tell that the balloon comes (R13.2)."""
    later = ""
    if pay_by != due_on:
        later = say("That is no banking day: {day} is in time.", day=_day(pay_by))
    return Wording(
        say("Your balloon payment is due in {days} days", days=days),
        (
            together(
                say(
                    "{amount} is due on {day}, if you pay as agreed until then.",
                    amount=dollars(amount),
                    day=_day(due_on),
                ),
                later,
            ),
            say(
                "It is debited by autopay only if you have said so. You can pay it, "
                "refinance it, sell the vehicle, or return it where your contract allows "
                "that."
            ),
        ),
        text=from_us(
            say("your balloon of {amount} is due {day}.", amount=dollars(amount), day=_day(due_on))
        ),
        link=Link(words=sentence("See your ways"), url=BALLOON),
    )


@notice
def miles_bought(*, miles: int, price: Cents) -> Wording:
    """Tell that miles were bought, and what they cost."""
    return Wording(
        say("You bought {miles} miles", miles=f"{miles:,}"),
        (
            say(
                "{miles} miles are added to what your lease allows. {price} is charged "
                "to your contract and can be paid like any other amount.",
                miles=f"{miles:,}",
                price=dollars(price),
            ),
            say("Miles that you bought and did not drive are credited at the end."),
        ),
        text=from_us(
            say("you bought {miles} miles for {price}.", miles=f"{miles:,}", price=dollars(price))
        ),
        link=Link(words=sentence("See your lease end"), url=LEASE_END),
    )


@notice
def lease_extended(*, words: Sequence[str], signed_by: Sequence[str], autopay: str) -> Wording:
    """Send the copy of an extension."""
    signed = listed(map(named, signed_by))
    said = (
        *words,
        say("Signed by {signed}.", signed=signed),
        *((say(autopay),) if autopay else ()),
    )
    return Wording(
        say("Your lease goes on"),
        (say("This is your copy; your documents have it as a PDF."), *said),
        text=from_us(say("your lease goes on as you signed. Your copy is in your mail.")),
        link=Link(words=sentence("See your lease end"), url=LEASE_END),
    )


@notice
def odometer_signed(*, words: Sequence[str], signed_name: str) -> Wording:
    """Send the copy of an odometer statement."""
    return Wording(
        say("Your odometer statement"),
        (
            *words,
            say(
                "Signed by {signed_name}. Your documents have it as a PDF.",
                signed_name=named(signed_name),
            ),
        ),
        text=from_us(say("your odometer statement is signed. Your copy is in your mail.")),
        link=Link(words=sentence("See your lease end"), url=LEASE_END),
    )


@notice
def lease_invoice(
    *, total: Cents, lines: Sequence[str], dispute_by: date, sent_back: Cents
) -> Wording:
    """Tell what is owed, or sent back, after the vehicle is back.

    What is sent back is what is left of a total below zero once all that was open is paid from it.
    """
    still_open, back = -total - sent_back, ""
    if sent_back:
        back = say("We send you {amount}.", amount=dollars(sent_back))
    if still_open > 0:
        paid = say(
            "{amount} that was still open is paid from what we hold.", amount=dollars(still_open)
        )
        back = together(paid, back)
    owed = say("{amount} is owed.", amount=dollars(total)) if total > 0 else say("Nothing is owed.")
    text = say("your final lease invoice is there: nothing is owed.")
    if total > 0:
        text = say("your final lease invoice is there: {amount} is owed.", amount=dollars(total))
    return Wording(
        say("Your final lease invoice"),
        (
            together(say("Your vehicle is back."), owed, back),
            *lines,
            say(
                "If you do not agree with a line, tell us why by {day}, on the same "
                "page. Photos of the inspection are yours on request.",
                day=_day(dispute_by),
            ),
        ),
        text=from_us(text),
        link=Link(words=sentence("See the invoice"), url=LEASE_END),
    )


def _day(on: date) -> str:
    return short_day(on)
