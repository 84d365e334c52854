"""Conversations at the desk: whose they are, of which account, and what waits in them.

Whoever writes to the desk has thereby said why the desk looks: an agent who opens what waits for an
answer opens its account with that reason, which is kept like any other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.threads import Attachment, Thread, ThreadMessage
from finance_portal.services.attachments.keeping import Attached, attached
from finance_portal.services.desk import looks
from finance_portal.services.desk.acting import Deed, Role
from finance_portal.services.messages import desk, reading
from finance_portal.services.messages.desk import Waiting
from finance_portal.services.messages.reading import Head

PAGE, REASON = "messages", "message"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a conversation belongs. Who has access only, and no contract, has no account."""

    ref: str
    borrower_ref: str
    name: str
    account_ref: str
    number_masked: str
    vehicle: str
    waits: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A conversation in the inbox, and its account."""

    waiting: Waiting
    account_ref: str
    number_masked: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file that came with a message, and in which conversation."""

    file: Attached
    sent_at: datetime
    thread_ref: str


def waiting(db: Database) -> int:
    """Return how many conversations wait for an answer."""
    waits = select(func.count()).select_from(Thread).where(col(Thread.waits_since).is_not(None))
    with db.read() as session:
        return session.exec(waits).one()


def inbox(db: Database, *, with_closed: bool = False) -> list[Line]:
    """Return what waits, the longest first, then the others; each with its account."""
    found = desk.inbox(db, with_closed=with_closed)
    with db.read() as session:
        accounts = _accounts(session, {each.borrower_ref for each in found})
    named = {contract.ref: contract for each in accounts.values() for contract in each}
    lines = []
    for each in found:
        own = accounts.get(each.borrower_ref, [])
        contract = named.get(each.head.contract_ref) or (own[0] if own else None)
        lines.append(
            Line(
                waiting=each,
                account_ref=contract.ref if contract else "",
                number_masked=contract.number_masked if contract else "",
            )
        )
    return lines


def place_of(db: Database, ref: str) -> Place | None:
    """Return where a conversation belongs; None if there is none of this name."""
    with db.read() as session:
        thread = session.exec(select(Thread).where(col(Thread.ref) == ref)).one_or_none()
        if thread is None:
            return None
        person = session.get_one(Borrower, thread.borrower_id)
        own = _accounts(session, {person.ref}).get(person.ref, [])
        contract = next((c for c in own if c.id == thread.contract_id), own[0] if own else None)
        return Place(
            ref=ref,
            borrower_ref=person.ref,
            name=person.name,
            account_ref=contract.ref if contract else "",
            number_masked=contract.number_masked if contract else "",
            vehicle=contract.vehicle if contract else "",
            waits=thread.waits_since is not None,
            version=thread.version,
        )


def is_open(db: Database, deed: Deed, place: Place) -> bool:
    """Tell whether somebody has a reason to look at the account of a conversation now."""
    return not place.account_ref or looks.is_open(db, deed, place.account_ref)


def may_look(db: Database, deed: Deed, place: Place, *, acts: bool = False) -> bool:
    """Tell whether somebody may read a conversation now; else they say first why.

    To who works here what waits, and what they do something in, is a reason by itself.
    """
    if is_open(db, deed, place):
        return True
    if not (acts or (place.waits and deed.who.role is not Role.AUDITOR)):
        return False
    return looks.open_account(
        db, deed, contract_ref=place.account_ref, reason=REASON, words=f"Conversation {place.ref}"
    )


def of_account(db: Database, contract_ref: str) -> list[tuple[str, Head]]:
    """Return the conversations of everybody who is bound, with their names, the latest first."""
    with db.read() as session:
        rows = session.exec(
            select(Thread, Borrower)
            .join(Borrower, col(Borrower.id) == Thread.borrower_id)
            .where(col(Thread.borrower_id).in_(_bound(contract_ref)))
            .order_by(col(Thread.written_at).desc(), col(Thread.id).desc())
        ).all()
        heads = reading.heads(session, [thread for thread, _ in rows], side=desk.DESK)
    return [(person.name, head) for head, (_, person) in zip(heads, rows, strict=True)]


def files_of(session: Session, contract_ref: str, borrower_id: int) -> list[Sent]:
    """Return what somebody who is bound by a contract has sent with messages, the latest first."""
    rows = session.exec(
        select(Attachment, Thread.ref)
        .join(ThreadMessage, col(ThreadMessage.id) == Attachment.message_id)
        .join(Thread, col(Thread.id) == ThreadMessage.thread_id)
        .where(
            col(Attachment.borrower_id) == borrower_id,
            col(Attachment.borrower_id).in_(_bound(contract_ref)),
            col(Attachment.removed_at).is_(None),
        )
        .order_by(col(Attachment.id).desc())
    ).all()
    return [Sent(file=attached(row), sent_at=row.uploaded_at, thread_ref=ref) for row, ref in rows]


def has_file(db: Database, place: Place, ref: str) -> bool:
    """Tell whether a file came with a message of this conversation."""
    with db.read() as session:
        found = (
            select(Attachment.id)
            .join(ThreadMessage, col(ThreadMessage.id) == Attachment.message_id)
            .join(Thread, col(Thread.id) == ThreadMessage.thread_id)
            .where(col(Attachment.ref) == ref, col(Thread.ref) == place.ref)
        )
        return session.exec(found).first() is not None


def _bound(contract_ref: str) -> SelectOfScalar[int]:
    return (
        select(Obligor.borrower_id)
        .join(Contract, col(Contract.id) == Obligor.contract_id)
        .where(col(Contract.ref) == contract_ref)
    )


def _accounts(session: Session, refs: Collection[str]) -> dict[str, list[Contract]]:
    """Return the contracts by which people are bound, by the people's refs."""
    rows = session.exec(
        select(Borrower.ref, Contract)
        .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
        .join(Contract, col(Contract.id) == Obligor.contract_id)
        .where(col(Borrower.ref).in_(refs))
        .order_by(col(Contract.id))
    )
    found: dict[str, list[Contract]] = {}
    for ref, contract in rows:
        found.setdefault(ref, []).append(contract)
    return found
