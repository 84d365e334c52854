"""Read what the forms of the lease end page sent."""

from contextlib import suppress
from datetime import date

from finance_portal.language import say
from finance_portal.ui.forms import FormRefused, read_text

LONGEST = 7  # digits and a comma


def read_miles(form: dict[str, str], field: str) -> int:
    """Return a whole number of miles, "27,860" or "27860". Raises FormRefused."""
    typed = read_text(form, field)
    plain = typed.replace(",", "")
    if not (plain.isascii() and plain.isdigit() and len(typed) <= LONGEST):
        raise FormRefused(field, say("Enter whole miles in digits, like 27,860."))
    return int(plain)


def read_months(form: dict[str, str]) -> int:
    """Return a number of months; 0 where none can be read."""
    typed = read_text(form, "months")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 1 else 0


def read_day(form: dict[str, str], field: str) -> date:
    """Return a day. Raises FormRefused."""
    with suppress(ValueError):
        return date.fromisoformat(read_text(form, field))
    raise FormRefused(field, say("Choose a day."))
