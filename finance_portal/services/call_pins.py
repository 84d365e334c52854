"""A number to be said at the telephone: made by the borrower, checked by the desk, used once.

It is six digits for ten minutes (C1 to C3); a new one ends the one before, and five wrong ones end
it, too. Only its keyed hash is kept.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.models.people import Borrower
from finance_portal.services import audit, keys
from finance_portal.services.client import Client
from finance_portal.services.logins import login_id_of
from finance_portal.services.one_time_codes import LIFE, CodeRefused, OneTimeCodes
from finance_portal.services.sessions import SignedIn

PURPOSE = "call"
BY_VOICE = "voice"
RIGHT = "right"
MINUTES = int(LIFE.total_seconds()) // 60


@dataclass(frozen=True)
class Pin:
    """A number to be said, and until when."""

    digits: str = field(repr=False)
    until: datetime


def make(db: Database, who: SignedIn, *, client: Client, now: datetime) -> Pin:
    """Return a new number; the one before works no more. `now` is the clock on the wall."""
    with db.begin() as session:
        borrower = session.get_one(Borrower, who.borrower_id)
        digits = live_pins().issue(
            session,
            owner=borrower.ref,
            purpose=PURPOSE,
            channel=BY_VOICE,
            contact=borrower.ref,
            now=now,
        )
        audit.record(
            session,
            kind="call_pin:made",
            at=now,
            client=client,
            login_id=who.login_id,
            session_ref=who.session_id,
            subject=borrower.ref,
        )
    return Pin(digits, now + LIFE)


def check(db: Database, *, borrower_ref: str, pin: str, by: str, now: datetime) -> bool:
    """Tell whether a number that was said is this borrower's; it is used up if it is.

    `by` is who of the desk asks, `now` the clock on the wall. Every try is audited.
    """
    return checked(db, borrower_ref=borrower_ref, pin=pin, by=by, now=now) == RIGHT


def checked(db: Database, *, borrower_ref: str, pin: str, by: str, now: datetime) -> str:
    """Check as `check` does; return RIGHT, or why it is not: "wrong", "expired" or "used_up"."""
    try:
        live_pins().check(
            db, owner=borrower_ref, purpose=PURPOSE, contact=borrower_ref, code=pin, now=now
        )
    except CodeRefused as refusal:
        _note(db, borrower_ref, "call_pin:refused", now, by=by, why=refusal.reason)
        return refusal.reason
    _note(db, borrower_ref, "call_pin:accepted", now, by=by)
    return RIGHT


@cache
def live_pins() -> OneTimeCodes:
    """Return the numbers of this installation."""
    return OneTimeCodes(keys.derive("call pin"))


def _note(
    db: Database, borrower_ref: str, kind: str, now: datetime, *, by: str, why: str = ""
) -> None:
    with db.begin() as session:
        borrower = session.exec(
            select(Borrower).where(col(Borrower.ref) == borrower_ref)
        ).one_or_none()
        audit.record(
            session,
            kind=kind,
            at=now,
            login_id=login_id_of(session, borrower.id) if borrower else None,
            subject=borrower_ref,
            by=by,
            why=why,
        )
