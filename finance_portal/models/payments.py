"""Payments on their way through the processor, and what a borrower pays with."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text

OPEN = "status IN ('created', 'intent', 'submitting')"


class ProcessorCustomer(SQLModel, table=True):
    """The processor's name for a borrower."""

    __tablename__ = "processor_customer"
    __table_args__ = (
        UniqueConstraint("processor", "borrower_id"),
        UniqueConstraint("processor", "customer"),
        STRICT,
    )

    id: int | None = key()
    processor: str = text(16)
    borrower_id: int = refers("borrower.id", index=False)
    customer: str = text(64)


class PaymentMethod(SQLModel, table=True):
    """A bank account or debit card that the processor keeps; never its number."""

    __tablename__ = "payment_method"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("processor", "method"),
        CheckConstraint("kind IN ('us_bank_account', 'card')", name="kind"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int = refers("borrower.id")
    processor: str = text(16)
    livemode: bool
    method: str = text(64)  # the processor's id
    kind: str = text(20)
    label: str = text(60)  # the bank's or the card's brand name
    last4: str = text(4)
    fingerprint_sealed: str | None = text(160, nullable=True)  # the same for the same account
    fingerprint_index: str | None = text(40, nullable=True, index=True)
    usable: bool
    why_not: str | None = text(200, nullable=True)
    added_at: datetime = instant()


class Payment(SQLModel, table=True):
    """One payment from the click to its end; domain/payment_status.py says how it may move."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("form_token"),
        UniqueConstraint("processor_intent"),
        Index(
            "uq_payment_open",
            "contract_id",
            unique=True,
            sqlite_where=sql(OPEN),
            postgresql_where=sql(OPEN),
        ),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint(
            "status IN ('created', 'intent', 'submitting', 'processing', 'refused', 'failed',"
            " 'canceled', 'settled', 'returned')",
            name="status",
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # the confirmation number
    contract_id: int = refers("contract.id")
    borrower_id: int = refers("borrower.id")
    method_id: int = refers("payment_method.id")
    form_token: str = text(64)
    amount_cents: int = cents()
    intent: str = text(16)  # domain.events.Intent: how it is applied
    status: str = text(12)
    effective_on: date
    expected_on: date  # when a bank debit should have settled
    submitted_at: datetime = instant()
    changed_at: datetime = instant()

    processor: str = text(16)
    livemode: bool
    processor_intent: str | None = text(64, nullable=True)
    tries: int = 0  # bumped when an idempotency key is spent
    failure_code: str | None = text(80, nullable=True)
    review: str | None = text(200, nullable=True)  # why a person must look at it

    authorization: str = text(1000)  # the words that were agreed to
    ip: str = text(45)
    user_agent: str = text(300)


class ProcessorEvent(SQLModel, table=True):
    """The inbox: news of the processor, each stored once, acted on by reading the object afresh."""

    __tablename__ = "processor_event"
    __table_args__ = (
        UniqueConstraint("processor", "event"),
        Index(
            "ix_processor_event_waiting",
            "id",
            sqlite_where=sql("handled_at IS NULL"),
            postgresql_where=sql("handled_at IS NULL"),
        ),
        STRICT,
    )

    id: int | None = key()
    processor: str = text(16)
    event: str = text(64)
    type: str = text(80)
    intent: str | None = text(64, nullable=True)
    livemode: bool
    body_sealed: str = text(360_000)  # names, banks, fingerprints: whatever the processor tells
    received_at: datetime = instant()
    handled_at: datetime | None = instant(nullable=True)
    tries: int = 0
    review: str | None = text(200, nullable=True)
