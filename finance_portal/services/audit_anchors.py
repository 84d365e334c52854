"""Anchors: what the audit trail's head was at some time, written down outside the database.

Who can rewrite the whole database can cut off its end as well. An anchor remembers that there was
more, so the file belongs where the database's keeper cannot write, or is copied there.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from finance_portal.db import Database
from finance_portal.models.security import AuditHead


class AnchorsBroken(Exception):
    """The file of anchors holds a line that is none."""


@dataclass(frozen=True)
class Anchor:
    """The newest line of the trail at one moment."""

    number: int
    mac: str
    at: datetime


def read(file: Path) -> list[Anchor]:
    """Return the anchors in their order; none where there is no file. Raises AnchorsBroken."""
    if not file.exists():
        return []
    lines = enumerate(file.read_text().splitlines(), start=1)
    return [_read(line, f"{file.name}, line {place}") for place, line in lines]


def write(db: Database, file: Path, *, now: datetime) -> Anchor | None:
    """Append the head of the trail as it is now; nothing while the trail is empty."""
    with db.read() as session:
        head = session.exec(select(AuditHead)).one_or_none()
    if head is None:
        return None
    anchor = Anchor(head.number, head.mac, now.astimezone(UTC))
    _append(file, f"{anchor.number} {anchor.mac} {anchor.at.isoformat(timespec='seconds')}\n")
    return anchor


def write_daily(db: Database, file: Path, *, now: datetime) -> Anchor | None:
    """Append the head unless that was done on this day (UTC). Raises AnchorsBroken."""
    anchors = read(file)
    if anchors and anchors[-1].at.date() >= now.astimezone(UTC).date():
        return None
    return write(db, file, now=now)


def _read(line: str, where: str) -> Anchor:
    try:
        number, mac, at = line.split(" ")
        return Anchor(int(number), mac, datetime.fromisoformat(at).astimezone(UTC))
    except ValueError:
        raise AnchorsBroken(f"{where} is no anchor") from None


def _append(file: Path, line: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(opened, line.encode())
        os.fsync(opened)
    finally:
        os.close(opened)
