"""Requests that wait for a person: by their clock, and decided alone or by two, as money asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskProposal
from finance_portal.models.people import Borrower
from finance_portal.models.requests import RequestStep, ServiceRequest
from finance_portal.services import desk_of_requests
from finance_portal.services.asking import answers
from finance_portal.services.desk import proposals
from finance_portal.services.desk.acting import Deed, note
from finance_portal.services.requests import RequestNotFound

FOUR_EYES = frozenset(
    {"due_date", "extension", "hardship", "lease_extension", "balloon", "invoice_dispute"}
)
"""What costs or moves money when it is granted: one proposes, another one decides."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A request in the queue: what it is about, and by when it is answered."""

    ref: str
    kind: str
    option: str
    contract_ref: str
    number_masked: str
    asked_at: datetime
    answer_by: date | None
    is_late: bool
    is_proposed: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request with all that was written about it."""

    row: ServiceRequest
    asked_by: str
    own_words: str
    steps: Sequence[RequestStep]
    can_be_decided: bool
    needs_two: bool
    is_proposed: bool


def queue(db: Database, today: date) -> list[Waiting]:
    """Return what waits for a person: what must be answered first comes first."""
    with db.read() as session:
        proposed = _proposed(session)
        rows = session.exec(
            select(ServiceRequest, Contract)
            .join(Contract, col(Contract.id) == ServiceRequest.contract_id)
            .where(col(ServiceRequest.status) == "review")
        ).all()
    found = [
        Waiting(
            ref=row.ref,
            kind=row.kind,
            option=row.option or "",
            contract_ref=contract.ref,
            number_masked=contract.number_masked,
            asked_at=row.asked_at,
            answer_by=row.answer_by,
            is_late=row.answer_by is not None and row.answer_by < today,
            is_proposed=row.id in proposed,
        )
        for row, contract in rows
    ]
    return sorted(found, key=lambda each: (each.answer_by or date.max, each.asked_at))


def read(db: Database, contract_ref: str, ref: str) -> Asked:
    """Return one request of an account. Raises RequestNotFound."""
    with db.read() as session:
        row = _of_account(session, contract_ref, ref)
        steps = select(RequestStep).where(col(RequestStep.request_id) == row.id)
        return Asked(
            row=row,
            asked_by=session.get_one(Borrower, row.borrower_id).name,
            own_words=answers.in_words(row),
            steps=session.exec(steps.order_by(col(RequestStep.id))).all(),
            can_be_decided=row.status == "review",
            needs_two=row.kind in FOUR_EYES,
            is_proposed=row.id in _proposed(session),
        )


def decline(db: Database, deed: Deed, *, contract_ref: str, ref: str, reply: str) -> None:
    """Say no, with the reason, in a reply. Raises RequestNotFound, DecisionRefused."""
    _decide(db, deed, contract_ref, ref, "declined", reply)


def grant(
    db: Database, deed: Deed, *, contract_ref: str, ref: str, reply: str, reason: str, token: str
) -> bool:
    """Say yes; where money asks for two, propose it. Return whether it is done.

    Raises RequestNotFound, DecisionRefused, ProposalRefused.
    """
    with db.read() as session:
        kind = _of_account(session, contract_ref, ref).kind
    if kind in FOUR_EYES:
        proposals.propose_grant(db, deed, request_ref=ref, reply=reply, reason=reason, token=token)
        return False
    _decide(db, deed, contract_ref, ref, "granted", reply)
    return True


def _decide(
    db: Database, deed: Deed, contract_ref: str, ref: str, outcome: str, reply: str
) -> None:
    with db.begin() as session:
        _of_account(session, contract_ref, ref)
        desk_of_requests.decide_within(
            session,
            ref,
            outcome=outcome,
            reply=reply,
            by=deed.who.name,
            now=deed.business_now,
        )
        note(session, deed, f"request:{outcome}", subject=contract_ref, request=ref)


def _of_account(session: Session, contract_ref: str, ref: str) -> ServiceRequest:
    row = session.exec(
        select(ServiceRequest)
        .join(Contract, col(Contract.id) == ServiceRequest.contract_id)
        .where(col(Contract.ref) == contract_ref, col(ServiceRequest.ref) == ref)
    ).one_or_none()
    if row is None:
        raise RequestNotFound(ref)
    return row


def _proposed(session: Session) -> set[int | None]:
    waiting = select(DeskProposal.request_id).where(
        col(DeskProposal.status) == "open", col(DeskProposal.request_id).is_not(None)
    )
    return set(session.exec(waiting))
