"""What borrowers are told when the way their contract is serviced changes (1.22)."""

from datetime import date

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings

SEE = Link(words="See your contract", url=f"{settings.public_origin}/overview")
NOT_ASKED = "This is information only, not an attempt to collect a debt."
RESUME = "Autopay and payments for later days do not go on by themselves: please set them up again."


def rate_capped(
    *, since: date, rate: str, installment: Cents, less: Cents, falls: bool = True
) -> Wording:
    """Tell that a rate is capped during service, from when on, and what that changes."""
    credited = f" Worked out anew since then, you owe {dollars(less)} less." if less > 0 else ""
    law = "as the Servicemembers Civil Relief Act provides"
    forgiven = f"Interest above {rate} is forgiven: it is not owed later."
    if not falls:
        law = "and not above what the Servicemembers Civil Relief Act allows: it stays as it is"
        forgiven = "It stays as it is."
    return Wording(
        f"Your rate is {rate} during your service",
        (
            f"From {_day(since)} on, your rate is {rate}, {law}.{credited}",
            f"Your payment is {dollars(installment)}. {forgiven} There are no late charges.",
        ),
        text=_text(
            f"Your rate is {rate} during your service; your payment {dollars(installment)}."
        ),
        link=SEE,
    )


def cap_ended(*, on: date, rate: str, installment: Cents) -> Wording:
    """Tell that a contract goes on at its own rate; what was forgiven stays forgiven."""
    ended = f"Your service ended on {_day(on)}."
    more = "If your service goes on, send us the orders: we put the cap back without a gap."
    return Wording(
        f"Your rate is {rate} again",
        (
            f"{ended} From then on your contract's own rate of {rate} holds again.",
            f"Your payment is {dollars(installment)}, as it was signed.",
            f"What was forgiven stays forgiven. {more}",
        ),
        text=_text(f"Your contract's own rate of {rate} holds again from {_day(on)}."),
        link=SEE,
    )


def co_borrower_died(*, vehicle: str) -> Wording:
    """Tell a co-borrower that they keep their access, and what has stopped."""
    told = f"We were told that a person who signed the contract of the {vehicle} with you has died."
    stops = "What that person had set up stops: autopay and payments for later days."
    return Wording(
        "We are sorry for your loss",
        (
            f"{told} You keep your access, and the contract goes on as it was signed.",
            f"{stops} Please look whether a payment is due.",
            f"For everything else our estate team is there: {settings.brand.support_phone}.",
        ),
        link=SEE,
    )


def debits_stopped(*, vehicle: str) -> Wording:
    """Tell that nothing is debited for now, without asking for anything (bankruptcy)."""
    return Wording(
        "We debit nothing for now",
        (
            (
                f"For the contract of your {vehicle} nothing is debited for now: autopay rests, and"
                " payments for later days are canceled."
            ),
            NOT_ASKED,
            f"If you have questions, call us at {settings.brand.support_phone}.",
        ),
        link=SEE,
    )


def information_only(wording: Wording) -> Wording:
    """Return what a notice tells, without what it asks for: its first paragraph alone (1.22).

    No text message is sent of it, for there is no room to say that it asks for nothing.
    """
    questions = f"If you have questions, call us at {settings.brand.support_phone}."
    return Wording(wording.subject, (wording.paragraphs[0], NOT_ASKED, questions), link=SEE)


def restriction_ended(*, vehicle: str) -> Wording:
    """Tell that a contract can be paid and changed here again, and what does not go on alone."""
    return Wording(
        "You can pay here again",
        (f"Payments and changes for your {vehicle} are possible in the portal again.", RESUME),
        text=_text("You can pay in the portal again. Please set up autopay again if you want it."),
        link=SEE,
    )


def _day(on: date) -> str:
    return format_date(on, "MMM d, y", locale="en_US")


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, 30)}: {words}")
