"""The end of a lease: what was bought on top, and what is owed when the vehicle is back."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text


class MilesPurchase(SQLModel, table=True):
    """Miles that were bought before the end, at the contract's price for miles bought early."""

    __tablename__ = "miles_purchase"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("miles > 0", name="miles"),
        STRICT,
    )

    id: int | None = key()
    key: str = text(60)
    contract_id: int = refers("contract.id")
    borrower_id: int = refers("borrower.id", index=False)
    miles: int
    price_cents: int = cents()
    bought_on: date
    at: datetime = instant()


class LeaseInvoice(SQLModel, table=True):
    """What is owed after the vehicle is back; its lines are in `LeaseInvoiceLine`."""

    __tablename__ = "lease_invoice"
    __table_args__ = (UniqueConstraint("ref"), UniqueConstraint("contract_id"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    contract_id: int = refers("contract.id", index=False)
    returned_on: date
    odometer: int
    issued_on: date
    total_cents: int = cents()
    dispute_by: date
    document_id: int | None = refers("document.id", index=False, nullable=True)
    at: datetime = instant()


class LeaseInvoiceLine(SQLModel, table=True):
    """One line of the invoice: miles, wear, the disposition fee, or a credit."""

    __tablename__ = "lease_invoice_line"
    __table_args__ = (STRICT,)

    id: int | None = key()
    invoice_id: int = refers("lease_invoice.id")
    words: str = text(160)
    amount_cents: int = cents()
