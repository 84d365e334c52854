"""Reports of unauthorized activity: whom the night spares, what is disputed (1.26)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.models.requests import OPEN, ReportedItem, ServiceRequest
from finance_portal.settings import settings

KIND = "unauthorized"
DECIDED = ("granted", "declined")


def open_case(session: Session, borrower_id: int) -> ServiceRequest | None:
    """Return the report of a borrower that is being looked into, locked."""
    mine = select(ServiceRequest).where(
        col(ServiceRequest.borrower_id) == borrower_id,
        col(ServiceRequest.kind) == KIND,
        col(ServiceRequest.status).in_(OPEN),
    )
    return session.exec(mine.order_by(col(ServiceRequest.id)).with_for_update()).first()


def items_of(session: Session, request_id: int, *kinds: str) -> list[ReportedItem]:
    """Return what a report is about and what it has stopped; of some kinds, or all."""
    found = select(ReportedItem).where(col(ReportedItem.request_id) == request_id)
    if kinds:
        found = found.where(col(ReportedItem.kind).in_(kinds))
    return list(session.exec(found.order_by(col(ReportedItem.id))))


def not_to_charge() -> SelectOfScalar[Any]:
    """Return the query for the contracts with an open report: no late charge meanwhile (1.26)."""
    return _of(col(ServiceRequest.status).in_(OPEN))


def spared_through(session: Session, contract_ids: Iterable[int]) -> dict[int, date]:
    """Return the day on which a person decided on the last report about each contract.

    For what fell due until then no late charge is made. A report that was taken back spares nobody.
    """
    rows = session.exec(
        select(ReportedItem.contract_id, ServiceRequest.decided_at)
        .join(ServiceRequest, col(ServiceRequest.id) == ReportedItem.request_id)
        .where(
            col(ReportedItem.contract_id).in_(list(contract_ids)),
            col(ServiceRequest.status).in_(DECIDED),
            col(ServiceRequest.decided_at).is_not(None),
        )
        .order_by(col(ServiceRequest.decided_at))
    )
    zone = ZoneInfo(settings.time_zone)
    return {key: at.astimezone(zone).date() for key, at in rows if key is not None and at}


def is_disputed(session: Session, payment_id: int | None) -> bool:
    """Tell whether a payment was reported, and nobody has said that it was authorized after all."""
    reported = _of(col(ServiceRequest.status).in_([*OPEN, "granted"])).where(
        col(ReportedItem.kind) == "payment",
        col(ReportedItem.item_id) == payment_id,
        col(ReportedItem.is_reported),
    )
    return session.exec(reported).first() is not None


def _of(condition: ColumnElement[bool]) -> SelectOfScalar[Any]:
    return (
        select(ReportedItem.contract_id)
        .join(ServiceRequest, col(ServiceRequest.id) == ReportedItem.request_id)
        .where(col(ReportedItem.contract_id).is_not(None), condition)
    )
