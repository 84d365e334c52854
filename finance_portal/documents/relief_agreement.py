"""The signed agreement on another due date or an extension, with the whole new schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from finance_portal.documents.relief_words import day
from finance_portal.domain.cents import dollars
from finance_portal.domain.schedule import ScheduleRow
from finance_portal.language import full_hour, say, sentence, zone_of
from finance_portal.settings import settings

TEMPLATE = "agreement-1"
HEAD = (
    sentence("No."),
    sentence("Due"),
    sentence("Payment"),
    sentence("Interest"),
    sentence("Principal"),
    sentence("Balance"),
)
NOTE = sentence(
    "As it is now, if every payment is made on its due date. Paying early or late changes it."
)


@dataclass(frozen=True)
class Signature:
    """Who has signed, and when."""

    name: str
    at: datetime


def content_of(
    words: Sequence[str],
    schedule: Sequence[ScheduleRow],
    signatures: Sequence[Signature],
    *,
    contract: str,
    ref: str,
) -> dict[str, Any]:
    """Return what the document shows. `contract` is the masked number."""
    return {
        "facts": [[say("Contract"), contract], [say("Reference"), ref]],
        "words": list(words),
        "signed": [
            say("Signed electronically by {name} on {when}.", name=each.name, when=_when(each.at))
            for each in signatures
        ],
        "schedule_title": say("The new schedule"),
        "schedule_note": say(NOTE),
        "schedule_head": list(map(say, HEAD)),
        "schedule": [_row(each) for each in schedule],
    }


def _row(row: ScheduleRow) -> list[str]:
    amounts = (row.payment, row.interest, row.principal, row.balance)
    return [str(row.number), day(row.due_on), *map(dollars, amounts)]


def _when(at: datetime) -> str:
    zone = ZoneInfo(settings.time_zone)
    return say(
        "{day} at {hour} {zone}",
        day=day(at.astimezone(zone).date()),
        hour=full_hour(at, zone),
        zone=zone_of(at, zone),
    )
