"""What somebody was told, and what was really sent to them, ready to show. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance_portal.domain.calendar import EASTERN
from finance_portal.language import ENGLISH, moment, say, spoken
from finance_portal.services.inbox import Told
from finance_portal.services.sent_messages import SentMessage

TONES = {"sent": "good", "waiting": "info", "failed": "warn"}


@dataclass(frozen=True)
class NoticeView:
    """One notice."""

    ref: str = ""
    subject: str = ""
    first: str = ""
    more: list[str] = field(default_factory=list)
    language: str = ENGLISH  # of what it says
    at: str = ""
    page: str = ""
    is_new: bool = False


@dataclass(frozen=True)
class SentView:
    """One message that left the building, or is about to."""

    way: str = ""
    receiver: str = ""
    subject: str = ""
    language: str = ENGLISH  # of the subject
    at: str = ""
    fate: str = ""
    tone: str = "calm"


def notices(found: Sequence[Told]) -> list[NoticeView]:
    """Return notices, the newest first."""
    return [
        NoticeView(
            ref=each.ref,
            subject=each.subject,
            first=each.paragraphs[0] if each.paragraphs else "",
            more=list(each.paragraphs[1:]),
            language=each.language,
            at=moment(each.at, EASTERN),
            page=each.page,
            is_new=not each.is_read,
        )
        for each in found
    ]


def sent(found: Sequence[SentMessage]) -> list[SentView]:
    """Return messages, the newest first."""
    return [
        SentView(
            way=_way(each.way),
            receiver=each.to or say("a device that was removed"),
            subject=each.subject or say("A message from before this list was kept"),
            language=each.language if each.subject else spoken(),
            at=moment(each.at, EASTERN),
            fate=_fate(each.fate),
            tone=TONES[each.fate],
        )
        for each in found
    ]


def _way(way: str) -> str:
    return {"email": say("E-mail"), "text": say("Text message"), "push": say("On a device")}[way]


def _fate(fate: str) -> str:
    return {
        "sent": say("Sent"),
        "waiting": say("Waits to be sent"),
        "failed": say("Not delivered"),
    }[fate]
