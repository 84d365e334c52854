"""The second thing that a borrower shows: at sign-in, for a step-up, on the way back in.

Every proof is bound to its owner (a way in or a session) and to a purpose, counted before it is
looked at, and written into the audit trail when it is refused.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from finance_portal.db import Database, database
from finance_portal.language import say, sentence
from finance_portal.models.security import Login
from finance_portal.notices import security as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, authenticators, deliveries, factors, one_time_codes
from finance_portal.services.client import Client
from finance_portal.services.contacts import Channel, masked_contact
from finance_portal.services.one_time_codes import CodeRefused, OneTimeCodes, live_codes
from finance_portal.services.passkeys import PasskeyRefused, Passkeys, live_passkeys
from finance_portal.services.proofs import Proof, Purpose
from finance_portal.services.recovery_codes import RecoveryCodes, live_recovery_codes
from finance_portal.services.throttle import Budgets, live_budgets, site_of
from finance_portal.services.vault import Vault, live_vault

NOT_YOURS = sentence("This way is not set up for your sign-in. Please choose another one.")
SIGN_IN = "verify"  # what a second factor is for
CONFIRM = "confirm:"  # the same, with the purpose of a step-up
CHANNELS: dict[Proof, Channel] = {Proof.EMAIL: "email", Proof.TEXT: "text"}


@dataclass(frozen=True)
class Asking:
    """Who shows a proof, and what for."""

    owner: str  # ref of a way in or of a session
    purpose: str
    login_id: int
    client: Client
    now: datetime


@dataclass(frozen=True)
class SecondFactor:
    """All proofs beside the password, and how often they may be tried."""

    db: Database
    codes: OneTimeCodes
    recovery_codes: RecoveryCodes
    passkeys: Passkeys
    vault: Vault
    budgets: Budgets

    def send(self, asking: Asking, channel: Channel) -> str:
        """Send a code to a proven contact. Return the contact, masked.

        Raises CodeRefused when there is no such contact, TooManyTries when too many were sent.
        """
        now, site = asking.now, site_of(asking.client.ip)
        contact = self._contact(asking, channel)
        self.budgets.take("code:send", contact=contact, site=site, now=now)
        with self.db.begin() as session:
            code = self.codes.issue(
                session,
                owner=asking.owner,
                purpose=asking.purpose,
                channel=channel,
                contact=contact,
                now=now,
            )
            deliveries.write(
                session,
                _worded(asking.purpose, code),
                kind="sign_in_code" if asking.purpose == SIGN_IN else "confirm_code",
                channel=channel,
                to=contact,
                now=now,
                login_id=asking.login_id,
                expires_at=now + one_time_codes.LIFE,
            )
            self._note(asking, "account:code:sent", session=session, channel=channel)
        return masked_contact(channel, contact)

    def check(self, asking: Asking, proof: Proof, code: str) -> None:
        """Take a typed proof. Raises CodeRefused, and TooManyTries before it is even looked at."""
        site, account = site_of(asking.client.ip), str(asking.login_id)
        try:
            with self.budgets.trying("factor:check", account=account, site=site, now=asking.now):
                self._compare(asking, proof, code)
        except CodeRefused as refusal:
            self._refused(asking, proof, refusal.reason)
            raise

    def check_passkey(self, asking: Asking, credential: str) -> None:
        """Take a passkey of this login. Raises PasskeyRefused, and TooManyTries before."""
        self.budgets.take("passkey:try", site=site_of(asking.client.ip), now=asking.now)
        try:
            self.passkeys.prove(
                self.db,
                owner=asking.owner,
                purpose=asking.purpose,
                credential=credential,
                login_id=asking.login_id,
                now=asking.now,
            )
        except PasskeyRefused as refusal:
            self._refused(asking, Proof.PASSKEY, refusal.reason)
            raise

    def _compare(self, asking: Asking, proof: Proof, code: str) -> None:
        login_id, now = asking.login_id, asking.now
        match proof:
            case Proof.AUTHENTICATOR:
                authenticators.check(self.db, self.vault, login_id=login_id, code=code, now=now)
            case Proof.RECOVERY_CODE:
                self._use_recovery_code(asking, code)
            case Proof.EMAIL | Proof.TEXT:
                self._compare_sent(asking, CHANNELS[proof], code)
            case _:
                raise CodeRefused("wrong", say(NOT_YOURS))

    def _compare_sent(self, asking: Asking, channel: Channel, code: str) -> None:
        contact = self._contact(asking, channel)
        self.codes.check(
            self.db,
            owner=asking.owner,
            purpose=asking.purpose,
            contact=contact,
            code=code,
            now=asking.now,
        )

    def _contact(self, asking: Asking, channel: Channel) -> str:
        with self.db.read() as session:
            contact = factors.contact_of(session.get_one(Login, asking.login_id), channel)
        if contact is None:
            raise CodeRefused("wrong", say(NOT_YOURS))
        return contact

    def _use_recovery_code(self, asking: Asking, code: str) -> None:
        left = self.recovery_codes.use(self.db, asking.login_id, code, asking.now)
        with self.db.begin() as session:
            login = session.get_one(Login, asking.login_id)
            self._note(asking, "factor:recovery_code:used", session=session, left=str(left))
            words = notices.recovery_code_used(left, client=asking.client, at=asking.now)
            deliveries.tell(session, login, words, kind="recovery_code_used", now=asking.now)

    def _refused(self, asking: Asking, proof: Proof, reason: str) -> None:
        with self.db.begin() as session:
            kind = "account:second_factor:refused"
            self._note(asking, kind, session=session, method=proof, reason=reason)

    def _note(self, asking: Asking, kind: str, *, session: Session, **detail: str) -> None:
        audit.record(
            session,
            kind=kind,
            at=asking.now,
            client=asking.client,
            login_id=asking.login_id,
            subject=asking.owner,
            purpose=asking.purpose,
            **detail,
        )


def purpose_of(purpose: Purpose) -> str:
    """Return what a proof is for that steps up for a purpose."""
    return f"{CONFIRM}{purpose}"


def _worded(purpose: str, code: str) -> Wording:
    if purpose == SIGN_IN:
        return notices.sign_in_code(code)
    return notices.confirm_code(code, purpose.removeprefix(CONFIRM))


@cache
def live_second_factor() -> SecondFactor:
    """Return the second factors of this installation."""
    return SecondFactor(
        database,
        live_codes(),
        live_recovery_codes(),
        live_passkeys(),
        live_vault(),
        live_budgets(),
    )
