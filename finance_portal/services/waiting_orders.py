"""The payments of a contract that wait for their day, as rows and as what they will do then."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from finance_portal.domain.events import Event, Intent, Payment
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services.contracts import File


def waiting_on(session: Session, contract_id: int) -> list[ScheduledPayment]:
    """Return the payments of a contract that wait for their day, the next one first."""
    return list(
        session.exec(
            select(ScheduledPayment)
            .where(
                col(ScheduledPayment.contract_id) == contract_id,
                col(ScheduledPayment.status) == "waiting",
            )
            .order_by(col(ScheduledPayment.pay_on), col(ScheduledPayment.id))
        )
    )


def as_paid(file: File, orders: Iterable[ScheduledPayment]) -> list[Event]:
    """Return orders as if each had been paid on its day, after all that is on its way."""
    last = file.contract.version + len(file.on_their_way)
    return [
        Payment(
            effective_on=order.pay_on,
            sequence=last + place,
            id=order.ref,
            amount=order.amount_cents,
            intent=Intent(order.intent),
            principal_only=order.principal_only_cents,
        )
        for place, order in enumerate(orders, start=1)
    ]
