"""Words about payments that were to be taken on a day, and were not, and what is late."""

from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import (
    long_day,
    say,
    sentence,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    for_text,
    named,
    notice,
)
from finance_portal.settings import settings


@notice
def payment_not_taken(*, on: date, why: str) -> Wording:
    """Tell that an ordered payment or a debit of autopay did not go out, and what to do now."""
    day = _day(on)
    return Wording(
        say("Your payment for {day} was not taken", day=day),
        (
            say(why),
            say("If a payment is still due, please make it by hand."),
            say("Questions? Call us at {phone}.", phone=settings.brand.support_phone),
        ),
        text=for_text(
            say(
                "{brand}: your payment for {day} was not taken. Please sign in.",
                brand=settings.brand.name,
                day=day,
            )
        ),
        link=Link(words=sentence("Make a payment"), url=f"{settings.public_origin}/pay"),
    )


@notice
def late_charge_added(*, amount: Cents, due_on: date, in_time_until: date, vehicle: str) -> Wording:
    """Tell that the days of grace are over and what was charged, once (R6.2)."""
    brand = settings.brand
    return Wording(
        say("A late charge of {amount} was added", amount=dollars(amount)),
        (
            say(
                "The payment that was due on {day} for your {vehicle} had not reached us "
                "in full by {in_time_until}. Your contract has a late charge for that: "
                "{amount}, once for this payment.",
                day=_day(due_on),
                vehicle=named(vehicle),
                in_time_until=_day(in_time_until),
                amount=dollars(amount),
            ),
            say("What is due now, with its parts, stands in the portal under Pay."),
            say(
                "If you did pay in time, or if something stands in the way of paying, "
                "call {phone} ({hours}), or look at Hardship in the portal. We look for "
                "a way with you.",
                phone=brand.support_phone,
                hours=say(brand.support_hours),
            ),
        ),
        text=for_text(
            say(
                "{brand}: a late charge of {amount} was added. Sign in to see what is due. "
                "Questions: {phone}",
                brand=for_text(brand.name, 30),
                amount=dollars(amount),
                phone=brand.support_phone,
            )
        ),
        link=Link(words=sentence("See what is due"), url=f"{settings.public_origin}/pay"),
    )


def _day(day: date) -> str:
    return long_day(day)
