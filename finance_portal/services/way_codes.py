"""Codes to the contact on file of somebody on the way in. Nobody to send to costs as much as one.

Whoever asks must not learn, not even from the time it takes, whether anybody was there (R1, R4,
case 23). So a decoy has a code that nobody knows, and a message that is written and taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlmodel import Session

from finance_portal.db import Database, database
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.notices import ways_in as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, deliveries, pre_auth
from finance_portal.services.client import Client
from finance_portal.services.contacts import Channel, Contact
from finance_portal.services.logins import login_of
from finance_portal.services.one_time_codes import LIFE, CodeRefused, OneTimeCodes, live_codes
from finance_portal.services.pre_auth import Journey, PreAuthView, Step
from finance_portal.services.proofs import Proof
from finance_portal.services.throttle import Budgets, TooManyTries, live_budgets, site_of

NOBODY = "nobody"  # what a code is bound to that nobody was sent
NOWHERE: dict[Channel, str] = {"email": "nobody@example.com", "text": "+12025550100"}
PROOF: dict[Channel, Proof] = {"email": Proof.EMAIL, "text": Proof.TEXT}
WORDS: dict[Journey, Callable[[str], Wording]] = {
    Journey.REGISTRATION: notices.registration_code,
    Journey.RECOVERY: notices.recovery_code,
    Journey.FACTORS: notices.factors_code,
    Journey.LINK: notices.contract_code,
}


@dataclass(frozen=True)
class Receiver:
    """Somebody who can be written to."""

    borrower: Borrower
    login: Login | None
    contact: Contact


@dataclass(frozen=True)
class WayCodes:
    """The codes of everybody on the way in."""

    db: Database
    codes: OneTimeCodes
    budgets: Budgets

    def send(
        self,
        session: Session,
        receiver: Receiver | None,
        *,
        owner: str,
        journey: Journey,
        channel: Channel,
        now: datetime,
        instead: Callable[[], Wording] | None = None,
    ) -> None:
        """Send a code that opens the next step to its owner; or do as much for nobody.

        With other words `instead`, those are sent, and nobody learns the code.
        """
        receiver = self._within_limits(receiver, now)
        contact = NOBODY if receiver is None or instead else receiver.contact[1]
        code = self.codes.issue(
            session, owner=owner, purpose=journey, channel=channel, contact=contact, now=now
        )
        wording = instead() if instead else WORDS[journey](code)
        kind = (instead or WORDS[journey]).__name__
        life = now + LIFE
        post(session, receiver, wording, kind=kind, channel=channel, now=now, expires_at=life)

    def send_again(self, way: PreAuthView, *, client: Client, now: datetime) -> None:
        """Send another code; the one before it dies. Raises TooManyTries."""
        self.budgets.take("code:again", account=way.ref, site=site_of(client.ip), now=now)
        channel: Channel = way.channel or "email"
        with self.db.begin() as session:
            self.send(
                session,
                receiver_of(session, way),
                owner=way.ref,
                journey=way.journey,
                channel=channel,
                now=now,
            )
            _note(session, way, "account:code:sent_again", client, now)

    def check(self, way: PreAuthView, typed: str, *, client: Client, now: datetime) -> Proof:
        """Use the code up and return what it proves. Raises CodeRefused or TooManyTries."""
        self.budgets.take("factor:check", account=way.ref, site=site_of(client.ip), now=now)
        with self.db.read() as session:
            receiver = receiver_of(session, way)
        try:
            return self._use_up(way, receiver, typed, now)
        except CodeRefused as refusal:
            with self.db.begin() as session:
                _note(session, way, "account:code:refused", client, now, why=refusal.reason)
            raise

    def _use_up(
        self, way: PreAuthView, receiver: Receiver | None, typed: str, now: datetime
    ) -> Proof:
        self.codes.check(
            self.db,
            owner=way.ref,
            purpose=way.journey,
            contact=receiver.contact[1] if receiver else NOBODY,
            code=typed,
            now=now,
        )
        if receiver is None:  # somebody guessed the code of a decoy
            raise CodeRefused("wrong")
        return PROOF[receiver.contact[0]]

    def _within_limits(self, receiver: Receiver | None, now: datetime) -> Receiver | None:
        """Return whom to send to, or None where their contact was sent enough: unseen, C4."""
        if receiver is None:
            return None
        try:
            self.budgets.take("code:ask", contact=receiver.contact[1], now=now)
        except TooManyTries:
            return None
        return receiver


def go_on(
    session: Session,
    way: PreAuthView,
    *,
    step: Step,
    proven: set[Proof],
    client: Client,
    now: datetime,
) -> None:
    """Take a way in on, and write down what was shown. Raises WayLost."""
    pre_auth.advance(session, way, step=step, now=now, proven=proven)
    shown = "+".join(sorted(proven))
    _note(session, way, f"account:{way.journey}:proven", client, now, method=shown)


def post(
    session: Session,
    receiver: Receiver | None,
    wording: Wording,
    *,
    kind: str,
    channel: Channel,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Write a message down, or write one to nobody and take it back: both cost the same."""
    to = receiver.contact if receiver else (channel, NOWHERE[channel])
    place = session.begin_nested()
    deliveries.write(
        session,
        wording,
        kind=kind,
        channel=to[0],
        to=to[1],
        now=now,
        login_id=receiver.login.id if receiver and receiver.login else None,
        borrower_id=receiver.borrower.id if receiver else None,
        expires_at=expires_at,
    )
    session.flush()
    if receiver:
        place.commit()
    else:
        place.rollback()


def receiver_for(
    borrower: Borrower | None, login: Login | None, wanted: Channel
) -> Receiver | None:
    """Return how to reach somebody: the wanted way if there is one, else the other, else None.

    What the borrower has proven comes before what the lender has on file.
    """
    if borrower is None:
        return None
    known: dict[Channel, str | None] = {
        "email": (login.email if login else None) or borrower.email,
        "text": (login.phone if login else None) or borrower.phone,
    }
    other: Channel = "email" if wanted == "text" else "text"
    for channel in (wanted, other):
        if address := known[channel]:
            return Receiver(borrower, login, (channel, address))
    return None


def receiver_of(session: Session, way: PreAuthView) -> Receiver | None:
    """Return who is on this way in; None for a decoy."""
    borrower = session.get(Borrower, way.borrower_id or 0)
    login = login_of(session, borrower.id if borrower else None)
    return receiver_for(borrower, login, way.channel or "email")


@cache
def live_way_codes() -> WayCodes:
    """Return the codes of this installation."""
    return WayCodes(database, live_codes(), live_budgets())


def _note(
    session: Session, way: PreAuthView, kind: str, client: Client, now: datetime, **detail: str
) -> None:
    audit.record(
        session,
        kind=kind,
        at=now,
        client=client,
        login_id=way.login_id,
        subject=way.ref,
        **detail,
    )
