"""A guest's payment, from the method that was saved to the confirmation number."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain import calendar
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.events import Intent
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.gateways.processor import (
    PaymentProcessor,
    ProcessorError,
    ProcessorMisconfigured,
)
from finance_portal.language import long_day, say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.guest import GuestVisit
from finance_portal.models.payments import MethodSetup, Payment, PaymentMethod
from finance_portal.notices import methods as notices
from finance_portal.services import (
    audit,
    confirmation,
    contracts,
    deliveries,
    flags,
    guest,
    ledger,
    method_setup,
    payment_methods,
    settlement,
)
from finance_portal.services.client import Client
from finance_portal.services.guest import GuestRefused
from finance_portal.services.payments.planning import seal_of
from finance_portal.services.vault import live_vault
from finance_portal.settings import settings

log = logging.getLogger(__name__)

BUSY = sentence(
    "Another payment is being submitted right now. Nothing was charged. Try again in a minute."
)
NOT_HERE = sentence(
    "A payment for this contract cannot be taken here. Nothing was charged. Please call us at"
    " {phone}."
)
NO_METHOD = sentence("No account or card was saved. Please start again.")
NEEDS_DEPOSITS = sentence(
    "Your bank would need one or two business days to confirm this account. Please start "
    "again with another account, or with a debit card."
)
UNREADABLE = sentence(
    "We cannot reach the payment service just now. Nothing was charged. Please try again."
)


@dataclass(frozen=True, kw_only=True)
class GuestReview:
    """What a guest is about to pay, or has paid. Nothing of it is about the account."""

    amount: Cents
    fee: Cents = 0
    label: str = ""  # of what was saved; "" before
    authorization: str = ""
    effective_on: date | None = None
    settles_on: date | None = None
    problem: str = ""  # why nothing can be paid like that
    paid_ref: str = ""  # the confirmation number
    paid_status: PaymentStatus | None = None
    failure_code: str = ""


async def review(
    db: Database, processor: PaymentProcessor, way_ref: str, *, now: datetime
) -> GuestReview:
    """Return where a guest stands. Whoever comes back from the processor's page proves nothing.

    Raises WayLost.
    """
    visit = await asyncio.to_thread(guest.visit_of, db, way_ref)
    if visit.setup_id is not None and visit.payment_id is None:
        try:
            await method_setup.settle(db, processor, visit.setup_id, now=now)
        except ProcessorError as error:
            log.warning("guest visit %s cannot be read: %s", visit.id, error.code)
            return GuestReview(amount=visit.amount_cents, problem=say(UNREADABLE))
    return await asyncio.to_thread(_seen, db, way_ref, now)


async def pay(
    db: Database, processor: PaymentProcessor, way_ref: str, *, client: Client, now: datetime
) -> str:
    """Pay what was reviewed and return the confirmation number; sent twice, it pays once.

    Raises WayLost, and GuestRefused.
    """
    payment_id, ref = await asyncio.to_thread(
        _initiate, db, processor, way_ref, client=client, now=now
    )
    try:
        await settlement.drive(db, processor, payment_id=payment_id, now=now)
    except ProcessorMisconfigured:
        log.exception("payment %s waits: the processor refuses our credentials", payment_id)
    return ref


def _seen(db: Database, way_ref: str, now: datetime) -> GuestReview:
    with db.read() as session:
        visit = guest.named(session, way_ref)
        if visit.payment_id is not None:
            return _paid(session, session.get_one(Payment, visit.payment_id))
        try:
            method = _method(session, visit)
        except GuestRefused as refusal:
            return GuestReview(amount=visit.amount_cents, problem=str(refusal))
        contract = session.get_one(Contract, visit.contract_id)
        return _reviewed(visit, method, contract, now)


def _reviewed(
    visit: GuestVisit, method: PaymentMethod, contract: Contract, now: datetime
) -> GuestReview:
    fee = contracts.card_fee(contract, method.kind)
    effective_on = calendar.effective_on(now)
    return GuestReview(
        amount=visit.amount_cents,
        fee=fee,
        label=payment_methods.label_for(method, method.borrower_id),
        authorization=_authorization(method, visit.amount_cents + fee, now.date()),
        effective_on=effective_on,
        settles_on=calendar.settles_on(method.kind, effective_on),
    )


def _paid(session: Session, payment: Payment) -> GuestReview:
    method = session.get_one(PaymentMethod, payment.method_id)
    return GuestReview(
        amount=payment.amount_cents,
        fee=payment.fee_cents,
        label=payment_methods.label_for(method, method.borrower_id),
        authorization=payment.authorization,
        effective_on=payment.effective_on,
        settles_on=payment.expected_on,
        paid_ref=payment.ref,
        paid_status=PaymentStatus(payment.status),
        failure_code=payment.failure_code or "",
    )


def _method(session: Session, visit: GuestVisit) -> PaymentMethod:
    """Return what was saved on a guest's visit. Raises GuestRefused."""
    setup = session.get(MethodSetup, visit.setup_id) if visit.setup_id else None
    method = session.get(PaymentMethod, setup.method_id) if setup and setup.method_id else None
    if setup is None or method is None:
        raise GuestRefused(say((setup and setup.why) or NO_METHOD))
    if setup.status == "waiting":
        raise GuestRefused(say(NEEDS_DEPOSITS))
    if not method.usable:
        raise GuestRefused(say(setup.why or method.why_not or NO_METHOD))
    return method


def _initiate(
    db: Database, processor: PaymentProcessor, way_ref: str, *, client: Client, now: datetime
) -> tuple[int, str]:
    """Write the payment down before the processor hears of it (TX1)."""
    with db.begin() as session:
        visit = guest.named(session, way_ref)
        contract = ledger.locked(session, visit.contract_id)
        session.refresh(visit)
        if visit.payment_id is not None:
            made = session.get_one(Payment, visit.payment_id)
            return made.id or 0, made.ref
        method = _method(session, visit)
        _refuse_unpayable(session, contract, now.date())
        seen = _reviewed(visit, method, contract, now)
        payment = Payment(
            ref=confirmation.new_number(),
            contract_id=visit.contract_id,
            method_id=method.id or 0,
            origin="guest",
            form_token=f"guest:{visit.ref}",
            amount_cents=seen.amount,
            fee_cents=seen.fee,
            intent=Intent.REGULAR,
            status=PaymentStatus.CREATED,
            effective_on=seen.effective_on or now.date(),
            expected_on=seen.settles_on or now.date(),
            submitted_at=now,
            changed_at=now,
            processor=processor.name,
            livemode=processor.livemode,
            authorization=seen.authorization,
            ip=client.ip,
            user_agent=client.user_agent,
        )
        session.add(payment)
        session.flush()
        visit.payment_id = payment.id
        method.removed_at = now  # it pays once: forgotten as soon as this payment has ended
        _tell(session, visit, payment, client, now)
        return payment.id or 0, payment.ref


def _refuse_unpayable(session: Session, contract: Contract, today: date) -> None:
    """Raise GuestRefused when it cannot be paid now: what the reason is says nothing of value."""
    if contracts.file_of(session, contract).is_submitting:
        raise GuestRefused(say(BUSY))
    if flags.restrictions(session, contract.id or 0, today).read_only:
        raise GuestRefused(say(NOT_HERE, phone=settings.brand.support_phone))


def _tell(
    session: Session, visit: GuestVisit, payment: Payment, client: Client, now: datetime
) -> None:
    """Write the audit line and the receipt; the address is not kept any longer than that."""
    audit.record(
        session,
        kind="payment:made",
        at=now,
        client=client,
        subject=payment.ref,
        cents=str(payment.amount_cents),
        origin="guest",
        authorization=seal_of(payment.authorization),
    )
    if not (to := guest.email_of(live_vault(), visit)):
        return
    words = notices.guest_payment_made(
        dollars(payment.amount_cents + payment.fee_cents), payment.ref, sent_on=now
    )
    deliveries.write(session, words, kind="guest_payment_made", channel="email", to=to, now=now)
    visit.email_sealed = None


def _authorization(method: PaymentMethod, amount: Cents, today: date) -> str:
    """Return the words that a guest agrees to with the click (R15.1)."""
    words = sentence(
        "I authorize {lender} to debit my {label} ••{last4} once for {amount}, submitted on {day}."
        " I may use it for this payment. To take it back I call {phone} at once, or ask my bank to"
        " stop it."
    )
    if method.kind == "card":
        words = sentence(
            "I authorize {lender} to charge my {label} ••{last4} once for {amount}, submitted on"
            " {day}. I may use it for this payment. To take it back I call {phone} at once, or ask"
            " my bank to stop it."
        )
    return say(
        words,
        lender=settings.brand.legal_entity,
        label=payment_methods.spoken_label(method.label),
        last4=method.last4,
        amount=dollars(amount),
        day=long_day(today),
        phone=settings.brand.support_phone,
    )
