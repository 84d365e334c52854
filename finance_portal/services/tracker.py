"""Everything that borrowers have asked for, with its status, its clock and its history, to show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.language import long_day, say, say_again, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.requests import (
    KINDS,
    OPEN,
    RequestSignature,
    RequestStep,
    ServiceRequest,
)
from finance_portal.notices.requests import TITLES
from finance_portal.services.asking.answers import in_words
from finance_portal.services.asking.catalogue import clock_of, is_private
from finance_portal.services.requests import OBLIGOR, signed_through
from finance_portal.settings import settings

MOST = 50
PRIVATE = [kind for kind in KINDS if is_private(kind)]

STATUSES = {
    "draft": sentence("Not sent yet"),
    "signing": sentence("Waiting for signatures"),
    "review": sentence("With a person"),
    "scheduled": sentence("Arranged"),
    "granted": sentence("Granted"),
    "done": sentence("Done"),
    "declined": sentence("Not possible"),
    "lapsed": sentence("Lapsed"),
    "withdrawn": sentence("Taken back"),
    "kept": sentence("Kept"),
    "broken": sentence("Not kept"),
}


@dataclass(frozen=True)
class StepDone:
    """One step of a request: when, on the lender's clock, and in what words."""

    at: datetime
    words: str


@dataclass(frozen=True, kw_only=True)
class Tracked:
    """One request, as one of those who are bound by its contract may see it.

    Who has not asked sees what it is and how it stands, never what was written about it.
    """

    ref: str
    kind: str
    option: str
    title: str
    status: str
    status_words: str
    contract_ref: str
    vehicle: str
    asked_by: str  # first name
    is_mine: bool
    is_open: bool
    must_sign: bool
    waits_for: tuple[str, ...]  # first names of those who have not signed
    sign_through: date | None
    answer_by: date | None
    clock: tuple[tuple[date, str, str], ...] = ()  # day, what happens by then, by which rule
    on_date: date | None
    steps: tuple[StepDone, ...]
    own_words: str
    reply: str
    document: str  # its ref


def requests_of(db: Database, *, borrower_id: int) -> tuple[Tracked, ...]:
    """Return what was asked for on a borrower's contracts, the latest first."""
    bound = select(Obligor.contract_id).where(col(Obligor.borrower_id) == borrower_id)
    with db.read() as session:
        rows = session.exec(
            select(ServiceRequest, Contract, Borrower, Document.ref)
            .join(Contract, col(Contract.id) == ServiceRequest.contract_id)
            .join(Borrower, col(Borrower.id) == ServiceRequest.borrower_id)
            .outerjoin(Document, col(Document.id) == ServiceRequest.document_id)
            .where(
                col(ServiceRequest.contract_id).in_(bound),
                (col(ServiceRequest.borrower_id) == borrower_id)
                | col(ServiceRequest.kind).not_in(PRIVATE),
            )
            .order_by(col(ServiceRequest.id).desc())
            .limit(MOST)
        ).all()
        steps = _steps(session, [row.id or 0 for row, *_ in rows])
        unsigned = _unsigned(session, [row for row, *_ in rows if row.status == "signing"])
        return tuple(
            _tracked(row, contract, asker, document, steps, unsigned, borrower_id)
            for row, contract, asker, document in rows
        )


def _tracked(
    row: ServiceRequest,
    contract: Contract,
    asker: Borrower,
    document: str | None,
    steps: dict[int, list[RequestStep]],
    unsigned: dict[int, list[Borrower]],
    viewer_id: int,
) -> Tracked:
    is_mine, waiting = row.borrower_id == viewer_id, unsigned[row.id or 0]
    return Tracked(
        ref=row.ref,
        kind=row.kind,
        option=(row.option or "") if is_mine else "",
        title=say(TITLES[row.kind]),
        status=row.status,
        status_words=_status(row),
        contract_ref=contract.ref,
        vehicle=contract.vehicle,
        asked_by=asker.first_name,
        is_mine=is_mine,
        is_open=row.status in OPEN,
        must_sign=any(each.id == viewer_id for each in waiting),
        waits_for=tuple(each.first_name for each in waiting if each.id != viewer_id),
        sign_through=signed_through(row) if row.status == "signing" else None,
        answer_by=row.answer_by,
        clock=_clock(row) if is_mine else (),
        on_date=row.on_date if is_mine else None,
        steps=tuple(
            StepDone(each.at.astimezone(ZoneInfo(settings.time_zone)), say_again(each.words))
            for each in steps[row.id or 0]
        )
        if is_mine
        else (),
        own_words=in_words(row) if is_mine else "",
        reply=(row.reply or "") if is_mine else "",
        document=document or "",
    )


def _status(row: ServiceRequest) -> str:
    """Return the status in words: of two borrowers, it may be one who said no."""
    is_refused = row.status == "declined" and row.decided_by == OBLIGOR
    return say("Not agreed") if is_refused else say(STATUSES[row.status])


def _clock(row: ServiceRequest) -> tuple[tuple[date, str, str], ...]:
    asked_on = row.asked_at.astimezone(ZoneInfo(settings.time_zone)).date()
    return tuple(
        (day, say(each.words, day=long_day(day)), say(each.rule))
        for each in clock_of(row.kind)
        for day in [each.on(asked_on)]
        if row.status == "review"
    )


def _steps(session: Session, ids: Iterable[int]) -> dict[int, list[RequestStep]]:
    found = defaultdict(list)
    rows = select(RequestStep).where(col(RequestStep.request_id).in_(list(ids)))
    for each in session.exec(rows.order_by(col(RequestStep.id))):
        found[each.request_id].append(each)
    return found


def _unsigned(session: Session, requests: Iterable[ServiceRequest]) -> dict[int, list[Borrower]]:
    """Return who has not signed yet, by request."""
    found = defaultdict(list)
    rows = session.exec(
        select(ServiceRequest.id, Borrower)
        .join(Obligor, col(Obligor.contract_id) == ServiceRequest.contract_id)
        .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
        .outerjoin(
            RequestSignature,
            (col(RequestSignature.request_id) == ServiceRequest.id)
            & (col(RequestSignature.borrower_id) == Borrower.id),
        )
        .where(
            col(ServiceRequest.id).in_([each.id for each in requests]),
            col(RequestSignature.id).is_(None),
        )
        .order_by(col(Borrower.id))
    )
    for request_id, borrower in rows:
        found[request_id or 0].append(borrower)
    return found
