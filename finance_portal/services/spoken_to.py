"""In which language a borrower is spoken to where no page of theirs is open: notices, papers."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from finance_portal.language import speaking, spoken
from finance_portal.models.people import Borrower


def language_of(session: Session, borrower_id: int | None) -> str:
    """Return a borrower's language. A guest has none on file: it is the one being spoken."""
    return session.get_one(Borrower, borrower_id).language if borrower_id else spoken()


@contextmanager
def speaking_to(session: Session, borrower_id: int | None) -> Iterator[None]:
    """Speak a borrower's language within a block: what is worded there is kept for them."""
    with speaking(language_of(session, borrower_id)):
        yield
