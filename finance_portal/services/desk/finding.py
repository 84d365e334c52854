"""Find an account by what a caller can say: a number, a name, an address, a telephone, a VIN."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login
from finance_portal.services.contracts import number_indexes
from finance_portal.services.desk.acting import Deed, note
from finance_portal.services.obligors import bound_by_each
from finance_portal.services.vault import Vault

MOST = 25
LONGEST = 120
SHORTEST_NAME = 2
VIN_END = re.compile(r"[A-HJ-NPR-Z0-9]{8}|[A-HJ-NPR-Z0-9]{17}")
TEN_DIGITS = 10


@dataclass(frozen=True)
class Found:
    """An account that fits: enough to know it by, and nothing of what is in it."""

    ref: str
    number_masked: str
    kind: str
    vehicle: str
    names: tuple[str, ...]


def find(db: Database, vault: Vault, deed: Deed, typed: str) -> list[Found]:
    """Return the accounts that fit what was typed. What was typed is not written down anywhere."""
    words = " ".join(typed[:LONGEST].replace("\x00", "").split())
    with db.begin() as session:
        ids = sorted(_ids(session, vault, words))[: MOST + 1] if words else []
        note(session, deed, "search", found=str(len(ids)))
        rows = session.exec(select(Contract).where(col(Contract.id).in_(ids[:MOST]))).all()
        bound = bound_by_each(session, ids[:MOST])
    return [
        Found(
            ref=row.ref,
            number_masked=row.number_masked,
            kind=row.kind,
            vehicle=row.vehicle,
            names=tuple(each.name for each in bound.get(row.id or 0, ())),
        )
        for row in sorted(rows, key=lambda row: row.id or 0)
    ]


def _ids(session: Session, vault: Vault, words: str) -> set[int]:
    """Return the contracts that fit in any of the ways."""
    numbered = col(Contract.number_index).in_(number_indexes(vault, words))
    found = set(_of_contracts(session, numbered))
    if VIN_END.fullmatch(vin := words.upper().replace(" ", "")):
        found |= set(_of_contracts(session, func.upper(col(Contract.vin)).endswith(vin)))
    payment = select(Payment.contract_id).where(col(Payment.ref) == words)
    found |= set(session.exec(payment))
    if "@" in words:
        found |= _of_people(session, _with_email(words.lower()))
    if phone := _phone(words):
        found |= _of_people(session, _with_phone(phone))
    if not found and any(letter.isalpha() for letter in words) and "@" not in words:
        found |= _of_people(session, *_named(words))
    return found


def _of_contracts(session: Session, condition: ColumnElement[bool]) -> list[int]:
    rows = session.exec(select(Contract.id).where(condition).limit(MOST + 1))
    return [row for row in rows if row]


def _of_people(session: Session, *conditions: ColumnElement[bool]) -> set[int]:
    wanted = (
        select(Obligor.contract_id)
        .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
        .outerjoin(Login, col(Login.borrower_id) == Borrower.id)
        .where(*conditions)
        .order_by(col(Obligor.contract_id))
        .limit(MOST + 1)
    )
    return set(session.exec(wanted))


def _with_email(email: str) -> ColumnElement[bool]:
    return or_(func.lower(col(Borrower.email)) == email, col(Login.email) == email)


def _with_phone(phone: str) -> ColumnElement[bool]:
    return or_(col(Borrower.phone) == phone, col(Login.phone) == phone)


def _phone(words: str) -> str:
    """Return a telephone number in E.164, or "" for what is none."""
    if re.search(r"[^\d\s().+-]", words):
        return ""
    digits = re.sub(r"\D", "", words)
    if len(digits) == TEN_DIGITS:
        return f"+1{digits}"
    return f"+{digits}" if len(digits) == TEN_DIGITS + 1 and digits[0] == "1" else ""


def _named(words: str) -> list[ColumnElement[bool]]:
    """Return the conditions that each word begins the first or the last name."""
    first, last = func.lower(col(Borrower.first_name)), func.lower(col(Borrower.last_name))
    parts = [part for part in words.lower().replace(",", " ").split() if part]
    if max(map(len, parts), default=0) < SHORTEST_NAME:
        return [col(Borrower.id).is_(None)]
    return [
        or_(first.startswith(part, autoescape=True), last.startswith(part, autoescape=True))
        for part in parts
    ]
