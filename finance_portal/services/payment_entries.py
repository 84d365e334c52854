"""What a payment means for the books of its contract when it settles, comes back, stands again."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from finance_portal.domain import events
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment
from finance_portal.services import ledger
from finance_portal.services.contracts import file_of
from finance_portal.services.ledger import Happening
from finance_portal.services.payoff import honouring


def enter(session: Session, payment: Payment, status: PaymentStatus, now: datetime) -> None:
    """Enter what a status means for the contract. Keys see to it that each is entered once."""
    match status:
        case PaymentStatus.SETTLED:
            event = _payment_of(payment)
            before = honouring.before_settling(session, payment, event) or _bought(session, payment)
            ledger.enter(session, payment.contract_id, [*before, *_settled(payment, event)], now)
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


def _bought(session: Session, payment: Payment) -> list[Happening]:
    """Return the end of the lease whose vehicle a payment buys, from what is posted by now.

    What was posted since the payment was made is on top or goes back, like with a payoff.
    """
    if payment.intent != events.Intent.BUYOUT:
        return []
    file = file_of(session, session.get_one(Contract, payment.contract_id))
    ended = file.bought_with(payment, file.events)
    if ended is None:
        return []
    return [Happening(replace(ended, sequence=ledger.NEXT), f"bought:{payment.id}")]


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
