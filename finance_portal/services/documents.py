"""Documents of contracts: issued once, frozen, listed, and handed to whom they belong."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import ColumnElement
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, or_, select

from finance_portal.bulk import insert_many
from finance_portal.db import Database, insert
from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.domain.rights import Asked, Right
from finance_portal.language import ENGLISH, spoken
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind, DocumentSeen
from finance_portal.models.people import Obligor
from finance_portal.services.access import given
from finance_portal.services.document_keys import sealing_key
from finance_portal.services.paper_titles import title_of

REF_BYTES = 15
HEADS_ALONE = tuple(
    defer(cast("QueryableAttribute[Any]", large)) for large in (Document.content, Document.file)
)
"""Options of a query that reads no document's content."""
SHARED = (
    DocumentKind.CONTRACT,
    DocumentKind.DISCLOSURE,
    DocumentKind.STATEMENT,
    DocumentKind.RECEIPT,
    DocumentKind.COUPONS,
    DocumentKind.PAID_IN_FULL,
    DocumentKind.LIEN_RELEASE,
    DocumentKind.INTEREST_STATEMENT,
    DocumentKind.ODOMETER,
    DocumentKind.LEASE_INVOICE,
)
"""What a delegate may read: nothing that is signed, noticed or made out to one person."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document to be issued. `key` names what it is about: it is issued once.

    `content` holds texts as they are shown; who writes is added. With `borrower_id` it is for one
    person alone.
    """

    key: str
    contract_id: int
    kind: DocumentKind
    title: str
    dated_on: date
    template: str
    content: Mapping[str, Any]
    borrower_id: int | None = None
    period_from: date | None = None
    period_to: date | None = None
    corrects_id: int | None = None
    language: str = field(default_factory=spoken)  # of the texts


@dataclass(frozen=True, kw_only=True)
class Line:
    """A document in the list of whoever may read it."""

    ref: str
    kind: str
    title: str
    dated_on: date
    contract_ref: str
    is_new: bool
    is_corrected: bool  # a later one takes its place
    corrects: bool


@dataclass(frozen=True)
class File:
    """A document as it is downloaded."""

    name: str
    pdf: bytes
    contract_id: int = 0


def issue(session: Session, paper: Paper, now: datetime) -> Document:
    """Issue a document, or return the one that was issued for its key."""
    session.flush()
    session.connection().execute(
        insert(session, Document)
        .values(row_of(paper, now))
        .on_conflict_do_nothing(index_elements=["key"])
    )
    return session.exec(select(Document).where(col(Document.key) == paper.key)).one()


def issue_many(session: Session, papers: Iterable[Paper], now: datetime) -> int:
    """Issue documents, but for those whose keys were issued; return how many there were."""
    return insert_many(session, table_of(Document), [row_of(each, now) for each in papers])


def row_of(paper: Paper, now: datetime) -> dict[str, Any]:
    """Return what is stored of a document, by its columns; jobs write many at once."""
    spoken_in = {} if paper.language == ENGLISH else {"language": paper.language}
    content = json.dumps({"from": letterhead(), **spoken_in, **paper.content}, ensure_ascii=False)
    return {
        "ref": secrets.token_urlsafe(REF_BYTES),
        "key": paper.key,
        "contract_id": paper.contract_id,
        "borrower_id": paper.borrower_id,
        "kind": paper.kind,
        "title": paper.title,
        "dated_on": paper.dated_on,
        "period_from": paper.period_from,
        "period_to": paper.period_to,
        "template": paper.template,
        "content": content,
        "digest": sha256(content.encode()).hexdigest(),
        "corrects_id": paper.corrects_id,
        "issued_at": now,
    }


def listed(db: Database, *, borrower_id: int, today: date | None = None) -> list[Line]:
    """Return what somebody may read, of all contracts, the latest first.

    With `today` also what they were given to read of a contract that does not bind them.
    """
    with db.read() as session:
        seen = _seen_by(session, borrower_id)
        readable = _readable_by(borrower_id, today)
        replaced = _replaced(session, readable)
        rows = session.exec(
            select(Document, Contract.ref)
            .join(Contract, col(Contract.id) == Document.contract_id)
            .where(readable)
            .order_by(col(Document.dated_on).desc(), col(Document.id).desc())
            .options(*HEADS_ALONE)
        )
        return [
            Line(
                ref=row.ref,
                kind=row.kind,
                title=title_of(row),
                dated_on=row.dated_on,
                contract_ref=contract_ref,
                is_new=row.id not in seen,
                is_corrected=row.id in replaced,
                corrects=row.corrects_id is not None,
            )
            for row, contract_ref in rows
        ]


def opened(
    db: Database, *, borrower_id: int, ref: str, now: datetime, today: date | None = None
) -> File | None:
    """Return a document to whom it belongs, and note that it was seen; None for anybody else.

    With `today` also to whom it was given to read.
    """
    with db.read() as session:
        row = session.exec(
            select(Document).where(col(Document.ref) == ref, _readable_by(borrower_id, today))
        ).one_or_none()
    return handed_out(db, row, borrower_id=borrower_id, now=now) if row else None


def handed_out(db: Database, row: Document, *, borrower_id: int, now: datetime) -> File:
    """Return a document's file, and note that it was seen; whoever calls knows whose it is."""
    with db.read() as session:
        is_first_time = row.id not in _seen_by(session, borrower_id)
    if is_first_time:
        _note_seen(db, row, borrower_id, now)
    return File(_name(row), file_of(row), row.contract_id)


def file_of(row: Document) -> bytes:
    """Return a document's PDF under our seal; what was boarded is returned as it came."""
    if row.template is None or row.content is None:
        return row.file or b""
    key = sealing_key()
    pdf = typeset(
        row.template,
        json.loads(row.content),
        title=row.title,
        dated_on=row.dated_on,
        keywords=seal.place(key),
    )
    return seal.sealed(pdf, key)


def _seen_by(session: Session, borrower_id: int) -> set[int]:
    return set(
        session.exec(
            select(DocumentSeen.document_id).where(col(DocumentSeen.borrower_id) == borrower_id)
        )
    )


def _replaced(session: Session, readable: ColumnElement[bool]) -> set[int | None]:
    """Return which of somebody's documents a later one has taken the place of."""
    return set(
        session.exec(
            select(Document.corrects_id).where(col(Document.corrects_id).is_not(None), readable)
        )
    )


def _note_seen(db: Database, row: Document, borrower_id: int, now: datetime) -> None:
    with db.begin() as session:
        session.connection().execute(
            insert(session, DocumentSeen)
            .values(document_id=row.id, borrower_id=borrower_id, seen_at=now)
            .on_conflict_do_nothing()
        )


def _readable_by(borrower_id: int, today: date | None) -> ColumnElement[bool]:
    bound = select(Obligor.contract_id).where(col(Obligor.borrower_id) == borrower_id)
    for_all, for_them = (
        col(Document.borrower_id).is_(None),
        col(Document.borrower_id) == borrower_id,
    )
    own = col(Document.contract_id).in_(bound) & or_(for_all, for_them)
    if today is None:
        return own
    read, see = (given(borrower_id, Asked(right, today)) for right in (Right.DOCUMENTS, Right.SEE))
    return or_(
        own,
        col(Document.contract_id).in_(read) & for_all & col(Document.kind).in_(SHARED),
        col(Document.contract_id).in_(see) & for_them,  # the receipt of what they paid
    )


def _name(row: Document) -> str:
    return f"{row.kind.replace('_', '-')}-{row.dated_on:%Y-%m-%d}.pdf"
