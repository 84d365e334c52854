"""Give somebody access to one contract, change what they may do, and take it back at once."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.calendar import add_months
from finance_portal.domain.rights import GIVEN, MOST_MONTHS, Right
from finance_portal.gateways.mail import ADDRESS
from finance_portal.language import say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.delegates import Delegation
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.notices import delegates as notices
from finance_portal.services import deliveries, flags
from finance_portal.services.access import end
from finance_portal.services.contacts import canonical_email
from finance_portal.services.contracts import contract_of
from finance_portal.services.delegates import links, telling
from finance_portal.services.obligors import obligors_of
from finance_portal.services.security.desk import Act, note
from finance_portal.services.throttle import Budgets

MOST = 5  # who are let in to one contract at a time
SHORTEST_NAME, LONGEST_NAME = 2, 80
NOT_FOUND = sentence("This access has ended already.")
REFUSED = {
    "name": sentence("Type their name, so that you recognise them later."),
    "email": sentence("Type their e-mail address, like name@example.com."),
    "own": sentence("This is your own address. Type the address of the other person."),
    "preset": sentence("Choose what they may do."),
    "through_on": sentence("Choose a last day: from tomorrow to 12 months from now."),
    "most": sentence("Five people have access to this contract. End one access first."),
    "held": sentence("For your protection nobody new can be let in just now. Please call us."),
}


class DelegateRefused(Exception):
    """Access cannot be given like that; the message is fit for the borrower."""

    def __init__(self, why: str, field: str = "form") -> None:
        super().__init__(say(REFUSED.get(why, why)))
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom a borrower wants to let in, to what, and through which day."""

    contract_ref: str
    name: str
    email: str
    preset: str  # of domain.rights.GIVEN
    through_on: date


def invite(db: Database, act: Act, budgets: Budgets, *, wanted: Wanted, today: date) -> str:
    """Write the invitation and mail its link. Return its ref. The step-up was asked by the caller.

    An open invitation of the same person to the same contract is replaced. Raises DelegateRefused,
    ContractNotFound and TooManyTries.
    """
    email = canonical_email(wanted.email)
    rights = _checked(wanted, email, today)
    budgets.take("delegate:invite", account=str(act.who.login_id), now=act.now)
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, wanted.contract_ref)
        _refuse(session, act, contract, email, today)
        _replace_open(session, contract, email, act.now)
        link = links.invitations().make()
        row = Delegation(
            ref=secrets.token_hex(12),
            contract_id=contract.id or 0,
            giver_id=act.who.borrower_id,
            name=" ".join(wanted.name.split())[:LONGEST_NAME],
            email=email,
            may_pay=Right.PAY in rights,
            may_see_documents=Right.DOCUMENTS in rights,
            through_on=wanted.through_on,
            secret_hash=link.hashed,
            invited_at=act.now,
            expires_at=act.now + links.LIFE,
            changed_at=act.now,
        )
        session.add(row)
        session.flush()
        _mail(session, act, contract, row, link)
        _record(session, act, contract, row, notices.access_offered, "delegate:invited")
        return row.ref


def change(db: Database, act: Act, *, ref: str, preset: str, through_on: date, today: date) -> None:
    """Change what somebody may do and until when, at once. Raises DelegateRefused."""
    if preset not in GIVEN:
        raise DelegateRefused("preset", "preset")
    _refuse_day(through_on, today)
    with db.begin() as session:
        row, contract = _theirs(session, act.who.borrower_id, ref)
        rights = GIVEN[preset]
        row.may_pay, row.may_see_documents = Right.PAY in rights, Right.DOCUMENTS in rights
        row.through_on, row.changed_at = through_on, act.now
        _record(session, act, contract, row, notices.access_changed, "delegate:changed")
        telling.delegate(session, contract, row, notices.your_access_changed, act.now)


def revoke(db: Database, act: Act, *, ref: str) -> None:
    """End somebody's access at once. Raises DelegateRefused when it has ended."""
    with db.begin() as session:
        row, contract = _theirs(session, act.who.borrower_id, ref)
        end(row, "revoked", act.now)
        _record(session, act, contract, row, notices.access_ended, "delegate:revoked")
        telling.delegate(session, contract, row, notices.your_access_ended, act.now)


def _checked(wanted: Wanted, email: str, today: date) -> frozenset[Right]:
    name = " ".join(wanted.name.split())
    if len(name) < SHORTEST_NAME or not name.isprintable():
        raise DelegateRefused("name", "name")
    if not ADDRESS.fullmatch(email):
        raise DelegateRefused("email", "email")
    if wanted.preset not in GIVEN:
        raise DelegateRefused("preset", "preset")
    _refuse_day(wanted.through_on, today)
    return GIVEN[wanted.preset]


def _refuse_day(through_on: date, today: date) -> None:
    if not today < through_on <= add_months(today, MOST_MONTHS, today.day):
        raise DelegateRefused("through_on", "through_on")


def _refuse(session: Session, act: Act, contract: Contract, email: str, today: date) -> None:
    held = flags.restrictions(session, contract.id or 0, today)
    if held.read_only:
        raise DelegateRefused(f"{held.words} {held.contact}")
    login = session.get_one(Login, act.who.login_id)
    if login.held_until and act.now < login.held_until:
        raise DelegateRefused("held")
    own = {canonical_email(each.email or "") for each in obligors_of(session, contract.id or 0)}
    if email in own | {login.email or ""}:
        raise DelegateRefused("own", "email")
    running = select(Delegation.id).where(
        col(Delegation.contract_id) == contract.id,
        col(Delegation.ended_at).is_(None),
        col(Delegation.through_on) >= today,
        col(Delegation.email) != email,
    )
    if len(session.exec(running).all()) >= MOST:
        raise DelegateRefused("most")


def _replace_open(session: Session, contract: Contract, email: str, now: datetime) -> None:
    """End what the same person was offered or has on this contract: the new one takes its place."""
    for row in session.exec(
        select(Delegation).where(
            col(Delegation.contract_id) == contract.id,
            col(Delegation.email) == email,
            col(Delegation.ended_at).is_(None),
            col(Delegation.accepted_at).is_(None),
        )
    ):
        end(row, "replaced", now)


def _theirs(session: Session, borrower_id: int, ref: str) -> tuple[Delegation, Contract]:
    """Return an open delegation on a contract that binds a borrower, locked."""
    row = session.exec(
        select(Delegation)
        .where(col(Delegation.ref) == ref, col(Delegation.ended_at).is_(None))
        .with_for_update()
    ).one_or_none()
    contract = session.get_one(Contract, row.contract_id) if row else None
    if row is None or contract is None:
        raise DelegateRefused(NOT_FOUND)
    if borrower_id not in {each.id for each in obligors_of(session, row.contract_id)}:
        raise DelegateRefused(NOT_FOUND)
    return row, contract


def _mail(
    session: Session, act: Act, contract: Contract, row: Delegation, link: links.NewLink
) -> None:
    """Send the one link, in the language of whoever invites."""
    giver = session.get_one(Borrower, row.giver_id).name
    deliveries.write(
        session,
        notices.invitation(telling.shared(contract, row, giver), link=link.url),
        kind="invitation",
        channel="email",
        to=row.email,
        now=act.now,
        expires_at=row.expires_at,
    )


def _record(
    session: Session,
    act: Act,
    contract: Contract,
    row: Delegation,
    notice: telling.Notice,
    kind: str,
) -> None:
    note(
        session,
        act,
        kind,
        subject=row.ref,
        contract=contract.ref,
        pay=str(row.may_pay),
        documents=str(row.may_see_documents),
        through=row.through_on.isoformat(),
    )
    telling.obligors(session, contract, row, notice, act.now)
