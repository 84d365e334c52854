"""What every change to a way in goes through: it is written down, told, and voids trusted devices.

Every notice carries a link by which whoever gets it can say "this wasn't me".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from finance_portal.db import Database, database
from finance_portal.models.security import Login
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, deliveries
from finance_portal.services.client import Client
from finance_portal.services.contacts import Contact
from finance_portal.services.one_time_codes import OneTimeCodes, live_codes
from finance_portal.services.passkeys import Passkeys, live_passkeys
from finance_portal.services.password_desk import PasswordDesk, live_password_desk
from finance_portal.services.recovery_codes import RecoveryCodes, live_recovery_codes
from finance_portal.services.sessions import Sessions, SignedIn, live_sessions
from finance_portal.services.throttle import Budgets, live_budgets, site_of
from finance_portal.services.trusted_devices import TrustedDevices, live_trusted_devices
from finance_portal.services.undo_links import UndoLinks, live_undo_links
from finance_portal.services.vault import Vault, live_vault
from finance_portal.settings import settings

ALL_DEVICES = "device:all:forgotten"


@dataclass(frozen=True)
class Act:
    """Something that a signed-in borrower does: who, from where, and when."""

    who: SignedIn
    client: Client
    now: datetime


def note(
    session: Session, act: Act, kind: str, *, subject: str | None = None, **detail: str
) -> None:
    """Write a line into the history of whoever acts (I16)."""
    audit.record(
        session,
        kind=kind,
        at=act.now,
        client=act.client,
        login_id=act.who.login_id,
        session_ref=act.who.session_id,
        subject=subject,
        **detail,
    )


@dataclass(frozen=True, kw_only=True)
class SecurityDesk:
    """The collaborators of everything that the security page changes."""

    db: Database
    sessions: Sessions
    vault: Vault
    passwords: PasswordDesk
    codes: OneTimeCodes
    recovery_codes: RecoveryCodes
    devices: TrustedDevices
    passkeys: Passkeys
    undo: UndoLinks
    budgets: Budgets
    issuer: str  # what an authenticator app files its codes under

    def tell(
        self,
        session: Session,
        act: Act,
        notice: Callable[..., Wording],
        *said: str,
        about: str,
        also: Iterable[Contact] = (),
    ) -> None:
        """Tell every contact, and those that were replaced, with a link to object to it (X6).

        `notice` is a function of notices/security.py, `about` the kind of what was written down.
        """
        login = session.get_one(Login, act.who.login_id)
        link = self.undo.make(session, login_id=act.who.login_id, about=about, now=act.now)
        words = notice(*said, client=act.client, at=act.now, not_me=link)
        deliveries.tell(session, login, words, kind=notice.__name__, now=act.now, also=also)

    def void_devices(self, session: Session, act: Act) -> None:
        """Trust no browser any more: a way in has changed (S3)."""
        if count := self.devices.revoke_all(session, act.who.login_id, act.now):
            note(session, act, ALL_DEVICES, count=str(count))

    def count_guess(self, act: Act) -> None:
        """Count one try of a code before it is looked at. Raises TooManyTries."""
        account, site = str(act.who.login_id), site_of(act.client.ip)
        self.budgets.take("factor:check", account=account, site=site, now=act.now)

    def count_choice(self, act: Act) -> None:
        """Count one try of a password or user name before it is looked at. Raises TooManyTries."""
        self.budgets.take("password:check", account=str(act.who.login_id), now=act.now)


@cache
def live_security_desk() -> SecurityDesk:
    """Return the desk of this installation."""
    return SecurityDesk(
        db=database,
        sessions=live_sessions(),
        vault=live_vault(),
        passwords=live_password_desk(),
        codes=live_codes(),
        recovery_codes=live_recovery_codes(),
        devices=live_trusted_devices(),
        passkeys=live_passkeys(),
        undo=live_undo_links(),
        budgets=live_budgets(),
        issuer=settings.brand.name,
    )
