"""Nobody opens an account without a reason. It is kept, and lets them look for half an hour.

The borrower reads it, too, in the log of who looked (services/access_log.py): once for each reason,
with the name in short and in words of their own, never with the note.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskLook, DeskUser
from finance_portal.services import access_log
from finance_portal.services.access_log import Looker
from finance_portal.services.desk.acting import Deed, note
from finance_portal.services.vault import live_vault

LASTS = timedelta(minutes=30)
LONGEST_NOTE = 300
MOST = 200
REASONS: Mapping[str, str] = {
    "call": "The borrower calls",
    "message": "The borrower has written",
    "request": "A request is decided",
    "payment": "A payment needs a person",
    "proposal": "A proposal is decided",
    "complaint": "A complaint is investigated",
    "audit": "An audit or a review of quality",
    "other": "Something else: the note says what",
}


class LookRefused(ValueError):
    """An account is not opened like that; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One reason that was given, as an auditor reads it."""

    at: datetime
    until: datetime
    by: str
    role: str
    contract_ref: str
    number_masked: str
    reason: str
    note: str


def open_account(db: Database, deed: Deed, *, contract_ref: str, reason: str, words: str) -> bool:
    """Keep why somebody opens an account; False if there is no such account. Raises LookRefused."""
    words = words.strip()
    if reason not in REASONS:
        raise LookRefused("Choose why you open this account.")
    if reason == "other" and not words:
        raise LookRefused("Say in the note why you open this account.")
    if len(words) > LONGEST_NOTE:
        raise LookRefused(f"A note has at most {LONGEST_NOTE} characters.")
    with db.begin() as session:
        contract = contract_named(session, contract_ref)
        if contract is None:
            return False
        ref = secrets.token_hex(12)
        session.add(
            DeskLook(
                ref=ref,
                user_id=deed.who.id,
                contract_id=contract.id or 0,
                reason=reason,
                note_sealed=live_vault().seal(words, **_place(ref)) if words else None,
                at=deed.now,
                until=deed.now + LASTS,
            )
        )
        note(session, deed, "account:opened", subject=contract.ref, reason=reason, look=ref)
        access_log.note(
            session,
            contract.id or 0,
            Looker("servicer", short_name(deed.who.name), deed.who.user_name),
            "account",
            at=deed.now,
            ip="",
            reason=reason,
        )
    return True


def current(db: Database, deed: Deed, contract_ref: str, page: str) -> DeskLook | None:
    """Return the reason that lets somebody look now, and write down that they did; else None."""
    with db.begin() as session:
        look = _current(session, deed, contract_ref)
        if look is not None:
            note(session, deed, "account:viewed", subject=contract_ref, page=page, look=look.ref)
    return look


def is_open(db: Database, deed: Deed, contract_ref: str) -> bool:
    """Tell whether somebody has a reason to look now; of that alone nothing is written down."""
    with db.read() as session:
        return _current(session, deed, contract_ref) is not None


def contract_named(session: Session, contract_ref: str) -> Contract | None:
    """Return a contract by its public name."""
    return session.exec(select(Contract).where(col(Contract.ref) == contract_ref)).one_or_none()


def newest(db: Database, *, by: str = "", contract_ref: str = "") -> list[Looked]:
    """Return who has opened which account and why, the latest first, of one person or account."""
    wanted = (
        select(DeskLook, DeskUser, Contract)
        .join(DeskUser, col(DeskUser.id) == DeskLook.user_id)
        .join(Contract, col(Contract.id) == DeskLook.contract_id)
        .order_by(col(DeskLook.id).desc())
        .limit(MOST)
    )
    if by:
        wanted = wanted.where(col(DeskUser.user_name) == by)
    if contract_ref:
        wanted = wanted.where(col(Contract.ref) == contract_ref)
    with db.read() as session:
        return [_looked(*row) for row in session.exec(wanted)]


def short_name(name: str) -> str:
    """Return who looked as borrowers read it: "Amy Ortega" is "A. Ortega"."""
    first, _, last = name.partition(" ")
    return f"{first[:1]}. {last}" if last else first


def _current(session: Session, deed: Deed, contract_ref: str) -> DeskLook | None:
    return session.exec(
        select(DeskLook)
        .join(Contract, col(Contract.id) == DeskLook.contract_id)
        .where(
            col(Contract.ref) == contract_ref,
            col(DeskLook.user_id) == deed.who.id,
            col(DeskLook.until) > deed.now,
        )
        .order_by(col(DeskLook.id).desc())
    ).first()


def _looked(look: DeskLook, user: DeskUser, contract: Contract) -> Looked:
    sealed = look.note_sealed
    return Looked(
        at=look.at,
        until=look.until,
        by=user.user_name,
        role=user.role,
        contract_ref=contract.ref,
        number_masked=contract.number_masked,
        reason=REASONS.get(look.reason, look.reason),
        note=live_vault().open(sealed, **_place(look.ref)) if sealed else "",
    )


def _place(ref: str) -> dict[str, str]:
    return {"table": "desk_look", "column": "note_sealed", "row": ref}
