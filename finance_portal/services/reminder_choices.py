"""How a borrower wants to be reminded of what falls due, and where that goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.language import say
from finance_portal.models.nightly import ReminderChoice
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services import audit, numbers
from finance_portal.services.client import Client
from finance_portal.services.contacts import Contact, masked_email, masked_phone
from finance_portal.services.logins import login_behind

DAYS_BEFORE = (1, 2, 3, 5, 7, 10)
USUAL_DAYS = 3


class ReminderRefused(Exception):
    """One cannot be reminded like that; the message is fit for the borrower."""


@dataclass(frozen=True, kw_only=True)
class Reminders:
    """How a borrower is reminded. A contact that is not there is ""."""

    by_email: bool
    by_text: bool
    days_before: int
    email: str  # masked
    phone: str  # masked
    has_agreed: bool  # to texts at this number


def reminders_of(db: Database, *, borrower_id: int) -> Reminders:
    """Return how a borrower is reminded: by mail three days before, until they say otherwise."""
    with db.read() as session:
        login, borrower = login_behind(session, borrower_id), session.get_one(Borrower, borrower_id)
        chosen = _choice_of(session, borrower_id)
        email = login.email or borrower.email
        return Reminders(
            by_email=chosen.by_email,
            by_text=chosen.by_text,
            days_before=chosen.days_before,
            email=masked_email(email) if email else "",
            phone=masked_phone(login.phone) if login.phone else "",
            has_agreed=_has_agreed(session, login),
        )


def choose(
    db: Database,
    *,
    borrower_id: int,
    by_email: bool,
    by_text: bool,
    days_before: int,
    client: Client,
    now: datetime,
) -> None:
    """Change how a borrower is reminded. Raises ReminderRefused."""
    if days_before not in DAYS_BEFORE:
        raise ReminderRefused(say("Choose how many days before."))
    with db.begin() as session:
        login = login_behind(session, borrower_id)
        if by_text and not login.phone:
            raise ReminderRefused(say("Add your mobile number under Security first."))
        if by_text and not _has_agreed(session, login):
            raise ReminderRefused(say("Turn on text messages under Preferences first."))
        values = {"by_email": by_email, "by_text": by_text, "days_before": days_before}
        put(session, borrower_id, values, now)
        audit.record(
            session,
            kind="reminders:changed",
            at=now,
            client=client,
            login_id=login.id,
            email=str(by_email),
            text=str(by_text),
            days=str(days_before),
        )


def put(session: AnySession, borrower_id: int, changed: Mapping[str, int], now: datetime) -> None:
    """Keep a part of a choice; what it says nothing of stays as it is, or as is usual."""
    before = usual(borrower_id)
    first = {name: getattr(before, name) for name in ("by_email", "by_text", "days_before")}
    values = {**changed, "changed_at": now}
    row = insert(session, ReminderChoice).values(borrower_id=borrower_id, **{**first, **values})
    session.connection().execute(
        row.on_conflict_do_update(index_elements=["borrower_id"], set_=values)
    )


def contacts_of(login: Login, borrower: Borrower, chosen: ReminderChoice) -> Iterator[Contact]:
    """Yield where somebody wants to be reminded: texts go to a proven number only."""
    email = login.email or borrower.email
    if chosen.by_email and email:
        yield "email", email
    if chosen.by_text and login.phone:
        yield "text", login.phone


def usual(borrower_id: int) -> ReminderChoice:
    """Return how a borrower is reminded who has chosen nothing."""
    return ReminderChoice(
        borrower_id=borrower_id, by_email=True, by_text=False, days_before=USUAL_DAYS
    )


def _has_agreed(session: Session, login: Login) -> bool:
    phone = login.phone
    return bool(phone) and numbers.has_agreed(session, login.borrower_id, phone or "")


def _choice_of(session: Session, borrower_id: int) -> ReminderChoice:
    mine = select(ReminderChoice).where(col(ReminderChoice.borrower_id) == borrower_id)
    return session.exec(mine).one_or_none() or usual(borrower_id)
