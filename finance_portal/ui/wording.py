"""Dates, counts and account numbers in words, as every page writes them."""

from datetime import date, datetime

from finance_portal import language
from finance_portal.language import say, say_number, sentence

NOON = 12
EVENING = 17
COUNTED = {
    "code": (sentence("{number} code"), sentence("{number} codes")),
    "day": (sentence("{number} day"), sentence("{number} days")),
    "debit": (sentence("{number} debit"), sentence("{number} debits")),
    "document": (sentence("{number} document"), sentence("{number} documents")),
    "entry": (sentence("{number} entry"), sentence("{number} entries")),
    "installment": (sentence("{number} installment"), sentence("{number} installments")),
    "month": (sentence("{number} month"), sentence("{number} months")),
    "payment": (sentence("{number} payment"), sentence("{number} payments")),
    "time": (sentence("{number} time"), sentence("{number} times")),
}


def long_date(day: date) -> str:
    """Return "Dec 1, 2026"."""
    return language.short_day(day)


def weekday_date(day: date) -> str:
    """Return "Tue, Dec 1, 2026"."""
    return language.week_day(day)


def month_of(day: date) -> str:
    """Return "Dec 2026"."""
    return language.month(day)


def clock_time(at: datetime) -> str:
    """Return "10:00 AM"."""
    return language.hour(at)


def plural(number: int, noun: str) -> str:
    """Return "1 payment" or "3 payments". `noun` is a key of COUNTED."""
    return say_number(number, *COUNTED[noun])


def distance(today: date, day: date) -> str:
    """Return how far a day is: "today", "tomorrow", "in 8 days", "22 days ago"."""
    days = (day - today).days
    match days:
        case 0:
            return say("today")
        case 1:
            return say("tomorrow")
        case -1:
            return say("yesterday")
    return (
        say("in {days} days", days=f"{days:,}")
        if days > 0
        else say("{days} days ago", days=f"{-days:,}")
    )


def greeting(at: datetime) -> str:
    """Return what one says at this hour."""
    if at.hour < NOON:
        return say("Good morning")
    return say("Good afternoon") if at.hour < EVENING else say("Good evening")


def first_name(name: str) -> str:
    """Return the name to greet somebody by; a rank ("Capt.") is not one."""
    return next((word for word in name.split() if not word.endswith(".")), name)


def initials(name: str) -> str:
    """Return at most two initials."""
    words = [word for word in name.split() if not word.endswith(".")]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def listed(items: list[str]) -> str:
    """Return "A", "A and B", or "A, B and C"."""
    if len(items) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(items)
    return say("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])
