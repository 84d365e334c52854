"""What borrowers are told after the last payment, one function for each thing that happens."""

from datetime import date

from babel.dates import format_date

from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings

SEE = Link(words="See what happens now", url=f"{settings.public_origin}/after-payoff")
SIGN_IN_STAYS = "Your sign-in stays: your history and your papers are there whenever you need them."


def paid_off(
    *, vehicle: str, clears_on: date, release_by: date | None, is_lease: bool = False
) -> Wording:
    """Tell that the payoff has arrived, and what comes next with its days (R11.1)."""
    if is_lease:
        return _bought(vehicle, clears_on)
    lien = f" By {_day(release_by)} at the latest we release the lien." if release_by else ""
    return Wording(
        "Your loan is paid off",
        (
            f"Thank you. The payment that closes the loan of your {vehicle} has arrived.",
            f"On {_day(clears_on)} the money is final for us.{lien} We write to you then.",
            SIGN_IN_STAYS,
        ),
        text=_text(f"Your loan is paid off. The money is final on {_day(clears_on)}."),
        link=SEE,
    )


def lien_released(*, vehicle: str, is_electronic: bool, is_lease: bool = False) -> Wording:
    """Tell that nothing is owed, that the lien is released, and where the letters are."""
    way = (
        "The state's electronic title shows it within 7 to 14 days."
        if is_electronic
        else "We send the title papers next and tell you how."
    )
    if is_lease:
        return Wording(
            "The vehicle is yours",
            (
                f"The money has cleared, and your {vehicle} is yours. {way}",
                "The letter that says paid in full and the transfer of the title are there.",
                SIGN_IN_STAYS,
            ),
            text=_text("The money has cleared and the vehicle is yours. Both letters are there."),
            link=SEE,
        )
    return Wording(
        "Paid in full: the lien is released",
        (
            f"The money has cleared, and we have released our lien on your {vehicle}. {way}",
            "The letter that says paid in full and the release of the lien are on the page below.",
            SIGN_IN_STAYS,
        ),
        text=_text("Paid in full. We have released our lien; both letters are in the portal."),
        link=SEE,
    )


def title_sent(*, vehicle: str, on: date, how: str, tracking: str | None) -> Wording:
    """Tell how the title papers were sent, and how to follow them."""
    number = f" Its tracking number is {tracking}." if tracking else ""
    return Wording(
        "Your title is on its way",
        (
            f"On {_day(on)} we sent the title papers of your {vehicle}: {how}.{number}",
            (
                "Has nothing arrived after two weeks? Call us at"
                f" {settings.brand.support_phone}, and we look for it."
            ),
        ),
        text=_text(f"We sent your title papers on {_day(on)}."),
        link=SEE,
    )


def payoff_came_back(*, vehicle: str, is_released: bool, is_sent: bool) -> Wording:
    """Tell that a contract is open again, and what that means for the lien and the title."""
    lien = "The lien stays as it was, and the title stays with us."
    if is_released:
        title = (
            "Please keep the title papers that we sent you as they are"
            if is_sent
            else "The title stays with us for now"
        )
        lien = (
            "We had released the lien: those letters do not hold any more."
            f" {title}; a person of ours gets in touch with you."
        )
    return Wording(
        "Your contract is open again",
        (
            (
                f"The bank took back a payment that had closed the contract of your {vehicle}. The"
                " contract is open again, as if that payment had not been made. Your overview shows"
                " where it stands."
            ),
            lien,
            (
                "Autopay and payments for later days had ended with the contract and do not go on"
                f" by themselves. If you have questions, call us at {settings.brand.support_phone}."
            ),
        ),
        text=_text("The payment that closed your contract was taken back: it is open again."),
        link=Link(words="See where it stands", url=f"{settings.public_origin}/overview"),
    )


def _bought(vehicle: str, clears_on: date) -> Wording:
    return Wording(
        "You bought your vehicle",
        (
            f"Thank you. The payment that buys your {vehicle} has arrived.",
            "The payments left of the lease and the disposition fee are not owed.",
            f"On {_day(clears_on)} the money is final for us. Then the title becomes yours.",
            SIGN_IN_STAYS,
        ),
        text=_text(f"You bought your vehicle. The money is final on {_day(clears_on)}."),
        link=SEE,
    )


def _day(on: date) -> str:
    return format_date(on, "MMM d, y", locale="en_US")


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, 30)}: {words}")
