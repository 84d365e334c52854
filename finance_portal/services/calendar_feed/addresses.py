"""The secret address of a borrower's calendar: made after a step-up, shown once, ended any time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import update
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.your_data import CalendarAddress
from finance_portal.notices import your_data as notices
from finance_portal.services import keys
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.security.desk import Act, SecurityDesk, note

SECRET_BYTES = 32  # 43 letters: the form of a secret that no log shows (api/logs.py)
SECRET_LETTERS = 43
NOTED_EVERY = timedelta(hours=1)  # that it was read


@dataclass(frozen=True)
class Shared:
    """That there is an address, and when it was read last; never the address itself."""

    made_at: datetime
    read_at: datetime | None


def make(desk: SecurityDesk, act: Act) -> str:
    """Return the secret of a new address; one from before ends. The step-up was asked for."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with desk.db.begin() as session:
        _end(session, act.who.borrower_id, act.now)
        session.add(
            CalendarAddress(
                borrower_id=act.who.borrower_id, secret_hash=hashed(secret), made_at=act.now
            )
        )
        note(session, act, "calendar:made")
        desk.tell(session, act, notices.calendar_shared, about="calendar:made")
    return secret


def revoke(desk: SecurityDesk, act: Act) -> bool:
    """End the address. Return whether there was one."""
    with desk.db.begin() as session:
        was_there = _end(session, act.who.borrower_id, act.now)
        if was_there:
            note(session, act, "calendar:revoked")
    return was_there


def shared(db: Database, *, borrower_id: int) -> Shared | None:
    """Return whether a borrower's calendar has an address."""
    with db.read() as session:
        row = session.exec(
            select(CalendarAddress).where(
                col(CalendarAddress.borrower_id) == borrower_id,
                col(CalendarAddress.revoked_at).is_(None),
            )
        ).one_or_none()
    return Shared(row.made_at, row.read_at) if row else None


def borrower_of(session: Session, secret: str, now: datetime) -> int | None:
    """Return whose calendar a secret opens, and note that it was read; None for any other text."""
    if len(secret) != SECRET_LETTERS or not secret.isascii():
        return None
    row = session.exec(
        select(CalendarAddress).where(
            col(CalendarAddress.secret_hash) == hashed(secret),
            col(CalendarAddress.revoked_at).is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    if row.read_at is None or now - row.read_at > NOTED_EVERY:
        row.read_at = now
    return row.borrower_id


def hashed(secret: str) -> str:
    """Return what is kept of a secret."""
    return keyed_hash(_key(), secret)


def _end(session: Session, borrower_id: int, now: datetime) -> bool:
    ended = session.execute(
        update(CalendarAddress)
        .where(
            col(CalendarAddress.borrower_id) == borrower_id,
            col(CalendarAddress.revoked_at).is_(None),
        )
        .values(revoked_at=now)
        .returning(col(CalendarAddress.id))
    )
    return bool(ended.all())


@cache
def _key() -> bytes:
    return keys.derive("calendar address")
