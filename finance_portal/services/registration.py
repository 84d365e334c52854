"""The beginning of a registration: what stands in the contract, then a code to the contact on file.

The answer is the same for everybody, in its words and its time, right or wrong (R1, R4).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login
from finance_portal.notices import ways_in as notices
from finance_portal.services import audit, contracts, identity, way_codes
from finance_portal.services.client import Client
from finance_portal.services.contacts import Channel
from finance_portal.services.flags import has_died
from finance_portal.services.identity import Claim, Match
from finance_portal.services.logins import login_of
from finance_portal.services.pre_auth import (
    Journey,
    NewPreAuth,
    PreAuths,
    PreAuthView,
    Step,
)
from finance_portal.services.proofs import Proof
from finance_portal.services.throttle import Budgets, TooManyTries, site_of
from finance_portal.services.vault import Vault
from finance_portal.services.way_codes import Receiver, WayCodes

WARN_EVERY = timedelta(days=1)
WARNING = "registration_tried"


@dataclass(frozen=True)
class Registration:
    """All registrations of one installation, until their code has come back."""

    db: Database
    vault: Vault
    pre_auths: PreAuths
    codes: WayCodes
    budgets: Budgets

    def begin(self, claim: Claim, channel: Channel, *, client: Client, now: datetime) -> NewPreAuth:
        """Send a code to the contact on file of who is claimed, and return the way to type it.

        Raises TooManyTries (R3); where it is the contract's tries, its borrower is told.
        """
        self.budgets.take("identity:check", site=site_of(client.ip), now=now)
        account = contracts.number_index(self.vault, claim.account_number)
        try:
            self.budgets.take("contract:claim", account=account, now=now)
        except TooManyTries:
            self._warn(claim, channel, client, now)
            raise
        with self.db.begin() as session:
            found = identity.match(session, self.vault, claim)
            return self._start(session, found, channel, client, now)

    def prove(self, way: PreAuthView, code: str, *, client: Client, now: datetime) -> None:
        """Take the code. Raises CodeRefused, TooManyTries, WayLost."""
        shown = {Proof.IDENTITY, self.codes.check(way, code, client=client, now=now)}
        with self.db.begin() as session:
            way_codes.go_on(session, way, step=Step.FINISH, proven=shown, client=client, now=now)

    def _start(
        self,
        session: Session,
        found: Match | None,
        channel: Channel,
        client: Client,
        now: datetime,
    ) -> NewPreAuth:
        login = login_of(session, found.borrower.id if found else None)
        person = found.borrower if found else None
        reached = None if has_died(session, person.id if person else None) else person
        receiver = way_codes.receiver_for(reached, login, channel)
        theirs = None if login else receiver
        new = self.pre_auths.begin(
            session,
            journey=Journey.REGISTRATION,
            step=Step.CODE,
            client=client,
            now=now,
            channel=channel,
            borrower_id=theirs.borrower.id if theirs else None,
            contract_id=found.contract.id if found and theirs else None,
        )
        self.codes.send(
            session,
            receiver,
            owner=new.ref,
            journey=Journey.REGISTRATION,
            channel=channel,
            now=now,
            instead=notices.registered_already if login else None,
        )
        audit.record(
            session,
            kind=f"account:registration:{'started' if theirs else 'refused'}",
            at=now,
            client=client,
            login_id=login.id if login else None,
            subject=new.ref,
            why=_why(found, receiver, login),
        )
        return new

    def _warn(self, claim: Claim, channel: Channel, client: Client, now: datetime) -> None:
        """Tell the first obligor, once a day, that somebody keeps trying (case 20)."""
        with self.db.begin() as session:
            contract = contracts.by_number(session, self.vault, claim.account_number)
            borrower = _first_obligor(session, contract)
            login = login_of(session, borrower.id if borrower else None)
            receiver = way_codes.receiver_for(borrower, login, channel)
            if _was_warned(session, borrower, now):
                receiver = None
            words = notices.registration_tried()
            way_codes.post(session, receiver, words, kind=WARNING, channel=channel, now=now)
            audit.record(
                session,
                kind="account:registration:throttled",
                at=now,
                client=client,
                login_id=login.id if login else None,
            )


def _why(found: Match | None, receiver: Receiver | None, login: Login | None) -> str:
    if found is None:
        return "no match"
    if login is not None:
        return "registered already"
    return "no contact on file" if receiver is None else "match"


def _first_obligor(session: Session, contract: Contract | None) -> Borrower | None:
    return session.exec(
        select(Borrower)
        .join(Obligor, col(Obligor.borrower_id) == col(Borrower.id))
        .where(col(Obligor.contract_id) == (contract.id if contract else 0))
        .order_by(col(Obligor.is_primary).desc())
    ).first()


def _was_warned(session: Session, borrower: Borrower | None, now: datetime) -> bool:
    told = select(Message).where(
        col(Message.kind) == WARNING,
        col(Message.borrower_id) == (borrower.id if borrower else 0),
        col(Message.written_at) > now - WARN_EVERY,
    )
    return session.exec(told).first() is not None
