"""What happens without anybody asking: news is acted on, payments are settled, charges assessed.

Every job may run at any time and any number of times: what it produces has a key of its own.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.delinquency import LateChargeDue, late_charges_due
from finance_portal.domain.events import Charge
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment
from finance_portal.services import audit_anchors, ledger, processor_events, settlement
from finance_portal.services.contracts import ON_ITS_WAY, file_of
from finance_portal.services.expired import forget_expired
from finance_portal.services.ledger import Happening

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What one run of the jobs has done."""

    events: int
    payments: int
    late_charges: int


async def run(db: Database, processor: PaymentProcessor, *, now: datetime) -> Done:
    """Run every job once. `now` is the lender's time; it says which day it is."""
    events = await processor_events.handle_waiting(db, processor, now=now)
    payments = await settle_payments(db, processor, now=now)
    late_charges = await asyncio.to_thread(assess_late_charges, db, now=now)
    return Done(events, payments, late_charges)


def tidy(db: Database, anchors: Path, *, now: datetime) -> None:
    """Anchor the audit trail and forget what has expired. `now` is the clock on the wall."""
    audit_anchors.write_daily(db, anchors, now=now)
    forget_expired(db, now=now)


async def settle_payments(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Take every payment on its way as far as the processor lets it, if all news was lost."""
    waiting = await asyncio.to_thread(_on_their_way, db, processor.name)
    for payment_id in waiting:
        await settlement.drive(db, processor, payment_id=payment_id, now=now)
    return len(waiting)


def assess_late_charges(db: Database, *, now: datetime) -> int:
    """Assess the late charges of this day (R6.2). Return how many contracts got one.

    A contract whose figures cannot be worked out is logged and does not hold up the others.
    """
    charged = 0
    for contract_id in _past_due(db, now.date()):
        try:
            charged += _assess(db, contract_id, now)
        except Exception:
            log.exception("late charges of contract %s were not assessed", contract_id)
    return charged


def _assess(db: Database, contract_id: int, now: datetime) -> bool:
    """Charge one contract. Payments on their way count: they were made in time or they were not."""
    with db.begin() as session:
        contract = ledger.locked(session, contract_id)
        file = file_of(session, contract)
        charges = late_charges_due(
            file.terms.billing, file.foreseen(), today=now.date(), since=contract.serviced_from
        )
        happenings = [_happening(contract_id, charge, now.date()) for charge in charges]
        return ledger.enter(session, contract_id, happenings, now)


def _happening(contract_id: int, charge: LateChargeDue, today: date) -> Happening:
    """Return the charge as of today: a run that was missed or a late return back-dates none."""
    event = Charge(
        effective_on=max(charge.assessed_on, today),
        sequence=ledger.NEXT,
        bucket=Bucket.LATE_CHARGES,
        amount=charge.amount,
        installment=charge.installment,
    )
    return Happening(event, f"late:{contract_id}:{charge.installment}")


def _past_due(db: Database, today: date) -> list[int]:
    with db.read() as session:
        past_due = select(Contract).where(col(Contract.next_due_on) < today)
        return [contract.id or 0 for contract in session.exec(past_due)]


def _on_their_way(db: Database, processor: str) -> list[int]:
    with db.read() as session:
        waiting = (
            select(Payment)
            .where(col(Payment.status).in_(ON_ITS_WAY), col(Payment.processor) == processor)
            .order_by(col(Payment.id))
        )
        return [payment.id or 0 for payment in session.exec(waiting)]
