"""Ask for something: written down once, with its first step. What is written stays sealed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.domain.calendar import add_banking_days
from finance_portal.domain.cents import Cents
from finance_portal.language import say
from finance_portal.models.requests import OPEN, ServiceRequest
from finance_portal.services import ledger
from finance_portal.services.requests.steps import step
from finance_portal.services.vault import live_vault

REF_BYTES = 12
MOST_DETAILS = 4_000
DAYS_TO_DECIDE = 5
"""Banking days until a person has answered (1.23)."""


class RequestOpen(Exception):
    """The same was asked for before and is not decided yet."""

    def __init__(self, ref: str) -> None:
        super().__init__(say("This was asked for before, and it is still open. See your requests."))
        self.ref = ref


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for. `details` are the borrower's own words, which are kept sealed."""

    form_token: str
    contract_id: int
    borrower_id: int
    kind: str
    status: str
    about: str = ""
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
    if existing := open_one(session, asked.contract_id, asked.kind, asked.about):
        raise RequestOpen(existing.ref)
    request = _row(asked, now)
    session.add(request)
    session.flush()
    step(session, request, asked.status, words, now, tells=tells)
    return request


def open_one(
    session: Session, contract_id: int, kind: str, about: str = ""
) -> ServiceRequest | None:
    """Return the open request of a kind for a contract."""
    return session.exec(
        select(ServiceRequest).where(
            col(ServiceRequest.contract_id) == contract_id,
            col(ServiceRequest.kind) == kind,
            col(ServiceRequest.about) == about,
            col(ServiceRequest.status).in_(OPEN),
        )
    ).one_or_none()


def decide_by(today: date) -> date:
    """Return the day by which a person answers what is asked today."""
    return add_banking_days(today, DAYS_TO_DECIDE)


def details_of(request: ServiceRequest) -> str:
    """Return the borrower's own words. Only who asked, and who decides, may see them."""
    if request.details_sealed is None:
        return ""
    return live_vault().open(request.details_sealed, **_details(request.ref))


def add_details(request: ServiceRequest, more: str) -> None:
    """Add to the borrower's own words."""
    words = "\n\n".join(each for each in (details_of(request), more) if each)
    request.details_sealed = live_vault().seal(words[:MOST_DETAILS], **_details(request.ref))


def _row(asked: Asked, now: datetime) -> ServiceRequest:
    ref = secrets.token_hex(REF_BYTES)  # typed at the command line: it begins with no hyphen
    sealed = live_vault().seal(asked.details, **_details(ref)) if asked.details else None
    return ServiceRequest(
        ref=ref,
        form_token=asked.form_token,
        contract_id=asked.contract_id,
        borrower_id=asked.borrower_id,
        kind=asked.kind,
        about=asked.about,
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
