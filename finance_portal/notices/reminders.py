"""What borrowers are reminded of: a payment that falls due, told some days before."""

from datetime import date
from urllib.parse import quote

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.notices.wording import Link, Wording, for_text, named
from finance_portal.settings import settings

LONGEST_SENDER = 30
PAY = f"{settings.public_origin}/sign-in?next=/pay%3Faccount%3D"


def payment_due(*, amount: Cents, due_on: date, vehicle: str, ref: str) -> Wording:
    """Remind of what falls due on a contract. Whoever follows the link signs in as always."""
    day = format_date(due_on, "MMMM d", locale="en_US")
    return Wording(
        f"Your payment is due {day}",
        (
            f"{dollars(amount)} is due on {day} for your {named(vehicle)}.",
            "If you have paid since we wrote this, you need not do anything.",
            "You choose how and when we remind you, under Reminders in the portal.",
        ),
        text=for_text(
            f"{for_text(settings.brand.name, LONGEST_SENDER)}: your payment of {dollars(amount)} is"
            f" due {day}. Sign in as always to pay, or to change reminders."
        ),
        link=Link(words="Sign in to pay", url=f"{PAY}{quote(ref)}"),
    )
