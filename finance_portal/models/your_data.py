"""What borrowers take with them: exports of their data, addresses of calendars, and erasure."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text

UNDER_WAY = "status IN ('waiting', 'making')"
IN_USE = "revoked_at IS NULL"


class DataExport(SQLModel, table=True):
    """A bundle of everything that is known of one borrower, made once and kept for a day (K10)."""

    __tablename__ = "data_export"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(
            "uq_data_export_under_way",
            "borrower_id",
            unique=True,
            sqlite_where=sql(UNDER_WAY),
            postgresql_where=sql(UNDER_WAY),
        ),
        CheckConstraint(
            "status IN ('waiting', 'making', 'ready', 'failed', 'gone')", name="status"
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int = refers("borrower.id")
    status: str = text(8)
    asked_at: datetime = instant()
    changed_at: datetime = instant()
    done: int = 0  # parts that are written, of `total`
    total: int = 0
    size: int = cents()  # bytes of the bundle
    digest: str | None = text(64, nullable=True)  # SHA-256 of the bundle
    ready_at: datetime | None = instant(nullable=True)
    expires_at: datetime | None = instant(nullable=True)
    taken_at: datetime | None = instant(nullable=True)  # when it was downloaded first


class CalendarAddress(SQLModel, table=True):
    """The secret address of one borrower's calendar, known here only by its keyed hash."""

    __tablename__ = "calendar_address"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        Index(
            "uq_calendar_address_in_use",
            "borrower_id",
            unique=True,
            sqlite_where=sql(IN_USE),
            postgresql_where=sql(IN_USE),
        ),
        STRICT,
    )

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    secret_hash: str = text(64)
    made_at: datetime = instant()
    read_at: datetime | None = instant(nullable=True)  # by a calendar, for the last time
    revoked_at: datetime | None = instant(nullable=True)


class CalendarEntry(SQLModel, table=True):
    """What a calendar was last told of one thing, so that a change or an end of it is told too."""

    __tablename__ = "calendar_entry"
    __table_args__ = (UniqueConstraint("borrower_id", "uid"), STRICT)

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    uid: str = text(80)
    sequence: int = 0
    content: str = Field(sa_column=Column(Text, nullable=False))  # JSON, as it was told
    ends_on: date
    changed_at: datetime = instant()
    is_canceled: bool = False


class Erasure(SQLModel, table=True):
    """That a borrower's data was erased: under which name the ledger goes on, and until when."""

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("borrower_id"), STRICT)

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    pseudonym: str = text(24)
    erased_at: datetime = instant()
    erased_by: str = text(60)
    kept: str = Field(sa_column=Column(Text, nullable=False))  # JSON: what stays, until, and why


class KeptPaper(SQLModel, table=True):
    """The original of a paper of somebody who was erased, sealed, until the law lets it go."""

    __tablename__ = "kept_paper"
    __table_args__ = (UniqueConstraint("ref"), UniqueConstraint("document_id"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    document_id: int = refers("document.id", index=False)
    original_sealed: str = Field(sa_column=Column(Text, nullable=False))
    destroy_on: date = Field(index=True)
