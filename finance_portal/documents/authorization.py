"""The signed authorization as a document: the words, the signature, and where it was given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from finance_portal.settings import settings

TEMPLATE = "letter-1"
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


def content_of(signed: Signed) -> dict[str, Any]:
    """Return what the document says (R15.1)."""
    ended = [f"This authorization ended on {_when(signed.ended_at)}."] if signed.ended_at else []
    return {
        "words": [*signed.words, *ended],
        "signed": [
            f"Signed electronically by {signed.name} on {_when(signed.at)}.",
            f"Given from the internet address {signed.ip}.",
            f"Text {signed.version}, reference {signed.ref}.",
        ],
    }


def _when(at: datetime) -> str:
    here = at.astimezone(ZoneInfo(settings.time_zone))
    return f"{here:%B} {here.day}, {here.year} at {here:%I:%M %p %Z}"
