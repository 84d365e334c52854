"""When the banks do what they were asked to do, counted from the sandbox's clock."""

from datetime import UTC, date, datetime, time

from finance_portal.domain import calendar
from finance_portal.sandbox.store import Store

BANKS_ANSWER_AT = time(8, 30)


def from_now(store: Store, days: int) -> date:
    """Return the banking day that many after now; after the cut-off it is tomorrow already."""
    now = datetime.fromtimestamp(store.now, UTC)
    return calendar.add_banking_days(calendar.effective_on(now), days)


def opening(day: date) -> int:
    """Return the instant of a day at which banks answer."""
    return int(datetime.combine(day, BANKS_ANSWER_AT, calendar.EASTERN).timestamp())
