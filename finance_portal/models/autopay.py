"""Standing permission to debit, and each debit that it stands for."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text

ON = "status IN ('active', 'paused')"


class PaymentAuthorization(SQLModel, table=True):
    """What a payer has signed for debits to come (R15.1). Kept two years after its end."""

    __tablename__ = "payment_authorization"
    __table_args__ = (UniqueConstraint("ref"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    contract_id: int = refers("contract.id")
    borrower_id: int = refers("borrower.id")
    method_id: int = refers("payment_method.id", index=False)
    words: str = text(4000)  # as they were shown and agreed to, the account by its last four
    version: str = text(16)  # of the text
    hash: str = text(64)  # SHA-256 of the words
    signed_name: str = text(120)
    signed_at: datetime = instant()
    ip: str = text(45)
    user_agent: str = text(300)
    ended_at: datetime | None = instant(nullable=True)
    end_reason: str | None = text(40, nullable=True)


class Autopay(SQLModel, table=True):
    """How and when a contract is paid by itself. One that is on for each contract."""

    __tablename__ = "autopay"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(
            "uq_autopay_on",
            "contract_id",
            unique=True,
            sqlite_where=sql(ON),
            postgresql_where=sql(ON),
        ),
        Index(
            "ix_autopay_next",
            "next_debit_on",
            "id",
            sqlite_where=sql("status = 'active'"),
            postgresql_where=sql("status = 'active'"),
        ),
        CheckConstraint("status IN ('active', 'paused', 'ended')", name="status"),
        CheckConstraint("amount IN ('due', 'fixed', 'due_plus')", name="amount"),
        CheckConstraint(
            "frequency IN ('monthly', 'twice_a_month', 'every_two_weeks')", name="frequency"
        ),
        CheckConstraint("extra_cents >= 0", name="extra"),
        CheckConstraint("fixed_cents >= 0", name="fixed"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    contract_id: int = refers("contract.id")
    borrower_id: int = refers("borrower.id")
    method_id: int = refers("payment_method.id")
    authorization_id: int = refers("payment_authorization.id", index=False)
    status: str = text(8)
    amount: str = text(12)  # domain.autopay.AmountRule
    fixed_cents: int = cents()
    extra_cents: int = cents()
    frequency: str = text(16)
    days_after_due: int = 0  # monthly: negative is before the due date
    starts_on: date  # no debit before; every two weeks count from it
    drafts_while_ahead: bool = False  # R4.3: it waits until something is due again
    covers_balloon: bool = False  # only when it was asked for (R13.2)
    next_debit_on: date | None = Field(default=None)
    last_amount_cents: int | None = cents(nullable=True)  # of the debit before (R15.2)
    changed_at: datetime = instant()
    made_at: datetime = instant()
    paused_until: date | None = Field(default=None)
    why: str | None = text(200, nullable=True)  # it is paused or ended, in words for the borrower


class AutopayDebit(SQLModel, table=True):
    """One debit of autopay: announced, skipped, capped, drafted, or missed with its reason."""

    __tablename__ = "autopay_debit"
    __table_args__ = (
        UniqueConstraint("autopay_id", "debit_on"),
        CheckConstraint("status IN ('announced', 'skipped', 'drafted', 'missed')", name="status"),
        STRICT,
    )

    id: int | None = key()
    autopay_id: int = refers("autopay.id", index=False)
    debit_on: date
    due_on: date | None = Field(default=None)  # the installment that it is meant for
    status: str = text(12)
    announced_cents: int | None = cents(nullable=True)  # what the notice said (R15.2)
    announced_on: date | None = Field(default=None)
    amount_cents: int | None = cents(nullable=True)  # what was drafted
    why: str | None = text(200, nullable=True)
    payment_id: int | None = refers("payment.id", index=False, nullable=True)
    changed_at: datetime = instant()
