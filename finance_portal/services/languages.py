"""The language in which a borrower is written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.language import speaking
from finance_portal.models.people import Borrower
from finance_portal.services import audit
from finance_portal.services.client import Client
from finance_portal.services.sessions import SignedIn


def choose(db: Database, who: SignedIn, language: str, *, client: Client, now: datetime) -> None:
    """Write to a borrower in this language from now on, and keep that they said so."""
    with db.begin() as session:
        borrower = session.get_one(Borrower, who.borrower_id)
        if borrower.language == language:
            return
        borrower.language = language
        audit.record(
            session,
            kind="profile:language:changed",
            at=now,
            client=client,
            login_id=who.login_id,
            session_ref=who.session_id,
            language=language,
        )


@contextmanager
def speaking_to(session: Session, borrower_id: int) -> Iterator[None]:
    """Speak a borrower's own language within a block, whoever has made something happen."""
    with speaking(session.get_one(Borrower, borrower_id).language):
        yield
