"""Money with a second pair of eyes: one person proposes, another one decides, it is done once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select, update

from finance_portal.db import Database, insert
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import Cents
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskProposal, DeskUser
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.requests import ServiceRequest
from finance_portal.notices import desk as notices
from finance_portal.services import desk_of_requests
from finance_portal.services.desk import adjusting
from finance_portal.services.desk.acting import Deed, Role, note
from finance_portal.services.desk.adjusting import Adjustment, AdjustmentRefused, Change
from finance_portal.services.desk.looks import contract_named
from finance_portal.services.desk.telling import tell_each
from finance_portal.services.requests import RequestNotFound

LONGEST = 500
MOST_DECIDED = 50


class ProposalRefused(ValueError):
    """This cannot be proposed or decided like that; the message says why."""


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


def new_form_token() -> str:
    """Return what makes one filled-in form one proposal, however often it is sent."""
    return secrets.token_urlsafe(24)


def propose(
    db: Database, deed: Deed, *, contract_ref: str, wanted: Adjustment, reason: str, token: str
) -> str:
    """Write down what somebody wants to waive or credit; return its name.

    Raises ProposalRefused, and AdjustmentRefused for what is not possible today.
    """
    with db.begin() as session:
        contract = contract_named(session, contract_ref)
        if contract is None:
            raise ProposalRefused("There is no such contract.")
        adjusting.preview(session, contract, wanted, deed.business_now.date())
        row: dict[str, object] = {
            "kind": wanted.kind,
            "contract_id": contract.id,
            "bucket": wanted.bucket,
            "amount_cents": wanted.amount,
            "effective_on": wanted.effective_on,
            "payload": {},
        }
        return _write(session, deed, contract, row, reason, token)


def propose_grant(
    db: Database, deed: Deed, *, request_ref: str, reply: str, reason: str, token: str
) -> str:
    """Write down that a request should be granted, with what the borrower will read.

    Raises ProposalRefused, RequestNotFound, and ReplyRefused for a reply that says nothing.
    """
    with db.begin() as session:
        request = desk_of_requests.in_review(session, request_ref)
        desk_of_requests.read_reply(request, status="granted", reply=reply)
        if _open_for(session, request):
            raise ProposalRefused("It was proposed already to grant this request.")
        contract = session.get_one(Contract, request.contract_id)
        row = {
            "kind": "request",
            "contract_id": contract.id,
            "request_id": request.id,
            "payload": {"reply": reply.strip()},
        }
        return _write(session, deed, contract, row, reason, token)


def approve(db: Database, deed: Deed, ref: str) -> None:
    """Do what another one has proposed, once, also when two approve it at the same moment.

    Raises ProposalRefused, and AdjustmentRefused or RequestNotFound when things have changed: then
    it stays open.
    """
    with db.begin() as session:
        row = _decided(session, deed, ref, "approved", "")
        contract = session.get_one(Contract, row.contract_id)
        if row.kind == "request":
            _grant(session, deed, row)
        else:
            _adjust(session, deed, row, contract)
        note(session, deed, f"{row.kind}:approved", subject=contract.ref, proposal=ref)


def decline(db: Database, deed: Deed, ref: str, words: str) -> None:
    """Say no to what another one has proposed, with the reason. Raises ProposalRefused."""
    if not words.strip():
        raise ProposalRefused("Say why not.")
    with db.begin() as session:
        row = _decided(session, deed, ref, "declined", words)
        contract = session.get_one(Contract, row.contract_id)
        note(session, deed, f"{row.kind}:declined", subject=contract.ref, proposal=ref)


def withdraw(db: Database, deed: Deed, ref: str) -> None:
    """Take back what one has proposed oneself. Raises ProposalRefused."""
    with db.begin() as session:
        row = _decided(session, deed, ref, "withdrawn", "")
        contract = session.get_one(Contract, row.contract_id)
        note(session, deed, f"{row.kind}:withdrawn", subject=contract.ref, proposal=ref)


def listed(db: Database, today: date, *, contract_ref: str = "") -> list[Proposal]:
    """Return the open proposals, the oldest first, then those decided lately; or an account's."""
    with db.read() as session:
        waiting = _rows(session, contract_ref, is_open=True)
        decided = _rows(session, contract_ref, is_open=False)
        return [_told(session, row, today) for row in (*waiting, *decided)]


def _write(
    session: Session,
    deed: Deed,
    contract: Contract,
    row: Mapping[str, object],
    reason: str,
    token: str,
) -> str:
    if not 0 < len(reason.strip()) <= LONGEST:
        raise ProposalRefused(f"Say why, in {LONGEST} characters at most.")
    ref = secrets.token_hex(12)
    made = session.scalars(
        insert(session, DeskProposal)
        .values(
            ref=ref,
            form_token=token,
            reason=reason.strip(),
            status="open",
            proposed_by_id=deed.who.id,
            proposed_at=deed.now,
            **row,
        )
        .on_conflict_do_nothing(index_elements=["form_token"])
        .returning(DeskProposal)
    ).one_or_none()
    if made is None:
        known = select(DeskProposal.ref).where(col(DeskProposal.form_token) == token)
        return session.exec(known).one()
    cents = str(row.get("amount_cents") or "")
    note(session, deed, f"{row['kind']}:proposed", subject=contract.ref, proposal=ref, cents=cents)
    return ref


def _decided(session: Session, deed: Deed, ref: str, outcome: str, words: str) -> DeskProposal:
    """Close an open proposal, which one transaction alone can. Raises ProposalRefused."""
    mine = col(DeskProposal.proposed_by_id) == deed.who.id
    if outcome != "withdrawn" and deed.who.role is not Role.SUPERVISOR:
        raise ProposalRefused("Only a supervisor decides proposals.")
    closed = session.scalars(
        update(DeskProposal)
        .where(
            col(DeskProposal.ref) == ref,
            col(DeskProposal.status) == "open",
            mine if outcome == "withdrawn" else ~mine,
        )
        .values(
            status=outcome,
            decided_by_id=deed.who.id,
            decided_at=deed.now,
            decided_note=words.strip()[:LONGEST] or None,
        )
        .returning(DeskProposal)
    ).one_or_none()
    if closed is None:
        raise ProposalRefused(
            "This is not open any more, or it is your own: nobody decides what they proposed."
        )
    return closed


def _adjust(session: Session, deed: Deed, row: DeskProposal, contract: Contract) -> None:
    key, wanted = f"desk:{row.ref}", _adjustment(row)
    adjusting.enter(session, row.contract_id, wanted, key=key, now=deed.business_now)
    row.event_id = session.exec(select(ContractEvent.id).where(col(ContractEvent.key) == key)).one()
    session.add(row)
    worded = (
        (
            lambda: notices.fee_waived(
                amount=wanted.amount, of=wanted.bucket, vehicle=contract.vehicle
            )
        )
        if row.kind == "waiver"
        else (
            lambda: notices.credit_given(
                amount=wanted.amount,
                of=wanted.bucket,
                on=wanted.effective_on,
                vehicle=contract.vehicle,
            )
        )
    )
    kind = "fee_waived" if row.kind == "waiver" else "credit_given"
    tell_each(session, row.contract_id, worded, kind=kind, now=deed.business_now, key=key)


def _grant(session: Session, deed: Deed, row: DeskProposal) -> None:
    request = session.get_one(ServiceRequest, row.request_id)
    desk_of_requests.decide_within(
        session,
        request.ref,
        status="granted",
        reply=row.payload["reply"],
        by=session.get_one(DeskUser, row.proposed_by_id).name,
        now=deed.business_now,
    )


def _adjustment(row: DeskProposal) -> Adjustment:
    return Adjustment(
        kind=row.kind,
        bucket=Bucket(row.bucket or ""),
        amount=row.amount_cents or 0,
        effective_on=row.effective_on or date.min,
    )


def _open_for(session: Session, request: ServiceRequest) -> bool:
    waiting = select(DeskProposal.id).where(
        col(DeskProposal.request_id) == request.id, col(DeskProposal.status) == "open"
    )
    return session.exec(waiting).first() is not None


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
        return f"Grant a request: {request.kind.replace('_', ' ')}"
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
        return adjusting.preview(session, contract, _adjustment(row), today), ""
    except AdjustmentRefused as refusal:
        return [], str(refusal)
    except RequestNotFound:
        return [], "The request does not wait any more."
