"""Requests that wait for a person: by their clock, and decided alone or by two, as money asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskProposal
from finance_portal.models.people import Borrower
from finance_portal.models.requests import RequestStep, ServiceRequest
from finance_portal.services import desk_of_requests
from finance_portal.services.asking import answers, deciding
from finance_portal.services.desk import proposals, talking
from finance_portal.services.desk.acting import Deed, note
from finance_portal.services.desk.talking import Sent
from finance_portal.services.requests import RequestNotFound

NO = "declined"
MOVES_MONEY = frozenset(
    {"due_date", "extension", "hardship", "lease_extension", "balloon", "invoice_dispute"}
)
NOT_UNDONE = frozenset({"erasure", "title_address", "unauthorized"})
FOUR_EYES = MOVES_MONEY | NOT_UNDONE
"""Where one proposes and another one decides, whatever the answer is but no.

A title that was sent cannot be called back; what was not authorized ends a permission for good.
"""


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
    outcomes: Mapping[str, bool]  # and whether a supervisor approves it first
    obstacles: tuple[str, ...]
    files: Sequence[Sent]  # that came with messages of whoever asks
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


def read(db: Database, contract_ref: str, ref: str, today: date) -> Asked:
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
            outcomes=_outcomes(row.kind),
            obstacles=tuple(deciding.in_the_way(session, row, today)),
            files=talking.files_of(session, contract_ref, row.borrower_id),
            is_proposed=row.id in _proposed(session),
        )


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What somebody decides: an outcome of the kind, the borrower's reply, and why, for two."""

    outcome: str
    reply: str
    reason: str
    token: str


def decide(db: Database, deed: Deed, *, contract_ref: str, ref: str, decision: Decision) -> bool:
    """Decide a request; where that asks for two, propose it. Return whether it is done.

    Raises RequestNotFound, DecisionRefused, ProposalRefused.
    """
    with db.read() as session:
        kind = _of_account(session, contract_ref, ref).kind
    if _outcomes(kind).get(decision.outcome):
        proposals.propose_grant(
            db,
            deed,
            request_ref=ref,
            outcome=decision.outcome,
            reply=decision.reply,
            reason=decision.reason,
            token=decision.token,
        )
        return False
    _decide(db, deed, contract_ref, ref, decision.outcome, decision.reply)
    return True


def _outcomes(kind: str) -> dict[str, bool]:
    """Return what may be decided of a kind, and whether it takes two: all but a no, where it does.

    What a kind's outcome is called differs, so the status that it leads to counts.
    """
    known = deciding.outcomes_of(kind)
    return {name: kind in FOUR_EYES and status != NO for name, (status, _) in known.items()}


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
