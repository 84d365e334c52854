"""Somebody comes to work: a user name, a password and a code, always all three, and one refusal."""

import asyncio
import hmac
from dataclasses import dataclass, field
from datetime import datetime

from pyotp import TOTP
from sqlmodel import col, select, update

from finance_portal.db import Database
from finance_portal.models.desk import DeskUser
from finance_portal.services import audit
from finance_portal.services.client import Client
from finance_portal.services.desk.people import place
from finance_portal.services.desk.sessions import Begun, DeskSessions
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.one_time_codes import CodeRefused, read_digits
from finance_portal.services.password_desk import PasswordDesk
from finance_portal.services.throttle import Throttle, TooManyTries
from finance_portal.services.vault import SealBroken, Vault

STEP_SECONDS = 30
ACCEPTED = (0, -1, 1)  # steps from now: clocks differ
LONGEST_NAME = 64
NEVER = 0  # no code is of this step


class EntryRefused(Exception):
    """The name, the password or the code is wrong, or the person is shut out: never said which."""


@dataclass(frozen=True)
class Shown:
    """What somebody shows to come in."""

    user_name: str
    password: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class DeskEntrance:
    """Where the lender's own people come in."""

    db: Database
    sessions: DeskSessions
    vault: Vault
    throttle: Throttle
    passwords: PasswordDesk
    key: bytes = field(repr=False)  # of the hash under which tries are counted

    async def enter(self, shown: Shown, client: Client, now: datetime) -> Begun:
        """Begin a session. Raises EntryRefused, TooManyTries, and TooBusy from passwords."""
        name = shown.user_name.strip().lower()[:LONGEST_NAME]
        account = keyed_hash(self.key, name)
        try:
            self.throttle.admit(account, client.ip, is_familiar=False, now=now)
        except TooManyTries:
            await asyncio.to_thread(self._note, "throttled", account, client, now)
            raise
        user = await asyncio.to_thread(self._find, name)
        verdict = await self.passwords.compare(
            shown.password, None if user is None else user.password_hash
        )
        known = user if verdict.matches else None
        begun = await asyncio.to_thread(self._begin, known, shown.code, client, now)
        if begun is None:
            await asyncio.to_thread(self._note, "refused", account, client, now)
            raise EntryRefused
        self.throttle.succeeded(account, client.ip)
        return begun

    def _find(self, name: str) -> DeskUser | None:
        with self.db.read() as session:
            return session.exec(
                select(DeskUser).where(col(DeskUser.user_name) == name)
            ).one_or_none()

    def _begin(
        self, user: DeskUser | None, code: str, client: Client, now: datetime
    ) -> Begun | None:
        """Take the code, once, and begin; None when anything was wrong."""
        if user is None or (step := self._step(user, code, now)) == NEVER:
            return None
        with self.db.begin() as session:
            taken = session.scalars(
                update(DeskUser)
                .where(
                    col(DeskUser.id) == user.id,
                    col(DeskUser.last_step) < step,
                    col(DeskUser.disabled_at).is_(None),
                )
                .values(last_step=step)
                .returning(col(DeskUser.id))
            ).all()
            if not taken:
                return None
            begun = self.sessions.begin(session, user, client, now)
            audit.record(
                session,
                kind="desk:sign_in",
                at=now,
                client=client,
                session_ref=begun.who.session_ref,
                by=user.user_name,
                role=user.role,
            )
        return begun

    def _step(self, user: DeskUser, code: str, now: datetime) -> int:
        """Return which step a code is of, or NEVER."""
        try:
            digits = read_digits(code)
            app = TOTP(self.vault.open(user.seed_sealed, **place(user.ref)))
        except (CodeRefused, SealBroken):  # of a broken seal the vault has raised the alarm
            return NEVER
        here = int(now.timestamp()) // STEP_SECONDS
        steps = (here + shift for shift in ACCEPTED)
        return next((s for s in steps if hmac.compare_digest(app.generate_otp(s), digits)), NEVER)

    def _note(self, result: str, account: str, client: Client, now: datetime) -> None:
        with self.db.begin() as session:
            audit.record(
                session,
                kind=f"desk:sign_in:{result}",
                at=now,
                client=client,
                user_name_hash=account,
            )
