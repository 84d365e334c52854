"""Make a payment: what may be paid, what it will do, and the payment itself."""

import asyncio
import logging
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import calendar
from finance_portal.domain.acceptance import PaymentNotAccepted, check_payment
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.events import Intent
from finance_portal.domain.events import Payment as PaymentEvent
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.position import Position
from finance_portal.domain.replay import preview, replay
from finance_portal.gateways.processor import PaymentProcessor, ProcessorMisconfigured
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.security import Login
from finance_portal.services import audit, ledger, settlement
from finance_portal.services.accounts import kind_of
from finance_portal.services.client import Client
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.payment_methods import Method, method_of, methods_of, view
from finance_portal.settings import settings

log = logging.getLogger(__name__)

ACH_DAYS = 4  # banking days until a debit has settled
CONFIRMATION_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
UNDER_WAY = {PaymentStatus.CREATED, PaymentStatus.INTENT, PaymentStatus.SUBMITTING}


class PaymentRefused(Exception):
    """The payment cannot be made; the message is fit for the borrower, `field` says where."""

    def __init__(self, message: str, field: str = "form") -> None:
        super().__init__(message)
        self.field = field


class Requoted(Exception):
    """Something changed since the borrower looked: nothing was paid, `review` is how it is now."""

    def __init__(self, review: "Review") -> None:
        super().__init__("Your account changed while this page was open. Please look again.")
        self.review = review


@dataclass(frozen=True, kw_only=True)
class PaymentOrder:
    """What a borrower wants to pay. `basis` is what the review was worked out from."""

    form_token: str
    contract_ref: str
    choice: str  # "due", "past_due", "payoff", "other"
    amount: Cents
    method_ref: str
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    """An amount that can be chosen with one click."""

    choice: str
    amount: Cents


@dataclass(frozen=True, kw_only=True)
class PaymentChoices:
    """What can be paid today, in cents, and what with."""

    contract_ref: str
    number_masked: str
    vehicle: str
    kind: str
    options: list[Option]
    methods: list[Method]
    today: date
    effective_on: date
    bank_settles_on: date
    maximum: Cents
    in_flight: Cents
    next_due_on: date | None
    next_due_amount: Cents
    past_due: Cents
    fees: Cents


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a payment will do, in cents, before it is made."""

    order: PaymentOrder
    method: Method
    today: date
    effective_on: date
    settles_on: date
    interest: Cents
    principal: Cents
    fees: Cents
    credit: Cents
    principal_before: Cents
    principal_after: Cents
    next_due_on: date | None
    next_due_amount: Cents
    past_due_after: Cents
    fees_after: Cents
    closes: bool
    is_lease: bool
    authorization: str


def new_form_token() -> str:
    """Return the name of one filled-in form: however often it is sent, it pays once."""
    return secrets.token_urlsafe(24)


def choices(
    db: Database, processor: PaymentProcessor, *, borrower_id: int, contract_ref: str, now: datetime
) -> PaymentChoices:
    """Return what can be paid now. Raises ContractNotFound."""
    effective_on = calendar.effective_on(now)
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref))
        methods = methods_of(session, borrower_id, processor.name)
    position = _foreseen(file, effective_on)
    return PaymentChoices(
        contract_ref=contract_ref,
        number_masked=file.contract.number_masked,
        vehicle=file.contract.vehicle,
        kind=kind_of(file),
        options=_options(file, position),
        methods=methods,
        today=now.date(),
        effective_on=effective_on,
        bank_settles_on=calendar.add_banking_days(effective_on, ACH_DAYS),
        maximum=_maximum(position),
        in_flight=file.in_flight,
        next_due_on=position.next_installment.due_on if position.next_installment else None,
        next_due_amount=position.amount_due,
        past_due=position.past_due,
        fees=position.fees,
    )


def review(db: Database, *, borrower_id: int, order: PaymentOrder, now: datetime) -> Review:
    """Return what a payment would do. Raises PaymentRefused, ContractNotFound, MethodNotFound."""
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, order.contract_ref))
        method = method_of(session, borrower_id, order.method_ref)
    return _review(file, method, order, now)


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

    Raises PaymentRefused, and Requoted when a figure of the review is no longer true.
    """
    payment_id, ref = await asyncio.to_thread(
        _initiate, db, processor, borrower_id, order, now, ip, user_agent
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
    ip: str,
    user_agent: str,
) -> tuple[int, str]:
    """Write the payment down before the processor hears of it (TX1)."""
    with db.begin() as session:
        contract = contract_of(session, borrower_id, order.contract_ref)
        ledger.locked(session, contract.id or 0)
        if made := _made_before(session, borrower_id, order.form_token):
            return made
        file = file_of(session, contract)
        method = method_of(session, borrower_id, order.method_ref)
        seen = _review(file, method, order, now)
        if order.basis != seen.order.basis:
            raise Requoted(seen)
        payment = Payment(
            ref=_confirmation_number(),
            contract_id=contract.id or 0,
            borrower_id=borrower_id,
            method_id=method.id or 0,
            form_token=order.form_token,
            amount_cents=order.amount,
            intent=_intent(order),
            status=PaymentStatus.CREATED,
            effective_on=seen.effective_on,
            expected_on=seen.settles_on,
            submitted_at=now,
            changed_at=now,
            processor=processor.name,
            livemode=processor.livemode,
            authorization=seen.authorization,
            ip=ip[:45],
            user_agent=user_agent[:300],
        )
        session.add(payment)
        session.flush()
        _record(session, payment, now)
        return payment.id or 0, payment.ref


def _record(session: Session, payment: Payment, now: datetime) -> None:
    """Write into the audit trail who gave the order, and from where (I16)."""
    mine = select(Login.id).where(col(Login.borrower_id) == payment.borrower_id)
    audit.record(
        session,
        kind="payment:made",
        at=now,
        client=Client(payment.ip, payment.user_agent),
        login_id=session.exec(mine).one_or_none(),
        subject=payment.ref,
        cents=str(payment.amount_cents),
    )


def _made_before(session: Session, borrower_id: int, form_token: str) -> tuple[int, str] | None:
    made = session.exec(
        select(Payment).where(
            col(Payment.form_token) == form_token, col(Payment.borrower_id) == borrower_id
        )
    ).one_or_none()
    return (made.id or 0, made.ref) if made else None


def _review(file: File, method: PaymentMethod, order: PaymentOrder, now: datetime) -> Review:
    effective_on = calendar.effective_on(now)
    _refuse_unpayable(file, method)
    payment = PaymentEvent(
        effective_on=effective_on,
        sequence=file.contract.version + len(file.on_their_way) + 1,
        id=order.form_token,
        amount=order.amount,
        intent=_intent(order),
    )
    _refuse_amount(_foreseen(file, effective_on), payment)
    seen = preview(file.terms.billing, file.foreseen(), payment)
    following = seen.after.next_installment
    settles_on = (
        effective_on if method.kind == "card" else calendar.add_banking_days(effective_on, ACH_DAYS)
    )
    shown = view(method)
    return Review(
        order=replace(order, basis=file.basis(effective_on)),
        method=shown,
        today=now.date(),
        effective_on=effective_on,
        settles_on=settles_on,
        interest=seen.allocation.interest,
        principal=seen.allocation.principal,
        fees=seen.allocation.fees,
        credit=seen.allocation.credit,
        principal_before=seen.before.principal,
        principal_after=seen.after.principal,
        next_due_on=following.due_on if following else None,
        next_due_amount=seen.after.amount_due,
        past_due_after=seen.after.past_due,
        fees_after=seen.after.fees,
        closes=seen.after.is_closed,
        is_lease=file.terms.lease is not None,
        authorization=_authorization(shown, order.amount, now.date()),
    )


def _foreseen(file: File, on: date) -> Position:
    """Return where the contract will stand once what is on its way has arrived."""
    return replay(file.terms.billing, file.foreseen(), on)


def _maximum(position: Position) -> Cents:
    """Return the most that can be paid: what closes the contract, less what is on its way."""
    return 0 if position.is_closed else position.payoff_on(position.on)


def _options(file: File, position: Position) -> list[Option]:
    if position.is_closed:
        return []
    options = [Option(choice="past_due", amount=position.to_cure)] if position.to_cure else []
    if position.amount_due not in {0, position.to_cure}:
        options.append(Option(choice="due", amount=position.amount_due))
    if file.terms.lease is None:
        options.append(Option(choice="payoff", amount=_maximum(position)))
    return options


def _refuse_unpayable(file: File, method: PaymentMethod) -> None:
    if any(payment.status in UNDER_WAY for payment in file.on_their_way):
        raise PaymentRefused("Another payment is being submitted right now. Try again in a minute.")
    if not method.usable:
        raise PaymentRefused(method.why_not or "This method cannot be used.", "method")


def _refuse_amount(foreseen: Position, payment: PaymentEvent) -> None:
    try:
        check_payment(foreseen, payment)
    except PaymentNotAccepted as refusal:
        raise PaymentRefused(str(refusal), "amount") from refusal


def _intent(order: PaymentOrder) -> Intent:
    return Intent.PAYOFF if order.choice == "payoff" else Intent.REGULAR


def _authorization(method: Method, amount: Cents, today: date) -> str:
    """Return the words that the borrower agrees to with the click (R15.1)."""
    verb = "charge" if method.kind == "card" else "debit"
    return (
        f"I authorize {settings.brand.legal_entity} to {verb} my {method.label} once for"
        f" {dollars(amount)}, submitted on {today:%B} {today.day}, {today.year}."
    )


def _confirmation_number() -> str:
    drawn = "".join(secrets.choice(CONFIRMATION_ALPHABET) for _ in range(10))
    return f"P-{drawn[:5]}-{drawn[5:]}"
