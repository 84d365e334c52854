"""What was proposed, as whoever decides it reads it: the figures before and after, or why not."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskProposal, DeskUser
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import desk_of_requests
from finance_portal.services.desk import adjusting
from finance_portal.services.desk.adjusting import AdjustmentRefused, Change
from finance_portal.services.desk.proposals import GRANTED
from finance_portal.services.requests import RequestNotFound

MOST_DECIDED = 50


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A proposal as whoever decides it reads it. Amounts in cents."""

    ref: str
    kind: str
    contract_ref: str
    number_masked: str
    vehicle: str
    what: str
    amount: Cents | None
    effective_on: date | None
    reply: str
    reason: str
    status: str
    by: str
    by_id: int
    at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_note: str
    changes: tuple[Change, ...] = ()
    obstacle: str = ""  # why it could not be done as things stand


def listed(db: Database, today: date, *, contract_ref: str = "") -> list[Proposal]:
    """Return the open proposals, the oldest first, then those decided lately; or an account's."""
    with db.read() as session:
        waiting = _rows(session, contract_ref, is_open=True)
        decided = _rows(session, contract_ref, is_open=False)
        return [_told(session, row, today) for row in (*waiting, *decided)]


def waiting(db: Database) -> int:
    """Return how many proposals nobody has decided."""
    is_open = col(DeskProposal.status) == "open"
    with db.read() as session:
        return session.exec(select(func.count()).select_from(DeskProposal).where(is_open)).one()


def _rows(session: Session, contract_ref: str, *, is_open: bool) -> list[DeskProposal]:
    wanted = select(DeskProposal)
    if contract_ref:
        wanted = wanted.join(Contract, col(Contract.id) == DeskProposal.contract_id).where(
            col(Contract.ref) == contract_ref
        )
    if is_open:
        waiting = wanted.where(col(DeskProposal.status) == "open")
        return list(session.exec(waiting.order_by(col(DeskProposal.id))))
    decided = wanted.where(col(DeskProposal.status) != "open")
    return list(session.exec(decided.order_by(col(DeskProposal.id).desc()).limit(MOST_DECIDED)))


def _told(session: Session, row: DeskProposal, today: date) -> Proposal:
    contract = session.get_one(Contract, row.contract_id)
    proposer = session.get_one(DeskUser, row.proposed_by_id)
    decider = session.get(DeskUser, row.decided_by_id) if row.decided_by_id else None
    changes, obstacle = _outlook(session, row, contract, today)
    return Proposal(
        ref=row.ref,
        kind=row.kind,
        contract_ref=contract.ref,
        number_masked=contract.number_masked,
        vehicle=contract.vehicle,
        what=_what(session, row),
        amount=row.amount_cents,
        effective_on=row.effective_on,
        reply=row.payload.get("reply", ""),
        reason=row.reason,
        status=row.status,
        by=proposer.name,
        by_id=proposer.id or 0,
        at=row.proposed_at,
        decided_by=decider.name if decider else "",
        decided_at=row.decided_at,
        decided_note=row.decided_note or "",
        changes=tuple(changes),
        obstacle=obstacle,
    )


def _what(session: Session, row: DeskProposal) -> str:
    if row.kind == "request":
        request = session.get_one(ServiceRequest, row.request_id)
        kind, outcome = request.kind.replace("_", " "), row.payload.get("outcome", GRANTED)
        return f"Grant a request: {kind}" if outcome == GRANTED else f"Decide {kind}: {outcome}"
    verb = "Waive" if row.kind == "waiver" else "Credit"
    return f"{verb}: {adjusting.NAMES[row.bucket or ''].lower()}"


def _outlook(
    session: Session, row: DeskProposal, contract: Contract, today: date
) -> tuple[list[Change], str]:
    """Return what an open proposal would change, or why it cannot be done as things stand."""
    if row.status != "open":
        return [], ""
    try:
        if row.kind == "request":
            request = session.get_one(ServiceRequest, row.request_id)
            desk_of_requests.in_review(session, request.ref)
            return [], ""
        return adjusting.preview(session, contract, adjusting.adjustment_of(row), today), ""
    except AdjustmentRefused as refusal:
        return [], str(refusal)
    except RequestNotFound:
        return [], "The request does not wait any more."
