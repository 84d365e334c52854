"""What a person does with requests from the command line: list, read, decide."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import audit, requests
from finance_portal.services.logins import login_id_of
from finance_portal.services.requests import RequestNotFound

LONGEST_REPLY = 1_000


class ReplyRefused(ValueError):
    """The reply cannot be sent like that."""


def waiting(db: Database) -> list[str]:
    """Return a line for each request that waits for a person, the oldest first."""
    with db.read() as session:
        rows = session.exec(
            select(ServiceRequest, Contract.number_end)
            .join(Contract, col(Contract.id) == ServiceRequest.contract_id)
            .where(col(ServiceRequest.status) == "review")
            .order_by(col(ServiceRequest.id))
        ).all()
    return [
        f"{row.ref}  {row.kind} {row.option or ''}  ••{end}  answer by {row.answer_by or '-'}"
        for row, end in rows
    ]


def written(db: Database, ref: str) -> str:
    """Return the borrower's own words. Raises RequestNotFound."""
    with db.read() as session:
        return requests.details_of(in_review(session, ref)) or "Nothing was written."


def decide(db: Database, ref: str, *, status: str, reply: str, by: str, now: datetime) -> None:
    """Decide what waits for a person, and tell the borrower. Raises what its parts raise.

    That is RequestNotFound, and ReplyRefused for a reply that says nothing or too much, or that
    grants by words what only a flag does.
    """
    with db.begin() as session:
        decide_within(session, ref, status=status, reply=reply, by=by, now=now)


def decide_within(
    session: Session, ref: str, *, status: str, reply: str, by: str, now: datetime
) -> None:
    """Decide as `decide` does, within a transaction of whoever asks."""
    row = in_review(session, ref)
    words = read_reply(row, status=status, reply=reply)
    requests.decide(session, ref, status=status, reply=words, by=by, now=now)
    audit.record(
        session,
        kind=f"request:{status}",
        at=now,
        login_id=login_id_of(session, row.borrower_id),
        subject=ref,
        by=by,
    )


def read_reply(row: ServiceRequest, *, status: str, reply: str) -> str:
    """Return what the borrower will read. Raises ReplyRefused."""
    words = reply.strip()
    if not 0 < len(words) <= LONGEST_REPLY:
        raise ReplyRefused(f"A reply says something, in {LONGEST_REPLY:,} characters at most.")
    if row.kind == "scra" and status == "granted":
        raise ReplyRefused(
            "Set the flag for service (scra) instead: it caps the rate, and answers."
        )
    return words


def in_review(session: Session, ref: str) -> ServiceRequest:
    """Return a request that waits for a person. Raises RequestNotFound."""
    row = session.exec(
        select(ServiceRequest).where(
            col(ServiceRequest.ref) == ref, col(ServiceRequest.status) == "review"
        )
    ).one_or_none()
    if row is None:
        raise RequestNotFound(ref)
    return row
