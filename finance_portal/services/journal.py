"""The events of a contract as rows of the database, and back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from finance_portal.domain import events
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Event, Intent
from finance_portal.domain.rates import Rate
from finance_portal.models.ledger import ContractEvent, EventKind

BOOKED = 0  # the sequence of the booking itself


class Stored(NamedTuple):
    """What a row keeps of an event beside its dates and its sequence."""

    kind: EventKind
    amount: int | None = None
    payment: str | None = None
    detail: Mapping[str, Any] = MappingProxyType({})


def events_of(session: Session, contract_id: int) -> list[Event]:
    """Return what has happened to a contract since it was booked, in the order of entry."""
    return events_of_many(session, [contract_id])[contract_id]


def events_of_many(session: Session, contract_ids: Iterable[int]) -> dict[int, list[Event]]:
    """Return what has happened to each of several contracts, in the order of entry."""
    wanted = list(contract_ids)
    rows = session.exec(
        select(ContractEvent)
        .where(col(ContractEvent.contract_id).in_(wanted), col(ContractEvent.sequence) > BOOKED)
        .order_by(col(ContractEvent.contract_id), col(ContractEvent.sequence))
    )
    found: dict[int, list[Event]] = {each: [] for each in wanted}
    for row in rows:
        found[row.contract_id].append(event_of(row))
    return found


def row_of(contract_id: int, event: Event, now: datetime, key: str | None = None) -> ContractEvent:
    """Return the row of an event. `key` names what may happen only once."""
    return ContractEvent(**values_of(contract_id, event, now, key))


def values_of(
    contract_id: int, event: Event, now: datetime, key: str | None = None
) -> dict[str, Any]:
    """Return the columns of an event, for rows that are written in bulk."""
    stored = _stored(event)
    return {
        "contract_id": contract_id,
        "sequence": event.sequence,
        "kind": stored.kind,
        "effective_on": event.effective_on,
        "entered_at": now,
        "amount_cents": stored.amount,
        "payment_ref": stored.payment,
        "detail": dict(stored.detail),
        "key": key,
    }


def _stored(event: Event) -> Stored:
    match event:
        case events.Payment():
            detail = {"intent": event.intent, "principal_only": event.principal_only}
            return Stored(EventKind.PAYMENT, event.amount, event.id, detail)
        case events.Returned():
            return Stored(EventKind.RETURNED, payment=event.payment_id)
        case events.Reinstated():
            return Stored(EventKind.REINSTATED, payment=event.payment_id)
        case events.ConvenienceFee():
            return Stored(EventKind.CONVENIENCE_FEE, event.amount, event.payment_id)
        case events.Charge():
            detail = {"bucket": event.bucket, "installment": event.installment}
            return Stored(EventKind.CHARGE, event.amount, event.payment_id, detail)
        case events.Waiver():
            return Stored(EventKind.WAIVER, event.amount, detail={"bucket": event.bucket})
        case events.DueDateChanged():
            return Stored(
                EventKind.DUE_DATE_CHANGED,
                detail={
                    "first_installment": event.first_installment,
                    "due_day": event.due_day,
                    "shift_months": event.shift_months,
                },
            )
        case events.Extended():
            detail = {"first_installment": event.first_installment, "months": event.months}
            return Stored(EventKind.EXTENDED, detail=detail)
        case events.LeaseExtended() | events.LeaseEnded():
            return _stored_of_lease(event)
        case events.RateChanged():
            detail = {
                "rate_ppm": event.rate.parts_per_million,
                "bars_late_charges": event.bars_late_charges,
            }
            return Stored(EventKind.RATE_CHANGED, event.installment, detail=detail)
        case events.Refunded():
            return Stored(EventKind.REFUNDED, event.amount)


def _stored_of_lease(event: events.LeaseExtended | events.LeaseEnded) -> Stored:
    if isinstance(event, events.LeaseExtended):
        return Stored(EventKind.LEASE_EXTENDED, detail={"months": event.months})
    detail = {"forgiven": event.forgiven, "credit": event.credit}
    return Stored(EventKind.LEASE_ENDED, event.price, event.payment_id, detail)


def event_of(row: ContractEvent) -> Event:
    """Return the event that a row holds. Raises ValueError for a booking, which is none."""
    common: dict[str, Any] = {"effective_on": row.effective_on, "sequence": row.sequence}
    return _of_payment(row, common) or _of_contract(row, common)


def _of_payment(row: ContractEvent, common: dict[str, Any]) -> Event | None:
    """Return what happened to a payment; None for a row that is about something else."""
    payment, amount, detail = row.payment_ref or "", row.amount_cents or 0, row.detail
    match EventKind(row.kind):
        case EventKind.PAYMENT:
            return events.Payment(
                **common,
                id=payment,
                amount=amount,
                intent=Intent(detail["intent"]),
                principal_only=detail["principal_only"],
            )
        case EventKind.RETURNED:
            return events.Returned(**common, payment_id=payment)
        case EventKind.REINSTATED:
            return events.Reinstated(**common, payment_id=payment)
        case EventKind.CONVENIENCE_FEE:
            return events.ConvenienceFee(**common, payment_id=payment, amount=amount)
        case EventKind.REFUNDED:
            return events.Refunded(**common, amount=amount)
        case _:
            return None


def _of_contract(row: ContractEvent, common: dict[str, Any]) -> Event:
    amount, detail = row.amount_cents or 0, row.detail
    match EventKind(row.kind):
        case EventKind.CHARGE:
            return events.Charge(
                **common,
                bucket=Bucket(detail["bucket"]),
                amount=amount,
                installment=detail["installment"],
                payment_id=row.payment_ref,
            )
        case EventKind.WAIVER:
            return events.Waiver(**common, bucket=Bucket(detail["bucket"]), amount=amount)
        case EventKind.DUE_DATE_CHANGED:
            return events.DueDateChanged(**common, **detail)
        case EventKind.EXTENDED:
            return events.Extended(**common, **detail)
        case EventKind.LEASE_EXTENDED:
            return events.LeaseExtended(**common, **detail)
        case EventKind.LEASE_ENDED:
            return events.LeaseEnded(
                **common, **detail, price=amount, payment_id=row.payment_ref or None
            )
        case EventKind.RATE_CHANGED:
            return events.RateChanged(
                **common,
                rate=Rate.ppm(detail["rate_ppm"]),
                installment=row.amount_cents,
                bars_late_charges=detail["bars_late_charges"],
            )
        case _:
            raise ValueError("a booking is where a contract begins, not what happened to it")
