"""Words about payments that were to be taken on a day, and were not."""

from datetime import date

from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings


def payment_not_taken(*, on: date, why: str) -> Wording:
    """Tell that an ordered payment or a debit of autopay did not go out, and what to do now."""
    day = f"{on:%B} {on.day}, {on.year}"
    return Wording(
        f"Your payment for {day} was not taken",
        (
            why,
            "If a payment is still due, please make it by hand.",
            f"Questions? Call us at {settings.brand.support_phone}.",
        ),
        text=for_text(
            f"{settings.brand.name}: your payment for {day} was not taken. Please sign in."
        ),
        link=Link(words="Make a payment", url=f"{settings.public_origin}/pay"),
    )
