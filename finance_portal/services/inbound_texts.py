"""What people answer to our texts: STOP ends them at once, START begins again, HELP gets help.

Ending is understood in any plain words (47 CFR 64.1200(a)(10)); beginning only by the one word. A
text is acted on once, by the carrier's name for it: one that is played again later begins nothing.
"""

import re
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.language import ENGLISH, speaking
from finance_portal.models.notices import InboundText
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.notices import texts
from finance_portal.services import audit, deliveries, numbers, text_consents
from finance_portal.services.client import SYSTEM
from finance_portal.services.deliveries import AddressRefused

Meant = Literal["stop", "start", "help", "other"]

STOP = frozenset(
    {
        "stop",
        "stopall",
        "quit",
        "end",
        "revoke",
        "optout",
        "opt out",
        "cancel",
        "unsubscribe",
        "alto",
        "parar",
        "basta",
        "baja",
        "cancelar",
        "terminar",
        "no mas",
    }
)
STOP_ANYWHERE = frozenset({"stop", "unsubscribe", "revoke", "parar", "alto"})
START = frozenset({"start", "unstop", "iniciar"})
HELP = frozenset({"help", "info", "ayuda"})
LONGEST = 1_600  # what a carrier puts together of several


def meant(body: str) -> Meant:
    """Return what a text asks for."""
    words = re.findall(r"[a-z]+", body[:LONGEST].casefold().replace("á", "a"))
    said = " ".join(words)
    if said in STOP or STOP_ANYWHERE.intersection(words):
        return "stop"
    if said in START:
        return "start"
    return "help" if said in HELP else "other"


def receive(
    db: Database, *, sid: str, phone: str, body: str, is_answered: bool, now: datetime
) -> Meant | None:
    """Do what a text asks for, and answer it once; None for a text that was taken before.

    With `is_answered` the carrier has answered it already, and nothing is sent by us.
    """
    asked = meant(body)
    with db.begin() as session:
        row = insert(session, InboundText).values(sid=sid, came_at=now, meant=asked)
        once = row.on_conflict_do_nothing(index_elements=["sid"]).returning(InboundText)
        if session.scalars(once).one_or_none() is None:
            return None
        answer = _act(session, asked, phone, now)
        if answer and not is_answered:
            _answer(session, answer, phone, now)
    return asked


def _act(session: Session, asked: Meant, phone: str, now: datetime) -> str:
    """Do it, and return the kind of the answer; "" for none."""
    if asked == "stop":
        was_stopped = numbers.has_stopped(session, phone)
        text_consents.stop_number(session, phone, now)
        _note(session, "texts:number:stopped", phone, now)
        return "" if was_stopped else "texts_stopped"
    if asked == "start":
        begins = text_consents.start_number(session, phone, SYSTEM, now)
        _note(session, "texts:number:started", phone, now)
        return "texts_begun" if begins else "texts_help"
    return "texts_help" if asked == "help" else ""


def _answer(session: Session, kind: str, phone: str, now: datetime) -> None:
    holder = _holder(session, phone)
    word = {
        "texts_stopped": texts.texts_stopped,
        "texts_begun": texts.texts_begun,
        "texts_help": texts.texts_help,
    }[kind]
    with speaking(holder.language if holder else ENGLISH):
        wording = word()
    try:
        deliveries.write(
            session,
            wording,
            kind=kind,
            channel="text",
            to=phone,
            now=now,
            borrower_id=holder.id if holder else None,
        )
    except AddressRefused:  # a short code, or no number at all: nobody to answer
        return


def _holder(session: Session, phone: str) -> Borrower | None:
    """Return who signs in with a number, if that is one person."""
    found = session.exec(
        select(Borrower)
        .join(Login, col(Login.borrower_id) == Borrower.id)
        .where(col(Login.phone) == phone)
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _note(session: Session, kind: str, phone: str, now: datetime) -> None:
    holder = _holder(session, phone)
    login_id = None
    if holder is not None:
        login_id = session.exec(select(Login.id).where(Login.borrower_id == holder.id)).first()
    audit.record(session, kind=kind, at=now, login_id=login_id)
