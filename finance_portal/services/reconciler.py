"""Once a day, line by line: the processor's account of our money must be the same as ours.

What was lost on the way is caught up with first: payments, disputes and refunds are read afresh.
What is different after that is written down, and a person is called.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from finance_portal.db import Database, insert
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.payment_status import PaymentStatus, may_become
from finance_portal.domain.postings import Account
from finance_portal.gateways.processor import (
    DisputeSeen,
    Intent,
    Movement,
    PaymentProcessor,
    RefundSeen,
)
from finance_portal.models.ledger import ContractEvent, LedgerEntry, Posting
from finance_portal.models.payments import Payment, Reconciliation, Refund
from finance_portal.services import disputes, driving, refunds, settlement
from finance_portal.services.alone import each_alone
from finance_portal.services.contracts import ON_ITS_WAY

log = logging.getLogger(__name__)

LOOKS_BACK = timedelta(days=100)  # a bank debit can be asked back for 60 days and more
ASKED_AT_ONCE = 5_000
MOVES_MONEY = {"processing", "succeeded", "requires_capture"}
OURS = {"charge", "payment", "refund", "payment_refund", "adjustment"}  # and not fees, payouts


@dataclass(frozen=True)
class Heard:
    """What the processor tells of the last hundred days."""

    intents: list[Intent]
    refunds: list[RefundSeen]
    disputes: list[DisputeSeen]
    movements: list[Movement]

    def batches(self) -> Iterator[list[str]]:
        """Yield the payments that it tells of, as many at a time as a query takes."""
        told = {intent.id for intent in self.intents}
        told |= {dispute.intent_id for dispute in self.disputes if dispute.intent_id}
        wanted = sorted(told)
        for first in range(0, len(wanted), ASKED_AT_ONCE):
            yield wanted[first : first + ASKED_AT_ONCE]


@dataclass
class Comparison:
    """What the same money sums to there and here, in cents, and what is wrong."""

    processor: Cents = ZERO
    ledger: Cents = ZERO
    findings: list[str] = field(default_factory=list)

    def add(self, what: str, there: Cents, here: Cents) -> None:
        """Compare one line."""
        self.processor += there
        self.ledger += here
        if there != here:
            self.findings.append(f"{what}: {there} cents at the processor, {here} in the books")


async def settle_unfinished(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Take every payment on its way as far as the processor lets it, if all news was lost."""
    waiting = await asyncio.to_thread(_on_their_way, db, processor.name)
    for payment_id in waiting:
        await driving.drive_on(db, processor, payment_id=payment_id, now=now)
    return len(waiting)


async def reconcile(
    db: Database, processor: PaymentProcessor, *, now: datetime
) -> Comparison | None:
    """Compare the processor's money with the ledger, once on each business date.

    Returns None when that was done today. Raises a ProcessorError when the processor cannot be
    read: then nothing is written, and the next run tries again.
    """
    if await asyncio.to_thread(_is_done, db, processor.name, now):
        return None
    heard = await _listen(processor, now)
    await _catch_up(db, processor, heard, now)
    found = await asyncio.to_thread(_compare, db, processor.name, heard)
    await asyncio.to_thread(_write, db, processor.name, found, now)
    for finding in found.findings:
        log.error("reconciliation of %s: %s", processor.name, finding)
    return found


async def _listen(processor: PaymentProcessor, now: datetime) -> Heard:
    since, until = int((now - LOOKS_BACK).timestamp()), int(now.timestamp()) + 1
    return Heard(
        intents=await processor.intents(created_after=since),
        refunds=await processor.refunds(created_after=since),
        disputes=await processor.disputes(created_after=since),
        movements=await processor.movements(created_after=since, created_before=until),
    )


async def _catch_up(db: Database, processor: PaymentProcessor, heard: Heard, now: datetime) -> None:
    """Apply what was missed. What cannot be applied is logged, and found by the comparison."""
    statuses = await asyncio.to_thread(_statuses, db, processor.name, heard)

    async def settle(intent: Intent) -> None:
        if _is_news(intent, statuses.get(intent.id)):
            await asyncio.to_thread(settlement.settle, db, intent, now)

    async def follow(dispute: DisputeSeen) -> None:
        if dispute.intent_id in statuses:
            await disputes.follow(db, processor, dispute, now)

    async def refund(seen: RefundSeen) -> None:
        await asyncio.to_thread(refunds.settle, db, seen, now)

    await each_alone("a payment of the daily report", heard.intents, settle)
    await each_alone("a dispute of the daily report", heard.disputes, follow)
    await each_alone("a refund of the daily report", heard.refunds, refund)


def _is_news(intent: Intent, known: str | None) -> bool:
    """Tell whether applying an intent could change anything.

    Of one that nobody knows, the reply may have been lost before its id was stored.
    """
    status = settlement.reading(intent)
    return known is None or status is None or may_become(PaymentStatus(known), status)


def _compare(db: Database, processor: str, heard: Heard) -> Comparison:
    found = Comparison()
    with db.read() as session:
        taken, given_back = _taken(session, processor, heard), _given_back(session)
    for intent in heard.intents:
        if intent.id in taken:
            found.add(f"payment {intent.id}", intent.amount_received, taken[intent.id].posted)
        elif intent.status in MOVES_MONEY:
            found.findings.append(f"{intent.id} moves money that nobody here asked for")
    for dispute in heard.disputes:
        cash = taken.get(dispute.intent_id or "", Cash())
        found.add(f"dispute {dispute.id}", -dispute.withdrawn, cash.corrected)
    for refund in heard.refunds:
        is_sent = refund.status in refunds.SENT
        there = -refund.amount if is_sent else ZERO
        found.add(f"refund {refund.id}", there, given_back.get(refund.refund_ref or "", ZERO))
    found.findings += _unknown_movements(heard)
    return found


def _unknown_movements(heard: Heard) -> list[str]:
    """Return the movements of our money that belong to nothing that was listed."""
    known = {
        *(intent.charge_id for intent in heard.intents),
        *(dispute.id for dispute in heard.disputes),
        *(refund.id for refund in heard.refunds),
    }
    return [
        f"{line.id} moves {line.amount} cents for something unknown"
        for line in heard.movements
        if line.type in OURS and line.source_id not in known
    ]


@dataclass
class Cash:
    """What a payment brought, and what of it was taken back or given again later, in cents."""

    posted: Cents = ZERO
    corrected: Cents = ZERO


def _taken(session: Session, processor: str, heard: Heard) -> dict[str, Cash]:
    """Return what is booked of each payment that the processor tells of, by its intent."""
    taken = dict[str, Cash]()
    for some in heard.batches():
        asked = (col(Payment.processor) == processor, col(Payment.processor_intent).in_(some))
        known = session.exec(select(Payment.processor_intent).where(*asked))
        taken |= {intent or "": Cash() for intent in known}
        rows = session.exec(
            select(Payment.processor_intent, LedgerEntry.kind, func.sum(Posting.amount_cents))
            .join(ContractEvent, col(ContractEvent.payment_ref) == Payment.ref)
            .join(LedgerEntry, col(LedgerEntry.event_id) == ContractEvent.id)
            .join(Posting, col(Posting.entry_id) == LedgerEntry.id)
            .where(col(Posting.account) == Account.CASH, *asked)
            .group_by(col(Payment.processor_intent), col(LedgerEntry.kind))
        )
        for intent, kind, total in rows:
            cash = taken[intent or ""]
            if kind == "posting":
                cash.posted = int(total)
            else:
                cash.corrected = int(total)
    return taken


def _given_back(session: Session) -> dict[str, Cents]:
    """Return what is booked of each refund, by our name for it."""
    booked = {"pending", "succeeded"}
    rows = session.exec(select(Refund).where(col(Refund.status).in_(booked)))
    return {refund.ref: -refund.amount_cents for refund in rows}


def _on_their_way(db: Database, processor: str) -> list[int]:
    with db.read() as session:
        waiting = (
            select(Payment.id)
            .where(col(Payment.status).in_(ON_ITS_WAY), col(Payment.processor) == processor)
            .order_by(col(Payment.id))
        )
        return [payment_id or 0 for payment_id in session.exec(waiting)]


def _statuses(db: Database, processor: str, heard: Heard) -> dict[str, str]:
    found = dict[str, str]()
    with db.read() as session:
        for some in heard.batches():
            rows = session.exec(
                select(Payment.processor_intent, Payment.status).where(
                    col(Payment.processor) == processor, col(Payment.processor_intent).in_(some)
                )
            )
            found |= {intent or "": status for intent, status in rows}
    return found


def _is_done(db: Database, processor: str, now: datetime) -> bool:
    done = select(Reconciliation.id).where(
        col(Reconciliation.processor) == processor,
        col(Reconciliation.business_date) == now.date(),
    )
    with db.read() as session:
        return session.exec(done).first() is not None


def _write(db: Database, processor: str, found: Comparison, now: datetime) -> None:
    with db.begin() as session:
        session.exec(
            insert(session, Reconciliation)
            .values(
                processor=processor,
                business_date=now.date(),
                made_at=now,
                processor_cents=found.processor,
                ledger_cents=found.ledger,
                findings=found.findings[:100],
            )
            .on_conflict_do_nothing(index_elements=["processor", "business_date"])
        )
