"""What can be reported as not authorized, and a report with all that it has stopped, to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.domain.deadlines import (
    error_decision_deadline,
    error_final_deadline,
    error_notice_deadline,
)
from finance_portal.domain.payment_status import NO_MONEY_MOVED, PaymentStatus
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.people import Obligor
from finance_portal.models.requests import OPEN, ReportedItem, ServiceRequest
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services.payment_methods import Method, label_for, owned_by, view
from finance_portal.services.reported import KIND, items_of
from finance_portal.settings import settings

MOST = 24


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A payment that was drawn on an account of whoever looks."""

    ref: str
    on: date
    amount: Cents
    method: str
    origin: str
    status: str
    is_reported: bool = False


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """Something that a report has stopped: what, named so that its owner knows it."""

    kind: str  # "method", "autopay", "scheduled", "payment", "retry"
    name: str
    amount: Cents | None = None
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A report that is being looked into."""

    ref: str
    asked_on: date
    payments: tuple[Drawn, ...]
    stopped: tuple[Stopped, ...]
    bank_by: date | None  # the first day on which a bank may refuse to look into a debit
    answer_by: date
    final_by: date


@dataclass(frozen=True)
class Reportable:
    """What a borrower can report, and the case that is open."""

    payments: tuple[Drawn, ...]
    methods: tuple[Method, ...]
    case: Case | None


def reportable(db: Database, *, borrower_id: int) -> Reportable:
    """Return the payments from a borrower's accounts, their methods, and their open case."""
    with db.read() as session:
        methods = session.exec(
            select(PaymentMethod).where(*owned_by(borrower_id)).order_by(col(PaymentMethod.id))
        ).all()
        payments = _drawn_on(session, borrower_id, methods)
        return Reportable(
            tuple(_drawn(session, each, borrower_id) for each in payments),
            tuple(view(each) for each in methods),
            _case(session, borrower_id),
        )


def _drawn_on(
    session: Session, borrower_id: int, methods: Sequence[PaymentMethod]
) -> Sequence[Payment]:
    bound = select(Obligor.contract_id).where(col(Obligor.borrower_id) == borrower_id)
    prints = [each.fingerprint_index for each in methods if each.fingerprint_index]
    same = select(PaymentMethod.id).where(col(PaymentMethod.fingerprint_index).in_(prints))
    return session.exec(
        select(Payment)
        .where(
            col(Payment.contract_id).in_(bound),
            or_(col(Payment.borrower_id) == borrower_id, col(Payment.method_id).in_(same)),
            col(Payment.status).not_in([*NO_MONEY_MOVED, PaymentStatus.RETURNED]),
        )
        .order_by(col(Payment.id).desc())
        .limit(MOST)
    ).all()


def _drawn(
    session: Session, payment: Payment, borrower_id: int, *, is_reported: bool = False
) -> Drawn:
    method = session.get_one(PaymentMethod, payment.method_id)
    return Drawn(
        ref=payment.ref,
        on=_day(payment.submitted_at),
        amount=payment.amount_cents + payment.fee_cents,
        method=label_for(method, borrower_id),
        origin=payment.origin,
        status=payment.status,
        is_reported=is_reported,
    )


def _case(session: Session, borrower_id: int) -> Case | None:
    mine = select(ServiceRequest).where(
        col(ServiceRequest.borrower_id) == borrower_id,
        col(ServiceRequest.kind) == KIND,
        col(ServiceRequest.status).in_(OPEN),
    )
    request = session.exec(mine.order_by(col(ServiceRequest.id))).first()
    if request is None:
        return None
    items = items_of(session, request.id or 0)
    reported = [
        session.get_one(Payment, each.item_id)
        for each in items
        if each.kind == "payment" and each.is_reported
    ]
    asked_on = _day(request.asked_at)
    found = (_stopped(session, each, borrower_id) for each in items)
    return Case(
        ref=request.ref,
        asked_on=asked_on,
        payments=tuple(_drawn(session, each, borrower_id, is_reported=True) for each in reported),
        stopped=tuple(each for each in found if each),
        bank_by=min((error_notice_deadline(each.expected_on) for each in reported), default=None),
        answer_by=error_decision_deadline(asked_on),
        final_by=error_final_deadline(asked_on),
    )


def _stopped(session: Session, item: ReportedItem, borrower_id: int) -> Stopped | None:
    """Return what an item of a report has stopped; None for what is somebody else's."""
    match item.kind:
        case "method":
            method = session.get_one(PaymentMethod, item.item_id)
            if method.borrower_id != borrower_id:
                return None
            return Stopped(kind="method", name=label_for(method, borrower_id))
        case "autopay":
            autopay = session.get_one(Autopay, item.item_id)
            return Stopped(kind="autopay", name=_vehicle(session, autopay.contract_id))
        case "scheduled":
            order = session.get_one(ScheduledPayment, item.item_id)
            return Stopped(
                kind="scheduled",
                name=_vehicle(session, order.contract_id),
                amount=order.amount_cents + order.fee_cents,
                on=order.pay_on,
            )
        case "payment" | "retry":
            payment = session.get_one(Payment, item.item_id)
            if payment.status not in {PaymentStatus.CANCELED, PaymentStatus.RETURNED}:
                return None
            return Stopped(
                kind=item.kind,
                name=_vehicle(session, payment.contract_id),
                amount=payment.amount_cents + payment.fee_cents,
            )
    return None


def _vehicle(session: Session, contract_id: int) -> str:
    return session.get_one(Contract, contract_id).vehicle


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.time_zone)).date()
