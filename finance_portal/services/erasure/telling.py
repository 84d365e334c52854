"""How somebody was told, and where: forgotten, but for that and when they agreed to it."""

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, SQLModel

from finance_portal.models import notices, profile
from finance_portal.models.base import table_of
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login

FORGOTTEN: tuple[type[SQLModel], ...] = (
    profile.PostalAddress,
    profile.Telephone,
    profile.PaperMail,
    profile.PaperPeriod,
    notices.Notice,
    notices.NoticeChoice,
    notices.PushDevice,
)
CONSENTS: tuple[type[SQLModel], ...] = (
    profile.PaperlessStep,
    profile.PrivacyChoice,
    notices.TextConsent,
)


def erase(session: Session, borrower_id: int) -> None:
    """Forget addresses, numbers, devices and notices; of a consent, the number and the browser.

    It is asked while the numbers of the person are still known.
    """
    _forget_stops(session, borrower_id)
    for model in FORGOTTEN:
        table = table_of(model)
        session.connection().execute(delete(table).where(table.c.borrower_id == borrower_id))
    for model in CONSENTS:
        table = table_of(model)
        gone = {name: "" for name in ("ip", "user_agent", "phone", "words") if name in table.c}
        session.connection().execute(
            update(table).where(table.c.borrower_id == borrower_id).values(gone)
        )


def _forget_stops(session: Session, borrower_id: int) -> None:
    """Forget that numbers said STOP, but for those at which somebody else could be texted."""
    login, person, stop = table_of(Login), table_of(Borrower), table_of(notices.TextStop)
    agreed = table_of(notices.TextConsent)
    mine = or_(
        stop.c.phone.in_(select(login.c.phone).where(login.c.borrower_id == borrower_id)),
        stop.c.phone.in_(select(person.c.phone).where(person.c.id == borrower_id)),
        stop.c.phone.in_(select(agreed.c.phone).where(agreed.c.borrower_id == borrower_id)),
    )
    theirs = or_(
        stop.c.phone.in_(
            select(login.c.phone).where(
                login.c.borrower_id != borrower_id, login.c.phone.is_not(None)
            )
        ),
        stop.c.phone.in_(
            select(person.c.phone).where(person.c.id != borrower_id, person.c.phone.is_not(None))
        ),
    )
    session.connection().execute(delete(stop).where(mine, ~theirs))
