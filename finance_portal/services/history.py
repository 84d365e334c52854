"""Everything that happened to a contract, the newest first, with what each payment did."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.domain import events, working
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Event
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.position import Position
from finance_portal.domain.rights import Asked, Right
from finance_portal.domain.working import Trace
from finance_portal.language import say, say_number, sentence
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
    working: tuple[str, ...] = ()  # how a payment was divided, or a charge came about
    sequence: int = 0


CHARGES = {
    Bucket.LATE_CHARGES: sentence("Late charge"),
    Bucket.RETURNED_FEES: sentence("Returned payment fee"),
    Bucket.OTHER_FEES: sentence("Fee"),
}
PAYMENT = sentence("Payment")
PAYMENTS = {
    events.Intent.PAYOFF: sentence("Payoff"),
    events.Intent.BUYOUT: sentence("Purchase of the vehicle"),
}
WAIVED = {
    Bucket.LATE_CHARGES: sentence("Late charge waived"),
    Bucket.RETURNED_FEES: sentence("Returned payment fee waived"),
    Bucket.OTHER_FEES: sentence("Fee waived"),
    Bucket.INTEREST: sentence("Interest waived"),
    Bucket.PRINCIPAL: sentence("Principal waived"),
}


def activity(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> list[Activity]:
    """Return the history of a contract, the newest first. Raises ContractNotFound."""
    asked = Asked(Right.SEE, today)
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref, asked))
        unposted = _unposted(session, file)
        corrected = _corrections(session, file)
        receipts = _receipts(session, file)
    traced = working.trace(file.terms.billing, file.events, file.day(today))
    lines = [
        *(_worked(event, traced, file, corrected, receipts) for event in file.events),
        *unposted,
    ]
    return sorted(lines, key=lambda line: (line.on, line.sequence), reverse=True)


def posted(file: File, position: Position, days: Container[date]) -> list[Activity]:
    """Return what is posted with effect on some days, in the order of entry."""
    happened = (event for event in file.events if event.effective_on in days)
    return [_line(event, position, file, {}, set()) for event in happened]


def _worked(
    event: Event,
    traced: Trace,
    file: File,
    corrected: dict[int, date],
    receipts: set[str],
) -> Activity:
    """Return a line with how a payment was divided, or how a late charge came about."""
    line = _line(event, traced.position, file, corrected, receipts)
    if isinstance(event, events.Charge) and event.bucket is Bucket.LATE_CHARGES:
        shown = working.late_charge(file.terms.billing, event)
        return replace(line, working=shown.lines) if shown else line
    if not isinstance(event, events.Payment) or event.id not in traced.position.applied:
        return line
    return replace(line, working=working.payment(traced, event.id).lines)


def _line(
    event: Event,
    position: Position,
    file: File,
    corrected: dict[int, date],
    receipts: set[str],
) -> Activity:
    match event:
        case events.Payment():
            return _payment(event, position, corrected, receipts)
        case events.Returned():
            amount = _amount_of(event.payment_id, file.events)
            return _plain(event, "return", -amount)
        case events.Reinstated():
            return _plain(event, "payment", _amount_of(event.payment_id, file.events))
        case events.ConvenienceFee() | events.Charge():
            return _plain(event, "charge", event.amount)
        case events.Waiver():
            return _plain(event, "waiver", -event.amount)
        case events.Refunded():
            return _plain(event, "refund", event.amount)
        case _:
            return _plain(event, "change")


def title_of(event: Event) -> str:
    """Return what happened, in words."""
    match event:
        case events.Payment():
            return say(PAYMENTS.get(event.intent, PAYMENT))
        case events.Returned():
            return say("Payment returned by the bank")
        case events.Reinstated():
            return say("Payment stands again")
        case events.ConvenienceFee():
            return say("Fee for paying by card")
        case events.Charge():
            return say(CHARGES[event.bucket])
        case events.Waiver():
            return say(WAIVED[event.bucket])
        case events.Refunded():
            return say("Refund to you") if event.amount > 0 else say("Refund that came back")
        case _:
            return _change(event)


def _change(
    event: events.Extended
    | events.LeaseExtended
    | events.LeaseEnded
    | events.DueDateChanged
    | events.RateChanged,
) -> str:
    match event:
        case events.Extended():
            return say_number(
                event.months, "Extension of {number} month", "Extension of {number} months"
            )
        case events.LeaseExtended():
            return say_number(
                event.months,
                "Lease extended by {number} month",
                "Lease extended by {number} months",
            )
        case events.LeaseEnded():
            return say("Vehicle bought") if event.payment_id else say("Vehicle returned")
        case events.DueDateChanged():
            return say("Due date moved to day {due_day} of the month", due_day=event.due_day)
        case events.RateChanged():
            return say("Interest rate changed")


def _payment(
    event: events.Payment,
    position: Position,
    corrected: dict[int, date],
    receipts: set[str],
) -> Activity:
    allocation = position.applied.get(event.id)
    ref = event.id if event.id in receipts else None
    if allocation is None:
        return Activity(
            on=event.effective_on,
            kind="payment",
            title=say(PAYMENT),
            amount=event.amount,
            status="returned",
            ref=ref,
            sequence=event.sequence,
        )
    return Activity(
        on=event.effective_on,
        kind="payment",
        title=title_of(event),
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


def _plain(event: Event, kind: str, amount: Cents | None = None) -> Activity:
    return Activity(
        on=event.effective_on,
        kind=kind,
        title=title_of(event),
        amount=amount,
        sequence=event.sequence,
    )


def _amount_of(payment_id: str, happened: list[Event]) -> Cents:
    return next(
        event.amount
        for event in happened
        if isinstance(event, events.Payment) and event.id == payment_id
    )


def _unposted(session: Session, file: File) -> list[Activity]:
    """Return the payments that are on their way, or ended without moving money."""
    posted = {event.id for event in file.events if isinstance(event, events.Payment)}
    rows = session.exec(select(Payment).where(col(Payment.contract_id) == file.contract.id))
    return [
        Activity(
            on=row.effective_on,
            kind="payment",
            title=say(PAYMENT),
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
