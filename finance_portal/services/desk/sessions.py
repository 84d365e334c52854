"""Sessions at the desk: 15 minutes without a click end them, and 8 hours in any case."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from finance_portal.db import Database
from finance_portal.models.desk import DeskSession, DeskUser
from finance_portal.services import audit
from finance_portal.services.client import Client
from finance_portal.services.desk.acting import Colleague, Role
from finance_portal.services.keyed_hash import keyed_hash

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
TOUCH_EVERY = timedelta(seconds=15)


@dataclass(frozen=True)
class Begun:
    """A new session; the secret is for the cookie and stands nowhere else."""

    who: Colleague
    secret: str = field(repr=False)


class DeskSessions:
    """The sessions of the desk."""

    def __init__(self, db: Database, *, key: bytes) -> None:
        self._db = db
        self._key = key

    def begin(self, session: Session, user: DeskUser, client: Client, now: datetime) -> Begun:
        """Add a session for somebody who has just shown a password and a code."""
        ref, secret = secrets.token_hex(12), secrets.token_urlsafe(32)
        row = DeskSession(
            ref=ref,
            user_id=user.id or 0,
            secret_hash=keyed_hash(self._key, secret),
            signed_in_at=now,
            last_seen_at=now,
            ip=client.ip,
            user_agent=client.user_agent,
        )
        session.add(row)
        return Begun(_colleague(row, user), secret)

    def of_secret(self, secret: str, now: datetime, *, is_click: bool = True) -> Colleague | None:
        """Return whose cookie this is, or None; a click keeps it alive."""
        with self._db.read() as session:
            found = session.exec(
                select(DeskSession, DeskUser)
                .join(DeskUser, col(DeskUser.id) == DeskSession.user_id)
                .where(
                    col(DeskSession.secret_hash) == keyed_hash(self._key, secret),
                    col(DeskSession.ended_at).is_(None),
                    col(DeskSession.last_seen_at) > now - IDLE,
                    col(DeskSession.signed_in_at) > now - ABSOLUTE,
                    col(DeskUser.disabled_at).is_(None),
                )
            ).one_or_none()
        if found is None:
            return None
        row, user = found
        if is_click and now >= row.last_seen_at + TOUCH_EVERY:
            self._touch(row.ref, now)
        return _colleague(row, user)

    def end(self, who: Colleague, client: Client, now: datetime) -> None:
        """End a session: its owner leaves."""
        mine = select(DeskSession).where(
            col(DeskSession.ref) == who.session_ref, col(DeskSession.ended_at).is_(None)
        )
        with self._db.begin() as session:
            for row in session.exec(mine):
                row.ended_at, row.ended_for = now, "sign_out"
                audit.record(
                    session,
                    kind="desk:sign_out",
                    at=now,
                    client=client,
                    session_ref=row.ref,
                    by=who.user_name,
                )

    def _touch(self, ref: str, now: datetime) -> None:
        mine = col(DeskSession.ref) == ref
        with self._db.begin() as session:
            session.connection().execute(
                update(DeskSession)
                .where(mine, col(DeskSession.last_seen_at) < now)
                .values(last_seen_at=now)
            )


def _colleague(row: DeskSession, user: DeskUser) -> Colleague:
    return Colleague(
        id=user.id or 0,
        user_name=user.user_name,
        name=user.name,
        role=Role(user.role),
        session_ref=row.ref,
        signed_in_at=row.signed_in_at,
    )
