"""The signed authorization as a PDF: the words, the signature, and where it was given (R15.1)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.settings import settings

TITLE = "Autopay authorization"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What the document is about."""

    words: tuple[str, ...]
    name: str
    at: datetime
    ip: str
    version: str
    ref: str
    ended_at: datetime | None = None


def draw(signed: Signed) -> bytes:
    """Return the document, on pages of Letter size."""
    ended = [f"This authorization ended on {_when(signed.ended_at)}."] if signed.ended_at else []
    content = {
        "from": letterhead(),
        "words": [*signed.words, *ended],
        "signed": [
            f"Signed electronically by {signed.name} on {_when(signed.at)}.",
            f"Given from the internet address {signed.ip}.",
            f"Text {signed.version}, reference {signed.ref}.",
        ],
    }
    return typeset("letter-1", content, title=TITLE, dated_on=_here(signed.at).date())


def _when(at: datetime) -> str:
    here = _here(at)
    return f"{here:%B} {here.day}, {here.year} at {here:%I:%M %p %Z}"


def _here(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(settings.time_zone))
