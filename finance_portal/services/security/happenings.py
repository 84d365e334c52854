"""What happened to a login, as its owner may read it: from the audit trail, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.models.security import PortalSession, SecurityEvent

PAGE = 20
SUBJECTS = (
    *("account:", "factor:", "device:", "number:", "method:", "reminders:", "session:"),
    "call_pin:",  # a number to be said at the telephone
    *("agreement:", "hardship:", "promise:", "request:", "service:"),  # what was asked and signed
    *("profile:", "unauthorized:"),
)
UNREMARKABLE = ("session:ended:renewed", "session:ended:replaced")  # the browser goes on in another
# Steps on a way in: where it led to, if anywhere, says the line with the same subject.
STEPS = ("account:password:accepted", "account:code:sent")
ARRIVALS = ("account:sign_in:success", "session:step_up:success")
# What nobody can do without having got somewhere. A wrong password is not among it: nobody got in,
# and a stranger's guesses must not make a borrower shut themselves out.
OBJECTIONABLE = (
    "account:sign_in:success",
    "account:password:accepted",
    "account:password:changed",
    "account:second_factor:",
    "account:user_name:changed",
    "account:email:",
    "account:text:",
    "account:recovery:finished",
    "factor:",
    "device:trusted",
    "number:revealed",
    "method:added",
    "method:removed",
    "profile:mailing:",
    "profile:garaging:",
    "profile:phone:",
    "session:step_up:success",
)


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    id: int
    at: datetime
    kind: str  # subject:action:result
    ip: str
    user_agent: str
    method: str = ""  # how the session that it belongs to was opened: services/proofs.py
    signed_in_at: datetime | None = None  # when: a step-up gives a session another ref, not this


@dataclass(frozen=True)
class Happenings:
    """One page of the history, and how many lines there are in all."""

    lines: tuple[Happening, ...]
    number: int
    count: int


def happenings(db: Database, *, login_id: int, number: int) -> Happenings:
    """Return a page of a login's history; a number beyond the last page is the last."""
    mine = _of(login_id)
    with db.read() as session:
        count = session.scalar(select(func.count()).select_from(SecurityEvent).where(mine)) or 0
        last = max(1, -(-count // PAGE))
        number = min(max(number, 1), last)
        found = session.execute(
            select(SecurityEvent, PortalSession)
            .outerjoin(PortalSession, col(PortalSession.ref) == col(SecurityEvent.session_ref))
            .where(mine)
            .order_by(col(SecurityEvent.at).desc(), col(SecurityEvent.id).desc())
            .offset((number - 1) * PAGE)
            .limit(PAGE)
        ).all()
    return Happenings(tuple(_line(event, row) for event, row in found), number, count)


def is_objectionable(kind: str) -> bool:
    """Tell whether a borrower may say of such a line that it was not them."""
    return kind.startswith(OBJECTIONABLE)


def _of(login_id: int) -> ColumnElement[bool]:
    kind = col(SecurityEvent.kind)
    shown = or_(*(kind.startswith(subject) for subject in SUBJECTS)) & kind.not_in(UNREMARKABLE)
    is_lone = kind.not_in(STEPS) | ~_arrived()
    return and_(col(SecurityEvent.login_id) == login_id, shown, is_lone)


def _arrived() -> ColumnElement[bool]:
    """Return the condition that the way which a line is a step of has led somewhere."""
    arrival = aliased(SecurityEvent)
    return exists().where(
        col(arrival.login_id) == col(SecurityEvent.login_id),
        col(arrival.subject) == col(SecurityEvent.subject),
        col(arrival.kind).in_(ARRIVALS),
    )


def _line(event: SecurityEvent, row: PortalSession | None) -> Happening:
    return Happening(
        id=event.id or 0,
        at=event.at,
        kind=event.kind,
        ip=event.ip,
        user_agent=event.user_agent,
        method=row.method if row else "",
        signed_in_at=row.signed_in_at if row else None,
    )
