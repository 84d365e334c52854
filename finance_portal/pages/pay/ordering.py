"""What the pay page does with an order: pay it now, set it for its day, or look one up."""

import asyncio
from datetime import datetime

from finance_portal.db import Database
from finance_portal.gateways import live
from finance_portal.services import payments, scheduled
from finance_portal.services.client import Client
from finance_portal.services.payments import PaymentOrder
from finance_portal.services.scheduled import Scheduled
from finance_portal.ui import routes


async def submit(
    db: Database, *, borrower_id: int, order: PaymentOrder, now: datetime, client: Client
) -> str:
    """Return the address of what proves it. Raises what paying and scheduling raise."""
    if order.pay_on is None:
        ref = await payments.make_payment(
            db,
            live.configured(),
            borrower_id=borrower_id,
            order=order,
            now=now,
            ip=client.ip,
            user_agent=client.user_agent,
        )
        return routes.of_receipt(ref)
    ref = await asyncio.to_thread(
        scheduled.schedule, db, borrower_id=borrower_id, order=order, now=now, client=client
    )
    return routes.of_scheduled(order.contract_ref, ref)


async def to_change(db: Database, *, borrower_id: int, ref: str, now: datetime) -> Scheduled:
    """Return the scheduled payment that is to be changed. Raises ScheduledNotFound."""
    return await asyncio.to_thread(
        scheduled.scheduled_of, db, borrower_id=borrower_id, ref=ref, now=now
    )
