"""A forgotten password: a code to a contact, a second proof that is independent of it, a new one.

Whether anybody was found behind the name is told to nobody (case 23). Afterwards every other
session is ended, no device is trusted, every contact is told, and where nothing strong was shown,
ways to move money stay as they are for a day.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.language import say, sentence
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login, PortalSession
from finance_portal.notices import ways_in as notices
from finance_portal.services import (
    audit,
    deliveries,
    factors,
    identity,
    password_gate,
    pre_auth,
    user_names,
    way_codes,
)
from finance_portal.services.client import Client
from finance_portal.services.contacts import Channel
from finance_portal.services.entering import Entered
from finance_portal.services.identity import Claim
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.password_desk import PasswordDesk
from finance_portal.services.password_words import words_of
from finance_portal.services.pre_auth import (
    Journey,
    NewPreAuth,
    PreAuths,
    PreAuthView,
    Step,
)
from finance_portal.services.proofs import STRONG, Proof
from finance_portal.services.sessions import Sessions
from finance_portal.services.sign_in import Browser, Entrance
from finance_portal.services.throttle import Budgets, site_of
from finance_portal.services.trusted_devices import TrustedDevices
from finance_portal.services.vault import Vault
from finance_portal.services.way_codes import WayCodes

HOLD = timedelta(hours=24)
RECOVERED = "recovered"  # why other sessions ended
NO_MATCH = sentence(
    "These three do not match what we have on file. Please check each of them. If they "
    "are right, call us and we will help you."
)


class NotIndependent(Exception):
    """This proof adds nothing to what was shown already; another one is needed."""


class IdentityRefused(Exception):
    """The three items do not fit together, or not this borrower; nobody is told which (R1)."""

    def __init__(self) -> None:
        super().__init__(say(NO_MATCH))


@dataclass(frozen=True)
class Recovered:
    """A borrower who is back in, and the sessions that ended for it."""

    entered: Entered
    ended: tuple[str, ...]


@dataclass(frozen=True)
class Recovery:
    """All recoveries of one installation."""

    db: Database
    vault: Vault
    pre_auths: PreAuths
    sessions: Sessions
    devices: TrustedDevices
    codes: WayCodes
    budgets: Budgets
    entrance: Entrance
    desk: PasswordDesk
    key: bytes  # of the index of user names

    def begin(self, typed: str, channel: Channel, *, client: Client, now: datetime) -> NewPreAuth:
        """Send a code to the contact behind a user name or e-mail address. Raises TooManyTries."""
        name = user_names.canonical_user_name(typed)
        account = keyed_hash(self.key, name)
        self.budgets.take("recovery:ask", account=account, site=site_of(client.ip), now=now)
        with self.db.begin() as session:
            login = session.exec(
                select(Login).where(user_names.named(name), col(Login.disabled_at).is_(None))
            ).first()
            borrower = session.get(Borrower, login.borrower_id if login else 0)
            receiver = way_codes.receiver_for(borrower, login, channel)
            new = self.pre_auths.begin(
                session,
                journey=Journey.RECOVERY,
                step=Step.CODE,
                client=client,
                now=now,
                channel=channel,
                login_id=login.id if login and receiver else None,
                borrower_id=receiver.borrower.id if receiver else None,
            )
            self.codes.send(
                session,
                receiver,
                owner=new.ref,
                journey=Journey.RECOVERY,
                channel=channel,
                now=now,
            )
            audit.record(
                session,
                kind=f"account:recovery:{'started' if receiver else 'refused'}",
                at=now,
                client=client,
                login_id=login.id if login else None,
                subject=new.ref,
                user_name_hash=account,
            )
        return new

    def prove_contact(self, way: PreAuthView, code: str, *, client: Client, now: datetime) -> None:
        """Take the code that was sent. Raises CodeRefused, TooManyTries, WayLost."""
        shown = {self.codes.check(way, code, client=client, now=now)}
        with self.db.begin() as session:
            way_codes.go_on(session, way, step=Step.PROVE, proven=shown, client=client, now=now)

    def prove_more(self, way: PreAuthView, proof: Proof, *, client: Client, now: datetime) -> None:
        """Go on with a second proof, which was checked. Raises NotIndependent, WayLost."""
        if proof not in ways_beside(self.db, way):
            raise NotIndependent
        with self.db.begin() as session:
            way_codes.go_on(session, way, step=Step.FINISH, proven={proof}, client=client, now=now)

    def prove_identity(
        self, way: PreAuthView, claim: Claim, *, client: Client, now: datetime
    ) -> None:
        """Go on with what stands in the contract. Raises IdentityRefused, TooManyTries, WayLost."""
        account = f"login {way.login_id}"  # strangers who try to register do not count here
        self.budgets.take("identity:check", account=account, site=site_of(client.ip), now=now)
        with self.db.begin() as session:
            found = identity.match(session, self.vault, claim)
            if is_theirs := found is not None and found.borrower.id == way.borrower_id:
                shown = {Proof.IDENTITY}
                way_codes.go_on(
                    session, way, step=Step.FINISH, proven=shown, client=client, now=now
                )
            else:
                _record(session, way, "account:identity:refused", client, now)
        if not is_theirs:
            raise IdentityRefused

    async def finish(
        self, way: PreAuthView, password: str, *, browser: Browser, now: datetime
    ) -> Recovered:
        """Set the new password, and sign its borrower in.

        Raises PasswordTooWeak, WayLost, or TooBusy from passwords.
        """
        await asyncio.to_thread(self._refuse_weak, way, password)
        hashed = await self.desk.hash_of(password)
        return await asyncio.to_thread(self._replace, way, hashed, browser, now)

    def _refuse_weak(self, way: PreAuthView, password: str) -> None:
        with self.db.read() as session:
            login = session.get_one(Login, way.login_id)
            borrower = session.get_one(Borrower, login.borrower_id)
            words = words_of(session, self.vault, borrower, login.user_name)
            theirs = factors.methods_of(session, login)
        has_strong = not {Proof.AUTHENTICATOR, Proof.PASSKEY}.isdisjoint(theirs)
        password_gate.check(password, words=words, has_strong_factor=has_strong)

    def _replace(self, way: PreAuthView, hashed: str, browser: Browser, now: datetime) -> Recovered:
        with self.db.begin() as session:
            pre_auth.finish(session, way, now=now)
            login = session.get_one(Login, way.login_id, with_for_update=True)
            _refuse_shut(login, way)
            login.password_hash, login.password_set_at = hashed, now
            thawed, login.frozen_at = login.frozen_at, None
            if needs_hold(way.proven):
                login.held_until = max(login.held_until or now, now + HOLD)
            ended = end_everything(session, self.sessions, self.devices, login, now)
            _record(session, way, "account:recovery:finished", browser.client, now)
            _record(session, way, "account:password:changed", browser.client, now)
            if thawed:
                _record(session, way, "account:thawed", browser.client, now)
            words = notices.password_recovered(
                client=browser.client, at=now, held_until=login.held_until
            )
            deliveries.tell(session, login, words, kind="password_recovered", now=now)
            shown = way.proven | {Proof.PASSWORD}
            entered = self.entrance.let_in(session, login, shown, browser, now)
        return Recovered(entered, tuple(ended))


def ways_beside(db: Database, way: PreAuthView) -> tuple[Proof, ...]:
    """Return what can be shown beside what was shown already, the best first.

    A frozen login opens for who knows the contract alone: the rest may be in wrong hands.
    """
    with db.read() as session:
        login = session.get_one(Login, way.login_id)
        theirs = () if login.frozen_at else factors.methods_of(session, login)
    return (*(proof for proof in theirs if proof not in way.proven), Proof.IDENTITY)


def needs_hold(proven: Collection[Proof]) -> bool:
    """Tell whether what was shown leaves room for doubt.

    What stands in a contract can be known to others, so with it even a text message is too little.
    """
    return Proof.IDENTITY in proven or STRONG.isdisjoint(proven)


def end_everything(
    session: Session, sessions: Sessions, devices: TrustedDevices, login: Login, now: datetime
) -> list[str]:
    """End all sessions and ways in of a login and trust no device. Return the ended sessions."""
    login_id = login.id or 0
    mine = col(PortalSession.login_id) == login_id
    ended = sessions.end_within(session, mine, why=RECOVERED, now=now)
    devices.revoke_all(session, login_id, now)
    pre_auth.abandon_all(session, login_id, now=now)
    return ended


def _refuse_shut(login: Login, way: PreAuthView) -> None:
    """Raise WayLost where a login was closed, or frozen by its owner, since its way began."""
    is_frozen = login.frozen_at is not None and Proof.IDENTITY not in way.proven
    if login.disabled_at is not None or is_frozen:
        raise pre_auth.WayLost


def _record(session: Session, way: PreAuthView, kind: str, client: Client, now: datetime) -> None:
    shown = "+".join(sorted(way.proven))
    audit.record(
        session,
        kind=kind,
        at=now,
        client=client,
        login_id=way.login_id,
        subject=way.ref,
        method=shown,
    )
