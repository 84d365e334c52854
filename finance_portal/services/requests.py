"""What borrowers ask for: opened once, moved step by step, signed by everybody, told of."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from finance_portal.db import Database, insert
from finance_portal.domain.calendar import ONE_DAY, add_banking_days
from finance_portal.domain.cents import Cents
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.requests import OPEN, RequestSignature, RequestStep, ServiceRequest
from finance_portal.notices import requests as notices
from finance_portal.services import deliveries, ledger
from finance_portal.services.client import Client
from finance_portal.services.vault import live_vault
from finance_portal.settings import settings

REF_BYTES = 12
DAYS_TO_SIGN = timedelta(days=5)
INSTANT = timedelta.resolution
DAYS_TO_DECIDE = 5
"""Banking days until a person has answered (1.23)."""

LAPSED = "Not everybody signed in time, so nothing has changed. You can ask again."
WITHDRAWN = "You took it back. Nothing has changed."
TAKEN_BACK = "The other borrower took it back. Nothing has changed."
DECIDED = {
    "granted": "We have said yes.",
    "declined": "We could not say yes to this.",
    "scheduled": "It is arranged.",
    "done": "It is done.",
}
"""What a person may decide, and how the borrower is told."""


class RequestOpen(Exception):
    """The same was asked for before and is not decided yet."""

    def __init__(self, ref: str) -> None:
        super().__init__("This was asked for before, and it is still open. See your requests.")
        self.ref = ref


class RequestNotFound(Exception):
    """No such request, or not one of this borrower's contracts, or no longer open."""


class RequestClosed(Exception):
    """A defect: what was decided is about to be turned into something else."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for. `details` are the borrower's own words, which are kept sealed."""

    form_token: str
    contract_id: int
    borrower_id: int
    kind: str
    status: str
    option: str | None = None
    answer_by: date | None = None
    expires_at: datetime | None = None
    on_date: date | None = None
    amount: Cents | None = None
    months: int | None = None
    due_day: int | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    details: str = ""
    words: str | None = None
    version: int | None = None


def new_form_token() -> str:
    """Return what makes one filled-in form one request, however often it is sent."""
    return secrets.token_urlsafe(24)


def open_request(
    session: Session, asked: Asked, words: str, now: datetime, *, tells: bool = True
) -> ServiceRequest:
    """Write down what is asked for, with its first step; sent twice, it is opened once.

    Raises RequestOpen when another of its kind is open for the contract.
    """
    ledger.locked(session, asked.contract_id)
    before = session.exec(
        select(ServiceRequest).where(col(ServiceRequest.form_token) == asked.form_token)
    ).one_or_none()
    if before:
        return before
    if existing := open_one(session, asked.contract_id, asked.kind):
        raise RequestOpen(existing.ref)
    request = _row(asked, now)
    session.add(request)
    session.flush()
    step(session, request, asked.status, words, now, tells=tells)
    return request


def open_one(session: Session, contract_id: int, kind: str) -> ServiceRequest | None:
    """Return the open request of a kind for a contract."""
    return session.exec(
        select(ServiceRequest).where(
            col(ServiceRequest.contract_id) == contract_id,
            col(ServiceRequest.kind) == kind,
            col(ServiceRequest.status).in_(OPEN),
        )
    ).one_or_none()


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
    deliveries.tell_borrower(
        session,
        request.borrower_id,
        notices.request_moved(kind=request.kind, words=words, reply=request.reply),
        kind="request_moved",
        now=now,
        key=f"request:{request.ref}:{row.id}",
    )


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
    return [each for each in bound_by(session, request.contract_id) if each.id not in signed]


def bound_by(session: Session, contract_id: int) -> list[Borrower]:
    """Return everybody who is bound by a contract."""
    return list(
        session.exec(
            select(Borrower)
            .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
            .where(col(Obligor.contract_id) == contract_id)
            .order_by(col(Borrower.id))
        )
    )


def ask_others_to_sign(session: Session, request: ServiceRequest, now: datetime) -> None:
    """Write to everybody whose signature is missing."""
    asked_by = session.get_one(Borrower, request.borrower_id)
    last = signed_through(request) or now.date() + DAYS_TO_SIGN
    for other in missing(session, request):
        deliveries.tell_borrower(
            session,
            other.id,
            notices.signature_wanted(
                kind=request.kind, asked_by=asked_by.first_name, until=f"{last:%B} {last.day}"
            ),
            kind="signature_wanted",
            now=now,
            key=f"request:{request.ref}:sign:{other.id}",
        )


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
    for other in bound_by(session, request.contract_id):
        if other.id not in {request.borrower_id, besides}:
            deliveries.tell_borrower(
                session,
                other.id,
                notices.request_moved(kind=request.kind, words=words, reply=None),
                kind="request_moved",
                now=now,
                key=f"request:{request.ref}:{step_id}:{other.id}",
            )


def withdraw(db: Database, *, borrower_id: int, ref: str, now: datetime) -> None:
    """Take back what was asked for, by whoever asked. Raises RequestNotFound."""
    with db.begin() as session:
        request = opened(session, ref)
        if request.borrower_id != borrower_id:
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
            step(session, request, "lapsed", LAPSED, now)
            tell_others(session, request, LAPSED, now)
    return len(late)


def sign_until(now: datetime) -> datetime:
    """Return until when signatures are taken: to the end of the fifth day, where the lender is."""
    return datetime.combine(now.date() + DAYS_TO_SIGN + ONE_DAY, time.min, now.tzinfo)


def signed_through(request: ServiceRequest) -> date | None:
    """Return the last whole day on which signatures are taken; None when none are asked for."""
    if request.expires_at is None:
        return None
    return (request.expires_at.astimezone(ZoneInfo(settings.time_zone)) - INSTANT).date()


def decide_by(today: date) -> date:
    """Return the day by which a person answers what is asked today."""
    return add_banking_days(today, DAYS_TO_DECIDE)


def details_of(request: ServiceRequest) -> str:
    """Return the borrower's own words. Only who asked, and who decides, may see them."""
    if request.details_sealed is None:
        return ""
    return live_vault().open(request.details_sealed, **_details(request.ref))


def _row(asked: Asked, now: datetime) -> ServiceRequest:
    ref = secrets.token_hex(REF_BYTES)  # typed at the command line: it begins with no hyphen
    sealed = live_vault().seal(asked.details, **_details(ref)) if asked.details else None
    return ServiceRequest(
        ref=ref,
        form_token=asked.form_token,
        contract_id=asked.contract_id,
        borrower_id=asked.borrower_id,
        kind=asked.kind,
        option=asked.option,
        status=asked.status,
        asked_at=now,
        answer_by=asked.answer_by,
        expires_at=asked.expires_at,
        on_date=asked.on_date,
        amount_cents=asked.amount,
        months=asked.months,
        due_day=asked.due_day,
        content=json.dumps(asked.content),
        details_sealed=sealed,
        words=asked.words,
        version=asked.version,
    )


def _details(ref: str) -> dict[str, str]:
    return {"table": "service_request", "column": "details_sealed", "row": ref}
