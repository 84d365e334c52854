"""What the demo shares: Elena's sister helps with her loan, a dealer has looked at a quote."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.calendar import add_months
from finance_portal.models.delegates import Delegation
from finance_portal.models.people import Borrower, Obligor
from finance_portal.services import access_log
from finance_portal.services.access_log import Looker

GIVER = "P-1001"
HELPER = "delegate:rosa"
EMAIL = "rosa.vance@example.com"
LOOKS = (  # days and minutes ago, what
    (21, 40, "overview"),
    (21, 38, "history"),
    (9, 15, "overview"),
    (9, 12, "pay"),
    (2, 5, "overview"),
)


def invite_helper(db: Database, *, now: datetime) -> None:
    """Let somebody in to the first contract of a demo borrower, once; she has looked around."""
    with db.begin() as session:
        giver = _person(session, GIVER)
        if giver is None or _person(session, HELPER) is not None:
            return
        contract_id = session.exec(
            select(Obligor.contract_id).where(col(Obligor.borrower_id) == giver.id)
        ).first()
        if contract_id is None:
            return
        helper = Borrower(
            ref=secrets.token_hex(12),
            external_id=HELPER,
            first_name="Rosa",
            last_name="Vance",
            phone="+12125550124",
            email=EMAIL,
        )
        session.add(helper)
        session.flush()
        session.add(_delegation(giver, helper, contract_id, now))
        looker = Looker("delegate", helper.name, HELPER)
        for days, minutes, what in LOOKS:
            at = now - timedelta(days=days, minutes=minutes)
            access_log.note(session, contract_id, looker, what, at=at, ip="198.51.100.24")


def _delegation(giver: Borrower, helper: Borrower, contract_id: int, now: datetime) -> Delegation:
    invited = now - timedelta(days=22)
    return Delegation(
        ref=secrets.token_hex(12),
        contract_id=contract_id,
        giver_id=giver.id or 0,
        delegate_id=helper.id,
        name=helper.name,
        email=EMAIL,
        may_pay=True,
        may_see_documents=False,
        through_on=add_months(now.date(), 6, now.day),
        secret_hash=secrets.token_hex(32),
        invited_at=invited,
        expires_at=invited + timedelta(hours=72),
        accepted_at=invited + timedelta(hours=5),
        changed_at=invited + timedelta(hours=5),
    )


def _person(session: Session, external_id: str) -> Borrower | None:
    return session.exec(
        select(Borrower).where(col(Borrower.external_id) == external_id)
    ).one_or_none()
