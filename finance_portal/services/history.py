"""Everything that happened to a contract, the newest first, with what each payment did."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.domain import events
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Event
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.position import Allocation, Position
from finance_portal.models.ledger import ContractEvent, EntryKind, LedgerEntry
from finance_portal.models.payments import Payment
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.settings import settings


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One line of the history. Amounts in cents; what a line has not is None."""

    on: date
    kind: str  # "payment", "return", "charge", "waiver", "refund", "change"
    title: str
    amount: Cents | None = None
    interest: Cents | None = None
    principal: Cents | None = None
    fees: Cents | None = None
    credit: Cents | None = None
    balance_after: Cents | None = None
    status: str = "posted"  # "posted", "returned", or the status of a payment on its way
    corrected_on: date | None = None
    ref: str | None = None  # of the receipt
    sequence: int = 0


CHARGES = {
    Bucket.LATE_CHARGES: "Late charge",
    Bucket.RETURNED_FEES: "Returned payment fee",
    Bucket.OTHER_FEES: "Fee",
}


def activity(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> list[Activity]:
    """Return the history of a contract, the newest first. Raises ContractNotFound."""
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref))
        unposted = _unposted(session, file)
        corrected = _corrections(session, file)
        receipts = _receipts(session, file)
    position = file.position(today)
    lines = [
        *(_line(event, position, file, corrected, receipts) for event in file.events),
        *unposted,
    ]
    return sorted(lines, key=lambda line: (line.on, line.sequence), reverse=True)


def posted(file: File, position: Position, days: Container[date]) -> list[Activity]:
    """Return what is posted with effect on some days, in the order of entry."""
    happened = (event for event in file.events if event.effective_on in days)
    return [_line(event, position, file, {}, set()) for event in happened]


def _line(
    event: Event,
    position: Position,
    file: File,
    corrected: dict[int, date],
    receipts: set[str],
) -> Activity:
    match event:
        case events.Payment():
            return _payment(event, position.applied.get(event.id), corrected, receipts)
        case events.Returned():
            amount = _amount_of(event.payment_id, file.events)
            return _plain(event, "return", "Payment returned by the bank", -amount)
        case events.Reinstated():
            amount = _amount_of(event.payment_id, file.events)
            return _plain(event, "payment", "Payment stands again", amount)
        case events.ConvenienceFee():
            return _plain(event, "charge", "Fee for paying by card", event.amount)
        case events.Charge():
            return _plain(event, "charge", CHARGES[event.bucket], event.amount)
        case events.Waiver():
            return _plain(event, "waiver", f"{CHARGES[event.bucket]} waived", -event.amount)
        case events.Refunded():
            title = "Refund to you" if event.amount > 0 else "Refund that came back"
            return _plain(event, "refund", title, event.amount)
        case events.Extended():
            return _plain(event, "change", f"Extension of {_months(event.months)}")
        case events.LeaseExtended():
            return _plain(event, "change", f"Lease extended by {_months(event.months)}")
        case events.DueDateChanged():
            return _plain(event, "change", f"Due day changed to the {event.due_day}.")
        case events.RateChanged():
            return _plain(event, "change", "Interest rate changed")


def _payment(
    event: events.Payment,
    allocation: Allocation | None,
    corrected: dict[int, date],
    receipts: set[str],
) -> Activity:
    ref = event.id if event.id in receipts else None
    if allocation is None:
        return Activity(
            on=event.effective_on,
            kind="payment",
            title="Payment",
            amount=event.amount,
            status="returned",
            ref=ref,
            sequence=event.sequence,
        )
    return Activity(
        on=event.effective_on,
        kind="payment",
        title="Payoff" if event.intent is events.Intent.PAYOFF else "Payment",
        amount=event.amount,
        interest=allocation.interest,
        principal=allocation.principal,
        fees=allocation.fees,
        credit=allocation.credit,
        balance_after=allocation.principal_after,
        corrected_on=corrected.get(event.sequence),
        ref=ref,
        sequence=event.sequence,
    )


def _plain(event: Event, kind: str, title: str, amount: Cents | None = None) -> Activity:
    return Activity(
        on=event.effective_on, kind=kind, title=title, amount=amount, sequence=event.sequence
    )


def _amount_of(payment_id: str, happened: list[Event]) -> Cents:
    return next(
        event.amount
        for event in happened
        if isinstance(event, events.Payment) and event.id == payment_id
    )


def _months(count: int) -> str:
    return f"{count} month" if count == 1 else f"{count} months"


def _unposted(session: Session, file: File) -> list[Activity]:
    """Return the payments that are on their way, or ended without moving money."""
    posted = {event.id for event in file.events if isinstance(event, events.Payment)}
    rows = session.exec(select(Payment).where(col(Payment.contract_id) == file.contract.id))
    return [
        Activity(
            on=row.effective_on,
            kind="payment",
            title="Payment",
            amount=row.amount_cents,
            status=PaymentStatus(row.status),
            ref=row.ref,
            sequence=file.contract.version + (row.id or 0),
        )
        for row in rows
        if row.ref not in posted
    ]


def _receipts(session: Session, file: File) -> set[str]:
    """Return the payments that were made here and have a receipt."""
    return set(
        session.exec(select(Payment.ref).where(col(Payment.contract_id) == file.contract.id))
    )


def _corrections(session: Session, file: File) -> dict[int, date]:
    """Return when an event's entry was last corrected by a back-dated one (R2.3)."""
    rows = session.exec(
        select(ContractEvent.sequence, func.max(LedgerEntry.posted_at))
        .join(LedgerEntry, col(LedgerEntry.event_id) == ContractEvent.id)
        .where(
            col(LedgerEntry.contract_id) == file.contract.id,
            col(LedgerEntry.kind) == EntryKind.CORRECTION,
        )
        .group_by(col(ContractEvent.sequence))
    )
    zone = ZoneInfo(settings.time_zone)
    return {sequence: posted_at.astimezone(zone).date() for sequence, posted_at in rows}
