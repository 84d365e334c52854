"""Tell a payer what became of their order, in the transaction in which it became so.

Who has no login is told nothing here: a guest gets a receipt by services/guest.py.
"""

from datetime import datetime

from sqlmodel import Session

from finance_portal.domain.cents import dollars
from finance_portal.language import speaking
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment
from finance_portal.models.people import Borrower
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import Login
from finance_portal.notices import delegates
from finance_portal.notices import payments as notices
from finance_portal.services import deliveries
from finance_portal.services.contacts import Contact
from finance_portal.services.logins import login_of
from finance_portal.services.obligors import obligors_of


def received(session: Session, payment: Payment, now: datetime) -> None:
    """Tell, once and by mail, that a payment is posted."""
    _tell_bound(session, payment, now)
    login = login_of(session, payment.borrower_id)
    if login is None:
        return
    words = notices.payment_received(
        amount=payment.amount_cents,
        effective_on=payment.effective_on,
        ref=payment.ref,
    )
    contacts = _mail_of(session, login)
    key = f"received:{payment.id}"
    deliveries.tell_at(session, login, contacts, words, kind="payment_received", now=now, key=key)


def _tell_bound(session: Session, payment: Payment, now: datetime) -> None:
    """Tell everybody who is bound what somebody else has paid whom they gave access."""
    bound = obligors_of(session, payment.contract_id)
    payer = session.get(Borrower, payment.borrower_id) if payment.borrower_id else None
    if payer is None or payer.id in {each.id for each in bound}:
        return
    contract = session.get_one(Contract, payment.contract_id)
    for borrower in bound:
        with speaking(borrower.language):
            words = delegates.paid_for_you(
                name=payer.name,
                amount=dollars(payment.amount_cents),
                number=contract.number_masked,
                ref=payment.ref,
            )
            key = f"paid_for_you:{payment.id}:{borrower.id}"
            deliveries.tell_borrower(
                session, borrower.id, words, kind="paid_for_you", now=now, key=key
            )


def scheduled(session: Session, order: ScheduledPayment, now: datetime) -> None:
    """Confirm an order for a later day, or what it was changed to."""
    word = notices.scheduled_payment_changed if order.version else notices.payment_scheduled
    words = word(amount=order.amount_cents, pay_on=order.pay_on, ref=order.ref)
    key = f"scheduled:{order.ref}:{order.version}"
    deliveries.tell_borrower(
        session, order.borrower_id, words, kind=word.__name__, now=now, key=key
    )


def canceled(session: Session, order: ScheduledPayment, now: datetime) -> None:
    """Confirm that an order will not be carried out."""
    words = notices.payment_canceled(amount=order.amount_cents, pay_on=order.pay_on, ref=order.ref)
    key = f"canceled:{order.ref}"
    deliveries.tell_borrower(
        session, order.borrower_id, words, kind="payment_canceled", now=now, key=key
    )


def _mail_of(session: Session, login: Login) -> list[Contact]:
    to = login.email or session.get_one(Borrower, login.borrower_id).email
    return [("email", to)] if to else []
