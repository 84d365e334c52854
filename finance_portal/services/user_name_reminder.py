"""A forgotten user name goes to the contact that is on file, if it is. The answer does not say."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.language import say, sentence
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.notices import ways_in as notices
from finance_portal.services import audit, way_codes
from finance_portal.services.client import Client
from finance_portal.services.contacts import Contact, canonical_email
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.throttle import Budgets, TooManyTries, site_of
from finance_portal.services.way_codes import Receiver

EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]+\.[^\s@]+")
LONGEST = 254
DIGITS_OF_A_NUMBER = 10
UNREADABLE = sentence(
    "Type an e-mail address such as name@example.com, or a phone number with area code."
)


class ContactUnreadable(ValueError):
    """This is neither an address nor a number; the message is fit for the borrower."""

    def __init__(self) -> None:
        super().__init__(say(UNREADABLE))


@dataclass(frozen=True)
class UserNameReminder:
    """Reminds borrowers of their user names."""

    db: Database
    budgets: Budgets
    key: bytes  # of the index of contacts that were asked for

    def send(self, typed: str, *, client: Client, now: datetime) -> None:
        """Send a contact the user names that go with it.

        Raises ContactUnreadable, TooManyTries.
        """
        contact = read_contact(typed)
        asked = keyed_hash(self.key, *contact)
        self.budgets.take("recovery:ask", account=asked, site=site_of(client.ip), now=now)
        with self.db.begin() as session:
            found = _logins_of(session, contact)
            receiver = self._receiver(found, contact, now)
            names = sorted(login.user_name for login, _ in found)
            words = notices.user_names(names or ["nobody"])
            way_codes.post(session, receiver, words, kind="user_names", channel=contact[0], now=now)
            audit.record(
                session,
                kind=f"account:user_name:{'reminded' if receiver else 'not_reminded'}",
                at=now,
                client=client,
                login_id=found[0][0].id if found else None,
            )

    def _receiver(
        self, found: list[tuple[Login, Borrower]], contact: Contact, now: datetime
    ) -> Receiver | None:
        if not found:
            return None
        try:
            self.budgets.take("code:ask", contact=contact[1], now=now)
        except TooManyTries:
            return None
        login, borrower = found[0]
        return Receiver(borrower, login, contact)


def read_contact(typed: str) -> Contact:
    """Return the address or number that was typed, in its one form. Raises ContactUnreadable."""
    text = typed.strip()[: LONGEST + 1]
    if EMAIL.fullmatch(text) and len(text) <= LONGEST and text.isprintable():
        return "email", canonical_email(text)
    digits = re.sub(r"[\s().+-]", "", text).removeprefix("1")
    if re.fullmatch(rf"[0-9]{{{DIGITS_OF_A_NUMBER}}}", digits):
        return "text", f"+1{digits}"
    raise ContactUnreadable


def _logins_of(session: Session, contact: Contact) -> list[tuple[Login, Borrower]]:
    """Return whose contact this is, proven or on file."""
    channel, address = contact
    if channel == "email":
        theirs = or_(col(Login.email) == address, func.lower(col(Borrower.email)) == address)
    else:
        theirs = or_(col(Login.phone) == address, col(Borrower.phone) == address)
    return list(
        session.exec(
            select(Login, Borrower)
            .join(Borrower, col(Borrower.id) == col(Login.borrower_id))
            .where(theirs, col(Login.disabled_at).is_(None))
            .order_by(col(Login.id))
        )
    )
