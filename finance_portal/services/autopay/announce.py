"""Tell ten days ahead that a debit will differ from the one before (R15.2); end what is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.autopay import Debit
from finance_portal.models.autopay import Autopay, AutopayDebit
from finance_portal.models.contracts import Contract
from finance_portal.notices import autopay as notices
from finance_portal.services import deliveries, kept_notices, ledger
from finance_portal.services.autopay import consequences
from finance_portal.services.autopay.outlook import outlook
from finance_portal.services.autopay.plans import ON, autopay_on, debits_of
from finance_portal.services.contracts import File
from finance_portal.services.nightly.files import Seen, files, seen, unchanged
from finance_portal.services.nightly.work import Tally, Told, Work, nobody, work_off

LATEST = timedelta(days=10)
EARLIEST = timedelta(days=14)


@dataclass(frozen=True)
class Coming:
    """A debit that differs from the one before, and what it was worked out from."""

    seen: Seen
    row: Autopay
    debit: Debit


def announce_due(db: Database, now: datetime, told: Told = nobody) -> Tally:
    """Announce the debits that are 14 to 10 days away and differ.

    What changes within those days is announced again. Safe to run twice: a notice has a key.
    """
    _end_closed(db, now)
    return work_off(db, _announcing(now), now=now, told=told)


def _announcing(now: datetime) -> Work[Coming]:
    today = now.date()
    return Work(
        "announce",
        lambda session, after, most: _coming(session, today, after, most),
        lambda session, ids: _plan(session, ids, today),
        lambda session, planned: sum(_announce(session, planned, now)),
        chunk=50,
        chunk_on_a_server=200,
    )


def _plan(session: Session, contract_ids: list[int], today: date) -> list[Coming]:
    found = [_differing(session, file, today) for file in files(session, contract_ids)]
    return [each for each in found if each is not None]


def _differing(session: Session, file: File, today: date) -> Coming | None:
    row = autopay_on(session, file.contract.id or 0, locks=False)
    if row is None:
        return None
    debit = next(iter(outlook(session, file, row, today, months=1)), None)
    if debit is None or not debit.amount or debit.amount == row.last_amount_cents:
        return None
    return Coming(seen(file), row, debit)


def _announce(session: Session, planned: list[Coming], now: datetime) -> Iterator[bool]:
    """Announce what still stands as it was read; what has changed is looked at the next night."""
    still = unchanged(session, [each.seen for each in planned])
    for each in planned:
        row = autopay_on(session, each.seen.contract_id)
        is_same = row is not None and row.changed_at == each.row.changed_at
        if row is not None and is_same and each.seen.contract_id in still:
            before = row.last_amount_cents or each.debit.amount
            yield _tell(session, row, each.debit, before, now)


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
    kept_notices.keep(
        session,
        wording,
        contract_id=row.contract_id,
        borrower_id=row.borrower_id,
        key=key,
        now=now,
    )
    return True


def _coming(session: Session, today: date, after: int, most: int) -> list[int]:
    found = (
        select(Autopay.contract_id)
        .where(
            col(Autopay.status) == "active",
            col(Autopay.next_debit_on).between(today + LATEST, today + EARLIEST),
            col(Autopay.contract_id) > after,
        )
        .order_by(col(Autopay.contract_id))
        .limit(most)
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
