"""What every change of a profile has in common: who may make it now, and that it is told."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.language import day_of_year, say
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.notices.wording import Wording
from finance_portal.services.contacts import Contact
from finance_portal.services.security.desk import Act, SecurityDesk, note


class ProfileRefused(Exception):
    """Nothing was changed; the message is fit for the borrower."""


def begin(session: Session, act: Act) -> Borrower:
    """Return who acts, locked. Raises ProfileRefused while their contacts are held (Q2)."""
    login = session.get_one(Login, act.who.login_id)
    if login.held_until and act.now < login.held_until:
        raise ProfileRefused(
            say(
                "For your protection this cannot be changed until {day}. If it is urgent, please"
                " call us.",
                day=day_of_year(login.held_until.date()),
            )
        )
    return locked(session, act)


def locked(session: Session, act: Act) -> Borrower:
    """Return who acts, locked: two changes at the same time come one after the other."""
    mine = select(Borrower).where(col(Borrower.id) == act.who.borrower_id)
    return session.exec(mine.with_for_update()).one()


def made(
    session: Session,
    desk: SecurityDesk,
    act: Act,
    kind: str,
    notice: Callable[..., Wording],
    *,
    also: Iterable[Contact] = (),
    **detail: str,
) -> None:
    """Write a change into the history, and tell every contact, old and new, with a way back."""
    session.flush()
    note(session, act, kind, **detail)
    desk.tell(session, act, notice, about=kind, also=also)


def since(at: datetime) -> str:
    """Return what makes the keys of notices about changes differ from each other."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"
