"""Instants in the lender's time zone, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.ui.wording import clock_time, long_date


def day(at: datetime, zone: ZoneInfo) -> str:
    """Return "Nov 23, 2026"."""
    return long_date(at.astimezone(zone).date())


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return "Nov 23, 2026, 10:00 AM"."""
    here = at.astimezone(zone)
    return f"{long_date(here.date())}, {clock_time(here)}"
