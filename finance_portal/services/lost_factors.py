"""A lost second factor: the password, what stands in the contract, and a code to a contact on file.

What was lost is removed, and ways to move money stay as they are for three days (Q2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from finance_portal.db import Database
from finance_portal.models.factors import Authenticator, Passkey, RecoveryCode
from finance_portal.models.security import Login
from finance_portal.notices import ways_in as notices
from finance_portal.services import (
    audit,
    deliveries,
    identity,
    pre_auth,
    recovery,
    way_codes,
)
from finance_portal.services.client import Client
from finance_portal.services.contacts import Channel
from finance_portal.services.identity import Claim
from finance_portal.services.pre_auth import Journey, PreAuthView, Step
from finance_portal.services.proofs import Proof
from finance_portal.services.recovery import Recovered
from finance_portal.services.sessions import Sessions
from finance_portal.services.sign_in import Browser, Entrance
from finance_portal.services.throttle import Budgets, site_of
from finance_portal.services.trusted_devices import TrustedDevices
from finance_portal.services.vault import Vault
from finance_portal.services.way_codes import WayCodes

HOLD = timedelta(hours=72)
LOST = (Authenticator, Passkey, RecoveryCode)


@dataclass(frozen=True)
class LostFactors:
    """Everybody who knows their password and has nothing else left."""

    db: Database
    vault: Vault
    sessions: Sessions
    devices: TrustedDevices
    codes: WayCodes
    budgets: Budgets
    entrance: Entrance

    def begin(
        self, way: PreAuthView, claim: Claim, channel: Channel, *, client: Client, now: datetime
    ) -> None:
        """Send a code to the contact on file if the claim fits who knew the password.

        The answer is the same if not (R1). Raises TooManyTries, WayLost.
        """
        account = f"login {way.login_id}"  # strangers who try to register do not count here
        self.budgets.take("identity:check", account=account, site=site_of(client.ip), now=now)
        with self.db.begin() as session:
            login = session.get_one(Login, way.login_id)
            found = identity.match(session, self.vault, claim)
            is_theirs = found is not None and found.borrower.id == login.borrower_id
            borrower = found.borrower if found and is_theirs else None
            receiver = way_codes.receiver_for(borrower, login, channel)
            pre_auth.advance(
                session,
                way,
                step=Step.CODE,
                now=now,
                journey=Journey.FACTORS,
                channel=channel,
                borrower_id=receiver.borrower.id if receiver else None,
            )
            self.codes.send(
                session,
                receiver,
                owner=way.ref,
                journey=Journey.FACTORS,
                channel=channel,
                now=now,
            )
            started = "started" if receiver else "refused"
            _record(session, way, f"account:lost_factors:{started}", client, now)

    def finish(
        self, way: PreAuthView, code: str, *, browser: Browser, now: datetime
    ) -> Recovered | None:
        """Take the code, remove what was lost, and sign its borrower in.

        None when the login is frozen: it needs a new password too, and the way goes on to it.
        Raises CodeRefused, TooManyTries, WayLost.
        """
        proof = self.codes.check(way, code, client=browser.client, now=now)
        shown = way.proven | {Proof.IDENTITY, proof}
        with self.db.begin() as session:
            login = session.get_one(Login, way.login_id, with_for_update=True)
            self._remove(session, way, login, proof, browser.client, now)
            if login.frozen_at is not None:
                frozen = {"journey": Journey.RECOVERY}
                pre_auth.advance(session, way, step=Step.FINISH, now=now, proven=shown, **frozen)
                return None
            pre_auth.finish(session, way, now=now)
            ended = recovery.end_everything(session, self.sessions, self.devices, login, now)
            entered = self.entrance.let_in(session, login, shown, browser, now)
        return Recovered(entered, tuple(ended))

    def _remove(
        self,
        session: Session,
        way: PreAuthView,
        login: Login,
        proof: Proof,
        client: Client,
        now: datetime,
    ) -> None:
        for factor in LOST:
            session.exec(delete(factor).where(col(factor.login_id) == login.id))
        _keep_proven(session, way, login, proof)
        login.held_until = max(login.held_until or now, now + HOLD)
        _record(session, way, "factor:all:removed", client, now)
        words = notices.factors_removed(client=client, at=now, held_until=login.held_until)
        deliveries.tell(session, login, words, kind="factors_removed", now=now)


def _keep_proven(session: Session, way: PreAuthView, login: Login, proof: Proof) -> None:
    """Let the contact that was shown be the one that codes go to.

    A phone that did not help is one of the things that were lost. The e-mail address stays: it is
    also what they sign in with.
    """
    receiver = way_codes.receiver_of(session, way)
    if proof is Proof.TEXT and receiver:
        login.phone = receiver.contact[1]
    elif proof is Proof.EMAIL:
        login.phone = None


def _record(session: Session, way: PreAuthView, kind: str, client: Client, now: datetime) -> None:
    audit.record(session, kind=kind, at=now, client=client, login_id=way.login_id, subject=way.ref)
