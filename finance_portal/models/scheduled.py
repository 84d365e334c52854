"""Payments for a later day: an order until then, a payment from that day on."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text

WAITING = "status = 'waiting'"


class ScheduledPayment(SQLModel, table=True):
    """What a borrower wants to be paid on a day."""

    __tablename__ = "scheduled_payment"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("form_token"),
        Index(
            "ix_scheduled_payment_waiting",
            "pay_on",
            "id",
            sqlite_where=sql(WAITING),
            postgresql_where=sql(WAITING),
        ),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("fee_cents >= 0", name="fee"),
        CheckConstraint(
            "principal_only_cents >= 0 AND principal_only_cents <= amount_cents",
            name="principal_only",
        ),
        CheckConstraint("status IN ('waiting', 'submitted', 'canceled', 'dropped')", name="status"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # the confirmation number
    contract_id: int = refers("contract.id")
    borrower_id: int = refers("borrower.id")
    method_id: int = refers("payment_method.id")
    form_token: str = text(64)
    pay_on: date
    amount_cents: int = cents()
    fee_cents: int = cents()
    principal_only_cents: int = cents()
    intent: str = text(16)
    status: str = text(12)
    why: str | None = text(200, nullable=True)  # it was dropped, in words for the borrower
    payment_id: int | None = refers("payment.id", index=False, nullable=True)
    made_at: datetime = instant()
    changed_at: datetime = instant()
    version: int = 0  # of its edits

    authorization: str = text(1000)
    ip: str = text(45)
    user_agent: str = text(300)
