"""Write to borrowers before a lease or a balloon loan ends: once for each milestone (R14.8, R13.2).

A night that was missed is caught up with for a week; after that a letter would come too late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from finance_portal.domain.calendar import due_date, next_banking_day
from finance_portal.domain.lease_timeline import (
    Milestone,
    balloon_notices,
    lease_notices,
    reached,
)
from finance_portal.models.closing import Title
from finance_portal.models.contracts import Contract, Lease, Loan
from finance_portal.models.lease_end import LeaseInvoice
from finance_portal.models.people import Obligor
from finance_portal.notices import lease_end as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import balloon, deliveries, flags
from finance_portal.services.nightly.files import files
from finance_portal.services.nightly.work import Work

LATEST = timedelta(days=7)
LONGEST_AHEAD = timedelta(days=366)
NEAR = timedelta(days=200)  # more than the first letter of a balloon comes ahead
SLACK = timedelta(days=3)  # months differ in length; the plan looks at the very day
MOVED = timedelta(days=366)  # by extensions: the last installment falls due later than signed


@dataclass(frozen=True)
class Notice:
    """What everybody who is bound by a contract is told, once."""

    contract_id: int
    key: str
    kind: str
    wording: Wording


def telling(now: datetime) -> Work[Notice]:
    """Return the work of telling. Its writing returns how many messages were written."""
    today = now.date()
    return Work(
        "milestones",
        lambda session, after, most: _due(session, today, after, most),
        lambda session, ids: [*_leases(session, ids, today), *_balloons(session, ids, today)],
        lambda session, planned: _write(session, planned, now),
    )


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    """Return leases that have just come to a milestone, and balloon loans near their end."""
    held = flags.not_to_remind(today)
    leases = session.exec(
        select(Lease.contract_id).where(
            _has_just_come(today),
            col(Lease.contract_id).not_in(held),
            ~exists().where(col(LeaseInvoice.contract_id) == col(Lease.contract_id)),
            ~exists().where(col(Title.contract_id) == col(Lease.contract_id)),  # it was bought
        )
    )
    loans = session.exec(
        select(Contract)
        .join(Loan, col(Loan.contract_id) == Contract.id)
        .where(
            col(Loan.balloon_cents).is_not(None),
            col(Contract.next_due_on).is_not(None),
            col(Contract.id).not_in(held),
        )
    )
    near = [each.id or 0 for each in loans if _is_near(each, today)]
    return sorted(each for each in {*leases, *near} if each > after)[:most]


def _is_near(contract: Contract, today: date) -> bool:
    """Tell whether the balloon, as signed, falls due before long; extensions make it later."""
    signed = due_date(contract.first_due_on, contract.due_day, contract.term)
    return today - MOVED <= signed <= today + NEAR


def _has_just_come(today: date) -> ColumnElement[bool]:
    """Return the condition that a milestone of a lease was reached within a week, or nearly so."""
    some_day = today + LONGEST_AHEAD
    ahead = [some_day - milestone.on for milestone in lease_notices(some_day)]
    return or_(
        *(
            col(Lease.maturity_on).between(today + days - LATEST - SLACK, today + days + SLACK)
            for days in ahead
        )
    )


def _just_reached(milestones: tuple[Milestone, ...], today: date) -> Milestone | None:
    found = reached(milestones, today)
    return found if found and found.on > today - LATEST else None


def _leases(session: Session, contract_ids: list[int], today: date) -> Iterator[Notice]:
    leases = session.exec(
        select(Lease, Contract.vehicle)
        .join(Contract, col(Contract.id) == Lease.contract_id)
        .where(col(Lease.contract_id).in_(contract_ids))
        .order_by(col(Lease.contract_id))
    )
    for lease, vehicle in leases:
        key, matures_on = lease.contract_id, lease.maturity_on
        found = _just_reached(lease_notices(matures_on), today)
        if found:
            words = notices.lease_milestone(name=found.name, matures_on=matures_on, vehicle=vehicle)
            name = f"lease:{key}:{matures_on}:{found.name}"
            yield Notice(key, name, "lease_milestone", words)


def _balloons(session: Session, contract_ids: list[int], today: date) -> Iterator[Notice]:
    loans = select(Loan.contract_id).where(
        col(Loan.contract_id).in_(contract_ids), col(Loan.balloon_cents).is_not(None)
    )
    for file in files(session, list(session.exec(loans))):
        coming = balloon.balloon_of(file, file.position(today))
        found = _just_reached(balloon_notices(coming[0]), today) if coming else None
        if coming and found:
            due_on, amount = coming
            words = notices.balloon_milestone(
                days=(due_on - found.on).days,
                due_on=due_on,
                pay_by=next_banking_day(due_on),
                amount=amount,
            )
            name = f"balloon:{file.contract.id}:{due_on}:{found.name}"
            yield Notice(file.contract.id or 0, name, "balloon_milestone", words)


def _write(session: Session, planned: list[Notice], now: datetime) -> int:
    bound = select(Obligor.contract_id, Obligor.borrower_id).where(
        col(Obligor.contract_id).in_([each.contract_id for each in planned])
    )
    people = list(session.exec(bound.order_by(col(Obligor.id))))
    return sum(
        len(
            deliveries.tell_borrower(
                session,
                borrower_id,
                each.wording,
                kind=each.kind,
                now=now,
                key=f"{each.key}:{borrower_id}",
            )
        )
        for each in planned
        for contract_id, borrower_id in people
        if contract_id == each.contract_id
    )
