"""Sessions of signed-in browsers: begin, recognise, renew and end them (security.md X1 to X4).

The cookie holds a random secret; the row holds its keyed hash. The row is the truth: whatever a
process remembers of it is at most a second old, and is forgotten when the session ends here.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database, database
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login, PortalSession
from finance_portal.services import audit, keys
from finance_portal.services.client import Client
from finance_portal.services.proofs import Proof, Purpose
from finance_portal.settings import settings

ROTATE_AFTER = timedelta(minutes=15)
GRACE = timedelta(seconds=30)  # for requests that were under way when the secret changed
WARN_BEFORE = timedelta(minutes=2)
REMEMBERED = timedelta(seconds=1)  # the longest that a session ended elsewhere still opens a door
FRESH_FOR = timedelta(minutes=5)
TOUCH_EVERY = timedelta(seconds=15)  # the idle clock may run this much ahead, never behind
MOST_REMEMBERED = 10_000
RENEWED = "renewed"  # why a session ended: a step-up replaced it

Standing = Literal["live", "ending", "over"]
T = TypeVar("T")


@dataclass(frozen=True)
class SignedIn:
    """The borrower at the keyboard, proven by a live session."""

    borrower_id: int
    login_id: int
    session_id: str  # the session's public id; carries no authority
    name: str
    signed_in_at: datetime
    method: str = Proof.PASSWORD  # what was shown: services/proofs.py
    fresh_for: str | None = None
    fresh_at: datetime | None = None

    def is_fresh(self, purpose: Purpose, *, now: datetime) -> bool:
        """Tell whether this session stepped up for this purpose within 5 minutes (X5)."""
        at = self.fresh_at
        return self.fresh_for == purpose and at is not None and at <= now < at + FRESH_FOR


@dataclass(frozen=True)
class NewSession:
    """What a browser is given: the secret is for its cookie, and stands nowhere else."""

    ref: str
    secret: str

    def __repr__(self) -> str:
        return f"NewSession({self.ref})"


class SessionOver(Exception):
    """The session ended while its borrower was about to do something with it."""


class Sessions:
    """All sessions of one installation, as one process sees them."""

    def __init__(self, db: Database, *, key: bytes, idle: timedelta, absolute: timedelta) -> None:
        self._db = db
        self._key = key
        self._idle = idle
        self._absolute = absolute
        self._warn_before = min(WARN_BEFORE, idle / 2)
        self._seen: dict[str, tuple[datetime, SignedIn | None]] = {}
        self._touched: dict[str, datetime] = {}
        self._renewed: dict[str, tuple[datetime, str]] = {}

    def begin(
        self,
        session: Session,
        *,
        login: Login,
        now: datetime,
        client: Client,
        method: str = "password",
    ) -> NewSession:
        """Add a session for a login that has just proven itself, and say how."""
        new = NewSession(ref=secrets.token_hex(12), secret=secrets.token_urlsafe(32))
        session.add(
            PortalSession(
                ref=new.ref,
                login_id=login.id or 0,  # stored before, so it has one
                secret_hash=self._hashed(new.secret),
                method=method,
                signed_in_at=now,
                created_at=now,
                rotated_at=now,
                last_seen_at=now,
                ip=client.ip,
                user_agent=client.user_agent,
            )
        )
        return new

    def step_up(
        self, session: Session, who: SignedIn, *, purpose: Purpose, client: Client, now: datetime
    ) -> NewSession:
        """Replace a session by one that is fresh for a purpose (X1). Raises SessionOver.

        The clocks of the absolute limit and of the method run on from the first sign-in.
        """
        mine = col(PortalSession.ref) == who.session_id
        if not self.end_within(session, mine, why=RENEWED, now=now):
            raise SessionOver
        login = session.get_one(Login, who.login_id)
        new = self.begin(session, login=login, now=now, client=client, method=who.method)
        session.flush()
        session.execute(
            update(PortalSession)
            .where(col(PortalSession.ref) == new.ref)
            .values(signed_in_at=who.signed_in_at, fresh_for=purpose, fresh_at=now)
        )
        return new

    def of_secret(self, secret: str, *, now: datetime) -> SignedIn | None:
        """Return whose cookie this is, or None.

        A secret that was replaced more than 30 seconds ago is a copy in the wrong hands, or the
        browser's own while a thief holds the new one: the session ends.
        """
        hashed = self._hashed(secret)
        current, previous = col(PortalSession.secret_hash), col(PortalSession.previous_hash)
        with self._db.read() as session:
            found = session.execute(
                self._live(now).where(or_(current == hashed, previous == hashed))
            ).first()
        if found is None:
            return None
        row, login, borrower = found
        if row.secret_hash != hashed and now >= row.rotated_at + GRACE:
            self.end(row.ref, why="replayed", now=now)
            return None
        return _signed_in(row, login, borrower)

    def of_ref(self, ref: str, *, now: datetime) -> SignedIn | None:
        """Return the borrower of a live session by its public id, or None."""
        seen_at, who = self._seen.get(ref, (None, None))
        if seen_at is not None and seen_at <= now < seen_at + REMEMBERED:
            return who
        with self._db.read() as session:
            found = session.execute(self._live(now).where(col(PortalSession.ref) == ref)).first()
        who = None if found is None else _signed_in(*found)
        _remember(self._seen, ref, (now, who))
        return who

    def forget(self, ref: str) -> None:
        """Read a session anew the next time: its borrower goes by another name."""
        self._seen.pop(ref, None)

    def standings(self, refs: Iterable[str], *, now: datetime) -> dict[str, Standing]:
        """Return how each of these sessions stands."""
        asked = list(refs)
        among = col(PortalSession.ref).in_(asked)
        with self._db.read() as session:
            live = {row.ref for row, *_ in session.execute(self._live(now).where(among))}
            later = self._live(now + self._warn_before).where(among)
            lasting = {row.ref for row, *_ in session.execute(later)}
        return {r: "live" if r in lasting else "ending" if r in live else "over" for r in asked}

    def touch(self, ref: str, *, now: datetime) -> None:
        """Write down that the borrower did something, at most every 15 seconds."""
        if (last := self._touched.get(ref)) is not None and last <= now < last + TOUCH_EVERY:
            return
        _remember(self._touched, ref, now)
        with self._db.begin() as session:
            session.execute(
                update(PortalSession)
                .where(col(PortalSession.ref) == ref, col(PortalSession.last_seen_at) < now)
                .values(last_seen_at=now)
            )

    def rotate(self, secret: str, *, now: datetime) -> str | None:
        """Return a new secret for the cookie when the old one is 15 minutes old, else None.

        A browser that dropped the answer with the new secret and asks again in the 30 seconds of
        grace is given the same one.
        """
        old = self._hashed(secret)
        renewed_at, renewed = self._renewed.get(old, (None, None))
        if renewed_at is not None and renewed_at <= now < renewed_at + GRACE:
            return renewed
        due = and_(
            col(PortalSession.secret_hash) == old,
            col(PortalSession.revoked_at).is_(None),
            col(PortalSession.rotated_at) <= now - ROTATE_AFTER,
        )
        with self._db.read() as session:  # most pages have nothing to write
            if session.scalar(select(PortalSession).where(due)) is None:
                return None
        new = secrets.token_urlsafe(32)
        with self._db.begin() as session:
            changed = session.scalar(
                update(PortalSession)
                .where(due)
                .values(secret_hash=self._hashed(new), previous_hash=old, rotated_at=now)
                .returning(col(PortalSession.ref))
            )
        if changed is None:
            return None
        _remember(self._renewed, old, (now, new))
        return new

    def end(self, ref: str, *, why: str, now: datetime) -> bool:
        """End one session. Return whether it was still open."""
        with self._db.begin() as session:
            return bool(self.end_within(session, col(PortalSession.ref) == ref, why=why, now=now))

    def end_all(self, login_id: int, *, why: str, now: datetime) -> list[str]:
        """End every session of a login and return their public ids."""
        with self._db.begin() as session:
            mine = col(PortalSession.login_id) == login_id
            return self.end_within(session, mine, why=why, now=now)

    def end_within(
        self, session: Session, which: ColumnElement[bool], *, why: str, now: datetime
    ) -> list[str]:
        """End the sessions that match, write each into the history, return their public ids."""
        open_now = select(PortalSession).where(which, col(PortalSession.revoked_at).is_(None))
        ended = session.scalars(open_now.with_for_update()).all()
        for row in ended:
            row.revoked_at, row.revoked_for = now, why
            audit.record(
                session,
                kind=f"session:ended:{why}",
                at=now,
                client=Client(row.ip, row.user_agent),
                login_id=row.login_id,
                session_ref=row.ref,
            )
            self._seen.pop(row.ref, None)
        return [row.ref for row in ended]

    def _hashed(self, secret: str) -> str:
        return hmac.digest(self._key, secret.encode(errors="replace"), hashlib.sha256).hex()

    def _live(self, now: datetime) -> Select[PortalSession, Login, Borrower]:
        return (
            select(PortalSession, Login, Borrower)
            .join(Login, col(Login.id) == col(PortalSession.login_id))
            .join(Borrower, col(Borrower.id) == col(Login.borrower_id))
            .where(
                col(PortalSession.revoked_at).is_(None),
                col(PortalSession.last_seen_at) > now - self._idle,
                col(PortalSession.signed_in_at) > now - self._absolute,
                col(Login.disabled_at).is_(None),
            )
        )


@cache
def live_sessions() -> Sessions:
    """Return the sessions of this installation."""
    return Sessions(
        database,
        key=keys.derive("session secret"),
        idle=timedelta(minutes=settings.idle_minutes),
        absolute=timedelta(hours=settings.absolute_hours),
    )


def _signed_in(row: PortalSession, login: Login, borrower: Borrower) -> SignedIn:
    return SignedIn(
        borrower_id=login.borrower_id,
        login_id=row.login_id,
        session_id=row.ref,
        name=borrower.shown_name,
        method=row.method,
        signed_in_at=row.signed_in_at,
        fresh_for=row.fresh_for,
        fresh_at=row.fresh_at,
    )


def _remember(memory: dict[str, T], name: str, what: T) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[name] = what
