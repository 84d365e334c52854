"""Find a borrower by the lender's own name for them; only who works there asks."""

from sqlmodel import Session, col, select

from finance_portal.models.people import Borrower


class WhoIsThat(Exception):
    """There is no borrower of this name."""


def borrower_named(session: Session, name: str) -> Borrower:
    """Return a borrower by the lender's name or the ref. Raises WhoIsThat."""
    wanted = (col(Borrower.external_id) == name) | (col(Borrower.ref) == name)
    found = session.exec(select(Borrower).where(wanted)).first()
    if found is None:
        raise WhoIsThat("There is no borrower of this name.")
    return found
