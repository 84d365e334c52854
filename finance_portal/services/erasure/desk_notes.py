"""What the lender's own people wrote of somebody's contracts, without the person's words."""

from collections.abc import Iterable, Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from finance_portal.models.base import table_of
from finance_portal.models.desk import DeskLook, DeskProposal
from finance_portal.services.erasure.words import without


def erase(
    session: Session, contract_ids: Sequence[int], words: Iterable[str], pseudonym: str
) -> None:
    """Forget the notes of looks, and put a pseudonym where reasons name the person."""
    words = list(words)
    looks = table_of(DeskLook)
    session.connection().execute(
        update(looks).where(looks.c.contract_id.in_(contract_ids)).values(note_sealed=None)
    )
    proposals = select(DeskProposal).where(col(DeskProposal.contract_id).in_(contract_ids))
    for row in session.exec(proposals):
        row.reason = without(row.reason, words, pseudonym)
        row.decided_note = row.decided_note and without(row.decided_note, words, pseudonym)
        session.add(row)
