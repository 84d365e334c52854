"""On which days a payment may be made, and from which day it counts (R2.5, case 52)."""

from datetime import date, datetime, timedelta

from finance_portal.domain import calendar
from finance_portal.language import long_day, say
from finance_portal.services.payments._orders import PaymentRefused

MOST_DAYS_AHEAD = 60


def last_day(now: datetime) -> date:
    """Return the last day for which a payment may be set."""
    return now.date() + timedelta(days=MOST_DAYS_AHEAD)


def counts_on(pay_on: date | None, now: datetime) -> date:
    """Return the day from which a payment counts: the chosen one, or by the cut-off if it is now.

    Raises PaymentRefused for a day that is over or too far ahead.
    """
    if pay_on is None or pay_on == now.date():
        return calendar.effective_on(now)
    if pay_on < now.date():
        raise PaymentRefused(say("That day is over. Choose today or a later day."), "pay_on")
    if pay_on > last_day(now):
        last = last_day(now)
        raise PaymentRefused(
            say("Choose a day up to {day}: that is as far as we plan.", day=long_day(last)),
            "pay_on",
        )
    return pay_on


def is_later(pay_on: date | None, now: datetime) -> bool:
    """Tell whether a payment is for another day than this one."""
    return pay_on is not None and pay_on != now.date()
