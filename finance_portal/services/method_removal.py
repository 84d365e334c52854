"""Methods that are not to be used any more: the processor is made to forget them too."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlmodel import col, select, update

from finance_portal.db import Database
from finance_portal.gateways.processor import (
    PaymentProcessor,
    ProcessorError,
    ProcessorMisconfigured,
    ProcessorRefused,
)
from finance_portal.language import sentence
from finance_portal.models.guest import GuestVisit
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.services.contracts import ON_ITS_WAY

log = logging.getLogger(__name__)

GUEST_LIFE = timedelta(days=1)
EXPIRED = sentence("This card has expired. Please add the new one.")


async def detach_removed(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Have the processor forget what was removed here. Return how many it has forgotten.

    A method with a payment on its way is left until that has ended. What the processor no longer
    knows is forgotten. Raises ProcessorMisconfigured.
    """
    forgotten = 0
    for key, method in await asyncio.to_thread(_removed, db, processor.name):
        try:
            await processor.detach(method)
        except ProcessorMisconfigured:
            raise
        except ProcessorRefused as refusal:
            log.info("method %s was not attached any more: %s", key, refusal.code)
        except ProcessorError:
            continue  # the next time
        await asyncio.to_thread(_forgotten, db, key, now)
        forgotten += 1
    return forgotten


def retire_expired_cards(db: Database, *, now: datetime) -> None:
    """Say of cards whose last day has passed that they cannot be used."""
    with db.begin() as session:
        session.exec(
            update(PaymentMethod)
            .where(col(PaymentMethod.usable), col(PaymentMethod.expires_on) < now.date())
            .values(usable=False, why_not=EXPIRED, is_default=False)
        )


def forget_guests(db: Database, *, now: datetime) -> None:
    """Keep nothing of a guest who has not paid within a day: no method, no address."""
    long_ago = now - GUEST_LIFE
    with db.begin() as session:
        session.exec(
            update(PaymentMethod)
            .where(
                col(PaymentMethod.borrower_id).is_(None),
                col(PaymentMethod.removed_at).is_(None),
                col(PaymentMethod.added_at) < long_ago,
            )
            .values(removed_at=now, usable=False)
        )
        session.exec(
            update(GuestVisit)
            .where(col(GuestVisit.begun_at) < long_ago, col(GuestVisit.email_sealed).is_not(None))
            .values(email_sealed=None)
        )


def _removed(db: Database, processor: str) -> list[tuple[int, str]]:
    method = PaymentMethod
    on_its_way = select(Payment.method_id).where(col(Payment.status).in_(ON_ITS_WAY))
    with db.read() as session:
        rows = session.exec(
            select(method.id, method.method).where(
                col(method.removed_at).is_not(None),
                col(method.detached_at).is_(None),
                col(method.processor) == processor,
                col(method.id).not_in(on_its_way),
            )
        )
        return [(key or 0, name) for key, name in rows]


def _forgotten(db: Database, key: int, now: datetime) -> None:
    with db.begin() as session:
        session.get_one(PaymentMethod, key).detached_at = now
