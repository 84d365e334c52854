"""A borrower proves who they are, and is given a session. Whatever is wrong, one refusal."""

import asyncio
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database, database
from finance_portal.models.security import Login, PortalSession, SecurityEvent
from finance_portal.services import keys, passwords
from finance_portal.services.passwords import HashingQueue, Peppers
from finance_portal.services.sessions import Client, NewSession, Sessions, live_sessions
from finance_portal.services.throttle import Throttle, TooManyTries
from finance_portal.settings import settings

MAX_USER_NAME = 64
FAMILIAR_FOR = timedelta(days=30)


class SignInRefused(Exception):
    """The user name or the password is wrong, or the login is closed: nobody is told which."""


@dataclass(frozen=True)
class _Knock:
    """One try to sign in."""

    account: str  # keyed hash of the canonical user name
    login: Login | None
    is_familiar: bool
    client: Client
    now: datetime


class Entrance:
    """Where borrowers sign in, with all that it takes."""

    def __init__(
        self,
        db: Database,
        sessions: Sessions,
        *,
        key: bytes,
        peppers: Peppers,
        throttle: Throttle,
        cost: int = passwords.COST,
    ) -> None:
        self._db = db
        self._sessions = sessions
        self._key = key
        self._peppers = peppers
        self._throttle = throttle
        self._cost = cost
        self._queue = HashingQueue()
        self._nobody = passwords.dummy_hash(peppers, cost=cost)

    async def sign_in(
        self, *, user_name: str, password: str, client: Client, now: datetime, replaces: str = ""
    ) -> NewSession:
        """Return a new session, and end the one that the browser had (`replaces`).

        Raises SignInRefused, TooManyTries, or TooBusy from passwords.
        """
        knock = await asyncio.to_thread(self._knock, user_name, client, now)
        try:
            self._throttle.admit(knock.account, client.ip, is_familiar=knock.is_familiar)
        except TooManyTries:
            await asyncio.to_thread(self._record, knock, "account:sign_in:throttled")
            raise
        login, fresh_hash = await self._check(knock, password)
        self._throttle.succeeded(knock.account, client.ip)
        return await asyncio.to_thread(self._let_in, knock, login, fresh_hash, replaces)

    def close(self) -> None:
        """Finish the passwords that are being checked."""
        self._queue.close()

    def _knock(self, user_name: str, client: Client, now: datetime) -> _Knock:
        name = canonical_user_name(user_name)
        account = hmac.digest(self._key, name.encode(errors="replace"), hashlib.sha256).hex()
        with self._db.read() as session:
            login = session.scalar(select(Login).where(col(Login.user_name) == name))
            is_familiar = _is_familiar(session, name, client, now)
        return _Knock(account, login, is_familiar, client, now)

    async def _check(self, knock: _Knock, password: str) -> tuple[Login, str]:
        """Return the login, and a new hash if its own is out of date. Raises SignInRefused."""
        stored = self._nobody if knock.login is None else knock.login.password_hash
        compare = partial(
            passwords.verify_password, password, stored, self._peppers, cost=self._cost
        )
        verdict = await self._queue.run(compare)
        if knock.login is None or knock.login.disabled_at or not verdict.matches:
            self._throttle.failed(knock.client.ip)
            await asyncio.to_thread(self._record, knock, "account:sign_in:refused")
            raise SignInRefused
        if not verdict.is_stale:
            return knock.login, ""
        renew = partial(passwords.hash_password, password, self._peppers, cost=self._cost)
        return knock.login, await self._queue.run(renew)

    def _let_in(self, knock: _Knock, login: Login, fresh_hash: str, replaces: str) -> NewSession:
        with self._db.begin() as session:
            if replaces:
                mine = col(PortalSession.ref) == replaces
                self._sessions.end_within(session, mine, why="replaced", now=knock.now)
            if fresh_hash:
                session.get_one(Login, login.id).password_hash = fresh_hash
            new = self._sessions.begin(session, login=login, now=knock.now, client=knock.client)
            session.add(_line(knock, "account:sign_in:success", session_ref=new.ref))
        return new

    def _record(self, knock: _Knock, kind: str) -> None:
        with self._db.begin() as session:
            session.add(_line(knock, kind))


@cache
def live_entrance() -> Entrance:
    """Return the entrance of this installation."""
    return Entrance(
        database,
        live_sessions(),
        key=keys.derive("user name index"),
        peppers=passwords.live_peppers(),
        throttle=Throttle(factor=settings.rate_limit_factor),
    )


def add_login(
    session: Session, *, borrower_id: int, user_name: str, password_hash: str, now: datetime
) -> Login:
    """Give a borrower a way in. The hash comes from `passwords.hash_password`."""
    login = Login(
        borrower_id=borrower_id,
        user_name=canonical_user_name(user_name),
        password_hash=password_hash,
        created_at=now,
        password_set_at=now,
    )
    session.add(login)
    return login


def canonical_user_name(user_name: str) -> str:
    """Return the one form of a user name that is stored and compared, or "" if it has none."""
    if len(user_name) > 4 * MAX_USER_NAME:  # before anything that takes time with its length
        return ""
    name = unicodedata.normalize("NFKC", user_name).casefold().strip()
    return name if len(name) <= MAX_USER_NAME else ""


def _is_familiar(session: Session, user_name: str, client: Client, now: datetime) -> bool:
    lately = (
        select(PortalSession)
        .join(Login, col(Login.id) == col(PortalSession.login_id))
        .where(
            col(Login.user_name) == user_name,
            col(PortalSession.ip) == client.ip,
            col(PortalSession.created_at) > now - FAMILIAR_FOR,
        )
    )
    return session.scalar(lately.limit(1)) is not None


def _line(knock: _Knock, kind: str, *, session_ref: str | None = None) -> SecurityEvent:
    return SecurityEvent(
        at=knock.now,
        kind=kind,
        login_id=None if knock.login is None else knock.login.id,
        session_ref=session_ref,
        user_name_hash=knock.account,
        ip=knock.client.ip,
        user_agent=knock.client.user_agent,
    )
