"""What a borrower was told, how they want to be told, and on which devices."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text

UNREAD = sql("read_at IS NULL")


class Notice(SQLModel, table=True):
    """One notice in somebody's notification centre. Its words are sealed, in their language."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("key"),
        Index("ix_notice_borrower_id_id", "borrower_id", "id"),
        Index("ix_notice_unread", "borrower_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    key: str | None = text(80, nullable=True)  # what is told once, as Message.key
    borrower_id: int = refers("borrower.id", index=False)
    kind: str = text(40)  # the name of the function in notices/ that worded it
    words_sealed: str = text(20_000)
    language: str = text(2, default="en")  # of the words, a key of language.LANGUAGES
    page: str = text(200)  # what it is about: a page of ours, or ""
    at: datetime = instant()
    read_at: datetime | None = instant(nullable=True)


class NoticeChoice(SQLModel, table=True):
    """That somebody wants, or does not want, notices of a topic in one way."""

    __tablename__ = "notice_choice"
    __table_args__ = (
        UniqueConstraint("borrower_id", "topic", "way"),
        CheckConstraint("way IN ('email', 'text', 'push')", name="way"),
        STRICT,
    )

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    topic: str = text(20)  # notices/catalogue.py
    way: str = text(8)
    is_on: bool
    changed_at: datetime = instant()


class TextConsent(SQLModel, table=True):
    """That somebody agreed to texts at one number, to which words, when and from where (1.28)."""

    __tablename__ = "text_consent"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),
        Index("ix_text_consent_phone", "phone"),
        STRICT,
    )

    id: int | None = key()
    borrower_id: int = refers("borrower.id")
    phone: str = text(20)  # E.164, proven by a code in the moment of agreeing
    version: str = text(20)
    words: str = text(2_000)  # exactly what was shown, in the language in which it was
    language: str = text(2)
    given_at: datetime = instant()
    given_by: str = text(12)  # "page", or "start": the answer to a text
    ip: str = text(45)
    user_agent: str = text(200)
    ended_at: datetime | None = instant(nullable=True)
    ended_by: str | None = text(12, nullable=True)  # "page", "stop", "number"


class TextStop(SQLModel, table=True):
    """A number that answered STOP, until it answers START or agrees anew."""

    __tablename__ = "text_stop"
    __table_args__ = (UniqueConstraint("phone"), STRICT)

    id: int | None = key()
    phone: str = text(20)
    stopped_at: datetime = instant()


class InboundText(SQLModel, table=True):
    """A text that came in, by the carrier's name for it: acted on once, its words not kept."""

    __tablename__ = "inbound_text"
    __table_args__ = (UniqueConstraint("sid"), STRICT)

    id: int | None = key()
    sid: str = text(40)
    came_at: datetime = instant()
    meant: str = text(8)  # "stop", "start", "help" or "other"


class PushDevice(SQLModel, table=True):
    """A browser that shows our notices. Its address and keys are sealed."""

    __tablename__ = "push_device"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("subscription_index"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int = refers("borrower.id")
    subscription_sealed: str = text(4_000)
    subscription_index: str = text(64)
    name: str = text(80)  # "Chrome on Windows"
    added_at: datetime = instant()
