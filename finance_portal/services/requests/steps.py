"""What becomes of a request, step by step; whoever asked, and who else is bound, hears of it."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.language import sentence
from finance_portal.models.requests import OPEN, RequestStep, ServiceRequest
from finance_portal.notices import requests as notices
from finance_portal.services import deliveries
from finance_portal.services.obligors import obligors_of
from finance_portal.services.spoken_to import speaking_to

WITHDRAWN = sentence("You took it back. Nothing has changed.")
TAKEN_BACK = sentence("The other borrower took it back. Nothing has changed.")
DECIDED = {
    "granted": sentence("We have said yes."),
    "declined": sentence("We could not say yes to this."),
    "scheduled": sentence("It is arranged."),
    "done": sentence("It is done."),
}
"""What a person may decide, and how the borrower is told."""


NEEDS_STEP_UP = frozenset({"unauthorized"})
"""What is not taken back by a click: services/unauthorized/reporting.take_back."""


class RequestNotFound(Exception):
    """No such request, or not one of this borrower's contracts, or no longer open."""


class RequestClosed(Exception):
    """A defect: what was decided is about to be turned into something else."""


def step(
    session: Session,
    request: ServiceRequest,
    status: str,
    words: str,
    now: datetime,
    *,
    tells: bool = True,
) -> None:
    """Let a request become something else, and tell who asked, unless that is told elsewhere.

    Raises RequestClosed: what was granted is never taken back, and what is over stays over (1.23).
    """
    if request.decided_at and not (request.status == "granted" and status == "done"):
        raise RequestClosed(f"request {request.id} is {request.status}, not {status}")
    request.status = status
    if status not in OPEN:
        request.decided_at = request.decided_at or now
    row = RequestStep(request_id=request.id or 0, status=status, at=now, words=words)
    session.add_all([request, row])
    session.flush()
    if not tells:
        return
    with speaking_to(session, request.borrower_id):
        told = notices.request_moved(kind=request.kind, words=words, reply=request.reply)
    deliveries.tell_borrower(
        session,
        request.borrower_id,
        told,
        kind="request_moved",
        now=now,
        key=f"request:{request.ref}:{row.id}",
    )


def opened(session: Session, ref: str) -> ServiceRequest:
    """Return an open request, locked. Raises RequestNotFound."""
    found = session.exec(
        select(ServiceRequest)
        .where(col(ServiceRequest.ref) == ref, col(ServiceRequest.status).in_(OPEN))
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise RequestNotFound(ref)
    return found


def tell_others(
    session: Session,
    request: ServiceRequest,
    words: str,
    now: datetime,
    *,
    besides: int | None = None,
) -> None:
    """Tell those who are bound, too, but have not asked, what a request has become."""
    last = select(func.max(RequestStep.id)).where(col(RequestStep.request_id) == request.id)
    step_id = session.exec(last).one()
    for other in obligors_of(session, request.contract_id):
        if other.id not in {request.borrower_id, besides}:
            with speaking_to(session, other.id or 0):
                told = notices.request_moved(kind=request.kind, words=words, reply=None)
            deliveries.tell_borrower(
                session,
                other.id,
                told,
                kind="request_moved",
                now=now,
                key=f"request:{request.ref}:{step_id}:{other.id}",
            )


def withdraw(db: Database, *, borrower_id: int, ref: str, now: datetime) -> None:
    """Take back what was asked for, by whoever asked. Raises RequestNotFound."""
    with db.begin() as session:
        request = opened(session, ref)
        if request.borrower_id != borrower_id or request.kind in NEEDS_STEP_UP:
            raise RequestNotFound(ref)
        was_signed = request.status == "signing"
        step(session, request, "withdrawn", WITHDRAWN, now)
        if was_signed:
            tell_others(session, request, TAKEN_BACK, now)


def decide(
    session: Session, ref: str, *, status: str, reply: str, by: str, now: datetime
) -> ServiceRequest:
    """Write down a person's decision (a key of DECIDED), with its reply. Raises RequestNotFound.

    What waits for signatures is decided by those who sign, not here.
    """
    request = opened(session, ref)
    if request.status == "signing":
        raise RequestNotFound(ref)
    request.decided_by, request.reply = by, reply
    step(session, request, status, DECIDED[status], now)
    return request
