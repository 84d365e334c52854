"""Payments by whoever knows an account number and its ZIP code, and nothing else."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text


class GuestVisit(SQLModel, table=True):
    """One guest on the way to one payment: what was typed, as far as it is needed once more."""

    __tablename__ = "guest_visit"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("way"),
        CheckConstraint("amount_cents > 0", name="amount"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    way: str = text(24)  # services/pre_auth.py: the row of the guest's browser
    contract_id: int = refers("contract.id")
    setup_id: int | None = refers("method_setup.id", index=False, nullable=True)
    payment_id: int | None = refers("payment.id", index=False, nullable=True)
    amount_cents: int = cents()
    email_sealed: str | None = text(600, nullable=True)  # where the receipt goes
    begun_at: datetime = instant()
