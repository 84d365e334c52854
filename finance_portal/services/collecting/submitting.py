"""Take what is not at the bank yet to the processor, several payments at a time."""

import asyncio
from datetime import datetime

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.domain.payment_status import UNDER_WAY
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.models.payments import Payment
from finance_portal.services import driving
from finance_portal.services.nightly.work import Tally, Told, nobody

AT_ONCE = 4


async def submit(
    db: Database, processor: PaymentProcessor, *, now: datetime, told: Told = nobody
) -> Tally:
    """Drive every payment that was begun, by a borrower or by a job, and has not got there yet.

    Raises ProcessorMisconfigured.
    """
    waiting = await asyncio.to_thread(_begun, db, processor.name)
    for first in range(0, len(waiting), AT_ONCE):
        together = waiting[first : first + AT_ONCE]
        await asyncio.gather(
            *(driving.drive_on(db, processor, payment_id=each, now=now) for each in together)
        )
        told(len(together))
    return Tally(len(waiting))


def _begun(db: Database, processor: str) -> list[int]:
    begun = (
        select(Payment.id)
        .where(col(Payment.status).in_(UNDER_WAY), col(Payment.processor) == processor)
        .order_by(col(Payment.id))
    )
    with db.read() as session:
        return [payment_id or 0 for payment_id in session.exec(begun)]
