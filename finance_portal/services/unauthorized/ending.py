"""How a report of unauthorized activity ends: what was frozen, autopay that was paused (1.26)."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.language import sentence
from finance_portal.models.autopay import Autopay
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.requests import OPEN, ReportedItem, ServiceRequest
from finance_portal.services import payment_methods
from finance_portal.services.autopay import stopping
from finance_portal.services.autopay.plans import ON
from finance_portal.services.reported import items_of
from finance_portal.services.unauthorized.stopping import REPORTED

NOT_THEIRS = sentence("Its owner has not authorized debits from it.")
SIGN_ANEW = sentence("You told us that it was not authorized, so its permission has ended.")


def confirm(session: Session, request: ServiceRequest, now: datetime) -> None:
    """End for good what was not authorized: reported methods, and autopay that was stopped.

    An account that only a reported payment came from belongs to whoever reported: it is free again.
    """
    for item in items_of(session, request.id or 0, "autopay"):
        autopay = session.get_one(Autopay, item.item_id)
        if autopay.status in ON and autopay.why == REPORTED:
            stopping.end(session, autopay, reason="unauthorized", why=SIGN_ANEW, now=now)
    for item in items_of(session, request.id or 0, "method"):
        method = session.get_one(PaymentMethod, item.item_id)
        if item.is_reported:
            payment_methods.block_account(session, method, NOT_THEIRS, is_revoked=True)
            for each in payment_methods.same_account(session, method):
                each.frozen_at = None  # it cannot be used any more: its owner may remove it
        else:
            _release(session, request, item, method)


def release(session: Session, request: ServiceRequest) -> None:
    """Let accounts be debited again. Autopay stays paused until somebody resumes it."""
    for item in items_of(session, request.id or 0, "method"):
        _release(session, request, item, session.get_one(PaymentMethod, item.item_id))
    payment_methods.give_default(session, request.borrower_id)


def _release(
    session: Session, request: ServiceRequest, item: ReportedItem, method: PaymentMethod
) -> None:
    if method.is_revoked or _is_held_elsewhere(session, request, item):
        return
    _thaw(method, item.before)
    for other in payment_methods.same_account(session, method):
        if other.frozen_at is not None and not _was_frozen_by_report(session, other):
            _thaw(other, None)  # it was saved while the account was frozen


def _thaw(method: PaymentMethod, before: str | None) -> None:
    method.frozen_at = None
    if method.why_not == REPORTED:  # else the bank has spoken meanwhile
        method.usable, method.why_not = before is None, before
    method.usable = method.usable and method.removed_at is None


def _was_frozen_by_report(session: Session, method: PaymentMethod) -> bool:
    item = select(ReportedItem.id).where(
        col(ReportedItem.kind) == "method", col(ReportedItem.item_id) == method.id
    )
    return session.exec(item).first() is not None


def _is_held_elsewhere(session: Session, request: ServiceRequest, item: ReportedItem) -> bool:
    other = (
        select(ReportedItem.id)
        .join(ServiceRequest, col(ServiceRequest.id) == ReportedItem.request_id)
        .where(
            col(ReportedItem.kind) == "method",
            col(ReportedItem.item_id) == item.item_id,
            col(ServiceRequest.id) != request.id,
            col(ServiceRequest.status).in_(OPEN),
        )
    )
    return session.exec(other).first() is not None
