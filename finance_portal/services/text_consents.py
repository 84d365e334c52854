"""Agreeing to texts at one's number, and ending it: here, by an answer, or with the number (1.28).

Nothing is texted before the number has shown by a code whose it is, in the moment of agreeing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database, insert
from finance_portal.language import say, spoken
from finance_portal.models.notices import TextConsent, TextStop
from finance_portal.models.security import Login
from finance_portal.notices import texts
from finance_portal.notices.catalogue import DUE, TEXT
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries, notice_choices, numbers, one_time_codes
from finance_portal.services.client import Client
from finance_portal.services.contacts import masked_phone
from finance_portal.services.logins import login_of
from finance_portal.services.security.desk import Act, SecurityDesk, note
from finance_portal.services.throttle import site_of

PURPOSE = "texts"


class ConsentRefused(Exception):
    """Texts cannot be turned on like that; the message is fit for the borrower."""


@dataclass(frozen=True, kw_only=True)
class Texting:
    """Where somebody stands with texts. A number that is not there is ""."""

    phone: str  # masked
    has_agreed: bool
    agreed_at: datetime | None
    has_stopped: bool  # by answering STOP
    words: str  # what is agreed to, or would be


def texting_of(db: Database, *, login_id: int) -> Texting:
    """Return where somebody stands with texts."""
    with db.read() as session:
        login = session.get_one(Login, login_id)
        phone = login.phone
        consent = phone and numbers.consent_of(session, login.borrower_id, phone)
        shown = masked_phone(phone) if phone else ""
        return Texting(
            phone=shown,
            has_agreed=bool(consent),
            agreed_at=consent.given_at if consent else None,
            has_stopped=bool(phone) and numbers.has_stopped(session, phone or ""),
            words=consent.words if consent else texts.consent_words(shown),
        )


def ask(desk: SecurityDesk, act: Act) -> str:
    """Send a code to the number on file and return it masked. Raises ConsentRefused, TooManyTries.

    Who answered STOP before gets this code: it is asked for.
    """
    with desk.db.begin() as session:
        login = session.get_one(Login, act.who.login_id)
        phone = _phone_of(login)
        site = site_of(act.client.ip)
        desk.budgets.take("code:send", contact=phone, site=site, now=act.now)
        code = desk.codes.issue(
            session,
            owner=act.who.session_id,
            purpose=PURPOSE,
            channel=TEXT,
            contact=phone,
            now=act.now,
        )
        _text(session, login, texts.texts_code(code), "texts_code", act.now, is_code=True)
        note(session, act, "texts:code:asked")
    return masked_phone(phone)


def agree(desk: SecurityDesk, act: Act, *, version: str, code: str) -> None:
    """Take the code, and text this number from now on.

    Raises ConsentRefused, one_time_codes.CodeRefused or TooManyTries.
    """
    if version != texts.VERSION:
        raise ConsentRefused(say("These words have changed. Please reload the page."))
    with desk.db.read() as session:
        phone = _phone_of(session.get_one(Login, act.who.login_id))
    desk.count_guess(act)
    desk.codes.check(
        desk.db,
        owner=act.who.session_id,
        purpose=PURPOSE,
        contact=phone,
        code=code,
        now=act.now,
    )
    with desk.db.begin() as session:
        login = session.get_one(Login, act.who.login_id)
        _begin(session, login.borrower_id, phone, act)
        notice_choices.put(session, login.borrower_id, DUE, TEXT, is_on=True, now=act.now)
        _text(session, login, texts.texts_begun(), "texts_begun", act.now)
        note(session, act, "texts:consent:given", version=version)


def end(desk: SecurityDesk, act: Act) -> None:
    """Text the number on file no more, at once."""
    with desk.db.begin() as session:
        login = session.get_one(Login, act.who.login_id)
        if login.phone and numbers.end(session, login.phone, "page", act.now, login.borrower_id):
            note(session, act, "texts:consent:ended")


def stop_number(session: Session, phone: str, now: datetime) -> None:
    """Text a number no more, whoever uses it: its holder said so."""
    numbers.end(session, phone, "stop", now)
    row = insert(session, TextStop).values(phone=phone, stopped_at=now)
    session.execute(row.on_conflict_do_nothing(index_elements=["phone"]))


def start_number(session: Session, phone: str, client: Client, now: datetime) -> bool:
    """Text a number again that was stopped; tell whether anybody had agreed to that before."""
    session.execute(delete(TextStop).where(col(TextStop.phone) == phone))
    stopped = session.scalars(
        select(TextConsent)
        .where(col(TextConsent.phone) == phone, col(TextConsent.ended_by) == "stop")
        .order_by(col(TextConsent.id))
    )
    last = {before.borrower_id: before for before in stopped}
    again = [
        before
        for borrower_id, before in last.items()
        if not numbers.has_agreed(session, borrower_id, phone) and _has(session, borrower_id, phone)
    ]
    for before in again:
        kept = before.model_dump(include={"borrower_id", "phone", "version", "words", "language"})
        session.add(
            TextConsent(
                **kept,
                given_at=now,
                given_by="start",
                ip=client.ip,
                user_agent=client.user_agent,
            )
        )
    return bool(again)


def _begin(session: Session, borrower_id: int, phone: str, act: Act) -> None:
    session.execute(delete(TextStop).where(col(TextStop.phone) == phone))
    session.add(
        TextConsent(
            borrower_id=borrower_id,
            phone=phone,
            version=texts.VERSION,
            words=texts.consent_words(masked_phone(phone)),
            language=spoken(),
            given_at=act.now,
            given_by="page",
            ip=act.client.ip,
            user_agent=act.client.user_agent,
        )
    )


def _has(session: Session, borrower_id: int, phone: str) -> bool:
    """Tell whether somebody still signs in with this number."""
    login = login_of(session, borrower_id)
    return login is not None and login.phone == phone


def _phone_of(login: Login) -> str:
    if not login.phone:
        raise ConsentRefused(say("Add your mobile number under Security first."))
    return login.phone


def _text(
    session: Session,
    login: Login,
    wording: Wording,
    kind: str,
    now: datetime,
    *,
    is_code: bool = False,
) -> None:
    deliveries.write(
        session,
        wording,
        kind=kind,
        channel=TEXT,
        to=login.phone or "",
        now=now,
        login_id=login.id,
        borrower_id=login.borrower_id,
        expires_at=now + one_time_codes.LIFE if is_code else None,
    )
