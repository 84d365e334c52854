"""The portfolio in figures: what is owed, what is late, what came in today, what came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.domain import ach
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.postings import Account
from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import LedgerEntry, Posting
from finance_portal.models.nightly import JobRun
from finance_portal.models.payments import Payment, Reconciliation
from finance_portal.services import return_rates

MOST_RUNS, MOST_REPORTS = 60, 30
DAYS_LATE = ((1, "1 to 29"), (30, "30 to 59"), (60, "60 to 89"), (90, "90 and more"))


@dataclass(frozen=True)
class Line:
    """One line of a table: how many, and how much in cents."""

    name: str
    count: int
    amount: Cents


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The portfolio on one day. Amounts in cents."""

    today: date
    contracts: tuple[Line, ...]
    total: Line
    late: tuple[Line, ...]
    payments: tuple[Line, ...]
    debits: int
    came_back: int
    returns_rate: str
    limits: tuple[str, ...]


def numbers(db: Database, *, processor: str, now: datetime) -> Numbers:
    """Return the portfolio as the ledger has it now, on the lender's day."""
    with db.read() as session:
        contracts = _contracts(session)
        late = _late(session, now.date())
        payments = _payments(session, now)
    debits, codes = return_rates.debits_of(db, processor, now)
    return Numbers(
        today=now.date(),
        contracts=tuple(contracts),
        total=Line("All", sum(each.count for each in contracts), _sum(contracts)),
        late=tuple(late),
        payments=tuple(payments),
        debits=debits,
        came_back=len(codes),
        returns_rate=f"{len(codes) * 100 / debits:.1f} %" if debits else "0.0 %",
        limits=tuple(ach.limits_reached(debits, codes)),
    )


def job_runs(db: Database) -> list[JobRun]:
    """Return the runs of the jobs, the latest first."""
    with db.read() as session:
        return list(session.exec(select(JobRun).order_by(col(JobRun.id).desc()).limit(MOST_RUNS)))


def reconciliations(db: Database) -> list[Reconciliation]:
    """Return the daily comparisons with the processor, the latest first."""
    latest = select(Reconciliation).order_by(col(Reconciliation.id).desc())
    with db.read() as session:
        return list(session.exec(latest.limit(MOST_REPORTS)))


def _contracts(session: Session) -> list[Line]:
    """Return how many contracts there are and what they owe, by kind and whether more falls due."""
    standing = case((col(Contract.next_due_on).is_(None), "nothing due any more"), else_="open")
    counts = session.exec(
        select(Contract.kind, standing, func.count()).group_by(col(Contract.kind), standing)
    ).all()
    owed = session.exec(
        select(Contract.kind, standing, func.sum(Posting.amount_cents))
        .join(LedgerEntry, col(LedgerEntry.contract_id) == Contract.id)
        .join(Posting, col(Posting.entry_id) == LedgerEntry.id)
        .where(col(Posting.account) == Account.PRINCIPAL)
        .group_by(col(Contract.kind), standing)
    )
    sums = {(kind, name): int(total) for kind, name, total in owed}
    return [
        Line(f"{kind.capitalize()}, {name}", count, sums.get((kind, name), ZERO))
        for kind, name, count in sorted(counts)
    ]


def _late(session: Session, today: date) -> list[Line]:
    """Return the contracts past due by how many days, with the principal that they owe."""
    found = []
    for (least, name), most in zip(DAYS_LATE, [*(d for d, _ in DAYS_LATE[1:]), None], strict=True):
        bucket = [col(Contract.next_due_on) <= today - timedelta(days=least)]
        if most is not None:
            bucket.append(col(Contract.next_due_on) > today - timedelta(days=most))
        count = session.exec(select(func.count()).select_from(Contract).where(*bucket)).one()
        owed = session.exec(
            select(func.sum(Posting.amount_cents))
            .join(LedgerEntry, col(LedgerEntry.id) == Posting.entry_id)
            .join(Contract, col(Contract.id) == LedgerEntry.contract_id)
            .where(col(Posting.account) == Account.PRINCIPAL, *bucket)
        ).one()
        found.append(Line(f"{name} days", count, int(owed or 0)))
    return found


def _payments(session: Session, now: datetime) -> list[Line]:
    """Return what was submitted on the lender's day, by what has become of it."""
    since = datetime.combine(now.date(), time.min, now.tzinfo)
    until = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
    rows = session.exec(
        select(Payment.status, func.count(), func.sum(Payment.amount_cents))
        .where(col(Payment.submitted_at) >= since, col(Payment.submitted_at) < until)
        .group_by(col(Payment.status))
        .order_by(col(Payment.status))
    )
    return [Line(status, count, int(total)) for status, count, total in rows]


def _sum(lines: Iterable[Line]) -> Cents:
    return sum(each.amount for each in lines)
