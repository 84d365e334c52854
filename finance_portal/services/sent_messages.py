"""What was really sent to a borrower, so that a suspicious message can be checked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.models.messages import Message
from finance_portal.models.notices import PushDevice
from finance_portal.services.contacts import masked_email, masked_phone
from finance_portal.services.deliveries import address_of, subject_of

Fate = Literal["sent", "waiting", "failed"]


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """One message, as its receiver can recognise it: nothing of what it said but its subject."""

    way: str  # "email", "text" or "push"
    to: str  # masked; of a push, the device's name, "" when that is gone
    subject: str
    language: str  # of the subject
    at: datetime  # when it was sent, or else written
    fate: Fate


def messages_of(db: Database, *, borrower_id: int, login_id: int, most: int) -> list[SentMessage]:
    """Return the last messages to somebody, codes included. Raises vault.SealBroken."""
    with db.read() as session:
        devices = select(PushDevice.ref, PushDevice.name)
        mine = devices.where(col(PushDevice.borrower_id) == borrower_id)
        name_of = {ref: name for ref, name in session.exec(mine)}  # noqa: C416  rows are no pairs
        rows = session.exec(
            select(Message)
            .where((col(Message.borrower_id) == borrower_id) | (col(Message.login_id) == login_id))
            .order_by(col(Message.id).desc())
            .limit(most)
        )
        return [_seen(row, name_of) for row in rows]


def _seen(row: Message, name_of: dict[str, str]) -> SentMessage:
    fate: Fate = "sent" if row.sent_at else "failed" if row.gave_up_at else "waiting"
    to = address_of(row)
    masked = {"email": masked_email, "text": masked_phone}.get(row.channel)
    return SentMessage(
        way=row.channel,
        to=masked(to) if masked else name_of.get(to, ""),
        subject=subject_of(row),
        language=row.language,
        at=row.sent_at or row.written_at,
        fate=fate,
    )
