"""A thread as a sealed document: what both sides wrote, when, and which files went with it."""

from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal import language
from finance_portal.db import Database
from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.language import say
from finance_portal.models.people import Borrower
from finance_portal.models.threads import Thread
from finance_portal.services.document_keys import sealing_key
from finance_portal.services.documents import File
from finance_portal.services.messages import reading, threads
from finance_portal.services.messages.reading import Line, Whole
from finance_portal.services.messages.writing import ThreadNotFound
from finance_portal.settings import settings

TEMPLATE = "transcript-1"


def transcript(db: Database, *, borrower_id: int, ref: str, now: datetime) -> File:
    """Return a borrower's thread as a PDF in the language that is spoken. Raises ThreadNotFound."""
    found = threads.read(db, borrower_id=borrower_id, ref=ref)
    with db.read() as session:
        name = session.get_one(Borrower, borrower_id).name
    return _set(found, name, now)


def for_desk(session: Session, *, ref: str, now: datetime) -> File:
    """Return anybody's thread as a PDF; only the desk asks. Raises ThreadNotFound."""
    thread = session.exec(select(Thread).where(col(Thread.ref) == ref)).first()
    if thread is None:
        raise ThreadNotFound
    name = session.get_one(Borrower, thread.borrower_id).name
    return _set(reading.whole(session, thread, side="desk"), name, now)


def content_of(found: Whole, name: str, now: datetime) -> dict[str, Any]:
    """Return what the document says, as it is shown."""
    zone = ZoneInfo(settings.time_zone)
    facts = [[say("Borrower"), name]]
    if found.head.about:
        facts.append([say("Contract"), found.head.about])
    facts.append([say("Begun"), language.moment(found.head.opened_at, zone)])
    return {
        "from": letterhead(),
        "language": language.spoken(),
        "facts": facts,
        "lines": [_line(each, name, zone) for each in found.lines],
        "after": [say("All that was written through {moment}.", moment=language.moment(now, zone))],
    }


def _set(found: Whole, name: str, now: datetime) -> File:
    key = sealing_key()
    pdf = typeset(
        TEMPLATE,
        content_of(found, name, now),
        title=say("Messages: {subject}", subject=found.head.subject),
        dated_on=now.date(),
        keywords=seal.place(key),
    )
    return File(f"messages-{now:%Y-%m-%d}.pdf", seal.sealed(pdf, key))


def _line(line: Line, name: str, zone: tzinfo) -> dict[str, Any]:
    return {
        "who": name if line.is_mine else settings.brand.name,
        "at": language.moment(line.at, zone),
        "is_mine": line.is_mine,
        "words": line.words.split("\n"),
        "files": [say("File: {name}", name=each.name) for each in line.files],
    }
