"""Papers: what was said at a time stays as it was said, and who has looked at it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from finance_portal.models.base import BIG, STRICT, instant, key, refers, text


class DocumentKind(StrEnum):
    """What a document is. Its value stands in addresses of the list, never in the file's."""

    CONTRACT = "contract"  # as signed, boarded
    DISCLOSURE = "disclosure"
    STATEMENT = "statement"
    RECEIPT = "receipt"
    COUPONS = "coupons"
    PAYOFF_LETTER = "payoff_letter"
    BUYOUT_LETTER = "buyout_letter"  # of a leased vehicle; never called a payoff
    PAID_IN_FULL = "paid_in_full"
    LIEN_RELEASE = "lien_release"
    AUTHORIZATION = "authorization"  # of autopay
    AGREEMENT = "agreement"  # on another due date, an extension, a lease that goes on
    INTEREST_STATEMENT = "interest_statement"  # of a year
    ODOMETER = "odometer"
    LEASE_INVOICE = "lease_invoice"
    NOTICE = "notice"


class Document(SQLModel, table=True):
    """A document of a contract. What it says is frozen; the file is set anew when it is asked for.

    `borrower_id` is the one person it is for; without it, everybody who is bound may read it.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("key"),
        Index("ix_document_of", "contract_id", "dated_on"),
        CheckConstraint("(template IS NULL) = (file IS NOT NULL)", name="file"),
        CheckConstraint("(template IS NULL) = (content IS NULL)", name="content"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    key: str = text(80)  # what it is about: issued only once
    contract_id: int = refers("contract.id", index=False)
    borrower_id: int | None = refers("borrower.id", index=False, nullable=True)
    kind: str = text(20)
    title: str = text(120)
    dated_on: date
    period_from: date | None = Field(default=None)
    period_to: date | None = Field(default=None)
    template: str | None = text(40, nullable=True)  # with its version; None: boarded as a file
    content: str | None = Field(default=None, sa_column=Column(Text))  # JSON, by the template
    file: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    digest: str = text(64)  # SHA-256 of the content or the file
    corrects_id: int | None = refers("document.id", index=False, nullable=True)
    issued_at: datetime = instant()


class DocumentSeen(SQLModel, table=True):
    """Somebody has opened a document for the first time."""

    __tablename__ = "document_seen"
    __table_args__ = (UniqueConstraint("document_id", "borrower_id"), STRICT)

    id: int | None = key()
    document_id: int = refers("document.id", index=False)
    borrower_id: int = refers("borrower.id")
    seen_at: datetime = instant()


class PaperNews(SQLModel, table=True):
    """A document that somebody is still to be told of; once they are, the row is gone."""

    __tablename__ = "paper_news"
    __table_args__ = (UniqueConstraint("borrower_id", "document_id"), STRICT)

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    document_id: int = refers("document.id")


class StatementCycle(SQLModel, table=True):
    """How far the statements of a contract are. `next_on` is None when no more are to come."""

    __tablename__ = "statement_cycle"
    __table_args__ = (STRICT,)

    contract_id: int = Field(
        sa_column=Column(BIG, ForeignKey("contract.id"), primary_key=True, autoincrement=False)
    )
    starts_on: date  # the first day that no statement has told of
    next_on: date | None = Field(default=None, index=True)  # the date of the next one
    version: int  # of the contract, when it was last looked at whether statements still hold
    tax_year: int  # the last one whose interest statement was issued, or was not to be
