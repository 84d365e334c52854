"""The signed authorization as a document: the words, the signature, and where it was given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from finance_portal.language import full_hour, long_day, say, sentence, zone_of
from finance_portal.settings import settings

TEMPLATE = "letter-1"
TITLE = sentence("Autopay authorization")


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
    ended = (
        [say("This authorization ended on {when}.", when=_when(signed.ended_at))]
        if signed.ended_at
        else []
    )
    return {
        "words": [*signed.words, *ended],
        "signed": [
            say(
                "Signed electronically by {name} on {when}.",
                name=signed.name,
                when=_when(signed.at),
            ),
            say("Given from the internet address {ip}.", ip=signed.ip),
            say("Text {version}, reference {ref}.", version=signed.version, ref=signed.ref),
        ],
    }


def _when(at: datetime) -> str:
    zone = ZoneInfo(settings.time_zone)
    return say(
        "{day} at {hour} {zone}",
        day=long_day(at.astimezone(zone)),
        hour=full_hour(at, zone),
        zone=zone_of(at, zone),
    )
