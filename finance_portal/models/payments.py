"""Payments on their way through the processor, and what a borrower pays with."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text

OPEN = "status IN ('created', 'intent', 'submitting')"
RETRIED = "retry_on IS NOT NULL"


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
    """A bank account or debit card that the processor keeps; never its number.

    A guest's method has no borrower: it pays once, and nobody finds it again.
    """

    __tablename__ = "payment_method"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("processor", "method"),
        CheckConstraint("kind IN ('us_bank_account', 'card')", name="kind"),
        CheckConstraint(
            "verification IS NULL OR verification IN ('amounts', 'descriptor_code')",
            name="verification",
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int | None = refers("borrower.id", nullable=True)
    processor: str = text(16)
    livemode: bool
    customer: str = text(64)  # the processor's id of whose it is
    method: str = text(64)  # the processor's id
    kind: str = text(20)
    label: str = text(60)  # the bank's or the card's brand name
    nickname: str | None = text(40, nullable=True)
    last4: str = text(4)
    expires_on: date | None = Field(default=None)  # of a card: its last day
    is_default: bool = False
    fingerprint_sealed: str | None = text(160, nullable=True)  # the same for the same account
    fingerprint_index: str | None = text(40, nullable=True, index=True)
    usable: bool
    why_not: str | None = text(200, nullable=True)
    added_at: datetime = instant()
    removed_at: datetime | None = instant(nullable=True)
    detached_at: datetime | None = instant(nullable=True)  # the processor has forgotten it too

    setup_intent: str | None = text(64, nullable=True)
    verification: str | None = text(16, nullable=True)  # by micro-deposits, while it is open
    verify_by: datetime | None = instant(nullable=True)
    arrives_on: date | None = Field(default=None)  # when the micro-deposits are seen at the bank
    verification_tries: int = 0
    mandate: str | None = text(64, nullable=True)
    is_revoked: bool = False  # the mandate ended: a new authorization is needed
    frozen_at: datetime | None = instant(nullable=True)  # reported as not authorized: no debit


class MethodSetup(SQLModel, table=True):
    """A visit to the processor's page on which an account or a card is saved."""

    __tablename__ = "method_setup"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("processor", "checkout"),
        CheckConstraint(
            "status IN ('open', 'waiting', 'done', 'failed', 'expired')", name="status"
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # the processor's client_reference_id
    borrower_id: int | None = refers("borrower.id", nullable=True)
    processor: str = text(16)
    customer: str = text(64)
    checkout: str | None = text(80, nullable=True)  # the processor's id of the visit
    setup_intent: str | None = text(64, nullable=True, index=True)
    kind: str = text(20)
    status: str = text(12)
    why: str | None = text(200, nullable=True)  # nothing came of it, in words for the borrower
    method_id: int | None = refers("payment_method.id", index=False, nullable=True)
    begun_at: datetime = instant()
    changed_at: datetime = instant()


class Payment(SQLModel, table=True):
    """One payment from the click to its end; domain/payment_status.py says how it may move."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("form_token"),
        UniqueConstraint("due_key"),
        UniqueConstraint("processor_intent"),
        Index(
            "uq_payment_open",
            "contract_id",
            unique=True,
            sqlite_where=sql(OPEN),
            postgresql_where=sql(OPEN),
        ),
        Index(
            "ix_payment_retry",
            "retry_on",
            sqlite_where=sql(RETRIED),
            postgresql_where=sql(RETRIED),
        ),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("fee_cents >= 0", name="fee"),
        CheckConstraint(
            "principal_only_cents >= 0 AND principal_only_cents <= amount_cents",
            name="principal_only",
        ),
        CheckConstraint(
            "origin IN ('borrower', 'guest', 'scheduled', 'autopay', 'retry')", name="origin"
        ),
        CheckConstraint(
            "status IN ('created', 'intent', 'submitting', 'processing', 'refused', 'failed',"
            " 'canceled', 'settled', 'returned', 'reinstated')",
            name="status",
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # the confirmation number
    contract_id: int = refers("contract.id")
    borrower_id: int | None = refers("borrower.id", nullable=True)  # None: a guest's
    method_id: int = refers("payment_method.id")
    origin: str = text(12, default="borrower")
    form_token: str = text(64)
    due_key: str | None = text(
        80, nullable=True
    )  # what a job must make once: "autopay:3:2027-01-15:1"
    retry_of: int | None = refers("payment.id", index=False, nullable=True)
    retry_on: date | None = Field(default=None)  # it came back, and is tried again on that day
    amount_cents: int = cents()  # what counts toward the contract
    fee_cents: int = cents()  # charged beside it, never part of it (R17.1)
    principal_only_cents: int = cents()  # of a split, what goes to principal alone
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
    refunded_cents: int = cents()
    failure_code: str | None = text(80, nullable=True)
    review: str | None = text(200, nullable=True)  # why a person must look at it

    authorization: str = text(1000)  # the words that were agreed to
    authorization_id: int | None = refers("payment_authorization.id", index=False, nullable=True)
    quote_id: int | None = refers("quote.id", index=False, nullable=True)  # what it pays
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
    object_id: str | None = text(80, nullable=True)  # what is read afresh
    livemode: bool
    body_sealed: str = text(360_000)  # names, banks, fingerprints: whatever the processor tells
    received_at: datetime = instant()
    handled_at: datetime | None = instant(nullable=True)
    tries: int = 0
    review: str | None = text(200, nullable=True)


class Refund(SQLModel, table=True):
    """Money on its way back to who paid it."""

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("key"),
        UniqueConstraint("processor_refund"),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("reason IN ('overage', 'duplicate', 'error', 'request')", name="reason"),
        CheckConstraint(
            "status IN ('created', 'pending', 'succeeded', 'failed', 'canceled', 'refused')",
            name="status",
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    key: str = text(80)  # what must be sent back once: "overage:12:3"
    payment_id: int = refers("payment.id")
    contract_id: int = refers("contract.id")
    amount_cents: int = cents()
    reason: str = text(12)
    status: str = text(12)
    tries: int = 0
    processor_refund: str | None = text(64, nullable=True)
    failure_code: str | None = text(80, nullable=True)
    review: str | None = text(200, nullable=True)
    made_at: datetime = instant()
    changed_at: datetime = instant()


class Dispute(SQLModel, table=True):
    """A payment that its payer's bank asks back, or asks about."""

    __tablename__ = "dispute"
    __table_args__ = (UniqueConstraint("processor", "processor_dispute"), STRICT)

    id: int | None = key()
    processor: str = text(16)
    processor_dispute: str = text(64)
    payment_id: int = refers("payment.id")
    amount_cents: int = cents()
    status: str = text(40)  # as the processor says it: new words keep coming
    reason: str = text(60)
    network_code: str | None = text(12, nullable=True)
    is_withdrawn: bool  # the money was taken from us
    opened_at: datetime = instant()
    changed_at: datetime = instant()
    review: str | None = text(200, nullable=True)


class Reconciliation(SQLModel, table=True):
    """What one comparison of the processor's money with the ledger found (payments.md 9)."""

    __tablename__ = "reconciliation"
    __table_args__ = (UniqueConstraint("processor", "business_date"), STRICT)

    id: int | None = key()
    processor: str = text(16)
    business_date: date
    made_at: datetime = instant()
    processor_cents: int = cents()
    ledger_cents: int = cents()
    findings: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
