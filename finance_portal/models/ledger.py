"""The books: what happened to each contract, and the double entry of it.

Rows of these three tables are never changed and never removed; a trigger on each refuses it. A
balance is a sum of postings; debits are positive, credits negative, each entry sums to zero.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text


class EventKind(StrEnum):
    """What can happen to a contract (domain/events.py)."""

    BOOKED = "booked"
    PAYMENT = "payment"
    RETURNED = "returned"
    REINSTATED = "reinstated"
    CONVENIENCE_FEE = "convenience_fee"
    CHARGE = "charge"
    WAIVER = "waiver"
    DUE_DATE_CHANGED = "due_date_changed"
    EXTENDED = "extended"
    LEASE_EXTENDED = "lease_extended"
    LEASE_ENDED = "lease_ended"
    RATE_CHANGED = "rate_changed"
    REFUNDED = "refunded"


class EntryKind(StrEnum):
    """An event's own entry, or what a later, back-dated event changed about it (R2.3)."""

    POSTING = "posting"
    CORRECTION = "correction"


class ContractEvent(SQLModel, table=True):
    """One thing that happened to a contract (R2.1). `sequence` counts from 0 for each contract."""

    __tablename__ = "contract_event"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        UniqueConstraint("key"),
        CheckConstraint(
            "kind IN ({})".format(", ".join(f"'{kind}'" for kind in EventKind)), name="kind"
        ),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    sequence: int
    kind: str = text(20)
    effective_on: date
    entered_at: datetime = instant()
    amount_cents: int | None = cents(nullable=True)
    payment_ref: str | None = text(40, nullable=True)
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    key: str | None = text(80, nullable=True)  # what must happen once: "late:12:7", "settled:31"


class LedgerEntry(SQLModel, table=True):
    """A set of postings that belong together and sum to zero."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('posting', 'correction')", name="kind"),
        Index("ix_ledger_entry_contract", "contract_id"),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    event_id: int = refers("contract_event.id")
    kind: str = text(12)
    effective_on: date
    posted_at: datetime = instant()


class Posting(SQLModel, table=True):
    """Cents on one account: a debit is positive, a credit negative."""

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("entry_id", "account"),
        CheckConstraint("amount_cents <> 0", name="amount"),
        STRICT,
    )

    id: int | None = key()
    entry_id: int = refers("ledger_entry.id", index=False)
    account: str = text(24)
    amount_cents: int = cents()


BOOKS = (ContractEvent, LedgerEntry, Posting)
