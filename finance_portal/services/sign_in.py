"""A borrower proves who they are, and is given a session. Whatever is wrong, one refusal.

The password is one half. Unless this browser is trusted, it opens only the way to the other one.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database, database
from finance_portal.models.security import Login, PortalSession
from finance_portal.services import audit, keys, pre_auth
from finance_portal.services.client import Client
from finance_portal.services.entering import Entered, enter, is_familiar
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.password_desk import PasswordDesk, live_password_desk
from finance_portal.services.pre_auth import (
    Journey,
    NewPreAuth,
    PreAuths,
    PreAuthView,
    Step,
    live_pre_auths,
)
from finance_portal.services.proofs import Proof
from finance_portal.services.sessions import Sessions, live_sessions
from finance_portal.services.throttle import Throttle, TooManyTries, live_throttle
from finance_portal.services.trusted_devices import TrustedDevices, live_trusted_devices
from finance_portal.services.user_names import canonical_user_name, named
from finance_portal.settings import settings

Outcome: TypeAlias = Entered | NewPreAuth


class SignInRefused(Exception):
    """The user name or the password is wrong, or the login is closed: nobody is told which."""


class SignInFrozen(Exception):
    """The borrower froze this login: it opens again after they have proven who they are."""


@dataclass(frozen=True)
class Browser:
    """The browser that somebody signs in with."""

    client: Client
    device_secret: str = ""  # of its cookie as a trusted device
    replaces: str = ""  # the session that it had

    def __repr__(self) -> str:
        return f"Browser({self.client.ip})"


@dataclass(frozen=True)
class _Knock:
    """One try to sign in."""

    account: str  # keyed hash of the canonical user name
    login: Login | None
    is_familiar: bool
    is_trusted: bool
    browser: Browser
    now: datetime

    @property
    def client(self) -> Client:
        return self.browser.client


@dataclass(frozen=True)
class Standing:
    """What a sign-in stands on."""

    db: Database
    sessions: Sessions
    pre_auths: PreAuths
    devices: TrustedDevices
    throttle: Throttle
    desk: PasswordDesk
    key: bytes  # of the index of user names
    is_second_factor_required: bool = True

    def __repr__(self) -> str:
        return "Standing()"


class Entrance:
    """Where borrowers sign in."""

    def __init__(self, standing: Standing) -> None:
        self._on = standing

    async def sign_in(
        self, *, user_name: str, password: str, browser: Browser, now: datetime, next_page: str = ""
    ) -> Outcome:
        """Return a session, or the way to the second factor, and end the session it replaces.

        Raises SignInRefused, TooManyTries, or TooBusy from passwords.
        """
        knock = await asyncio.to_thread(self._knock, user_name, browser, now)
        try:
            await asyncio.to_thread(self._admit, knock)
        except TooManyTries:
            await asyncio.to_thread(self._record, knock, "account:sign_in:throttled")
            raise
        login, fresh_hash = await self._check(knock, password)
        await asyncio.to_thread(self._on.throttle.succeeded, knock.account, knock.client.ip)
        return await asyncio.to_thread(self._go_on, knock, login, fresh_hash, next_page)

    def arrive(
        self, way: PreAuthView, proof: Proof, *, browser: Browser, now: datetime, trust: bool
    ) -> Entered:
        """Sign in who has shown a second factor. Raises WayLost, SignInRefused, SignInFrozen.

        A frozen login goes on to recovery instead, and keeps what was shown.
        """
        with self._on.db.begin() as session:
            login = session.get_one(Login, way.login_id)
            _refuse_closed(login)
            if is_frozen := login.frozen_at is not None:
                recovery = {"journey": Journey.RECOVERY}
                pre_auth.advance(session, way, step=Step.PROVE, now=now, proven={proof}, **recovery)
            else:
                pre_auth.finish(session, way, now=now)
                shown = way.proven | {proof}
                entered = self.let_in(session, login, shown, browser, now, subject=way.ref)
        if is_frozen:
            raise SignInFrozen
        return self._trusting(entered, login, browser, now) if trust else entered

    def arrive_by_passkey(
        self, way: PreAuthView, login_id: int, *, browser: Browser, now: datetime
    ) -> Entered:
        """Sign in whom a passkey has named: it is two factors in one (W2).

        Raises WayLost, SignInRefused, SignInFrozen.
        """
        with self._on.db.begin() as session:
            login = session.get_one(Login, login_id)
            _refuse_closed(login)
            if login.frozen_at is not None:
                raise SignInFrozen
            pre_auth.finish(session, way, now=now)
            return self.let_in(session, login, {Proof.PASSKEY}, browser, now)

    def let_in(
        self,
        session: Session,
        login: Login,
        proven: Collection[Proof],
        browser: Browser,
        now: datetime,
        subject: str | None = None,
    ) -> Entered:
        """Begin a session, and end the one that the browser had."""
        self._end_replaced(session, browser, now)
        new = enter(
            session,
            self._on.sessions,
            login=login,
            proven=proven,
            client=browser.client,
            now=now,
            subject=subject,
        )
        return Entered(new)

    def _knock(self, typed: str, browser: Browser, now: datetime) -> _Knock:
        name = canonical_user_name(typed)
        account = keyed_hash(self._on.key, name)
        with self._on.db.read() as session:
            login = session.scalar(select(Login).where(named(name)))
            is_near = login is not None and is_familiar(session, login.id, browser.client, now)
        is_trusted = login is not None and self._is_trusted(login, browser, now)
        return _Knock(account, login, is_near or is_trusted, is_trusted, browser, now)

    def _admit(self, knock: _Knock) -> None:
        self._on.throttle.admit(
            knock.account, knock.client.ip, is_familiar=knock.is_familiar, now=knock.now
        )

    def _is_trusted(self, login: Login, browser: Browser, now: datetime) -> bool:
        if not browser.device_secret:
            return False
        with self._on.db.begin() as session:
            found = self._on.devices.recognise(
                session, browser.device_secret, login_id=login.id or 0, now=now
            )
        return found is not None

    async def _check(self, knock: _Knock, password: str) -> tuple[Login, str]:
        """Return the login, and a new hash if its own is out of date. Raises SignInRefused."""
        stored = None if knock.login is None else knock.login.password_hash
        verdict = await self._on.desk.compare(password, stored)
        if knock.login is None or knock.login.disabled_at or not verdict.matches:
            await asyncio.to_thread(self._record, knock, "account:sign_in:refused")
            raise SignInRefused
        if not verdict.is_stale:
            return knock.login, ""
        return knock.login, await self._on.desk.hash_of(password)

    def _go_on(self, knock: _Knock, login: Login, fresh_hash: str, next_page: str) -> Outcome:
        with self._on.db.begin() as session:
            if fresh_hash:
                session.get_one(Login, login.id).password_hash = fresh_hash
            if (knock.is_trusted or not self._on.is_second_factor_required) and not login.frozen_at:
                shown = {Proof.PASSWORD} | ({Proof.TRUSTED_DEVICE} if knock.is_trusted else set())
                return self.let_in(session, login, shown, knock.browser, knock.now)
            self._end_replaced(session, knock.browser, knock.now)
            way = self._on.pre_auths.begin(
                session,
                journey=Journey.SIGN_IN,
                step=Step.VERIFY,
                client=knock.client,
                now=knock.now,
                proven={Proof.PASSWORD},
                login_id=login.id,
                borrower_id=login.borrower_id,
                next_page=next_page,
            )
            self._write(session, knock, "account:password:accepted", subject=way.ref)
            return way

    def _trusting(self, entered: Entered, login: Login, browser: Browser, now: datetime) -> Entered:
        with self._on.db.begin() as session:
            secret = self._on.devices.trust(
                session, login_id=login.id or 0, client=browser.client, now=now
            )
            audit.record(
                session,
                kind="device:trusted",
                at=now,
                client=browser.client,
                login_id=login.id,
                session_ref=entered.session.ref,
            )
        return Entered(entered.session, secret)

    def _end_replaced(self, session: Session, browser: Browser, now: datetime) -> None:
        if browser.replaces:
            mine = col(PortalSession.ref) == browser.replaces
            self._on.sessions.end_within(session, mine, why="replaced", now=now)

    def _record(self, knock: _Knock, kind: str) -> None:
        with self._on.db.begin() as session:
            self._write(session, knock, kind)

    def _write(
        self, session: Session, knock: _Knock, kind: str, *, subject: str | None = None
    ) -> None:
        audit.record(
            session,
            kind=kind,
            at=knock.now,
            client=knock.client,
            login_id=None if knock.login is None else knock.login.id,
            user_name_hash=knock.account,
            subject=subject,
        )


@cache
def live_entrance() -> Entrance:
    """Return the entrance of this installation."""
    return Entrance(
        Standing(
            database,
            live_sessions(),
            live_pre_auths(),
            live_trusted_devices(),
            live_throttle(),
            live_password_desk(),
            keys.derive("user name index"),
            is_second_factor_required=settings.second_factor == "required",
        )
    )


def _refuse_closed(login: Login) -> None:
    if login.disabled_at is not None:
        raise SignInRefused
