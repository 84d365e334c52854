"""What borrowers are reminded of: a payment that falls due, told some days before."""

from datetime import date
from urllib.parse import quote

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import (
    day_of_year,
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

LONGEST_SENDER = 30
PAY = f"{settings.public_origin}/sign-in?next=/pay%3Faccount%3D"


@notice
def payment_due(*, amount: Cents, due_on: date, vehicle: str, ref: str) -> Wording:
    """Remind of what falls due on a contract. Whoever follows the link signs in as always."""
    day = day_of_year(due_on)
    return Wording(
        say("Your payment is due {day}", day=day),
        (
            say(
                "{amount} is due on {day} for your {vehicle}.",
                amount=dollars(amount),
                day=day,
                vehicle=named(vehicle),
            ),
            say("If you have paid since we wrote this, you need not do anything."),
            say("You choose how and when we remind you, under Reminders in the portal."),
        ),
        text=for_text(
            say(
                "{brand}: your payment of {amount} is due {day}. Sign in as always to pay, or "
                "to change reminders.",
                brand=for_text(settings.brand.name, LONGEST_SENDER),
                amount=dollars(amount),
                day=day,
            )
        ),
        link=Link(words=sentence("Sign in to pay"), url=f"{PAY}{quote(ref)}"),
    )
