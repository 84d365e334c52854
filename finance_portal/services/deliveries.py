"""Write down what is to be sent, in the transaction of what it tells of. services/courier.py sends.

Address and words are sealed in the table, so that a copy of the database opens no door with the
codes that are on their way.
"""

import json
import logging
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from finance_portal.db import insert
from finance_portal.gateways.mail import ADDRESS
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.notices.catalogue import SECURITY, Topic, Way, topic_of
from finance_portal.notices.wording import Link, Wording
from finance_portal.services import inbox, notice_choices, numbers, push_devices, vault
from finance_portal.services.contacts import Channel, Contact, canonical_email
from finance_portal.services.flags import has_died
from finance_portal.services.logins import login_of
from finance_portal.services.spoken_to import language_of

log = logging.getLogger(__name__)

_ADDRESS = {
    "email": ADDRESS,
    "text": re.compile(r"\+[1-9][0-9]{6,14}"),
    "push": re.compile(r"[0-9a-f]{24}"),  # the ref of a device
}


class AddressRefused(ValueError):
    """Nothing can be sent to this: it is not one address, or not one number in E.164 (case 67)."""


def write(  # noqa: PLR0913  a message is told what it is about
    session: Session,
    wording: Wording,
    *,
    kind: str,
    channel: Way,
    to: str,
    now: datetime,
    login_id: int | None = None,
    borrower_id: int | None = None,
    expires_at: datetime | None = None,
    key: str | None = None,
) -> Message | None:
    """Write a message down; it leaves once the transaction has committed.

    `kind` is the name of the function in notices/ that worded it. After `expires_at` it is not sent
    any more. A `key` names what must be told once: whoever writes it again, also at the same time,
    gets None, and the transaction goes on. Raises AddressRefused, and ValueError for a text message
    without words and for a code in a subject.
    """
    wording = wording.spoken_in(language_of(session, borrower_id))
    _refuse_unsendable(channel, to)
    if channel == "text" and not wording.text:
        raise ValueError(f"the notice {kind} has no words for a text message")
    if wording.code and wording.code in wording.subject:  # which stays when the words are gone
        raise ValueError(f"the notice {kind} has a code in its subject")
    ref = secrets.token_hex(12)
    row = insert(session, Message).values(
        ref=ref,
        key=key,
        login_id=login_id,
        borrower_id=borrower_id,
        kind=kind,
        channel=channel,
        to_sealed=_seal(to, "to_sealed", ref),
        words_sealed=_seal(json.dumps(_data(wording)), "words_sealed", ref),
        subject_sealed=_seal(wording.subject, "subject_sealed", ref),
        language=wording.language,
        written_at=now,
        due_at=now,
        expires_at=expires_at,
        tries=0,
    )
    once = row.on_conflict_do_nothing(index_elements=["key"]).returning(Message)
    message: Message | None = session.scalars(once).one_or_none()
    return message


def tell(
    session: Session,
    login: Login,
    wording: Wording,
    *,
    kind: str,
    now: datetime,
    also: Iterable[Contact] = (),
    key: str | None = None,
) -> list[Message]:
    """Write a notice to every contact of a login: the proven ones and those on file (X6).

    `also` names contacts that were replaced just now: who lost them must hear of it. With a `key`
    each contact is told once, however often this is called; what was told before is left out.
    """
    borrower = session.get_one(Borrower, login.borrower_id)
    contacts = [
        *_known("email", login.email, borrower.email),
        *_known("text", login.phone, borrower.phone),
        *also,
    ]
    return tell_at(session, login, contacts, wording, kind=kind, now=now, key=key)


def tell_at(
    session: Session,
    login: Login,
    contacts: Iterable[Contact],
    wording: Wording,
    *,
    kind: str,
    now: datetime,
    key: str | None = None,
) -> list[Message]:
    """Tell somebody in their centre, at those of these contacts that they want, and on devices.

    Return the messages that leave the building. It is worded in the language of who is told.
    """
    borrower = session.get_one(Borrower, login.borrower_id)
    wording = wording.spoken_in(borrower.language)
    inbox.post(session, wording, borrower_id=login.borrower_id, kind=kind, now=now, key=key)
    written = []
    for place, (way, to) in _reached(session, login, contacts, wording, topic_of(kind)):
        try:
            message = write(
                session,
                wording,
                kind=kind,
                channel=way,
                to=to,
                now=now,
                login_id=login.id,
                borrower_id=login.borrower_id,
                key=key and f"{key}:{way}:{place}",
            )
        except AddressRefused:  # from an old file: the change itself must not fail for it
            log.warning("login %s: a contact on file (%s) cannot be used", login.id, way)
        else:
            written += [message] if message else []
    return written


def tell_borrower(
    session: Session,
    borrower_id: int | None,
    wording: Wording,
    *,
    kind: str,
    now: datetime,
    key: str | None = None,
) -> list[Message]:
    """Write a notice to every contact of a borrower who has a login.

    A guest, and who has not registered, has told us no address: nothing is written. Nor is anything
    to somebody who has died: what their estate must know is sent by a person (1.22).
    """
    login = login_of(session, borrower_id)
    if login and login.disabled_at and has_died(session, borrower_id):
        return []
    return tell(session, login, wording, kind=kind, now=now, key=key) if login else []


def subject_of(message: Message) -> str:
    """Return what a message was about, also after it was sent; "" where that was not kept."""
    if message.subject_sealed is None:
        return ""
    table, row = Message.__tablename__, message.ref
    return vault.live_vault().open(
        message.subject_sealed, table=table, column="subject_sealed", row=row
    )


def address_of(message: Message) -> str:
    """Return where a message went. Raises vault.SealBroken."""
    table, row = Message.__tablename__, message.ref
    return vault.live_vault().open(message.to_sealed, table=table, column="to_sealed", row=row)


def opened(message: Message) -> tuple[str, Wording]:
    """Return the address and the words of a message. Raises vault.SealBroken."""
    seal = vault.live_vault()
    table, row = Message.__tablename__, message.ref
    to = address_of(message)
    words = seal.open(message.words_sealed or "", table=table, column="words_sealed", row=row)
    said = json.loads(words)
    link = said["link"] and Link(**said["link"])
    return to, Wording(**said | {"paragraphs": tuple(said["paragraphs"]), "link": link})


def _data(wording: Wording) -> dict[str, object]:
    return {name: value for name, value in asdict(wording).items() if name != "again"}


def _seal(text: str, column: str, ref: str) -> str:
    return vault.live_vault().seal(text, table=Message.__tablename__, column=column, row=ref)


def _reached(
    session: Session, login: Login, contacts: Iterable[Contact], wording: Wording, topic: Topic
) -> Iterator[tuple[int, tuple[Way, str]]]:
    """Yield where somebody is told of a topic, each with its place, which no choice changes."""
    wanted = notice_choices.wanted(session, login.borrower_id, topic)
    for place, (channel, to) in enumerate(dict.fromkeys(map(_canonical, contacts))):
        if channel not in wanted or (channel == "text" and not wording.text):
            continue
        if channel == "email" or _may_text(session, login, to, topic):
            yield place, (channel, to)
    if "push" in wanted:
        for device in push_devices.devices_of(session, login.borrower_id):
            yield device.id or 0, ("push", device.ref)


def _may_text(session: Session, login: Login, to: str, topic: Topic) -> bool:
    """Tell whether a number may be texted: it agreed, or it has to hear of a danger (1.28)."""
    if numbers.has_stopped(session, to):
        return False
    return topic is SECURITY or numbers.has_agreed(session, login.borrower_id, to)


def _refuse_unsendable(channel: Way, to: str) -> None:
    if not _ADDRESS[channel].fullmatch(to):
        raise AddressRefused(f"this cannot be sent to by {channel}")


def _known(channel: Channel, *addresses: str | None) -> list[Contact]:
    return [(channel, address) for address in addresses if address]


def _canonical(contact: Contact) -> Contact:
    channel, to = contact
    return (channel, canonical_email(to)) if channel == "email" else contact
