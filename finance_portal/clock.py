"""The only reader of the system clock.

Sessions and tokens live in wall-clock time (`now`). Money lives on the lender's calendar
(`business_now`, `today`, rule R0.5). In the demo that calendar stands still, at ten in the morning
of one business day, until somebody moves it forward.
"""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from finance_portal.settings import settings

OPENING = time(10, 0)
CALENDAR_FILE = "business-date"


class CalendarRefused(Exception):
    """The demo's calendar cannot be moved like that."""


def now() -> datetime:
    """Return the instant, aware and in UTC."""
    return datetime.now(UTC)


def business_now() -> datetime:
    """Return the time on the lender's calendar, in the lender's time zone."""
    zone = ZoneInfo(settings.time_zone)
    if settings.mode == "demo" and (day := _demo_day()):
        return datetime.combine(day, OPENING, zone)
    return datetime.now(zone)


def today() -> date:
    """Return the business date."""
    return business_now().date()


def start_demo(day: date) -> None:
    """Set the demo's business date, unless one is set already."""
    _refuse_outside_demo()
    if _demo_day() is None:
        _write(day)


def move_to(day: date) -> None:
    """Move the demo's business date forward. Raises CalendarRefused for a day in its past."""
    _refuse_outside_demo()
    if day < today():
        raise CalendarRefused("The demo's calendar only moves forward.")
    _write(day)


def _refuse_outside_demo() -> None:
    if settings.mode != "demo":
        raise CalendarRefused("Only the demo has a calendar that can be moved.")


def _file() -> Path:
    return settings.data_dir / CALENDAR_FILE


def _demo_day() -> date | None:
    try:
        return date.fromisoformat(_file().read_text().strip())
    except FileNotFoundError:
        return None


def _write(day: date) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True)
    draft = _file().with_suffix(".new")
    draft.write_text(day.isoformat())
    draft.replace(_file())
