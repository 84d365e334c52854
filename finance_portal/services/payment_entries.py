"""What a payment means for the books of its contract when it settles, comes back, stands again."""

from datetime import datetime

from sqlmodel import Session

from finance_portal.domain import events
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.payments import Payment
from finance_portal.services import ledger
from finance_portal.services.ledger import Happening
from finance_portal.services.payoff import honouring


def enter(session: Session, payment: Payment, status: PaymentStatus, now: datetime) -> None:
    """Enter what a status means for the contract. Keys see to it that each is entered once."""
    match status:
        case PaymentStatus.SETTLED:
            event = _payment_of(payment)
            waived = honouring.before_settling(session, payment, event)
            ledger.enter(session, payment.contract_id, [*waived, *_settled(payment, event)], now)
            honouring.say_if_short(session, payment, now)
        case PaymentStatus.RETURNED:
            ledger.enter(session, payment.contract_id, [_returned(payment, now)], now)
            honouring.came_back(session, payment, now)
        case PaymentStatus.REINSTATED:
            ledger.enter(session, payment.contract_id, [_reinstated(payment, now)], now)


def _payment_of(payment: Payment) -> events.Payment:
    return events.Payment(
        effective_on=payment.effective_on,
        sequence=ledger.NEXT,
        id=payment.ref,
        amount=payment.amount_cents,
        intent=events.Intent(payment.intent),
        principal_only=payment.principal_only_cents,
    )


def _settled(payment: Payment, event: events.Payment) -> list[Happening]:
    """Return the payment, and beside it the fee that was charged for the way it was made."""
    happenings = [Happening(event, f"settled:{payment.id}")]
    if payment.fee_cents:
        fee = events.ConvenienceFee(
            effective_on=payment.effective_on,
            sequence=ledger.NEXT,
            payment_id=payment.ref,
            amount=payment.fee_cents,
        )
        happenings.append(Happening(fee, f"card-fee:{payment.id}"))
    return happenings


def _returned(payment: Payment, now: datetime) -> Happening:
    event = events.Returned(effective_on=now.date(), sequence=ledger.NEXT, payment_id=payment.ref)
    return Happening(event, f"returned:{payment.id}")


def _reinstated(payment: Payment, now: datetime) -> Happening:
    event = events.Reinstated(effective_on=now.date(), sequence=ledger.NEXT, payment_id=payment.ref)
    return Happening(event, f"reinstated:{payment.id}")
