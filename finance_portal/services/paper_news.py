"""Tell of new documents: what a night brings, of all contracts together, is one message."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import starmap

from sqlmodel import Session, col, delete, or_, select

from finance_portal.bulk import insert_many
from finance_portal.db import insert
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind, PaperNews
from finance_portal.models.people import Obligor
from finance_portal.notices import statements as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries, documents
from finance_portal.services.documents import Paper
from finance_portal.services.nightly.work import Work
from finance_portal.services.paper_titles import title_of
from finance_portal.services.spoken_to import speaking_to


def issue_many(session: Session, papers: Iterable[Paper], now: datetime) -> int:
    """Issue documents as `documents.issue_many` does, and note whom the night is to tell of them.

    Nobody is told of what had been issued before: news is of the rows that were written here.
    """
    rows = [documents.row_of(each, now) for each in papers]
    written = insert_many(session, table_of(Document), rows)
    if written:
        _note(session, [row["ref"] for row in rows])
    return written


def telling(now: datetime) -> Work[int]:
    """Return the work of telling. Its writing returns how many borrowers were told.

    Who was told has no news any more, in the same transaction: killed or repeated, it tells once.
    """
    return Work(
        "papers",
        _due,
        lambda _session, contract_ids: contract_ids,
        lambda session, contract_ids: _write(session, contract_ids, now),
        chunk=50,
        chunk_on_a_server=200,
    )


def _note(session: Session, refs: list[str]) -> None:
    """Note everybody who may read these documents."""
    readers = (
        select(Obligor.borrower_id, Document.id)
        .join(Document, col(Document.contract_id) == Obligor.contract_id)
        .where(
            col(Document.ref).in_(refs),
            or_(
                col(Document.borrower_id).is_(None),
                col(Document.borrower_id) == Obligor.borrower_id,
            ),
        )
    )
    names = ["borrower_id", "document_id"]
    session.connection().execute(insert(session, PaperNews).from_select(names, readers))


def _due(session: Session, after: int, most: int) -> list[int]:
    found = session.exec(
        select(Document.contract_id)
        .join(PaperNews, col(PaperNews.document_id) == Document.id)
        .where(col(Document.contract_id) > after)
        .distinct()
        .order_by(col(Document.contract_id))
        .limit(most)
    )
    return list(found)


def _write(session: Session, contract_ids: list[int], now: datetime) -> int:
    """Tell whoever has news of these contracts, of all their contracts at once."""
    news = _taken(session, contract_ids)
    rows = session.exec(
        select(Document, Contract)
        .join(Contract, col(Contract.id) == Document.contract_id)
        .where(col(Document.id).in_({each.document_id for each in news}))
        .options(*documents.HEADS_ALONE)
    )
    told = {document.id: (document, contract) for document, contract in rows}
    by_borrower = defaultdict(list)
    for each in news:
        by_borrower[each.borrower_id].append(told[each.document_id])
    for borrower_id, papers in by_borrower.items():
        with speaking_to(session, borrower_id):
            kind, wording = _worded(papers)
        deliveries.tell_borrower(session, borrower_id, wording, kind=kind, now=now)
    return len(by_borrower)


def _taken(session: Session, contract_ids: list[int]) -> list[PaperNews]:
    """Take the news off the table; what somebody else is just taking is waited for, and theirs."""
    readers = (
        select(PaperNews.borrower_id)
        .join(Document, col(Document.id) == PaperNews.document_id)
        .where(col(Document.contract_id).in_(contract_ids))
    )
    mine = (
        select(PaperNews)
        .where(col(PaperNews.borrower_id).in_(readers))
        .order_by(col(PaperNews.id))
        .with_for_update()
    )
    news = list(session.exec(mine))
    session.exec(delete(PaperNews).where(col(PaperNews.id).in_([each.id for each in news])))
    return news


def _worded(papers: list[tuple[Document, Contract]]) -> tuple[str, Wording]:
    """Return what is told, and the name of the function that worded it."""
    if len(papers) > 1:
        return "papers_ready", notices.papers_ready(list(starmap(_named, papers)))
    ((document, contract),) = papers
    vehicle, ref = contract.vehicle, contract.ref
    told_through = document.period_to or document.dated_on
    if document.kind == DocumentKind.NOTICE:
        title = title_of(document)
        return "paper_ready", notices.paper_ready(title=title, vehicle=vehicle, ref=ref)
    if document.kind == DocumentKind.INTEREST_STATEMENT:
        return "interest_statement_ready", notices.interest_statement_ready(
            year=told_through.year,
            vehicle=vehicle,
            ref=ref,
            is_corrected=document.corrects_id is not None,
        )
    word = notices.statement_corrected if document.corrects_id else notices.statement_ready
    return word.__name__, word(stated_on=told_through + ONE_DAY, vehicle=vehicle, ref=ref)


def _named(document: Document, contract: Contract) -> tuple[str, str]:
    return title_of(document), contract.vehicle
