"""Conversations in words that are ready to show. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from finance_portal import language
from finance_portal.language import say, say_number
from finance_portal.services.attachments.keeping import Attached
from finance_portal.services.messages.reading import Head, Line, Whole
from finance_portal.settings import settings
from finance_portal.ui import routes

MEGABYTE, KILOBYTE = 1_000_000, 1_000
LONGEST_GLIMPSE = 90


@dataclass(frozen=True)
class FileView:
    """A file, ready to show."""

    ref: str = ""
    name: str = ""
    size: str = ""
    href: str = ""


@dataclass(frozen=True)
class LineView:
    """One message, ready to show."""

    number: int = 0
    is_mine: bool = False
    who: str = ""
    at: str = ""
    words: str = ""
    files: list[FileView] = field(default_factory=list)


@dataclass(frozen=True)
class ThreadView:
    """A conversation in the list."""

    ref: str = ""
    href: str = ""
    subject: str = ""
    about: str = ""
    glimpse: str = ""
    at: str = ""
    unread: str = ""
    is_closed: bool = False
    is_chosen: bool = False


@dataclass(frozen=True)
class OpenView:
    """The conversation that is open; without a ref it is none."""

    ref: str = ""
    subject: str = ""
    about: str = ""
    clock: str = ""
    is_closed: bool = False
    transcript: str = ""
    last: int = 0  # the number of the newest message
    lines: list[LineView] = field(default_factory=list)


def listed(heads: Sequence[Head], *, chosen: str, now: datetime) -> list[ThreadView]:
    """Return the conversations as the list shows them."""
    return [
        ThreadView(
            ref=each.ref,
            href=routes.of_thread(each.ref),
            subject=each.subject,
            about=each.about,
            glimpse=_glimpse(each),
            at=_when(each.written_at, now),
            unread=say_number(each.unread, "{number} new", "{number} new") if each.unread else "",
            is_closed=each.closed_at is not None,
            is_chosen=each.ref == chosen,
        )
        for each in heads
    ]


def opened(found: Whole, *, now: datetime) -> OpenView:
    """Return the conversation that is open."""
    head = found.head
    return OpenView(
        ref=head.ref,
        subject=head.subject,
        about=head.about,
        clock=_clock(head, now.date()),
        is_closed=head.closed_at is not None,
        transcript=f"{routes.TRANSCRIPT}?{routes.REF}={head.ref}",
        last=found.lines[-1].number,
        lines=[_line(each, now) for each in found.lines],
    )


def files(found: Sequence[Attached]) -> list[FileView]:
    """Return files as they are listed."""
    return [
        FileView(
            ref=each.ref,
            name=each.name,
            size=size_of(each.size),
            href=f"{routes.ATTACHMENT}?{routes.REF}={each.ref}",
        )
        for each in found
    ]


def size_of(length: int) -> str:
    """Return "240 KB" or "3.1 MB"."""
    if length < MEGABYTE:
        return f"{max(1, length // KILOBYTE):,} KB"
    return f"{length // (MEGABYTE // 10) / 10} MB"


def presence(answer_by: date, *, is_online: bool) -> str:
    """Return whether somebody is there, and otherwise by when there is an answer."""
    if is_online:
        return say("Somebody is at the desk now. Answers come here while you wait.")
    day = language.name_of_week_day(answer_by), language.day_of_year(answer_by)
    return say(
        "Nobody is at the desk right now. What you write is answered by {weekday}, {day}.",
        weekday=day[0],
        day=day[1],
    )


def _line(line: Line, now: datetime) -> LineView:
    return LineView(
        number=line.number,
        is_mine=line.is_mine,
        who=say("You") if line.is_mine else settings.brand.name,
        at=_when(line.at, now),
        words=line.words,
        files=files(line.files),
    )


def _clock(head: Head, today: date) -> str:
    if head.closed_at is not None:
        return say("This conversation is closed. Write again, and it is open.")
    if head.answer_by is None:
        return ""
    if today > head.answer_by:
        return say("We are late with our answer, and sorry. Please call us.")
    return say("You have an answer by {day}.", day=language.week_day(head.answer_by))


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(ZoneInfo(settings.time_zone))
    if local.date() == now.date():
        return say("Today, {time}", time=language.hour(local))
    return f"{language.short_day(local)}, {language.hour(local)}"


def _glimpse(head: Head) -> str:
    words = " ".join(head.last_words.split())
    cut = f"{words[:LONGEST_GLIMPSE]}…" if len(words) > LONGEST_GLIMPSE else words
    return say("You: {words}", words=cut) if head.is_last_mine else cut
