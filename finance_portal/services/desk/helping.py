"""What a person does for a borrower at once: open a sign-in again, send a letter once more."""

import json
from datetime import date

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.people import Borrower
from finance_portal.models.security import SecurityCase
from finance_portal.notices import desk as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import flagging
from finance_portal.services.desk.accounts import bound_person
from finance_portal.services.desk.acting import Deed, note
from finance_portal.services.desk.telling import tell_one
from finance_portal.services.flagging import Flag
from finance_portal.services.logins import login_of
from finance_portal.services.obligors import obligors_of


class HelpRefused(ValueError):
    """This cannot be done; the message says why."""


def unlock(db: Database, deed: Deed, *, contract_ref: str, person_ref: str) -> None:
    """Open a sign-in that its borrower has frozen, tell them, and close the case.

    Raises HelpRefused. What the lender has closed, as after a death, stays closed.
    """
    with db.begin() as session:
        person = bound_person(session, contract_ref, person_ref)
        login = login_of(session, person.id) if person else None
        if person is None or login is None or login.frozen_at is None or login.disabled_at:
            raise HelpRefused("This sign-in is not frozen.")
        login.frozen_at = None
        cases = select(SecurityCase).where(
            col(SecurityCase.login_id) == login.id, col(SecurityCase.closed_at).is_(None)
        )
        for case in session.exec(cases):
            case.closed_at = deed.now
        note(session, deed, "sign_in:unlocked", subject=contract_ref, person=person.ref)
        key = f"unlocked:{login.id}:{deed.now.timestamp():.0f}"
        tell_one(
            session,
            person,
            notices.sign_in_unlocked,
            kind="sign_in_unlocked",
            now=deed.now,
            key=key,
        )


def send_again(db: Database, deed: Deed, *, contract_ref: str, document_ref: str) -> int:
    """Send a kept notice once more, word for word, or say where a letter is.

    Return how many messages were written. Raises HelpRefused.
    """
    with db.begin() as session:
        row = session.exec(
            select(Document)
            .join(Contract, col(Contract.id) == Document.contract_id)
            .where(col(Contract.ref) == contract_ref, col(Document.ref) == document_ref)
        ).one_or_none()
        if row is None:
            raise HelpRefused("There is no such document.")
        people = _readers(session, row)
        key = f"again:{row.id}:{deed.now.timestamp():.0f}"
        sent = sum(
            tell_one(
                session,
                each,
                lambda: _words(row),
                kind="paper_again",
                now=deed.now,
                key=f"{key}:{each.id}",
            )
            for each in people
        )
        if not sent:
            raise HelpRefused("Nobody who may read this has told us an address to write to.")
        note(session, deed, "paper:sent_again", subject=contract_ref, document=row.ref)
    return sent


def add_flag(
    db: Database, deed: Deed, *, contract_ref: str, kind: str, since: date, person: str
) -> None:
    """Set a flag; all that follows from it follows at once. Raises FlagRefused."""
    flag = Flag(
        contract_ref=contract_ref,
        kind=kind,
        since=since,
        borrower=person or None,
        noted_by=deed.who.name,
    )
    flagging.add(db, flag, deed.business_now)
    _note_flag(db, deed, contract_ref, kind, "added")


def end_flag(db: Database, deed: Deed, *, contract_ref: str, kind: str, on: date) -> None:
    """End a flag after its last day. Raises FlagRefused."""
    flagging.end(db, contract_ref=contract_ref, kind=kind, on=on, now=deed.business_now)
    _note_flag(db, deed, contract_ref, kind, "ended")


def _note_flag(db: Database, deed: Deed, contract_ref: str, kind: str, what: str) -> None:
    with db.begin() as session:
        note(session, deed, f"flag:{what}", subject=contract_ref, flag=kind)


def _readers(session: Session, row: Document) -> list[Borrower]:
    if row.borrower_id is not None:
        return [session.get_one(Borrower, row.borrower_id)]
    return obligors_of(session, row.contract_id)


def _words(row: Document) -> Wording:
    """Return what is sent: a notice says what it said; of a letter it is said where it is."""
    if row.kind != DocumentKind.NOTICE or row.content is None:
        return notices.paper_again(title=row.title)
    return Wording(row.title, tuple(json.loads(row.content)["words"]))
