"""Money with a second pair of eyes: one person proposes, another one decides, it is done once."""

import secrets
from collections.abc import Mapping

from sqlmodel import Session, col, select, update

from finance_portal.db import Database, insert
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskProposal, DeskUser
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.requests import ServiceRequest
from finance_portal.notices import desk as notices
from finance_portal.services import desk_of_requests
from finance_portal.services.asking import deciding
from finance_portal.services.desk import adjusting
from finance_portal.services.desk.acting import Deed, Role, note
from finance_portal.services.desk.adjusting import Adjustment
from finance_portal.services.desk.looks import contract_named
from finance_portal.services.desk.telling import tell_each

LONGEST = 500
GRANTED = "granted"


class ProposalRefused(ValueError):
    """This cannot be proposed or decided like that; the message says why."""


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
    db: Database,
    deed: Deed,
    *,
    request_ref: str,
    reply: str,
    reason: str,
    token: str,
    outcome: str = GRANTED,
) -> str:
    """Write down that a request should be granted, with what the borrower will read.

    `outcome` is what granting is called for its kind.

    Raises ProposalRefused, RequestNotFound, and DecisionRefused for a reply that says nothing.
    """
    with db.begin() as session:
        request = desk_of_requests.in_review(session, request_ref)
        deciding.allowed(session, request, outcome, deed.business_now)
        words = deciding.read_reply(reply)
        if _open_for(session, request):
            raise ProposalRefused("It was proposed already to grant this request.")
        contract = session.get_one(Contract, request.contract_id)
        row = {
            "kind": "request",
            "contract_id": contract.id,
            "request_id": request.id,
            "payload": {"reply": words, "outcome": outcome},
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
    key, wanted = f"desk:{row.ref}", adjusting.adjustment_of(row)
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
        outcome=row.payload.get("outcome", GRANTED),
        reply=row.payload["reply"],
        by=session.get_one(DeskUser, row.proposed_by_id).name,
        now=deed.business_now,
    )


def _open_for(session: Session, request: ServiceRequest) -> bool:
    waiting = select(DeskProposal.id).where(
        col(DeskProposal.request_id) == request.id, col(DeskProposal.status) == "open"
    )
    return session.exec(waiting).first() is not None
