"""In which language somebody is spoken to, and what a sentence is in it.

    with speaking("es"):
        say("You paid {amount}.", amount="$10.00")      # the catalogue's words, or the English ones

Sentences are written in English, whole, with their blanks by name; `locale/<language>/*.po` holds
what they are elsewhere. It is the lowest floor: whatever forms a sentence may use it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache, reduce
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_datetime, format_time
from babel.messages.pofile import read_po

ENGLISH: Final = "en"
SPANISH: Final = "es"
LANGUAGES: Final = {ENGLISH: "English", SPANISH: "Español"}  # each in its own words
LOCALES: Final = {ENGLISH: "en_US", SPANISH: "es_US"}
CATALOGUES = Path(__file__).parent / "locale"

LEAP_YEAR: Final = 2000  # has every day of the calendar

_BLANK = re.compile(r"\{(\w+)\}")
_KEPT = re.compile(r"\{(\w+)=([^{}]*)\}")
_NO_BRACES = str.maketrans("{}", "()")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEARLESS = re.compile(r"--\d\d-\d\d")

_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


class UnknownLanguage(ValueError):
    """A language that the portal does not speak."""


def spoken() -> str:
    """Return the language that is being spoken, a key of LANGUAGES."""
    return _spoken.get()


def speak(language: str) -> None:
    """Say which language is spoken for the rest of this task. Raises UnknownLanguage."""
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within a block. Raises UnknownLanguage."""
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def sentence(words: str) -> str:
    """Return a sentence as it is: a constant, which whoever tells it gives to `say`."""
    return words


def say(english: str, /, **blanks: object) -> str:
    """Return a sentence in the language that is spoken, with its blanks filled."""
    words = in_language(_spoken.get(), english)
    return words.format(**blanks) if blanks else words


def keep(english: str, /, **blanks: object) -> str:
    """Return a sentence as a row keeps it, for whoever reads it later: `say_again` says it.

    "Due {day=2026-12-03}." A day is said in full then, or without its year if it is `yearless`.
    """
    values = {name: str(value).translate(_NO_BRACES) for name, value in blanks.items()}
    return _BLANK.sub(lambda blank: f"{{{blank[1]}={values[blank[1]]}}}", english)


def yearless(day: date) -> str:
    """Return a day as `keep` takes it when its year goes without saying: "--12-03"."""
    return f"--{day:%m-%d}"


def say_again(words: str) -> str:
    """Return in the language that is spoken what was kept, or was said whole in another."""
    blanks = {name: _said_again(value) for name, value in _KEPT.findall(words)}
    if blanks:
        return say(_KEPT.sub(r"{\1}", words), **blanks)
    return say(_in_english().get(words, words))


def say_number(number: int, one: str, many: str, /, **blanks: object) -> str:
    """Return the sentence for one or for many; {number} is the number, with its commas."""
    return say(one if number == 1 else many, number=f"{number:,}", **blanks)


def listed(names: Iterable[str]) -> str:
    """Return names or days as they are listed in a sentence: "Elena and Sam"."""
    return reduce(lambda first, last: say("{first} and {last}", first=first, last=last), names)


def in_language(language: str, english: str) -> str:
    """Return what a sentence is in a language, its blanks left open."""
    return catalogue(language).get(english, english)


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every sentence that is translated into a language, by the English one."""
    found: dict[str, str] = {}
    for file in sorted((CATALOGUES / language).glob("*.po")):
        with file.open("rb") as lines:
            found |= {
                str(message.id): str(message.string)
                for message in read_po(lines, locale=language)
                if message.id and message.string and not message.fuzzy
            }
    return found


def _said_again(value: str) -> str:
    if _YEARLESS.fullmatch(value):
        return day_of_year(date.fromisoformat(f"{LEAP_YEAR}{value[1:]}"))
    return long_day(date.fromisoformat(value)) if _DAY.fullmatch(value) else value


@cache
def _in_english() -> dict[str, str]:
    """Return the English of every sentence, by what it is in another language."""
    return {
        said: english for language in LANGUAGES for english, said in catalogue(language).items()
    }


def locale() -> str:
    """Return the locale of the language that is spoken, as babel names it."""
    return LOCALES[_spoken.get()]


def long_day(day: date) -> str:
    """Return "December 3, 2026", "3 de diciembre de 2026"."""
    return _written(day, "MMMM d, y", "d 'de' MMMM 'de' y")


def short_day(day: date) -> str:
    """Return "Dec 3, 2026", "3 dic 2026"."""
    return _written(day, "MMM d, y", "d MMM y")


def week_day(day: date) -> str:
    """Return "Thu, Dec 3, 2026", "jue, 3 dic 2026"."""
    return _written(day, "EEE, MMM d, y", "EEE, d MMM y")


def month(day: date) -> str:
    """Return "Dec 2026", "dic 2026"."""
    return _written(day, "MMM y", "MMM y")


def day_of_year(day: date) -> str:
    """Return "December 3", "3 de diciembre"."""
    return _written(day, "MMMM d", "d 'de' MMMM")


def short_day_of_year(day: date) -> str:
    """Return "Dec 3", "3 dic"."""
    return _written(day, "MMM d", "d MMM")


def name_of_week_day(day: date) -> str:
    """Return "Thursday", "jueves"."""
    return _written(day, "EEEE", "EEEE")


def hour(at: datetime, zone: tzinfo | None = None) -> str:
    """Return "10:00 AM", "10:00 a.m."."""
    return _breaking(format_time(at, "h:mm a", tzinfo=zone, locale=locale()))


def full_hour(at: datetime, zone: tzinfo) -> str:
    """Return "09:05 AM", as agreements have it; "9:05 a.m."."""
    pattern = {ENGLISH: "hh:mm a", SPANISH: "h:mm a"}[_spoken.get()]
    return _breaking(format_time(at, pattern, tzinfo=zone, locale=locale()))


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """Return "December 3, 2026, 10:00 AM", "3 de diciembre de 2026, 10:00 a.m."."""
    local = at.astimezone(zone) if zone else at
    return f"{long_day(local)}, {hour(at, zone)}"


def zone_of(at: datetime, zone: tzinfo) -> str:
    """Return the name of a time zone at a moment: "EST"."""
    return format_datetime(at, "zzz", tzinfo=zone, locale=LOCALES[ENGLISH])


def _written(day: date, english: str, spanish: str) -> str:
    pattern = {ENGLISH: english, SPANISH: spanish}[_spoken.get()]
    return _formatted(day, pattern, locale())


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


def _breaking(words: str) -> str:
    return words.replace("\u202f", " ").replace("\xa0", " ")
