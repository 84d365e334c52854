"""The numbers on which a person of ours calls: several, one of them the main one."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat
from sqlmodel import Session, col, select

from finance_portal.language import say, sentence
from finance_portal.models.people import Borrower
from finance_portal.models.profile import Telephone
from finance_portal.notices import profile as notices
from finance_portal.services.contacts import Contact
from finance_portal.services.profile.changing import ProfileRefused, begin, made
from finance_portal.services.security.desk import Act, SecurityDesk
from finance_portal.services.vault import live_vault

Kind = Literal["mobile", "home", "work"]
KINDS: tuple[Kind, ...] = ("mobile", "home", "work")
MOST = 5
LONGEST = 30
REF_BYTES = 12
HERE = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})
DIALABLE = re.compile(r"[0-9+().\s-]+", re.ASCII)

UNREADABLE = sentence("Type a number in the United States, with its area code.")
KNOWN = sentence("This number is on your list already.")
TOO_MANY = sentence("Your list holds five numbers. Remove one first.")
NO_KIND = sentence("Choose what kind of number it is.")
GONE = sentence("This number is not on your list any more.")
MAIN_STAYS = sentence("Make another number the main one first. Then you can remove this one.")


@dataclass(frozen=True)
class Number:
    """A number as its owner's page shows it."""

    ref: str
    shown: str  # (212) 555-0101
    kind: str
    is_main: bool


def read_number(typed: str) -> str:
    """Return a number in E.164. Raises ProfileRefused for one that is not of here."""
    if len(typed) > LONGEST or not DIALABLE.fullmatch(typed.strip()):
        raise ProfileRefused(say(UNREADABLE))
    try:
        number = phonenumbers.parse(typed, "US")
    except NumberParseException:
        raise ProfileRefused(say(UNREADABLE)) from None
    is_ours = phonenumbers.region_code_for_number(number) in HERE
    if number.extension or not is_ours or not phonenumbers.is_valid_number(number):
        raise ProfileRefused(say(UNREADABLE))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def numbers_of(session: Session, borrower: Borrower) -> list[Number]:
    """Return the numbers of a borrower, the main one first; at first the one on file."""
    rows = _rows(session, borrower)
    if not rows:
        return [Number("", in_words(borrower.phone), "mobile", is_main=True)] * bool(borrower.phone)
    return [Number(row.ref, in_words(opened(row)), row.kind, row.is_main) for row in rows]


def add(desk: SecurityDesk, act: Act, *, typed: str, kind: str) -> None:
    """Take a number on the list; the first one is the main one. Raises ProfileRefused."""
    number = read_number(typed)
    if kind not in KINDS:
        raise ProfileRefused(say(NO_KIND))
    with desk.db.begin() as session:
        borrower = begin(session, act)
        rows = _adopted(session, borrower, act.now)
        if number in {opened(row) for row in rows}:
            raise ProfileRefused(say(KNOWN))
        if len(rows) >= MOST:
            raise ProfileRefused(say(TOO_MANY))
        session.add(_row(borrower, number, kind, is_main=not rows, now=act.now))
        new = _reached(number, kind)
        made(session, desk, act, "profile:phone:added", notices.phone_added, also=new)


def make_main(desk: SecurityDesk, act: Act, *, ref: str) -> None:
    """Have a number called first. Raises ProfileRefused."""
    with desk.db.begin() as session:
        rows = _adopted(session, begin(session, act), act.now)
        chosen = _found(rows, ref)
        if chosen.is_main:
            return
        for row in rows:
            row.is_main = False
        session.flush()  # there is one main number at any moment
        chosen.is_main = True
        made(session, desk, act, "profile:phone:main", notices.main_phone_changed)


def remove(desk: SecurityDesk, act: Act, *, ref: str) -> None:
    """Call a number no more, nor send it anything. Raises ProfileRefused."""
    with desk.db.begin() as session:
        borrower = begin(session, act)
        rows = _adopted(session, borrower, act.now)
        chosen = _found(rows, ref)
        if chosen.is_main and len(rows) > 1:
            raise ProfileRefused(say(MAIN_STAYS))
        chosen.removed_at, number = act.now, opened(chosen)
        if borrower.phone == number:
            borrower.phone = None
        old = _reached(number, chosen.kind)
        made(session, desk, act, "profile:phone:removed", notices.phone_removed, also=old)


def in_words(number: str | None) -> str:
    """Return "(212) 555-0101" of a number in E.164."""
    if not number:
        return ""
    return phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.NATIONAL)


def opened(row: Telephone) -> str:
    """Return the number of a row, in E.164. Raises SealBroken."""
    return live_vault().open(row.number_sealed, **_place(row.ref))


def _adopted(session: Session, borrower: Borrower, now: datetime) -> list[Telephone]:
    """Return the list, with the number from the contract on it before anything is changed."""
    rows = _rows(session, borrower)
    if not rows and borrower.phone:
        session.add(_row(borrower, borrower.phone, "mobile", is_main=True, now=now))
        session.flush()
        rows = _rows(session, borrower)
    return rows


def _rows(session: Session, borrower: Borrower) -> list[Telephone]:
    return list(
        session.exec(
            select(Telephone)
            .where(col(Telephone.borrower_id) == borrower.id, col(Telephone.removed_at).is_(None))
            .order_by(col(Telephone.is_main).desc(), col(Telephone.id))
        )
    )


def _row(borrower: Borrower, number: str, kind: str, *, is_main: bool, now: datetime) -> Telephone:
    ref = secrets.token_hex(REF_BYTES)
    return Telephone(
        ref=ref,
        borrower_id=borrower.id or 0,
        number_sealed=live_vault().seal(number, **_place(ref)),
        kind=kind,
        is_main=is_main,
        added_at=now,
    )


def _found(rows: list[Telephone], ref: str) -> Telephone:
    """Return a row by its name; the one from the contract has none until something is changed."""
    found = next((row for row in rows if row.ref == ref or (not ref and row.is_main)), None)
    if found is None:
        raise ProfileRefused(say(GONE))
    return found


def _reached(number: str, kind: str) -> list[Contact]:
    """Return the number as a contact that is told, where it takes text messages."""
    return [("text", number)] if kind == "mobile" else []


def _place(ref: str) -> dict[str, str]:
    return {"table": "telephone", "column": "number_sealed", "row": ref}
