"""What is to be printed and posted: marked once, handed to the lender's export once (1.20)."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists
from sqlmodel import Session, col, or_, select

from finance_portal.db import Database
from finance_portal.models.documents import Document
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.profile import PaperMail, PaperPeriod
from finance_portal.services import addresses, documents
from finance_portal.services.vault import live_vault


@dataclass(frozen=True)
class Envelope:
    """One document on its way to a printer: the rows' names, what it is, and for whom."""

    ref: str
    title: str
    dated_on: date
    to: tuple[str, ...]  # name and address; a name alone where no address is known


def mark(session: Session, now: datetime) -> int:
    """Mark what was issued to whoever gets paper since it was looked last. Return how many."""
    there = exists().where(
        col(PaperMail.document_id) == col(Document.id),
        col(PaperMail.borrower_id) == col(PaperPeriod.borrower_id),
    )
    issued = select(Document.id, PaperPeriod.borrower_id).where(
        col(Document.contract_id) == col(Obligor.contract_id),
        col(Obligor.borrower_id) == col(PaperPeriod.borrower_id),
        or_(
            col(Document.borrower_id).is_(None),
            col(Document.borrower_id) == col(PaperPeriod.borrower_id),
        ),
        col(Document.issued_at) >= col(PaperPeriod.since),
        or_(
            col(PaperPeriod.until).is_(None),
            col(Document.issued_at) < col(PaperPeriod.until),
        ),
        ~there,
    )
    found = session.exec(issued).all()
    session.add_all(
        PaperMail(
            ref=secrets.token_hex(addresses.REF_BYTES),
            document_id=document_id or 0,
            borrower_id=borrower_id,
            place="now",
            marked_at=now,
        )
        for document_id, borrower_id in found
    )
    return len(found)


def waiting(db: Database, *, now: datetime) -> list[Envelope]:
    """Return what is to be printed, the oldest first."""
    with db.begin() as session:
        mark(session, now)
        session.flush()
        return list(_envelopes(session))


def take(db: Database, ref: str, *, now: datetime) -> bytes | None:
    """Return one document's PDF, and mark it as printed; None when another export took it."""
    with db.begin() as session:
        row = session.exec(
            select(PaperMail)
            .where(col(PaperMail.ref) == ref, col(PaperMail.printed_at).is_(None))
            .with_for_update()
        ).one_or_none()
        if row is None:
            return None
        row.printed_at = now
        return documents.file_of(session.get_one(Document, row.document_id))


def _envelopes(session: Session) -> Iterator[Envelope]:
    rows = session.exec(
        select(PaperMail, Document, Borrower)
        .join(Document, col(Document.id) == PaperMail.document_id)
        .join(Borrower, col(Borrower.id) == PaperMail.borrower_id)
        .where(col(PaperMail.printed_at).is_(None))
        .order_by(col(PaperMail.id))
        .options(*documents.HEADS_ALONE)
    ).all()
    now = addresses.mailing_lines(session, {row.borrower_id for row, _, _ in rows})
    for row, document, borrower in rows:
        lines = _lines(row) if row.to_sealed else now.get(row.borrower_id, ())
        yield Envelope(row.ref, document.title, document.dated_on, (borrower.name, *lines))


def _lines(row: PaperMail) -> tuple[str, ...]:
    text = live_vault().open(
        row.to_sealed or "", table="paper_mail", column="to_sealed", row=row.ref
    )
    return addresses.read(text).lines
