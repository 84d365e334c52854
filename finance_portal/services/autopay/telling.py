"""Who is told of a change of autopay: its payer, at every contact, in the same transaction."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.models.security import Login
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, deliveries
from finance_portal.services.security.desk import Act


def note(session: Session, act: Act, kind: str, ref: str, **detail: str) -> None:
    """Write a line into the history of whoever acts (I16)."""
    audit.record(
        session,
        kind=kind,
        at=act.now,
        client=act.client,
        login_id=act.who.login_id,
        session_ref=act.who.session_id,
        subject=ref,
        **detail,
    )


def tell(
    session: Session,
    borrower_id: int,
    wording: Wording,
    *,
    kind: str,
    now: datetime,
    key: str | None = None,
) -> bool:
    """Write a notice to a borrower; False when they have no login, or it was written before."""
    login = login_of(session, borrower_id)
    if login is None:
        return False
    return bool(deliveries.tell(session, login, wording, kind=kind, now=now, key=key))


def login_of(session: Session, borrower_id: int) -> Login | None:
    """Return the login of a borrower, if they have one."""
    return session.exec(select(Login).where(col(Login.borrower_id) == borrower_id)).one_or_none()
