"""Take up an access: by a login that one has, or by a new one; or give it up."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.language import say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.delegates import Delegation
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.notices import delegates as notices
from finance_portal.services import audit, logins
from finance_portal.services.access import end
from finance_portal.services.client import Client
from finance_portal.services.delegates import links, telling
from finance_portal.services.obligors import obligors_of
from finance_portal.services.pre_auth import Journey, NewPreAuth, PreAuths, Step
from finance_portal.services.proofs import Proof
from finance_portal.services.security.desk import Act, note
from finance_portal.services.throttle import Budgets, site_of

DEAD = sentence(
    "This invitation no longer works: it was used or taken back, it is older than 72 hours, or a "
    "part of it is missing. Ask for another one."
)
THEIR_OWN = sentence("This contract is yours already: you need no invitation to it.")
NAMES = sentence("Type your first and your last name.")
HAS_LOGIN = sentence(
    "There is a sign-in with your e-mail address already. Sign in with it, and accept the "
    "invitation under People with access."
)
LONGEST_NAME = 80


class InvitationDead(Exception):
    """The invitation was used, taken back, is too old, or was never ours."""

    def __init__(self) -> None:
        super().__init__(say(DEAD))


class NotForYou(Exception):
    """The invitation works, but not for whoever uses it; the message is fit for them."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Somebody without a login who opens an invitation: the names that they go by."""

    secret: str
    first_name: str
    last_name: str
    language: str

    def __repr__(self) -> str:
        return "Arrival()"


def begin(
    db: Database,
    pre_auths: PreAuths,
    budgets: Budgets,
    arrival: Arrival,
    *,
    client: Client,
    now: datetime,
) -> NewPreAuth:
    """Let somebody new choose how they sign in. The mailed link proves their address.

    The invitation is used up with the login, not before. Raises InvitationDead, NotForYou,
    TooManyTries.
    """
    budgets.take("delegate:open", site=site_of(client.ip), now=now)
    first, last = (" ".join(each.split()) for each in (arrival.first_name, arrival.last_name))
    with db.begin() as session:
        row = _open(session, arrival.secret, now)
        if not all(0 < len(each) <= LONGEST_NAME and each.isprintable() for each in (first, last)):
            raise NotForYou(say(NAMES))
        if session.exec(select(Login.id).where(col(Login.email) == row.email)).first():
            raise NotForYou(say(HAS_LOGIN))
        person = _person(session, row)
        person.first_name, person.last_name, person.language = first, last, arrival.language
        session.flush()
        row.delegate_id = person.id
        return pre_auths.begin(
            session,
            journey=Journey.REGISTRATION,
            step=Step.FINISH,
            client=client,
            now=now,
            proven={Proof.EMAIL},
            borrower_id=person.id,
        )


def settle(session: Session, person: Borrower, *, client: Client, now: datetime) -> bool:
    """Take up what a person was invited to who has a login from now on. Return whether it was."""
    waiting = session.exec(
        select(Delegation)
        .where(
            col(Delegation.delegate_id) == person.id,
            col(Delegation.accepted_at).is_(None),
            *_is_open(now),
        )
        .with_for_update()
    ).all()
    for row in waiting:
        _take(session, row, person.id or 0, now)
        audit.record(
            session,
            kind="delegate:accepted",
            at=now,
            client=client,
            login_id=logins.login_id_of(session, person.id),
            subject=row.ref,
        )
    return bool(waiting)


def accept(db: Database, act: Act, budgets: Budgets, *, secret: str) -> str:
    """Take an invitation up with the login that one has. Return the contract's ref.

    Raises InvitationDead, NotForYou and TooManyTries.
    """
    budgets.take("delegate:open", site=site_of(act.client.ip), now=act.now)
    with db.begin() as session:
        return _accept(session, act, _open(session, secret, act.now))


def accept_mailed(db: Database, act: Act, *, ref: str) -> str:
    """Take up an invitation that went to one's own, proven address. Return the contract's ref.

    Raises InvitationDead and NotForYou.
    """
    with db.begin() as session:
        login = logins.login_behind(session, act.who.borrower_id)
        row = session.exec(
            select(Delegation)
            .where(
                col(Delegation.ref) == ref,
                col(Delegation.email) == (login.email or "-"),
                col(Delegation.accepted_at).is_(None),
                *_is_open(act.now),
            )
            .with_for_update()
        ).one_or_none()
        if row is None:
            raise InvitationDead
        return _accept(session, act, row)


def give_up(db: Database, act: Act, *, ref: str, today: date) -> None:
    """End one's own access to somebody else's contract, if it still runs."""
    with db.begin() as session:
        row = session.exec(
            select(Delegation)
            .where(
                col(Delegation.ref) == ref,
                col(Delegation.delegate_id) == act.who.borrower_id,
                col(Delegation.accepted_at).is_not(None),
                col(Delegation.ended_at).is_(None),
                col(Delegation.through_on) >= today,
            )
            .with_for_update()
        ).one_or_none()
        if row is None:
            return
        end(row, "given_up", act.now)
        note(session, act, "delegate:given_up", subject=row.ref)
        contract = session.get_one(Contract, row.contract_id)
        telling.obligors(session, contract, row, notices.access_ended, act.now)


def _accept(session: Session, act: Act, row: Delegation) -> str:
    contract = session.get_one(Contract, row.contract_id)
    if act.who.borrower_id in {each.id for each in obligors_of(session, row.contract_id)}:
        raise NotForYou(say(THEIR_OWN))
    _take(session, row, act.who.borrower_id, act.now)
    note(session, act, "delegate:accepted", subject=row.ref)
    return contract.ref


def _take(session: Session, row: Delegation, borrower_id: int, now: datetime) -> None:
    """Use the invitation up. What the same person had on this contract before gives way to it."""
    for before in session.exec(
        select(Delegation).where(
            col(Delegation.contract_id) == row.contract_id,
            col(Delegation.delegate_id) == borrower_id,
            col(Delegation.accepted_at).is_not(None),
            col(Delegation.ended_at).is_(None),
        )
    ):
        end(before, "replaced", now)
    row.delegate_id, row.accepted_at, row.changed_at = borrower_id, now, now
    contract = session.get_one(Contract, row.contract_id)
    telling.obligors(session, contract, row, notices.access_taken, now)
    telling.delegate(session, contract, row, notices.your_access_taken, now)


def _open(session: Session, secret: str, now: datetime) -> Delegation:
    """Return the invitation of a link, locked. Raises InvitationDead."""
    row = session.exec(
        select(Delegation)
        .where(
            col(Delegation.secret_hash) == links.invitations().hashed(secret),
            col(Delegation.accepted_at).is_(None),
            *_is_open(now),
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise InvitationDead
    return row


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Delegation.ended_at).is_(None), col(Delegation.expires_at) > now


def _person(session: Session, row: Delegation) -> Borrower:
    """Return who was set up for this invitation before and never finished, or somebody new."""
    if row.delegate_id and logins.login_of(session, row.delegate_id) is None:
        return session.get_one(Borrower, row.delegate_id)
    person = Borrower(
        ref=secrets.token_hex(12),
        external_id=f"delegate:{secrets.token_hex(12)}",
        first_name="",
        last_name="",
        email=row.email,
    )
    session.add(person)
    return person
