"""What we said would close a contract, or buy the vehicle, until a day: it is honoured."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text


class Quote(SQLModel, table=True):
    """A quote that was given: its figures, for whom, and through which day."""

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_quote_of", "contract_id", "good_through"),
        CheckConstraint("kind IN ('payoff', 'early_buyout', 'maturity_buyout')", name="kind"),
        CheckConstraint("audience IN ('borrower', 'dealer', 'insurer')", name="audience"),
        CheckConstraint("good_through >= quoted_on", name="days"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    contract_id: int = refers("contract.id", index=False)
    borrower_id: int = refers("borrower.id")
    kind: str = text(16)
    quoted_on: date
    good_through: date
    principal_cents: int = cents()  # of a buyout: the lease balance or the residual value
    interest_cents: int = cents()
    late_charges_cents: int = cents()
    returned_fees_cents: int = cents()
    other_fees_cents: int = cents()  # of a buyout: with the purchase option fee
    past_due_cents: int = cents()
    tax_cents: int = cents()
    unapplied_cents: int = cents()
    total_cents: int = cents()
    pending_cents: int = cents()  # on its way, not deducted
    per_diem: str = text(16)  # four decimals of a dollar, a label (R0.4); "" for a lease
    version: int  # of the contract's events when it was quoted
    audience: str = text(8)
    recipient: str | None = text(120, nullable=True)
    authorized_name: str | None = text(120, nullable=True)  # who allowed it to be sent out
    authorized_at: datetime | None = instant(nullable=True)
    document_id: int | None = refers("document.id", index=False, nullable=True)
    made_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)
