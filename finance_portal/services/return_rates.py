"""How many debits came back lately: a person is called before the network asks (R16.5)."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.domain import ach
from finance_portal.domain.payment_status import CAME_BACK, PaymentStatus
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.models.payments import Payment, PaymentMethod

log = logging.getLogger(__name__)

AT_THE_BANK = {
    *CAME_BACK,
    PaymentStatus.PROCESSING,
    PaymentStatus.SETTLED,
    PaymentStatus.REINSTATED,
}


async def watch(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Raise an alarm for every limit that is reached. Return how many are."""
    debits, returns = await asyncio.to_thread(debits_of, db, processor.name, now)
    reached = ach.limits_reached(debits, returns)
    for finding in reached:
        log.error("debits of the last %s days: %s", ach.MONITORED_DAYS, finding)
    return len(reached)


def debits_of(db: Database, processor: str, now: datetime) -> tuple[int, list[str]]:
    """Return how many debits there were lately, and the codes of those that came back."""
    lately = (
        select(Payment.status, Payment.failure_code)
        .join(PaymentMethod, col(PaymentMethod.id) == Payment.method_id)
        .where(
            col(PaymentMethod.kind) == "us_bank_account",
            col(Payment.processor) == processor,
            col(Payment.submitted_at) >= now - timedelta(days=ach.MONITORED_DAYS),
            col(Payment.status).in_(AT_THE_BANK),
        )
    )
    with db.read() as session:
        found = session.exec(lately).all()
    return len(found), [ach.code_of(code) or "" for status, code in found if status in CAME_BACK]
