"""What borrowers ask for: each has a status, a clock, a reply, and its whole history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from finance_portal.models.base import BIG, STRICT, cents, instant, key, refers, text

OPEN = ("draft", "signing", "review", "scheduled")
CLOSED = ("granted", "done", "declined", "lapsed", "withdrawn", "kept", "broken")
KINDS = (
    "due_date",
    "extension",
    "hardship",
    "promise",
    "lease_end",
    "lease_extension",
    "turn_in",
    "miles",
    "invoice_dispute",
    "balloon",
    "scra",
    "payoff_letter",
    "title_question",
    "title_address",
    "insurance",
    "total_loss",
    "credit_dispute",
    "inspection",
    "name_change",
    "erasure",
    "complaint",
    "unauthorized",
)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class ServiceRequest(SQLModel, table=True):
    """Something asked for by a borrower about a contract.

    One of each kind is open at a time; where there may be several, each is `about` something else.
    """

    __tablename__ = "service_request"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("form_token"),
        Index(
            "uq_service_request_open",
            "contract_id",
            "kind",
            "about",
            unique=True,
            sqlite_where=sql(f"status IN ({_quoted(OPEN)})"),
            postgresql_where=sql(f"status IN ({_quoted(OPEN)})"),
        ),
        Index(
            "ix_service_request_expires",
            "expires_at",
            sqlite_where=sql("status = 'signing'"),
            postgresql_where=sql("status = 'signing'"),
        ),
        CheckConstraint(f"kind IN ({_quoted(KINDS)})", name="kind"),
        CheckConstraint(f"status IN ({_quoted(OPEN + CLOSED)})", name="status"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    form_token: str = text(40)
    contract_id: int = refers("contract.id", index=False)
    borrower_id: int = refers("borrower.id")
    kind: str = text(20)
    about: str = text(60, default="")  # what one of several is about: a payment, who asks
    option: str | None = text(24, nullable=True)  # which of its choices: "buy", "reduced_payment"
    status: str = text(12)
    asked_at: datetime = instant()
    answer_by: date | None = Field(default=None)  # the decision clock
    expires_at: datetime | None = instant(nullable=True)  # signatures are taken until then
    on_date: date | None = Field(default=None)  # promised, booked, or from when it counts
    amount_cents: int | None = cents(nullable=True)
    months: int | None = Field(default=None)
    due_day: int | None = Field(default=None)
    content: str = Field(default="{}", sa_column=Column(Text, nullable=False))  # JSON: the preview
    details_sealed: str | None = text(6000, nullable=True)  # the borrower's own words
    words: str | None = Field(default=None, sa_column=Column(Text))  # what is signed
    version: int | None = Field(default=None)  # of the contract's events, when it was worked out
    decided_at: datetime | None = instant(nullable=True)
    decided_by: str | None = text(60, nullable=True)
    reply: str | None = text(1000, nullable=True)  # in words for the borrower
    document_id: int | None = refers("document.id", index=False, nullable=True)


class RequestStep(SQLModel, table=True):
    """One step in the life of a request: what it became, when, and why."""

    __tablename__ = "request_step"
    __table_args__ = (STRICT,)

    id: int | None = key()
    request_id: int = refers("service_request.id")
    status: str = text(12)
    at: datetime = instant()
    words: str = text(300)


class RequestSignature(SQLModel, table=True):
    """One person's signature under what was asked for."""

    __tablename__ = "request_signature"
    __table_args__ = (UniqueConstraint("request_id", "borrower_id"), STRICT)

    id: int | None = key()
    request_id: int = refers("service_request.id", index=False)
    borrower_id: int = refers("borrower.id")
    signed_name: str = text(120)
    signed_at: datetime = instant()
    ip: str = text(45)
    user_agent: str = text(300)


class ReportedItem(SQLModel, table=True):
    """What a report of unauthorized activity is about, or has stopped (1.26)."""

    __tablename__ = "reported_item"
    __table_args__ = (
        UniqueConstraint("request_id", "kind", "item_id"),
        CheckConstraint(
            "kind IN ('payment', 'method', 'autopay', 'scheduled', 'retry', 'sign_in')",
            name="kind",
        ),
        STRICT,
    )

    id: int | None = key()
    request_id: int = refers("service_request.id", index=False)
    kind: str = text(12)
    item_id: int = Field(sa_column=Column(BIG, nullable=False))  # in the table of its kind
    contract_id: int | None = refers("contract.id", nullable=True)
    is_reported: bool  # False: it was stopped because of what was reported
    before: str | None = text(200, nullable=True)  # why a method could not be used before, if so
    noted_at: datetime = instant()
