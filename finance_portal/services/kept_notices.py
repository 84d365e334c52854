"""Notices that stay: what was written to a borrower, word for word, among the documents (R18.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.language import say, speaking, spoken
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.people import Borrower, Obligor
from finance_portal.notices.wording import Wording
from finance_portal.services import addresses, deliveries, documents
from finance_portal.services.documents import Paper
from finance_portal.services.obligors import Bound, addressed, bound_by_each
from finance_portal.services.spoken_to import language_of

TEMPLATE = "letter-1"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What everybody who is bound by a contract is told, once for a key."""

    contract_id: int
    key: str
    kind: str  # the name of the function that worded it
    wording: Wording


def keep(
    session: Session,
    wording: Wording,
    *,
    contract_id: int,
    borrower_id: int | None,
    key: str,
    now: datetime,
) -> Document | None:
    """Keep what one person was told. A guest has no documents: for nobody, nothing is kept."""
    if borrower_id is None:
        return None
    contract = session.get_one(Contract, contract_id)
    language = language_of(session, borrower_id)
    name = session.get_one(Borrower, borrower_id).name
    lines = addresses.mailing_lines(session, [borrower_id]).get(borrower_id, ())
    to = [name, *lines]
    paper = paper_of(
        wording, contract, to, key=key, now=now, language=language, borrower_id=borrower_id
    )
    return documents.issue(session, paper, now)


def keep_of_person(
    session: Session, wording: Wording, *, borrower_id: int, key: str, now: datetime
) -> Document | None:
    """Keep what is about a person and no contract, with the first contract that they signed."""
    first = session.exec(
        select(Obligor.contract_id)
        .where(col(Obligor.borrower_id) == borrower_id)
        .order_by(col(Obligor.contract_id))
    ).first()
    if first is None:
        return None
    return keep(session, wording, contract_id=first, borrower_id=borrower_id, key=key, now=now)


def tell_all(session: Session, notices: Iterable[Told], now: datetime) -> None:
    """Write notices to all who are bound, and keep each as a document that all of them read."""
    told = list(notices)
    ids = {each.contract_id for each in told}
    bound = bound_by_each(session, ids)
    contracts = session.exec(select(Contract).where(col(Contract.id).in_(ids)))
    known = {contract.id: contract for contract in contracts}
    papers = [
        paper_of(
            each.wording,
            known[each.contract_id],
            addressed(bound.get(each.contract_id, ())),
            key=each.key,
            now=now,
            language=_language(bound.get(each.contract_id, ())),
        )
        for each in told
    ]
    documents.issue_many(session, papers, now)
    for each in told:
        for who in bound.get(each.contract_id, ()):
            deliveries.tell_borrower(
                session,
                who.borrower_id,
                each.wording,
                kind=each.kind,
                now=now,
                key=f"{each.key}:{who.borrower_id}",
            )


def _language(bound: Sequence[Bound]) -> str:
    """Return in what language a paper is that all who are bound read: of who signed first."""
    return bound[0].language if bound else spoken()


def paper_of(
    wording: Wording,
    contract: Contract,
    to: Iterable[str],
    *,
    key: str,
    now: datetime,
    language: str,
    borrower_id: int | None = None,
) -> Paper:
    """Return a notice as a letter: its words and none of its links, which open only for a time."""
    words = wording.spoken_in(language)
    with speaking(language):
        facts = [[say("Contract"), contract.number_masked], [say("Vehicle"), contract.vehicle]]
    return Paper(
        key=f"notice:{key}",
        contract_id=contract.id or 0,
        borrower_id=borrower_id,
        kind=DocumentKind.NOTICE,
        title=words.subject,
        dated_on=now.date(),
        template=TEMPLATE,
        language=language,
        content={
            "to": list(to),
            "facts": facts,
            "words": list(words.paragraphs),
        },
    )
