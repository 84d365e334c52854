"""Tell ten days ahead that a debit will differ from the one before (R15.2); end what is over."""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.autopay import Debit
from finance_portal.models.autopay import Autopay, AutopayDebit
from finance_portal.models.contracts import Contract
from finance_portal.notices import autopay as notices
from finance_portal.services import deliveries, ledger
from finance_portal.services.autopay import consequences
from finance_portal.services.autopay.outlook import outlook
from finance_portal.services.autopay.plans import ON, autopay_on, debits_of
from finance_portal.services.contracts import file_of

log = logging.getLogger(__name__)

LATEST = timedelta(days=10)
EARLIEST = timedelta(days=14)


def announce_due(db: Database, now: datetime) -> int:
    """Announce the debits that are 14 to 10 days away and differ. Return how many were announced.

    What changes within those days is announced again. Safe to run twice: a notice has a key. A
    contract whose figures cannot be worked out is logged and does not hold up the others.
    """
    _end_closed(db, now)
    announced = 0
    for contract_id in _coming(db, now):
        try:
            announced += _announce(db, contract_id, now)
        except Exception:
            log.exception("the debit of contract %s was not announced", contract_id)
    return announced


def _announce(db: Database, contract_id: int, now: datetime) -> bool:
    with db.begin() as session:
        contract = ledger.locked(session, contract_id)
        row = autopay_on(session, contract_id)
        if row is None:
            return False
        coming = outlook(session, file_of(session, contract), row, now.date(), months=1)
        debit = coming[0] if coming else None
        before = row.last_amount_cents
        if debit is None or not debit.amount or debit.amount == before:
            return False
        return _tell(session, row, debit, before or debit.amount, now)


def _tell(session: Session, row: Autopay, debit: Debit, before: int, now: datetime) -> bool:
    on = debit.debit_on
    known = next((each for each in debits_of(session, row) if each.debit_on == on), None)
    if known and known.announced_cents == debit.amount:
        return False
    known = known or AutopayDebit(
        autopay_id=row.id or 0, debit_on=on, due_on=debit.due_on, status="announced", changed_at=now
    )
    known.announced_cents, known.announced_on, known.changed_at = debit.amount, now.date(), now
    session.add(known)
    wording = notices.debit_announced(amount=debit.amount, before=before, on=on)
    key = f"debit:{row.id}:{on}:{debit.amount}"
    deliveries.tell_borrower(
        session, row.borrower_id, wording, kind="debit_announced", now=now, key=key
    )
    return True


def _coming(db: Database, now: datetime) -> list[int]:
    today = now.date()
    with db.read() as session:
        found = (
            select(Autopay.contract_id)
            .where(
                col(Autopay.status) == "active",
                col(Autopay.next_debit_on) >= today + LATEST,
                col(Autopay.next_debit_on) <= today + EARLIEST,
            )
            .order_by(col(Autopay.id))
        )
        return list(session.exec(found))


def _end_closed(db: Database, now: datetime) -> None:
    """End what is still on for a contract that is paid off; settling one ends it at once."""
    with db.read() as session:
        found = (
            select(Autopay.contract_id)
            .join(Contract, col(Contract.id) == Autopay.contract_id)
            .where(col(Autopay.status).in_(ON), col(Contract.next_due_on).is_(None))
        )
        closed = list(session.exec(found))
    for contract_id in closed:
        with db.begin() as session:
            ledger.locked(session, contract_id)
            consequences.contract_closed(session, contract_id, now)
