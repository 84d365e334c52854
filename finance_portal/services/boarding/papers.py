"""Bring papers that were made elsewhere onto the system: contracts as signed, disclosures, letters.

A folder holds `documents.csv`, with a line for each file, and the files. All of them or none.
"""

import csv
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError, field_validator
from pydantic.dataclasses import dataclass as checked
from sqlmodel import Session, col, select

from finance_portal.bulk import insert_many
from finance_portal.db import Database
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.people import Borrower, Obligor
from finance_portal.services import contracts
from finance_portal.services.documents import REF_BYTES
from finance_portal.services.vault import live_vault

INDEX = "documents.csv"
COLUMNS = ("file", "contract", "kind", "title", "dated_on", "borrower")
LARGEST = 10_000_000
BEGINS, ENDS, TAIL = b"%PDF-", b"%%EOF", 1_024
MOST_FAULTS = 20


class PapersRefused(Exception):
    """A folder cannot be boarded; its lines say where and why, and repeat no content."""


@checked(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class Entry:
    """A line of the index. `borrower` is the lender's name for the one person it is for."""

    file: str
    contract: str
    kind: DocumentKind
    title: str
    dated_on: date
    borrower: str = ""

    @field_validator("file")
    @classmethod
    def _stays_in_the_folder(cls, name: str) -> str:
        if not name or Path(name).name != name:
            raise ValueError("names no file of the folder")
        return name

    @field_validator("title")
    @classmethod
    def _is_one_line(cls, title: str) -> str:
        if not title or len(title) > 120 or not title.isprintable():  # noqa: PLR2004  the column's
            raise ValueError("is one line of at most 120 letters")
        return title


ENTRY = TypeAdapter(Entry)


@dataclass(frozen=True)
class Boarded:
    """How many files are new, and how many had been boarded before."""

    new: int
    unchanged: int


def board_papers(db: Database, folder: Path, *, now: datetime) -> Boarded:
    """Board the files of a folder in one transaction. Raises PapersRefused and OSError.

    The same file for the same contract is boarded once, however often this runs.
    """
    faults, entries = list[str](), list[tuple[int, Entry]]()
    for row, values in _lines(folder):
        try:
            entries.append((row, ENTRY.validate_python(values)))
        except ValidationError as error:
            faults += [f"row {row}, {_where(each)}: {each['msg']}" for each in error.errors()]
    with db.begin() as session:
        papers = list(_values(session, folder, entries, faults, now))
        if faults:
            raise PapersRefused("\n".join(faults[:MOST_FAULTS]))
        new = insert_many(session, table_of(Document), papers)
    return Boarded(new, len(papers) - new)


def _lines(folder: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of the index as they are numbered in it. Raises PapersRefused."""
    with (folder / INDEX).open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, strict=True)
        unknown = set(reader.fieldnames or ()) - set(COLUMNS)
        missing = set(COLUMNS[:-1]) - set(reader.fieldnames or ())
        if unknown or missing:
            raise PapersRefused(f"{INDEX}: the columns are {', '.join(COLUMNS)}")
        for row, values in enumerate(reader, start=2):
            yield row, {name: value or "" for name, value in values.items() if name}


def _where(error: Any) -> str:
    return ".".join(str(each) for each in error["loc"])


def _values(
    session: Session,
    folder: Path,
    entries: list[tuple[int, Entry]],
    faults: list[str],
    now: datetime,
) -> Iterator[dict[str, Any]]:
    vault = live_vault()
    for row, entry in entries:
        contract = contracts.by_number(session, vault, entry.contract)
        if contract is None:
            faults.append(f"row {row}, contract: is not on the system")
            continue
        borrower_id = _borrower(session, contract, entry.borrower)
        if entry.borrower and borrower_id is None:
            faults.append(f"row {row}, borrower: is not bound by the contract")
            continue
        pdf = _read(folder / entry.file)
        if pdf is None:
            faults.append(f"row {row}, file: is no PDF of at most 10 MB")
            continue
        yield _row(entry, contract, borrower_id, pdf, now)


def _borrower(session: Session, contract: Contract, name: str) -> int | None:
    return session.exec(
        select(Borrower.id)
        .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
        .where(col(Obligor.contract_id) == contract.id, col(Borrower.external_id) == name)
    ).one_or_none()


def _read(file: Path) -> bytes | None:
    """Return a file that begins and ends as a PDF does; None for any other."""
    if not file.is_file() or file.stat().st_size > LARGEST:
        return None
    pdf = file.read_bytes()
    return pdf if pdf.startswith(BEGINS) and ENDS in pdf[-TAIL:] else None


def _row(
    entry: Entry, contract: Contract, borrower_id: int | None, pdf: bytes, now: datetime
) -> dict[str, Any]:
    digest = sha256(pdf).hexdigest()
    return {
        "ref": secrets.token_urlsafe(REF_BYTES),
        "key": f"boarded:{contract.id}:{digest[:48]}",
        "contract_id": contract.id,
        "borrower_id": borrower_id,
        "kind": entry.kind,
        "title": entry.title,
        "dated_on": entry.dated_on,
        "file": pdf,
        "digest": digest,
        "issued_at": now,
    }
