"""Conversations with the servicer: threads, what was written in them, attachments, who is there."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text

SIDES = ("borrower", "desk")


class Thread(SQLModel, table=True):
    """One conversation of one borrower with the desk. It is kept for as long as the account is."""

    __tablename__ = "thread"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_thread_waits_since", "waits_since"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int = refers("borrower.id")
    contract_id: int | None = refers("contract.id", index=False, nullable=True)
    subject_sealed: str = text(700)
    opened_at: datetime = instant()
    written_at: datetime = instant()  # the latest message
    count: int = 0  # of messages; the next one is numbered from it
    borrower_read: int = 0  # the number of the last message that each side has read
    desk_read: int = 0
    waits_since: datetime | None = instant(nullable=True)  # since when the desk owes an answer
    answer_by: date | None = Field(default=None)
    closed_at: datetime | None = instant(nullable=True)
    closed_by: str | None = text(60, nullable=True)
    version: int = 0  # counts every change: whoever looks on knows when to look again
    looked_at: datetime | None = instant(nullable=True)  # when the borrower last had it open
    is_untold: bool = False  # an answer came while they looked on, and nothing was sent of it


class ThreadMessage(SQLModel, table=True):
    """What one side wrote. Nothing of it is ever changed or removed."""

    __tablename__ = "thread_message"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("key"),
        UniqueConstraint("thread_id", "number"),
        CheckConstraint("side IN ('borrower', 'desk')", name="side"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    key: str = text(64)  # of the form and its words: sent twice, it is written once
    thread_id: int = refers("thread.id", index=False)
    number: int
    side: str = text(8)
    author: str | None = text(60, nullable=True)  # who of the desk
    words_sealed: str = text(24_000)
    at: datetime = instant()


class Attachment(SQLModel, table=True):
    """A file of a borrower's. Without a message it waits to be sent; removed, it is only counted.

    The file itself is sealed under a key of its own, which stands here, sealed.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("file"),
        Index("ix_attachment_of", "borrower_id", "uploaded_at"),
        CheckConstraint("kind IN ('pdf', 'png', 'jpeg', 'text')", name="kind"),
        CheckConstraint("size > 0", name="size"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int = refers("borrower.id", index=False)
    about: str = text(24)  # the ref of the thread that it is for, or "new"
    message_id: int | None = refers("thread_message.id", nullable=True)
    name_sealed: str = text(700)
    kind: str = text(8)
    size: int
    file: str = text(40)
    key_sealed: str = text(200)
    uploaded_at: datetime = instant()
    removed_at: datetime | None = instant(nullable=True)


class DeskPresence(SQLModel, table=True):
    """When somebody of the desk was last seen at work, by the clock on the wall."""

    __tablename__ = "desk_presence"
    __table_args__ = (UniqueConstraint("user_name"), STRICT)

    id: int | None = key()
    user_name: str = text(60)
    seen_at: datetime = instant()
