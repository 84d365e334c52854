"""Take a payment on for a job: one that fails is left to a person and holds up no other."""

import asyncio
import logging
from datetime import datetime

from sqlalchemy.exc import OperationalError

from finance_portal.db import Database
from finance_portal.gateways.processor import PaymentProcessor, ProcessorMisconfigured
from finance_portal.services import settlement
from finance_portal.services.nightly.work import reason_of

log = logging.getLogger(__name__)


async def drive_on(
    db: Database, processor: PaymentProcessor, *, payment_id: int, now: datetime
) -> None:
    """Take a payment as far as the processor lets it.

    Raises ProcessorMisconfigured, and OperationalError when the database is in trouble.
    """
    try:
        await settlement.drive(db, processor, payment_id=payment_id, now=now)
    except (ProcessorMisconfigured, OperationalError):
        raise
    except Exception as error:
        log.exception("payment %s cannot be taken any further", payment_id)
        why = f"{settlement.BROKEN} {reason_of(error)}"
        await asyncio.to_thread(settlement.flag, db, payment_id, why)
