"""What a person does with requests from the command line: list, read, decide."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import requests
from finance_portal.services.asking import answers, deciding
from finance_portal.services.requests import RequestNotFound


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
    """Return the borrower's own words, and what may be decided. Raises RequestNotFound."""
    with db.read() as session:
        request = in_review(session, ref)
        said = answers.in_words(request) or "Nothing was written."
        return f"{said}\n\nTo decide: {', '.join(deciding.outcomes_of(request.kind))}"


def decide(db: Database, ref: str, *, outcome: str, reply: str, by: str, now: datetime) -> None:
    """Decide what waits for a person, and tell the borrower.

    Raises RequestNotFound, and deciding.DecisionRefused.
    """
    with db.begin() as session:
        decide_within(session, ref, outcome=outcome, reply=reply, by=by, now=now)


def decide_within(
    session: Session, ref: str, *, outcome: str, reply: str, by: str, now: datetime
) -> None:
    """Decide as `decide` does, within a transaction of whoever asks."""
    in_review(session, ref)
    deciding.decide(session, requests.opened(session, ref), outcome, reply, by, now)


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
