"""What a report stops: debits from the account, autopay, orders, second tries (1.26).

Rows are locked in the order in which a settling payment locks them: payments, contracts, autopays
and orders, methods. What slips in between is stopped at the last door (settlement.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from finance_portal.db import insert
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.language import sentence
from finance_portal.models.autopay import Autopay, PaymentAuthorization
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.requests import OPEN, ReportedItem, ServiceRequest
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services import ledger, returns, settlement
from finance_portal.services.autopay import stopping
from finance_portal.services.autopay.plans import ON

REPORTED = sentence(
    "It was reported that debits from it are not authorized. Nothing is debited from it until that"
    " is cleared up."
)
NOT_SENT = (PaymentStatus.CREATED, PaymentStatus.INTENT)
SENT = (PaymentStatus.SUBMITTING, PaymentStatus.PROCESSING)


@dataclass(frozen=True)
class Touched:
    """What a report reaches; the payments are locked, so that none of them leaves meanwhile."""

    methods: Sequence[PaymentMethod]
    going: Sequence[Payment]
    autopays: ColumnElement[bool]
    orders: ColumnElement[bool]
    reported: frozenset[int] = field(default_factory=frozenset)  # the keys of reported methods


def touched(
    session: Session, methods: Sequence[PaymentMethod], reported: Iterable[int] = ()
) -> Touched:
    """Return what hangs on the accounts behind some methods, and lock the payments among it."""
    ids = [each.id or 0 for each in methods]
    return Touched(
        methods,
        _lock_payments(session, ids),
        col(Autopay.method_id).in_(ids),
        col(ScheduledPayment.method_id).in_(ids),
        frozenset(reported),
    )


def touched_since(session: Session, borrower_id: int, since: datetime) -> Touched:
    """Return what was set up in a borrower's name since a moment, on the lender's calendar."""
    added = select(PaymentMethod).where(
        col(PaymentMethod.borrower_id) == borrower_id,
        col(PaymentMethod.added_at) >= since,
        col(PaymentMethod.removed_at).is_(None),
    )
    methods = session.exec(added.order_by(col(PaymentMethod.id))).all()
    ids = [each.id or 0 for each in methods]
    signed = select(PaymentAuthorization.id).where(
        col(PaymentAuthorization.borrower_id) == borrower_id,
        col(PaymentAuthorization.signed_at) >= since,
    )
    ordered = (col(ScheduledPayment.borrower_id) == borrower_id) & (
        col(ScheduledPayment.changed_at) >= since
    )
    return Touched(
        methods,
        _lock_payments(session, ids),
        col(Autopay.method_id).in_(ids) | col(Autopay.authorization_id).in_(signed),
        col(ScheduledPayment.method_id).in_(ids) | ordered,
    )


def finds_anything(session: Session, found: Touched) -> bool:
    """Tell whether there is anything to stop."""
    return bool(found.methods or _autopays(session, found) or _orders(session, found))


def stop(session: Session, request: ServiceRequest, found: Touched, now: datetime) -> None:
    """Stop all of it, and keep with the report what was stopped; again changes nothing."""
    autopays, orders = _autopays(session, found), _orders(session, found)
    hanging = {each.contract_id for each in autopays} | {each.contract_id for each in orders}
    for contract_id in sorted(hanging):
        ledger.locked(session, contract_id)
    for payment in found.going:
        _stop_payment(session, request, payment, now)
    for autopay in _autopays(session, found, locks=True):
        stopping.pause(session, autopay, why=REPORTED, now=now)
        keep(session, request, "autopay", autopay.id, now, contract_id=autopay.contract_id)
    for order in _orders(session, found, locks=True):
        order.status, order.why, order.changed_at = "canceled", REPORTED, now
        keep(session, request, "scheduled", order.id, now, contract_id=order.contract_id)
    _freeze(session, request, found, now)
    session.flush()


def keep(
    session: Session,
    request: ServiceRequest,
    kind: str,
    item_id: int | None,
    now: datetime,
    *,
    contract_id: int | None = None,
    is_reported: bool = False,
    before: str | None = None,
) -> None:
    """Keep with a report what it is about or has stopped, once."""
    session.connection().execute(
        insert(session, ReportedItem)
        .values(
            request_id=request.id,
            kind=kind,
            item_id=item_id,
            contract_id=contract_id,
            is_reported=is_reported,
            before=before,
            noted_at=now,
        )
        .on_conflict_do_nothing(index_elements=["request_id", "kind", "item_id"])
    )


def _lock_payments(session: Session, method_ids: list[int]) -> Sequence[Payment]:
    waits = col(Payment.status).in_(NOT_SENT) | col(Payment.retry_on).is_not(None)
    return session.exec(
        select(Payment)
        .where(col(Payment.method_id).in_(method_ids), waits)
        .order_by(col(Payment.id))
        .with_for_update()
    ).all()


def _autopays(session: Session, found: Touched, *, locks: bool = False) -> Sequence[Autopay]:
    running = select(Autopay).where(found.autopays, col(Autopay.status) == ON[0])
    running = running.order_by(col(Autopay.id))
    return session.exec(running.with_for_update() if locks else running).all()


def _orders(session: Session, found: Touched, *, locks: bool = False) -> Sequence[ScheduledPayment]:
    waiting = select(ScheduledPayment).where(
        found.orders, col(ScheduledPayment.status) == "waiting"
    )
    waiting = waiting.order_by(col(ScheduledPayment.id))
    return session.exec(waiting.with_for_update() if locks else waiting).all()


def _stop_payment(
    session: Session, request: ServiceRequest, payment: Payment, now: datetime
) -> None:
    if payment.retry_on is not None:
        returns.stop_retry(session, payment, now)
        keep(session, request, "retry", payment.id, now, contract_id=payment.contract_id)
    elif settlement.rise(session, payment, PaymentStatus.CANCELED, now):
        keep(session, request, "payment", payment.id, now, contract_id=payment.contract_id)


def _freeze(session: Session, request: ServiceRequest, found: Touched, now: datetime) -> None:
    ids = [each.id for each in found.methods]
    rows = select(PaymentMethod).where(col(PaymentMethod.id).in_(ids))
    for method in session.exec(rows.order_by(col(PaymentMethod.id)).with_for_update()):
        before = None if method.usable else method.why_not
        if method.frozen_at is not None:
            before = _before(session, method)
        keep(
            session,
            request,
            "method",
            method.id,
            now,
            is_reported=method.id in found.reported,
            before=before,
        )
        method.frozen_at = method.frozen_at or now
        method.usable, method.why_not, method.is_default = False, REPORTED, False


def _before(session: Session, method: PaymentMethod) -> str | None:
    """Return what the report that has frozen it already knows of the time before."""
    return session.exec(
        select(ReportedItem.before)
        .join(ServiceRequest, col(ServiceRequest.id) == ReportedItem.request_id)
        .where(
            col(ReportedItem.kind) == "method",
            col(ReportedItem.item_id) == method.id,
            col(ServiceRequest.status).in_(OPEN),
        )
        .order_by(col(ReportedItem.id))
    ).first()
