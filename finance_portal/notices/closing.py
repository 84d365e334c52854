"""What borrowers are told after the last payment, one function for each thing that happens."""

from datetime import date

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
    together,
)
from finance_portal.settings import settings

SEE = Link(words=sentence("See what happens now"), url=f"{settings.public_origin}/after-payoff")
SIGN_IN_STAYS = sentence(
    "Your sign-in stays: your history and your papers are there whenever you need them."
)


@notice
def paid_off(
    *, vehicle: str, clears_on: date, release_by: date | None, is_lease: bool = False
) -> Wording:
    """Tell that the payoff has arrived, and what comes next with its days (R11.1)."""
    if is_lease:
        return _bought(vehicle, clears_on)
    lien = ""
    if release_by:
        lien = say("By {day} at the latest we release the lien.", day=_day(release_by))
    return Wording(
        say("Your loan is paid off"),
        (
            say(
                "Thank you. The payment that closes the loan of your {vehicle} has arrived.",
                vehicle=vehicle,
            ),
            together(
                say("On {day} the money is final for us.", day=_day(clears_on)),
                lien,
                say("We write to you then."),
            ),
            say(SIGN_IN_STAYS),
        ),
        text=from_us(
            say("Your loan is paid off. The money is final on {day}.", day=_day(clears_on))
        ),
        link=SEE,
    )


@notice
def lien_released(*, vehicle: str, is_electronic: bool, is_lease: bool = False) -> Wording:
    """Tell that nothing is owed, that the lien is released, and where the letters are."""
    way = (
        say("The state's electronic title shows it within 7 to 14 days.")
        if is_electronic
        else say("We send the title papers next and tell you how.")
    )
    if is_lease:
        return Wording(
            say("The vehicle is yours"),
            (
                together(
                    say("The money has cleared, and your {vehicle} is yours.", vehicle=vehicle),
                    way,
                ),
                say("The letter that says paid in full and the transfer of the title are there."),
                say(SIGN_IN_STAYS),
            ),
            text=from_us(
                say("The money has cleared and the vehicle is yours. Both letters are there.")
            ),
            link=SEE,
        )
    return Wording(
        say("Paid in full: the lien is released"),
        (
            together(
                say(
                    "The money has cleared, and we have released our lien on your {vehicle}.",
                    vehicle=vehicle,
                ),
                way,
            ),
            say(
                "The letter that says paid in full and the release of the lien are on the "
                "page below."
            ),
            say(SIGN_IN_STAYS),
        ),
        text=from_us(
            say("Paid in full. We have released our lien; both letters are in the portal.")
        ),
        link=SEE,
    )


@notice
def title_sent(*, vehicle: str, on: date, how: str, tracking: str | None) -> Wording:
    """Tell how the title papers were sent, and how to follow them."""
    number = say("Its tracking number is {tracking}.", tracking=tracking) if tracking else ""
    return Wording(
        say("Your title is on its way"),
        (
            together(
                say(
                    "On {day} we sent the title papers of your {vehicle}: {how}.",
                    day=_day(on),
                    vehicle=vehicle,
                    how=how,
                ),
                number,
            ),
            say(
                "Has nothing arrived after two weeks? Call us at {phone}, and we look for it.",
                phone=settings.brand.support_phone,
            ),
        ),
        text=from_us(say("We sent your title papers on {day}.", day=_day(on))),
        link=SEE,
    )


@notice
def payoff_came_back(*, vehicle: str, is_released: bool, is_sent: bool) -> Wording:
    """Tell that a contract is open again, and what that means for the lien and the title."""
    lien = say("The lien stays as it was, and the title stays with us.")
    if is_released:
        title = say("The title stays with us for now; a person of ours gets in touch with you.")
        if is_sent:
            title = say(
                "Please keep the title papers that we sent you as they are; a person of ours gets"
                " in touch with you."
            )
        lien = together(say("We had released the lien: those letters do not hold any more."), title)
    return Wording(
        say("Your contract is open again"),
        (
            say(
                "The bank took back a payment that had closed the contract of your "
                "{vehicle}. The contract is open again, as if that payment had not been "
                "made. Your overview shows where it stands.",
                vehicle=vehicle,
            ),
            lien,
            say(
                "Autopay and payments for later days had ended with the contract and do "
                "not go on by themselves. If you have questions, call us at {phone}.",
                phone=settings.brand.support_phone,
            ),
        ),
        text=from_us(
            say("The payment that closed your contract was taken back: it is open again.")
        ),
        link=Link(words=sentence("See where it stands"), url=f"{settings.public_origin}/overview"),
    )


def _bought(vehicle: str, clears_on: date) -> Wording:
    return Wording(
        say("You bought your vehicle"),
        (
            say("Thank you. The payment that buys your {vehicle} has arrived.", vehicle=vehicle),
            say("The payments left of the lease and the disposition fee are not owed."),
            say(
                "On {day} the money is final for us. Then the title becomes yours.",
                day=_day(clears_on),
            ),
            say(SIGN_IN_STAYS),
        ),
        text=from_us(
            say("You bought your vehicle. The money is final on {day}.", day=_day(clears_on))
        ),
        link=SEE,
    )


def _day(on: date) -> str:
    return short_day(on)
