"""The demo's people at the desk, at least one of each role, and what waits for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.allocation import Bucket
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskUser
from finance_portal.models.people import Borrower, Obligor
from finance_portal.services import passwords
from finance_portal.services.client import SYSTEM
from finance_portal.services.contracts import file_of
from finance_portal.services.desk import looks, people, proposals
from finance_portal.services.desk.acting import Colleague, Deed, Role
from finance_portal.services.desk.adjusting import Adjustment
from finance_portal.services.desk.people import Newcomer
from finance_portal.services.vault import live_vault
from finance_portal.settings import settings

CODES = f"{settings.origin_of_desk}/_demo/codes"
PASSWORD = "steady-hands-at-the-desk"  # noqa: S105 printed for everybody who starts the demo
EARLIER = timedelta(hours=2)  # no reason that was given then still opens an account
LATE = "P-1002"  # who has a late charge to be waived
WHY = "Called before the due date: the bank's app was down for two days. First late payment."


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as, and what for."""

    user_name: str
    name: str
    role: Role


PEOPLE = (
    DemoPerson("amy", "Amy Ortega", Role.AGENT),
    DemoPerson("sam", "Sam Keller", Role.SUPERVISOR),
    DemoPerson("sue", "Sue Lindgren", Role.SUPERVISOR),
    DemoPerson("audra", "Audra Nwosu", Role.AUDITOR),
)


def prepare(db: Database, *, now: datetime, business_now: datetime) -> None:
    """Give the demo its people at the desk, those whom it does not have yet, and work."""
    with db.read() as session:
        known = set(session.exec(select(col(DeskUser.user_name))))
    for each in PEOPLE:
        if each.user_name not in known:
            newcomer = Newcomer(
                user_name=each.user_name, name=each.name, role=each.role, password=PASSWORD
            )
            people.add(db, live_vault(), passwords.live_peppers(), newcomer, now)
    if not known:
        _propose(db, _deed(db, now - EARLIER, business_now))


def _deed(db: Database, now: datetime, business_now: datetime) -> Deed:
    """Return a deed of the demo's agent, who is not signed in."""
    first = PEOPLE[0]
    named = select(DeskUser).where(col(DeskUser.user_name) == first.user_name)
    with db.read() as session:
        user = session.exec(named).one()
    who = Colleague(
        id=user.id or 0,
        user_name=user.user_name,
        name=user.name,
        role=first.role,
        session_ref="",
        signed_in_at=now,
    )
    return Deed(who=who, client=SYSTEM, now=now, business_now=business_now)


def _propose(db: Database, deed: Deed) -> None:
    """Let the agent have looked at an account, and have proposed to waive its late charge."""
    with db.read() as session:
        contract = _contract_of(session, LATE)
        if contract is None:
            return  # this database holds another portfolio
        open_charges = file_of(session, contract).position(deed.business_now.date()).late_charges
    if not open_charges:
        return
    looks.open_account(db, deed, contract_ref=contract.ref, reason="call", words=WHY)
    wanted = Adjustment(
        kind="waiver",
        bucket=Bucket.LATE_CHARGES,
        amount=open_charges,
        effective_on=deed.business_now.date(),
    )
    token = proposals.new_form_token()
    proposals.propose(db, deed, contract_ref=contract.ref, wanted=wanted, reason=WHY, token=token)


def _contract_of(session: Session, external_id: str) -> Contract | None:
    return session.exec(
        select(Contract)
        .join(Obligor, col(Obligor.contract_id) == Contract.id)
        .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
        .where(col(Borrower.external_id) == external_id)
        .order_by(col(Contract.id))
    ).first()
