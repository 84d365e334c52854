"""Signatures under a request: of everybody who is bound by the contract, in time, or none."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.language import keep, sentence
from finance_portal.models.people import Borrower
from finance_portal.models.requests import RequestSignature, ServiceRequest
from finance_portal.notices import requests as notices
from finance_portal.services import deliveries
from finance_portal.services.client import Client
from finance_portal.services.obligors import obligors_of
from finance_portal.services.requests.steps import (
    RequestNotFound,
    opened,
    step,
    tell_others,
)
from finance_portal.settings import settings

DAYS_TO_SIGN = timedelta(days=5)
INSTANT = timedelta.resolution
LAPSED = sentence("Not everybody signed in time, so nothing has changed. You can ask again.")
NOT_AGREED = sentence(
    "{name} does not agree to it, so nothing has changed. You can ask for something else."
)
OBLIGOR = "obligor"
"""Who has decided, where it was not a person at the lender."""


def sign(
    session: Session,
    request: ServiceRequest,
    borrower_id: int,
    name: str,
    client: Client,
    now: datetime,
) -> bool:
    """Put one person's signature under a request; tell whether everybody has signed now.

    `name` is what signatures.name_of returned. Signing twice is signing once. Of two who sign at
    the same time, the second one waits: one of them is told that everybody has signed.
    """
    session.refresh(request, with_for_update=True)
    session.connection().execute(
        insert(session, RequestSignature)
        .values(
            request_id=request.id,
            borrower_id=borrower_id,
            signed_name=name,
            signed_at=now,
            ip=client.ip,
            user_agent=client.user_agent,
        )
        .on_conflict_do_nothing(index_elements=["request_id", "borrower_id"])
    )
    return not missing(session, request)


def missing(session: Session, request: ServiceRequest) -> list[Borrower]:
    """Return who is bound by the contract and has not signed."""
    signed = set(
        session.exec(
            select(RequestSignature.borrower_id).where(
                col(RequestSignature.request_id) == request.id
            )
        )
    )
    return [each for each in obligors_of(session, request.contract_id) if each.id not in signed]


def ask_others_to_sign(session: Session, request: ServiceRequest, now: datetime) -> None:
    """Write to everybody whose signature is missing."""
    asked_by = session.get_one(Borrower, request.borrower_id)
    last = signed_through(request) or now.date() + DAYS_TO_SIGN
    for other in missing(session, request):
        deliveries.tell_borrower(
            session,
            other.id,
            notices.signature_wanted(
                kind=request.kind,
                asked_by=asked_by.first_name,
                until=last,
            ),
            kind="signature_wanted",
            now=now,
            key=f"request:{request.ref}:sign:{other.id}",
        )


def lapse(db: Database, now: datetime) -> int:
    """Let go what was not signed by everybody in time; return how many that were."""
    with db.begin() as session:
        late = session.exec(
            select(ServiceRequest)
            .where(col(ServiceRequest.status) == "signing", col(ServiceRequest.expires_at) <= now)
            .order_by(col(ServiceRequest.id))
            .with_for_update()
        ).all()
        for request in late:
            let_lapse(session, request, now)
    return len(late)


def let_lapse(session: Session, request: ServiceRequest, now: datetime) -> None:
    """Let one go that was not signed by everybody in time, and tell everybody who is bound."""
    step(session, request, "lapsed", LAPSED, now)
    tell_others(session, request, LAPSED, now)


def disagree(session: Session, ref: str, borrower_id: int, now: datetime) -> ServiceRequest:
    """End what waits for signatures, because somebody else who is bound does not agree to it.

    No reason is asked for. Whoever has asked takes it back instead. Raises RequestNotFound.
    """
    request = opened(session, ref)
    bound = {each.id: each for each in obligors_of(session, request.contract_id)}
    is_others = borrower_id in bound and borrower_id != request.borrower_id
    if request.status != "signing" or not is_others:
        raise RequestNotFound(ref)
    words = keep(NOT_AGREED, name=bound[borrower_id].first_name)
    request.decided_by = OBLIGOR
    step(session, request, "declined", words, now)
    tell_others(session, request, words, now, besides=borrower_id)
    return request


def sign_until(now: datetime) -> datetime:
    """Return until when signatures are taken: to the end of the fifth day, where the lender is."""
    return datetime.combine(now.date() + DAYS_TO_SIGN + ONE_DAY, time.min, now.tzinfo)


def signed_through(request: ServiceRequest) -> date | None:
    """Return the last whole day on which signatures are taken; None when none are asked for."""
    if request.expires_at is None:
        return None
    return (request.expires_at.astimezone(ZoneInfo(settings.time_zone)) - INSTANT).date()
