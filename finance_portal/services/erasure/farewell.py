"""The last message to somebody who was erased: what stays, until when, and why."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete

from finance_portal.domain.retention import Stays
from finance_portal.language import long_day, say, speaking
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.notices import desk as notices
from finance_portal.services import deliveries
from finance_portal.services.erasure.erase import Erased, ErasureRefused, erase
from finance_portal.services.logins import login_of

KIND = "data_erased"
NO_ADDRESS = (
    "No e-mail address is known to which to write what stays. Use the command erase, which writes"
    " a letter."
)


def erase_and_tell(
    session: Session, borrower_id: int, *, by: str, reply: str | None, now: datetime
) -> Erased:
    """Erase somebody and write to the address that is then gone. Raises ErasureRefused.

    `reply` is what whoever decided it tells them.
    """
    person = session.get_one(Borrower, borrower_id)
    login = login_of(session, borrower_id)
    address = (login and login.email) or person.email
    if not address:
        raise ErasureRefused(NO_ADDRESS)
    with speaking(person.language):
        done = erase(session, borrower_id, by=by, now=now)
        words = notices.data_erased(ref=done.pseudonym, reply=reply, lines=told(done.stays))
    deliveries.write(
        session,
        words,
        kind=KIND,
        channel="email",
        to=address,
        now=now,
        borrower_id=borrower_id,
        key=f"erased:{done.pseudonym}",
    )
    return done


def told(stays: Iterable[Stays]) -> tuple[str, ...]:
    """Return what stays, a sentence each, in the language that is spoken."""
    return tuple(
        say("{what}, until {day}. {why}", what=each.what, day=long_day(each.until), why=each.why)
        for each in stays
    )


def forget_sent(session: Session) -> None:
    """Take away last messages that were sent, or never will be: with them the address goes."""
    is_over = col(Message.sent_at).is_not(None) | col(Message.gave_up_at).is_not(None)
    session.connection().execute(delete(Message).where(col(Message.kind) == KIND, is_over))
