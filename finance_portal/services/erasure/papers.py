"""The papers of somebody who is erased: sealed as long as the law wants them, then destroyed.

A paper of somebody else as well stays as it is: it is theirs, too. What stands in its place has no
word of the person, so that lists and counts go on as before.
"""

import base64
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.retention import papers_until
from finance_portal.models.base import table_of
from finance_portal.models.documents import Document
from finance_portal.models.people import Obligor
from finance_portal.models.your_data import Erasure, KeptPaper
from finance_portal.services import audit
from finance_portal.services.erasure.words import without
from finance_portal.services.vault import Vault

REF_BYTES = 15
TEMPLATE = "erased-1"  # nothing is set with it: nobody is left to whom it would be handed


def seal_papers(
    session: Session,
    vault: Vault,
    closed: Sequence[tuple[int, date]],
    *,
    words: Iterable[str],
    pseudonym: str,
    borrower_id: int,
) -> None:
    """Seal the papers of closed contracts, unless somebody who is not erased may read them."""
    words = list(words)
    for contract_id, closed_on in closed:
        is_shared = _others(session, contract_id)
        for paper in session.exec(select(Document).where(col(Document.contract_id) == contract_id)):
            if paper.borrower_id == borrower_id or (paper.borrower_id is None and not is_shared):
                _seal(session, vault, paper, closed_on, words, pseudonym)


def destroy_kept(db: Database, *, today: date, now: datetime) -> int:
    """Destroy what the law lets go of. Return how many papers those were (K8)."""
    with db.begin() as session:
        due = session.exec(
            select(KeptPaper).where(col(KeptPaper.destroy_on) <= today).limit(1_000)
        ).all()
        for paper in due:
            session.delete(paper)
        if due:
            audit.record(session, kind="papers:destroyed", at=now, count=str(len(due)))
    return len(due)


def _others(session: Session, contract_id: int) -> bool:
    """Tell whether somebody is bound by a contract who was not erased."""
    erased = select(Erasure.borrower_id)
    return bool(
        session.exec(
            select(func.count())
            .select_from(Obligor)
            .where(col(Obligor.contract_id) == contract_id, col(Obligor.borrower_id).not_in(erased))
        ).one()
    )


def _seal(
    session: Session,
    vault: Vault,
    paper: Document,
    closed_on: date,
    words: list[str],
    pseudonym: str,
) -> None:
    ref = secrets.token_urlsafe(REF_BYTES)
    session.add(
        KeptPaper(
            ref=ref,
            document_id=paper.id or 0,
            original_sealed=vault.seal(
                _original(paper), table="kept_paper", column="original_sealed", row=ref
            ),
            destroy_on=papers_until(closed_on),
        )
    )
    session.connection().execute(
        update(table_of(Document))
        .where(col(Document.id) == paper.id)
        .values(
            template=TEMPLATE,
            content="{}",
            file=None,
            title=without(paper.title, words, pseudonym),
            digest=sha256(b"{}").hexdigest(),
        )
    )


def _original(paper: Document) -> str:
    """Return a paper as it was, for whoever the law lets open it."""
    file = base64.b64encode(paper.file).decode() if paper.file else None
    said = {"template": paper.template, "content": paper.content, "file": file}
    return json.dumps(said | {"title": paper.title, "digest": paper.digest})
