"""A signed-in borrower signs in with another e-mail address or number from now on.

The new one proves itself by a code first; it and the old one are told, with a way to object (X6).
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from finance_portal.domain.calendar import EASTERN
from finance_portal.language import day_of_year, say, sentence
from finance_portal.models.security import Login
from finance_portal.notices import security as notices
from finance_portal.services import (
    deliveries,
    factors,
    kept_notices,
    numbers,
    one_time_codes,
)
from finance_portal.services.contacts import Channel, canonical_email, masked_contact
from finance_portal.services.security.desk import Act, SecurityDesk, note
from finance_portal.services.throttle import site_of

LONGEST = 254
EMAIL = re.compile(r"[^\s@,;:<>()\[\]\"\\]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}")
NUMBER = re.compile(r"(\+?1)?([2-9]\d\d[2-9]\d{6})", re.ASCII)

UNREADABLE: dict[Channel, str] = {
    "email": sentence("Please type the whole address, such as name@example.com."),
    "text": sentence("Please type a number in the United States, with its area code."),
}
SAME = sentence("This is the one that we have.")
TAKEN = sentence("Another sign-in uses this address already. Please choose a different one.")
HELD = sentence(
    "For your protection your contacts cannot be changed until {until}. If this is "
    "urgent, please call us."
)


class ContactRefused(Exception):
    """This contact cannot be taken; the message is fit for the borrower."""


@dataclass(frozen=True)
class Asked:
    """A new contact that a code is on its way to."""

    contact: str  # as it will be stored
    masked: str


def read_contact(channel: Channel, typed: str) -> str:
    """Return the one form of an address or number that was typed. Raises ContactRefused."""
    if len(typed) > LONGEST:  # before anything that takes time with its length
        raise ContactRefused(say(UNREADABLE[channel]))
    if channel == "text":
        if number := NUMBER.fullmatch(re.sub(r"[\s().-]", "", typed)):
            return f"+1{number[2]}"
        raise ContactRefused(say(UNREADABLE[channel]))
    address = canonical_email(typed)
    if address.isascii() and address.isprintable() and EMAIL.fullmatch(address):
        return address
    raise ContactRefused(say(UNREADABLE[channel]))


def ask(desk: SecurityDesk, act: Act, channel: Channel, *, typed: str) -> Asked:
    """Send a code to a new contact. Raises ContactRefused or TooManyTries."""
    contact = read_contact(channel, typed)
    with desk.db.begin() as session:
        login = session.get_one(Login, act.who.login_id)
        _refuse_held(login, act.now)
        if factors.contact_of(login, channel) == contact:
            raise ContactRefused(say(SAME))
        site = site_of(act.client.ip)
        desk.budgets.take("code:send", contact=contact, site=site, now=act.now)
        code = desk.codes.issue(
            session,
            owner=act.who.session_id,
            purpose=_purpose(channel),
            channel=channel,
            contact=contact,
            now=act.now,
        )
        deliveries.write(
            session,
            notices.contact_code(code),
            kind="contact_code",
            channel=channel,
            to=contact,
            now=act.now,
            login_id=login.id,
            expires_at=act.now + one_time_codes.LIFE,
        )
        note(session, act, f"account:{channel}:asked")
    return Asked(contact, masked_contact(channel, contact))


def change(desk: SecurityDesk, act: Act, channel: Channel, *, typed: str, code: str) -> str:
    """Sign in with the new contact from now on, and return it masked.

    Raises CodeRefused, ContactRefused or TooManyTries.
    """
    contact = read_contact(channel, typed)
    desk.count_guess(act)
    desk.codes.check(
        desk.db,
        owner=act.who.session_id,
        purpose=_purpose(channel),
        contact=contact,
        code=code,
        now=act.now,
    )
    try:
        _replace(desk, act, channel, contact)
    except IntegrityError as error:  # whoever reads this mailbox may know that it is in use
        raise ContactRefused(say(TAKEN)) from error
    return masked_contact(channel, contact)


def drop_number(desk: SecurityDesk, act: Act) -> None:
    """Send codes to no telephone any more. Raises ContactRefused while contacts are held."""
    _replace(desk, act, "text", None)


def _replace(desk: SecurityDesk, act: Act, channel: Channel, contact: str | None) -> None:
    with desk.db.begin() as session:
        login = session.get_one(Login, act.who.login_id)
        _refuse_held(login, act.now)
        old = factors.contact_of(login, channel)
        desk.void_devices(session, act)
        if channel == "text":
            if old:
                numbers.end(session, old, "number", act.now, login.borrower_id)
            login.phone = contact
        else:
            login.email = contact
        session.flush()
        about = f"account:{channel}:{'changed' if contact else 'removed'}"
        note(session, act, about)
        notice = notices.phone_changed if channel == "text" else notices.email_changed
        shown = masked_contact(channel, contact) if contact else "no number"
        lost = [(channel, old)] if old else []
        desk.tell(session, act, notice, shown, about=about, also=lost)
        kept_notices.keep_of_person(
            session,
            notice(shown, client=act.client, at=act.now),
            borrower_id=login.borrower_id,
            key=f"{about}:{login.id}:{act.now:%Y-%m-%dT%H:%M:%S}",
            now=act.now.astimezone(EASTERN),
        )


def _refuse_held(login: Login, now: datetime) -> None:
    if login.held_until and now < login.held_until:
        raise ContactRefused(say(HELD, until=day_of_year(login.held_until)))


def _purpose(channel: Channel) -> str:
    return f"contact:{channel}"
