"""What a notice says, whichever way it goes: words that are safe to send, and nothing else."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial, wraps
from typing import ParamSpec
from zoneinfo import ZoneInfo

from finance_portal.language import ENGLISH, hour, long_day, say, speaking, zone_of
from finance_portal.settings import settings

P = ParamSpec("P")

LONGEST_SUBJECT = 120
LONGEST_TEXT = 160  # one text message
LONGEST_NAME = 40
LONGEST_SENDER = 30
MOST_DIGITS = 5  # in a name: a code has six, a telephone number more

# The basic alphabet of text messages (GSM 03.38): any other letter would halve their length.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

_NOT_OF_A_NAME = re.compile(r"[^A-Za-z0-9 ()'-]")


@dataclass(frozen=True, kw_only=True)
class Link:
    """A way on from a notice: what it says and where it leads. A text message carries none."""

    words: str
    url: str

    def __post_init__(self) -> None:
        """Raise ValueError for what is no plain web address (case 65)."""
        if not self.url.startswith(("https://", "http://")) or not self.url.isprintable():
            raise ValueError("a link leads to a web address")


@dataclass(frozen=True)
class Wording:
    """A notice. `text` is what a text message says; "" means that none is sent."""

    subject: str
    paragraphs: tuple[str, ...]
    text: str = ""
    code: str = ""  # shown large where there is room
    link: Link | None = None
    language: str = ENGLISH
    again: "Callable[[], Wording] | None" = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError for what no notice may hold (cases 67, 71)."""
        if not self.subject.isprintable() or len(self.subject) > LONGEST_SUBJECT:
            raise ValueError("a subject is one printable line")
        if len(self.text) > LONGEST_TEXT or not GSM.issuperset(self.text):
            raise ValueError("a text message holds 160 characters of the basic alphabet")

    def spoken_in(self, language: str) -> "Wording":
        """Return the same notice in a language, without `again`: these are the words to keep.

        Of what was not worded by a `notice`, the words stay as they are.
        """
        with speaking(language):
            said = self.again() if self.again else self
        return replace(said, language=language, again=None)


def notice(words: Callable[P, Wording]) -> Callable[P, Wording]:
    """Let what a function words be worded again, in the language of whoever it is written to.

    The words of its link are a sentence, and said here.
    """

    @wraps(words)
    def worded(*args: P.args, **kwargs: P.kwargs) -> Wording:
        said = words(*args, **kwargs)
        link = said.link and replace(said.link, words=say(said.link.words))
        return replace(said, link=link, again=partial(worded, *args, **kwargs))

    return worded


def from_us(words: str) -> str:
    """Return what a text message says, with who sends it before it."""
    return for_text(f"{for_text(settings.brand.name, LONGEST_SENDER)}: {words}")


def together(*sentences: str) -> str:
    """Return whole sentences as one paragraph; an empty one is left out."""
    return " ".join(each for each in sentences if each)


def when(at: datetime) -> str:
    """Return a moment by the lender's clock: "November 23, 2026 at 12:00 PM EST"."""
    zone = ZoneInfo(settings.time_zone)
    return say(
        "{day} at {hour} {zone}",
        day=long_day(at.astimezone(zone)),
        hour=hour(at, zone),
        zone=zone_of(at, zone),
    )


def named(name: str) -> str:
    """Return a name that somebody chose, without what could pass for words of ours (case 71).

    It keeps plain letters and five digits: no code, no telephone number, no address, no sentence.
    """
    plain = unicodedata.normalize("NFKD", name[:LONGEST_SUBJECT]).encode("ascii", "ignore").decode()
    kept = _NOT_OF_A_NAME.sub(" ", plain)
    surplus = {digit.start() for digit in list(re.finditer(r"\d", kept))[MOST_DIGITS:]}
    kept = "".join(" " if place in surplus else letter for place, letter in enumerate(kept))
    return " ".join(kept.split())[:LONGEST_NAME].strip()


def for_text(words: str, longest: int = LONGEST_TEXT) -> str:
    """Return words in the alphabet of text messages, cut to a length."""
    if not GSM.issuperset(words):
        words = "".join(map(_plainer, unicodedata.normalize("NFC", words)))
    return "".join(letter for letter in words if letter in GSM)[:longest]


def _plainer(letter: str) -> str:
    """Return a letter without its marks; an ñ without its own would be another letter."""
    return letter if letter in "ñÑ" else unicodedata.normalize("NFKD", letter)
