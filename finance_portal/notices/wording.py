"""What a notice says, whichever way it goes: words that are safe to send, and nothing else."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from finance_portal.language import spoken

LONGEST_SUBJECT = 120
LONGEST_TEXT = 160  # one text message
LONGEST_NAME = 40
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
    language: str = field(default_factory=spoken)  # what is said around it is said in this, too

    def __post_init__(self) -> None:
        """Raise ValueError for what no notice may hold (cases 67, 71)."""
        if not self.subject.isprintable() or len(self.subject) > LONGEST_SUBJECT:
            raise ValueError("a subject is one printable line")
        if len(self.text) > LONGEST_TEXT or not GSM.issuperset(self.text):
            raise ValueError("a text message holds 160 characters of the basic alphabet")


Words: TypeAlias = Wording | Callable[[], Wording]
"""A notice, or what words it: `partial(notices.paid_off, vehicle=…)`, in its reader's language."""


def worded(words: Words) -> Wording:
    """Return a notice in the language that is spoken now, if it is not worded yet."""
    return words if isinstance(words, Wording) else words()


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
        words = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in words if letter in GSM)[:longest]
