"""Notices that stay: what was written to a borrower, word for word, among the documents (R18.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.language import ENGLISH, speaking
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import DocumentKind
from finance_portal.models.people import Borrower, Obligor
from finance_portal.notices.wording import Wording, Words, worded
from finance_portal.services import deliveries, documents
from finance_portal.services.documents import Paper
from finance_portal.services.obligors import Bound, bound_by_each

TEMPLATE = "letter-1"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What everybody who is bound by a contract is told, once for a key."""

    contract_id: int
    key: str
    kind: str  # the name of the function that worded it
    wording: Words


def keep(
    session: Session,
    words: Words,
    *,
    contract_id: int,
    borrower_id: int | None,
    key: str,
    now: datetime,
) -> None:
    """Keep what one person was told. A guest has no documents: for nobody, nothing is kept."""
    if borrower_id is None:
        return
    contract = session.get_one(Contract, contract_id)
    reader = session.get_one(Borrower, borrower_id)
    with speaking(reader.language):
        wording = worded(words)
    paper = paper_of(wording, contract, [reader.name], key=key, now=now, borrower_id=borrower_id)
    documents.issue(session, paper, now)


def keep_of_person(
    session: Session, words: Words, *, borrower_id: int, key: str, now: datetime
) -> None:
    """Keep what is about a person and no contract, with the first contract that they signed."""
    first = session.exec(
        select(Obligor.contract_id)
        .where(col(Obligor.borrower_id) == borrower_id)
        .order_by(col(Obligor.contract_id))
    ).first()
    if first is not None:
        keep(session, words, contract_id=first, borrower_id=borrower_id, key=key, now=now)


def tell_all(session: Session, notices: Iterable[Told], now: datetime) -> None:
    """Write notices to all who are bound, and keep each as a document that all of them read."""
    told = list(notices)
    ids = {each.contract_id for each in told}
    bound = bound_by_each(session, ids)
    contracts = session.exec(select(Contract).where(col(Contract.id).in_(ids)))
    known = {contract.id: contract for contract in contracts}
    papers = [
        paper_of(
            _worded(each, bound.get(each.contract_id, ())),
            known[each.contract_id],
            [who.name for who in bound.get(each.contract_id, ())],
            key=each.key,
            now=now,
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


def _worded(told: Told, bound: tuple[Bound, ...]) -> Wording:
    """Return a notice in the language of who signed first: all who are bound read the one paper."""
    with speaking(bound[0].language if bound else ENGLISH):
        return worded(told.wording)


def paper_of(
    wording: Wording,
    contract: Contract,
    names: Iterable[str],
    *,
    key: str,
    now: datetime,
    borrower_id: int | None = None,
) -> Paper:
    """Return a notice as a letter: its words and none of its links, which open only for a time."""
    return Paper(
        key=f"notice:{key}",
        contract_id=contract.id or 0,
        borrower_id=borrower_id,
        kind=DocumentKind.NOTICE,
        title=wording.subject,
        dated_on=now.date(),
        template=TEMPLATE,
        content={
            "to": list(names),
            "facts": [["Contract", contract.number_masked], ["Vehicle", contract.vehicle]],
            "words": list(wording.paragraphs),
        },
    )
