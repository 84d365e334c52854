"""Words about payments that were to be taken on a day, and were not, and what is late."""

from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text, named
from finance_portal.settings import settings


def payment_not_taken(*, on: date, why: str) -> Wording:
    """Tell that an ordered payment or a debit of autopay did not go out, and what to do now."""
    day = _day(on)
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


def late_charge_added(*, amount: Cents, due_on: date, in_time_until: date, vehicle: str) -> Wording:
    """Tell that the days of grace are over and what was charged, once (R6.2)."""
    brand = settings.brand
    return Wording(
        f"A late charge of {dollars(amount)} was added",
        (
            (
                f"The payment that was due on {_day(due_on)} for your {named(vehicle)} had not"
                f" reached us in full by {_day(in_time_until)}. Your contract has a late charge for"
                f" that: {dollars(amount)}, once for this payment."
            ),
            "What is due now, with its parts, stands in the portal under Pay.",
            (
                "If you did pay in time, or if something stands in the way of paying, call"
                f" {brand.support_phone} ({brand.support_hours}), or look at Hardship in the"
                " portal. We look for a way with you."
            ),
        ),
        text=for_text(
            f"{for_text(brand.name, 30)}: a late charge of {dollars(amount)} was added. Sign in to"
            f" see what is due. Questions: {brand.support_phone}"
        ),
        link=Link(words="See what is due", url=f"{settings.public_origin}/pay"),
    )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
