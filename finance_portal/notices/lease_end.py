"""What borrowers are told toward the end of a lease or a balloon loan, and after it."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text, named
from finance_portal.settings import settings

LONGEST_SENDER = 30
LEASE_END = f"{settings.public_origin}/lease-end"
BALLOON = f"{settings.public_origin}/balloon"

LEASE = {
    "guide": (
        "Your lease ends in a year",
        (
            "From now on you see on one page what each way out costs: buy it, return it, or keep it"
            " longer."
        ),
    ),
    "options": (
        "Your lease ends in six months",
        "It is a good time to look at what each way out costs, and at your miles.",
    ),
    "inspection": (
        "Your lease ends in four months",
        (
            "Tell us what the odometer shows, and see what it would cost at the end. An inspection"
            " before you return the vehicle is free: call us to book it."
        ),
    ),
    "letter": (
        "Your lease ends in 90 days",
        "Please look at what each way out costs, and which day suits you.",
    ),
    "choose": (
        "Your lease ends in 60 days",
        "Please tell us what you plan: to buy it, to return it, or to keep it longer.",
    ),
    "appointment": (
        "Your lease ends in 30 days",
        "If you return the vehicle, please ask for an appointment now.",
    ),
}


def lease_milestone(*, name: str, matures_on: date, vehicle: str) -> Wording:
    """Tell what comes next before a lease ends (R14.8)."""
    subject, words = LEASE[name]
    return Wording(
        subject,
        (f"The lease of your {named(vehicle)} ends on {_day(matures_on)}.", words),
        text=_text(f"{subject}. See what buying, returning and keeping it would cost."),
        link=Link(words="See your lease end", url=LEASE_END),
    )


def balloon_milestone(*, days: int, due_on: date, pay_by: date, amount: Cents) -> Wording:
    """Tell that the balloon comes (R13.2)."""
    later = f" That is no banking day: {_day(pay_by)} is in time." if pay_by != due_on else ""
    return Wording(
        f"Your balloon payment is due in {days} days",
        (
            f"{dollars(amount)} is due on {_day(due_on)}, if you pay as agreed until then.{later}",
            (
                "It is debited by autopay only if you have said so. You can pay it, refinance it,"
                " sell the vehicle, or return it where your contract allows that."
            ),
        ),
        text=_text(f"your balloon of {dollars(amount)} is due {_day(due_on)}."),
        link=Link(words="See your ways", url=BALLOON),
    )


def miles_bought(*, miles: int, price: Cents) -> Wording:
    """Tell that miles were bought, and what they cost."""
    return Wording(
        f"You bought {miles:,} miles",
        (
            (
                f"{miles:,} miles are added to what your lease allows. {dollars(price)} is charged"
                " to your contract and can be paid like any other amount."
            ),
            "Miles that you bought and did not drive are credited at the end.",
        ),
        text=_text(f"you bought {miles:,} miles for {dollars(price)}."),
        link=Link(words="See your lease end", url=LEASE_END),
    )


def lease_extended(*, words: Sequence[str], signed_by: Sequence[str], autopay: str) -> Wording:
    """Send the copy of an extension."""
    signed = " and ".join(map(named, signed_by))
    said = (*words, f"Signed by {signed}.", *((autopay,) if autopay else ()))
    return Wording(
        "Your lease goes on",
        ("This is your copy; your documents have it as a PDF.", *said),
        text=_text("your lease goes on as you signed. Your copy is in your mail."),
        link=Link(words="See your lease end", url=LEASE_END),
    )


def odometer_signed(*, words: Sequence[str], signed_name: str) -> Wording:
    """Send the copy of an odometer statement."""
    return Wording(
        "Your odometer statement",
        (*words, f"Signed by {named(signed_name)}. Your documents have it as a PDF."),
        text=_text("your odometer statement is signed. Your copy is in your mail."),
        link=Link(words="See your lease end", url=LEASE_END),
    )


def lease_invoice(
    *, total: Cents, lines: Sequence[str], dispute_by: date, sent_back: Cents
) -> Wording:
    """Tell what is owed, or sent back, after the vehicle is back.

    What is sent back is what is left of a total below zero once all that was open is paid from it.
    """
    said = f"{dollars(total)} is owed" if total > 0 else "Nothing is owed"
    back = f" We send you {dollars(sent_back)}." if sent_back else ""
    if sent_back < -total:
        back = (
            f" {dollars(-total - sent_back)} that was still open is paid from what we hold.{back}"
        )
    return Wording(
        "Your final lease invoice",
        (
            f"Your vehicle is back. {said}.{back}",
            *lines,
            (
                f"If you do not agree with a line, tell us why by {_day(dispute_by)}, on the same"
                " page. Photos of the inspection are yours on request."
            ),
        ),
        text=_text(f"your final lease invoice is there: {said.lower()}."),
        link=Link(words="See the invoice", url=LEASE_END),
    )


def _day(on: date) -> str:
    return format_date(on, "MMM d, y", locale="en_US")


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, LONGEST_SENDER)}: {words}")
