"""The audit trail, read by an auditor: its lines, found again, and whether it is whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.models.security import SecurityEvent
from finance_portal.services import audit_anchors, audit_check
from finance_portal.services.audit_anchors import AnchorsBroken
from finance_portal.settings import settings

AT_A_TIME = 100


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines: of a kind that begins so, about something, on a day, before a number."""

    kind: str = ""
    subject: str = ""
    on: date | None = None
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the trail."""

    number: int | None
    at: datetime
    kind: str
    subject: str
    session_ref: str
    login_id: int | None
    detail: Mapping[str, str]
    ip: str


@dataclass(frozen=True)
class Verified:
    """Whether the trail is whole: how many lines were read, and what is wrong, if anything."""

    lines: int
    findings: tuple[str, ...]


def lines(db: Database, wanted: Wanted) -> list[Entry]:
    """Return lines of the trail, the latest first."""
    asked = select(SecurityEvent).order_by(col(SecurityEvent.id).desc()).limit(AT_A_TIME)
    if wanted.kind:
        asked = asked.where(col(SecurityEvent.kind).startswith(wanted.kind, autoescape=True))
    if wanted.subject:
        asked = asked.where(col(SecurityEvent.subject) == wanted.subject)
    if wanted.on:
        since = datetime.combine(wanted.on, time.min, ZoneInfo(settings.time_zone))
        until = since + timedelta(days=1)
        asked = asked.where(col(SecurityEvent.at) >= since, col(SecurityEvent.at) < until)
    if wanted.before is not None:
        asked = asked.where(col(SecurityEvent.number) < wanted.before)
    with db.read() as session:
        return [_entry(row) for row in session.exec(asked)]


def verify(db: Database) -> Verified:
    """Read the whole trail against its MACs and its anchors."""
    try:
        anchors = audit_anchors.read(settings.anchors_file)
    except AnchorsBroken as broken:
        return Verified(0, (str(broken),))
    verdict = audit_check.verify(db, anchors)
    return Verified(verdict.lines, verdict.findings)


def _entry(row: SecurityEvent) -> Entry:
    return Entry(
        number=row.number,
        at=row.at,
        kind=row.kind,
        subject=row.subject or "",
        session_ref=row.session_ref or "",
        login_id=row.login_id,
        detail=row.detail or {},
        ip=row.ip,
    )
