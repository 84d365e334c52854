"""Which login a borrower signs in with, for whoever knows the borrower."""

from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.models.security import Login


def login_of(session: Session, borrower_id: int | None) -> Login | None:
    """Return the login of a borrower; None for a guest, and for who has not registered.

    It asks the database for nobody too, so that an answer takes as long for everybody (R1).
    """
    return session.scalars(_of(borrower_id)).one_or_none()


def login_id_of(session: Session, borrower_id: int | None) -> int | None:
    """Return the id of a borrower's login, for the audit trail."""
    login = login_of(session, borrower_id)
    return login.id if login else None


def login_behind(session: Session, borrower_id: int) -> Login:
    """Return the login of a borrower who is signed in. Raises NoResultFound: a defect."""
    return session.scalars(_of(borrower_id)).one()


def _of(borrower_id: int | None) -> SelectOfScalar[Login]:
    return select(Login).where(col(Login.borrower_id) == borrower_id)
