"""What leaves the building: written down with what caused it, sent afterwards."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text


class Message(SQLModel, table=True):
    """One mail, text message or push. All it says is sealed; the words go once it is sent."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("key"),
        CheckConstraint("channel IN ('email', 'text', 'push')", name="channel"),
        Index("ix_message_sent_at_due_at", "sent_at", "due_at"),
        Index("ix_message_borrower_id_id", "borrower_id", "id"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    key: str | None = text(80, nullable=True)  # what must be told once: "due:12:2027-01-15:email"
    login_id: int | None = refers("login.id", index=False, nullable=True)
    borrower_id: int | None = refers("borrower.id", index=False, nullable=True)
    kind: str = text(40)  # the name of the function in notices/ that worded it
    channel: str = text(8)
    to_sealed: str = text(600)
    words_sealed: str | None = text(20_000, nullable=True)
    subject_sealed: str | None = text(700, nullable=True)  # stays, so that it can be recognised
    language: str = text(2, default="en")  # of the words, a key of language.LANGUAGES
    written_at: datetime = instant()
    due_at: datetime = instant()  # when it is tried next
    waits_until: datetime | None = instant(nullable=True)  # the end of the receiver's night
    expires_at: datetime | None = instant(nullable=True)  # a code that came too late helps nobody
    tries: int = 0
    sent_at: datetime | None = instant(nullable=True)
    gave_up_at: datetime | None = instant(nullable=True)
    provider_ref: str | None = text(80, nullable=True)
