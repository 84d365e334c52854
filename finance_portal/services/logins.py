"""Which login a borrower signs in with, and how they come to have one."""

from datetime import datetime

from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services.contacts import canonical_email
from finance_portal.services.user_names import canonical_user_name


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


def add_login(
    session: Session,
    *,
    borrower: Borrower,
    user_name: str,
    password_hash: str,
    now: datetime,
    email: str | None = None,
    phone: str | None = None,
) -> Login:
    """Give a borrower a way in, with the contacts that they have proven to be theirs.

    The hash comes from the password desk.
    """
    login = Login(
        borrower_id=borrower.id or 0,
        user_name=canonical_user_name(user_name),
        email=canonical_email(email) if email else None,
        phone=phone,
        password_hash=password_hash,
        created_at=now,
        password_set_at=now,
    )
    session.add(login)
    return login


def _of(borrower_id: int | None) -> SelectOfScalar[Login]:
    return select(Login).where(col(Login.borrower_id) == borrower_id)
