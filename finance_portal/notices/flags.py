"""What borrowers are told when the way their contract is serviced changes (1.22)."""

from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import (
    say,
    sentence,
    short_day,
    spoken,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    notice,
    together,
)
from finance_portal.settings import settings

SEE = Link(words=sentence("See your contract"), url=f"{settings.public_origin}/overview")
NOT_ASKED = sentence("This is information only, not an attempt to collect a debt.")
RESUME = sentence(
    "Autopay and payments for later days do not go on by themselves: please set them up again."
)


@notice
def rate_capped(
    *, since: date, rate: str, installment: Cents, less: Cents, falls: bool = True
) -> Wording:
    """Tell that a rate is capped during service, from when on, and what that changes."""
    credited = say("Worked out anew since then, you owe {amount} less.", amount=dollars(less))
    lowered = say(
        "From {day} on, your rate is {rate}, as the Servicemembers Civil Relief Act provides.",
        day=_day(since),
        rate=rate,
    )
    forgiven = say("Interest above {rate} is forgiven: it is not owed later.", rate=rate)
    if not falls:
        lowered = say(
            "From {day} on, your rate is {rate}, and not above what the Servicemembers Civil Relief"
            " Act allows: it stays as it is.",
            day=_day(since),
            rate=rate,
        )
        forgiven = say("It stays as it is.")
    return Wording(
        say("Your rate is {rate} during your service", rate=rate),
        (
            together(lowered, credited if less > 0 else ""),
            together(
                say("Your payment is {amount}.", amount=dollars(installment)),
                forgiven,
                say("There are no late charges."),
            ),
        ),
        text=from_us(
            say(
                "Your rate is {rate} during your service; your payment {amount}.",
                rate=rate,
                amount=dollars(installment),
            )
        ),
        link=SEE,
    )


@notice
def cap_ended(*, on: date, rate: str, installment: Cents) -> Wording:
    """Tell that a contract goes on at its own rate; what was forgiven stays forgiven."""
    return Wording(
        say("Your rate is {rate} again", rate=rate),
        (
            say(
                "Your service ended on {day}. From then on your contract's own rate of {rate} holds"
                " again.",
                day=_day(on),
                rate=rate,
            ),
            say("Your payment is {amount}, as it was signed.", amount=dollars(installment)),
            say(
                "What was forgiven stays forgiven. If your service goes on, send us the orders: we"
                " put the cap back without a gap."
            ),
        ),
        text=from_us(
            say(
                "Your contract's own rate of {rate} holds again from {day}.",
                rate=rate,
                day=_day(on),
            )
        ),
        link=SEE,
    )


@notice
def co_borrower_died(*, vehicle: str) -> Wording:
    """Tell a co-borrower that they keep their access, and what has stopped."""
    return Wording(
        say("We are sorry for your loss"),
        (
            say(
                "We were told that a person who signed the contract of the {vehicle} with you has"
                " died. You keep your access, and the contract goes on as it was signed.",
                vehicle=vehicle,
            ),
            say(
                "What that person had set up stops: autopay and payments for later days. Please"
                " look whether a payment is due."
            ),
            say(
                "For everything else our estate team is there: {phone}.",
                phone=settings.brand.support_phone,
            ),
        ),
        link=SEE,
    )


@notice
def debits_stopped(*, vehicle: str) -> Wording:
    """Tell that nothing is debited for now, without asking for anything (bankruptcy)."""
    return Wording(
        say("We debit nothing for now"),
        (
            say(
                "For the contract of your {vehicle} nothing is debited for now: autopay "
                "rests, and payments for later days are canceled.",
                vehicle=vehicle,
            ),
            say(NOT_ASKED),
            say("If you have questions, call us at {phone}.", phone=settings.brand.support_phone),
        ),
        link=SEE,
    )


@notice
def information_only(wording: Wording) -> Wording:
    """Return what a notice tells, without what it asks for: its first paragraph alone (1.22).

    No text message is sent of it, for there is no room to say that it asks for nothing.
    """
    wording = wording.spoken_in(spoken())
    questions = say(
        "If you have questions, call us at {phone}.", phone=settings.brand.support_phone
    )
    return Wording(wording.subject, (wording.paragraphs[0], say(NOT_ASKED), questions), link=SEE)


@notice
def restriction_ended(*, vehicle: str) -> Wording:
    """Tell that a contract can be paid and changed here again, and what does not go on alone."""
    return Wording(
        say("You can pay here again"),
        (
            say(
                "Payments and changes for your {vehicle} are possible in the portal again.",
                vehicle=vehicle,
            ),
            say(RESUME),
        ),
        text=from_us(
            say("You can pay in the portal again. Please set up autopay again if you want it.")
        ),
        link=SEE,
    )


def _day(on: date) -> str:
    return short_day(on)
