"""The feed itself (RFC 5545): what comes, what has changed since, and what comes no more.

A calendar program believes a change only with a higher SEQUENCE, and forgets what is gone only
when it is told CANCELLED: so what was told last is kept, and compared.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vDuration
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.calendar import EASTERN
from finance_portal.language import say, speaking
from finance_portal.models.people import Borrower
from finance_portal.models.your_data import CalendarEntry
from finance_portal.services.calendar_feed.addresses import borrower_of
from finance_portal.services.calendar_feed.coming import Coming, coming
from finance_portal.settings import settings

TOLD_AFTERWARDS = timedelta(days=60)  # what was, and what was called off
REFRESH = timedelta(hours=12)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Feed:
    """A calendar as it is sent, and by what one tells whether it has changed."""

    ics: bytes
    etag: str


def feed(db: Database, secret: str, *, now: datetime, business_now: datetime) -> Feed | None:
    """Return the calendar behind a secret; None for one that was ended, or never was."""
    with db.begin() as session:
        borrower_id = borrower_of(session, secret, now)
        if borrower_id is None:
            return None
        with speaking(session.get_one(Borrower, borrower_id).language):
            entries = brought_up_to_date(
                session,
                borrower_id,
                coming(session, borrower_id, business_now.date()),
                now=now,
                today=business_now.date(),
            )
            ics = written(entries)
    return Feed(ics, f'"{hashlib.sha256(ics).hexdigest()[:32]}"')


def brought_up_to_date(
    session: Session, borrower_id: int, things: Iterable[Coming], *, now: datetime, today: date
) -> list[CalendarEntry]:
    """Note what is new, changed or gone, and return what is to be told."""
    rows = {
        row.uid: row
        for row in session.exec(
            select(CalendarEntry)
            .where(col(CalendarEntry.borrower_id) == borrower_id)
            .order_by(col(CalendarEntry.id))
            .with_for_update()
        )
    }
    current = {each.uid: each for each in things}
    for uid, thing in current.items():
        _tell(session, rows, uid, thing, borrower_id, now)
    for uid, row in list(rows.items()):
        if uid in current:
            continue
        if row.ends_on < today - TOLD_AFTERWARDS or (
            row.is_canceled and row.changed_at < now - TOLD_AFTERWARDS
        ):
            session.delete(rows.pop(uid))
        elif not row.is_canceled and row.ends_on >= today:
            row.is_canceled, row.sequence, row.changed_at = True, row.sequence + 1, now
    session.flush()
    return sorted(rows.values(), key=lambda row: (row.ends_on, row.uid))


def written(entries: Iterable[CalendarEntry]) -> bytes:
    """Return entries as a calendar, in the language that is spoken."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.brand.name}//Vehicle finance//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = say("{brand}: what is due", brand=settings.brand.name)
    for field in ("name", "x-wr-calname"):
        calendar.add(field, name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones(first_date=date(2020, 1, 1), last_date=date(2038, 1, 1))
    ical: bytes = calendar.to_ical()
    return ical


def _tell(
    session: Session,
    rows: dict[str, CalendarEntry],
    uid: str,
    thing: Coming,
    borrower_id: int,
    now: datetime,
) -> None:
    content, row = _content(thing), rows.get(uid)
    if row is None:
        rows[uid] = CalendarEntry(
            borrower_id=borrower_id, uid=uid, content=content, ends_on=thing.on, changed_at=now
        )
        session.add(rows[uid])
    elif row.content != content or row.is_canceled:
        row.content, row.ends_on, row.is_canceled = content, thing.on, False
        row.sequence, row.changed_at = row.sequence + 1, now


def _content(thing: Coming) -> str:
    said = asdict(thing)
    del said["uid"]
    return json.dumps({name: _plain(value) for name, value in said.items()}, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _event(row: CalendarEntry) -> Event:
    said: Mapping[str, str] = json.loads(row.content)
    event = Event()
    event.add("uid", f"{row.uid}@{settings.host}")
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("status", "CANCELLED" if row.is_canceled else "CONFIRMED")
    _add_time(event, said)
    event.add("summary", said["summary"])
    if said["words"]:
        event.add("description", said["words"])
    if said["url"]:
        event.add("url", said["url"])
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _add_time(event: Event, said: Mapping[str, str]) -> None:
    """Add a whole day, which is one wherever it is looked at; or moments in the lender's zone."""
    if said["begins"]:
        event.add("dtstart", datetime.fromisoformat(said["begins"]).astimezone(EASTERN))
        event.add("dtend", datetime.fromisoformat(said["ends"]).astimezone(EASTERN))
        return
    on = date.fromisoformat(said["on"])
    event.add("dtstart", on)
    event.add("dtend", on + DAY)
