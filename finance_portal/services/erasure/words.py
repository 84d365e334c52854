"""Which words a person is known by, and a text without them."""

import re
from collections.abc import Iterable

from sqlmodel import Session, col, select

from finance_portal.models.people import Borrower
from finance_portal.models.security import Login

SHORTEST = 3  # letters: shorter ones would be found in the middle of everything


def words_of(session: Session, borrower: Borrower) -> list[str]:
    """Return what names a person or reaches them, the longest first."""
    login = session.exec(select(Login).where(col(Login.borrower_id) == borrower.id)).one_or_none()
    known: list[str | None] = [
        borrower.name,
        borrower.first_name,
        borrower.last_name,
        borrower.email,
        borrower.phone,
        borrower.external_id,
    ]
    if login is not None:
        known += [login.user_name, login.email, login.phone]
    return sorted({each for each in known if each and len(each) >= SHORTEST}, key=len, reverse=True)


def without(text: str, words: Iterable[str], pseudonym: str) -> str:
    """Return a text in which a pseudonym stands wherever one of the words stood as a word."""
    for word in words:
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
        text = re.sub(pattern, pseudonym, text, flags=re.IGNORECASE)
    return text
