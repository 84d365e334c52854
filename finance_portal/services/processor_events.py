"""The processor's news: stored once, then acted on by reading afresh what they are about."""

import asyncio
import logging
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.exc import OperationalError
from sqlmodel import col, select, update

from finance_portal.db import Database, insert
from finance_portal.gateways.processor import (
    PaymentProcessor,
    ProcessorError,
    ProcessorEvent,
    ProcessorMisconfigured,
)
from finance_portal.models import payments
from finance_portal.services import disputes, method_news, refunds, settlement
from finance_portal.services.nightly.work import reason_of
from finance_portal.services.vault import live_vault

log = logging.getLogger(__name__)

MOST_TRIES = 8


class News(NamedTuple):
    """What is known of a stored event: enough to know what to read."""

    row_id: int
    type: str
    object_id: str | None
    intent: str | None


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
                object_id=event.object_id[:80] or None,
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
    for news in await asyncio.to_thread(_waiting, db, processor.name):
        try:
            await _act(db, processor, news, now)
        except ProcessorMisconfigured:
            raise
        except ProcessorError as error:
            await asyncio.to_thread(_try_later, db, news.row_id, str(error))
        except OperationalError:
            raise  # the database is in trouble, and not this piece of news
        except Exception as error:
            log.exception("the processor's news %s cannot be acted on", news.row_id)
            await asyncio.to_thread(_try_later, db, news.row_id, reason_of(error))
        else:
            await asyncio.to_thread(_handled, db, news.row_id, now)
            done += 1
    return done


async def _act(db: Database, processor: PaymentProcessor, news: News, now: datetime) -> None:
    """Read what the news are about and write down how it stands; what they say is not believed."""
    subject = news.type.rpartition(".")[0]
    if subject == "charge.dispute" and news.object_id:
        await disputes.read(db, processor, news.object_id, now)
    elif subject == "refund" and news.object_id:
        refund = await processor.refund_seen(news.object_id)
        await asyncio.to_thread(refunds.settle, db, refund, now)
    elif subject in method_news.SUBJECTS and news.object_id:
        await method_news.apply(db, processor, subject=subject, object_id=news.object_id, now=now)
    elif news.intent is not None:
        read = await processor.intent(news.intent)
        await asyncio.to_thread(settlement.settle, db, read, now)


def _waiting(db: Database, processor: str) -> list[News]:
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
        return [News(row.id or 0, row.type, row.object_id, row.intent) for row in rows]


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
