"""The processor's news: stored once, then acted on by reading the payment afresh."""

import asyncio
from datetime import datetime

from sqlmodel import col, select, update

from finance_portal.db import Database, insert
from finance_portal.gateways.processor import (
    PaymentProcessor,
    ProcessorError,
    ProcessorEvent,
    ProcessorMisconfigured,
)
from finance_portal.models import payments
from finance_portal.services import settlement
from finance_portal.services.vault import live_vault

MOST_TRIES = 8


def receive(
    db: Database, processor: str, event: ProcessorEvent, body: bytes, now: datetime
) -> None:
    """Store an event. The same event again changes nothing."""
    with db.begin() as session:
        session.exec(
            insert(session, payments.ProcessorEvent)
            .values(
                processor=processor,
                event=event.id,
                type=event.type,
                intent=event.intent_id,
                livemode=event.livemode,
                body_sealed=live_vault().seal(
                    body.decode(),
                    table="processor_event",
                    column="body_sealed",
                    row=f"{processor}:{event.id}",
                ),
                received_at=now,
                tries=0,
            )
            .on_conflict_do_nothing(index_elements=["processor", "event"])
        )


async def handle_waiting(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Act on every stored event that waits. Return how many were done with.

    An event that cannot be handled is tried again and, after some tries, left to a person; it never
    holds up the others. Raises ProcessorMisconfigured.
    """
    done = 0
    for row_id, intent in await asyncio.to_thread(_waiting, db, processor.name):
        try:
            if intent is not None:
                read = await processor.intent(intent)
                await asyncio.to_thread(settlement.settle, db, read, now)
        except ProcessorMisconfigured:
            raise
        except ProcessorError as error:
            await asyncio.to_thread(_try_later, db, row_id, str(error))
        else:
            await asyncio.to_thread(_handled, db, row_id, now)
            done += 1
    return done


def _waiting(db: Database, processor: str) -> list[tuple[int, str | None]]:
    event = payments.ProcessorEvent
    with db.read() as session:
        rows = session.exec(
            select(event)
            .where(
                col(event.handled_at).is_(None),
                col(event.review).is_(None),
                col(event.processor) == processor,
            )
            .order_by(col(event.id))
            .limit(500)
        )
        return [(row.id or 0, row.intent) for row in rows]


def _handled(db: Database, row_id: int, now: datetime) -> None:
    event = payments.ProcessorEvent
    with db.begin() as session:
        session.exec(update(event).where(col(event.id) == row_id).values(handled_at=now))


def _try_later(db: Database, row_id: int, reason: str) -> None:
    with db.begin() as session:
        row = session.get_one(payments.ProcessorEvent, row_id)
        row.tries += 1
        if row.tries >= MOST_TRIES:
            row.review = reason[:200]
