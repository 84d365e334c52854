"""The night's own notebook: where each contract stood last, and when to look at it again."""

from datetime import date

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from finance_portal.models.base import BIG, STRICT, cents, text


class ContractStanding(SQLModel, table=True):
    """A contract after its last event, worked out from the ledger and thrown away at will.

    It is out of date as soon as `version` is not that of the contract. Interest is carried exactly,
    as a whole number of the `carried_unit`-th part of a cent (domain/snapshot.py).
    """

    __tablename__ = "contract_standing"
    __table_args__ = (STRICT,)

    contract_id: int = Field(
        sa_column=Column(BIG, ForeignKey("contract.id"), primary_key=True, autoincrement=False)
    )
    version: int  # of the contract, when this was worked out
    is_closed: bool
    rate_ppm: int
    day_count: str = text(24)
    principal_cents: int = cents()
    unpaid_interest_cents: int = cents()
    late_charges_cents: int = cents()
    returned_fees_cents: int = cents()
    other_fees_cents: int = cents()
    unapplied_cents: int = cents()
    credit_cents: int = cents()
    diverted_cents: int = cents()
    bars_late_charges: bool
    satisfied: int | None = Field(default=None)  # installments; None: not as they were signed
    part_paid_cents: int = cents()  # of the next one
    accrued_on: date
    carried: int | None = cents(nullable=True)
    carried_unit: int | None = cents(nullable=True)  # None: its interest needs the long way
    interest_cents: int = cents()  # owed on `accrued_on`: unpaid, and accrued since
    bill_on: date | None = Field(default=None, index=True)
    late_on: date | None = Field(default=None, index=True)  # when a late charge may be due next
