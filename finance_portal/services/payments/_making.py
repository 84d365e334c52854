"""Make a payment: written down once, then taken through the processor."""

import asyncio
import logging
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.gateways.processor import PaymentProcessor, ProcessorMisconfigured
from finance_portal.models.payments import Payment
from finance_portal.services import audit, ledger, settlement
from finance_portal.services.client import Client
from finance_portal.services.confirmation import new_number
from finance_portal.services.logins import login_id_of
from finance_portal.services.payment_methods import method_of
from finance_portal.services.payments._foresight import foresight_of
from finance_portal.services.payments._orders import PaymentOrder, Requoted
from finance_portal.services.payments._reviews import (
    payable_by,
    refuse_not_given,
    refuse_restricted,
    refuse_too_new,
    reviewed,
)
from finance_portal.services.payments._words import seal_of

log = logging.getLogger(__name__)


async def make_payment(
    db: Database,
    processor: PaymentProcessor,
    *,
    borrower_id: int,
    order: PaymentOrder,
    now: datetime,
    ip: str,
    user_agent: str,
) -> str:
    """Make a payment and return its confirmation number; sent twice, it is made once.

    Raises PaymentRefused, and Requoted when a figure of the review is no longer true. An order for
    a later day is not made here: services/scheduled.py.
    """
    if order.pay_on is not None:
        raise ValueError("a payment for a later day is scheduled")
    payment_id, ref = await asyncio.to_thread(
        _initiate, db, processor, borrower_id, order, now, Client(ip[:45], user_agent[:300])
    )
    try:
        await settlement.drive(db, processor, payment_id=payment_id, now=now)
    except ProcessorMisconfigured:
        log.exception("payment %s waits: the processor refuses our credentials", payment_id)
    return ref


def _initiate(
    db: Database,
    processor: PaymentProcessor,
    borrower_id: int,
    order: PaymentOrder,
    now: datetime,
    client: Client,
) -> tuple[int, str]:
    """Write the payment down before the processor hears of it (TX1)."""
    with db.begin() as session:
        contract = payable_by(session, borrower_id, order.contract_ref, now)
        ledger.locked(session, contract.id or 0)
        refuse_not_given(session, contract, borrower_id, order, now)
        if made := _made_before(session, borrower_id, order.form_token):
            return made
        seen = foresight_of(session, contract)
        method = method_of(session, borrower_id, order.method_ref)
        refuse_too_new(session, method, now)
        refuse_restricted(session, contract, order, now.date())
        review = reviewed(seen, method, order, now)
        if order.basis != review.order.basis:
            raise Requoted(reviewed(seen, method, order, now, with_ways=True))
        payment = Payment(
            ref=new_number(),
            contract_id=contract.id or 0,
            borrower_id=borrower_id,
            method_id=method.id or 0,
            form_token=order.form_token,
            amount_cents=review.order.amount,
            fee_cents=review.card_fee,
            principal_only_cents=review.principal_only,
            intent=review.intent,
            status=PaymentStatus.CREATED,
            effective_on=review.effective_on,
            expected_on=review.settles_on,
            submitted_at=now,
            changed_at=now,
            processor=processor.name,
            livemode=processor.livemode,
            authorization=review.authorization,
            ip=client.ip,
            user_agent=client.user_agent,
        )
        session.add(payment)
        session.flush()
        _record(session, payment, client, now)
        return payment.id or 0, payment.ref


def _record(session: Session, payment: Payment, client: Client, now: datetime) -> None:
    """Write into the audit trail who gave the order, and from where (I16)."""
    audit.record(
        session,
        kind="payment:made",
        at=now,
        client=client,
        login_id=login_id_of(session, payment.borrower_id),
        subject=payment.ref,
        cents=str(payment.amount_cents),
        authorization=seal_of(payment.authorization),
    )


def _made_before(session: Session, borrower_id: int, form_token: str) -> tuple[int, str] | None:
    made = session.exec(
        select(Payment).where(
            col(Payment.form_token) == form_token, col(Payment.borrower_id) == borrower_id
        )
    ).one_or_none()
    return (made.id or 0, made.ref) if made else None
