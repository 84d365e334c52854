"""Contracts as they were signed. Balances are not here: they are sums of the ledger's entries."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text


class ContractKind(StrEnum):
    """What was signed."""

    LOAN = "loan"
    LEASE = "lease"


class Contract(SQLModel, table=True):
    """What loans and leases share: identity, vehicle, and how it is billed."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("number_index"),
        CheckConstraint("kind IN ('loan', 'lease')", name="kind"),
        CheckConstraint("term > 0", name="term"),
        CheckConstraint("due_day BETWEEN 1 AND 31", name="due_day"),
        CheckConstraint("installment_cents > 0", name="installment"),
        CheckConstraint("version >= 0", name="version"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # in addresses; says nothing about the account
    number_sealed: str = text(240)  # the account number: services/contracts.py
    number_index: str = text(40)
    number_end: str = text(4)  # what may be shown of it
    kind: str = text(8)
    source_sealed: str = text(160)  # hash of the boarded record: the same again changes nothing
    boarded_at: datetime = instant()
    serviced_from: date  # no late charge for a grace period that ended before
    version: int = 0  # of its events; moves with each one
    next_due_on: date | None = Field(default=None, index=True)  # for the jobs; None once closed
    state_code: str | None = text(2, nullable=True)

    vin: str = text(17)
    vehicle: str = text(80)

    first_due_on: date
    due_day: int
    term: int
    installment_cents: int = cents()
    application_order: str = text(120)
    grace_days: int
    grace_on_banking_days: bool
    late_percent_ppm: int | None = Field(default=None)
    late_flat_cents: int | None = cents(nullable=True)
    late_take: str = text(8)  # domain.late_charge.Take
    late_minimum_cents: int = cents()
    late_maximum_cents: int | None = cents(nullable=True)
    late_base: str = text(12)  # domain.late_charge.Base
    returned_payment_fee_cents: int = cents()
    card_fee_cents: int = cents()  # flat, for paying by card; 0: free (R17.1)
    autopay_discount_ppm: int = 0  # off the rate while autopay is on
    title_state: str | None = text(2, nullable=True)  # whose clock runs for the title (R11.3)
    title_form: str | None = text(10, nullable=True)  # "electronic" or "paper"

    @property
    def number_masked(self) -> str:
        """Return the account number as only its owner recognises it (K4)."""
        return f"••{self.number_end}"


class Loan(SQLModel, table=True):
    """The terms of a retail installment contract, with or without a balloon."""

    __tablename__ = "loan"
    __table_args__ = (
        UniqueConstraint("contract_id"),
        CheckConstraint("amount_financed_cents > 0", name="amount_financed"),
        CheckConstraint("rate_ppm >= 0", name="rate"),
        Index(
            "ix_loan_balloon",  # for the job that tells of it
            "contract_id",
            sqlite_where=sql("balloon_cents IS NOT NULL"),
            postgresql_where=sql("balloon_cents IS NOT NULL"),
        ),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    amount_financed_cents: int = cents()
    rate_ppm: int  # the contract rate a year in parts per million: 5.49 % is 54,900
    day_count: str = text(24)
    rounding: str = text(12)
    interest_from: date
    balloon_cents: int | None = cents(nullable=True)
    is_new_vehicle: bool | None = Field(default=None)  # R19.5; None: the contract does not say
    is_personal_use: bool | None = Field(default=None)
    is_first_lien: bool | None = Field(default=None)
    is_us_assembled: bool | None = Field(default=None)
    balloon_return_fee_cents: int | None = cents(nullable=True)  # None: no right to return (R13.3)


class Lease(SQLModel, table=True):
    """The terms of a lease in the words of Regulation M."""

    __tablename__ = "lease"
    __table_args__ = (UniqueConstraint("contract_id"), STRICT)

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    adjusted_capitalized_cost_cents: int | None = cents(nullable=True)
    residual_value_cents: int | None = cents(nullable=True)
    money_factor_ppm: int | None = Field(default=None)
    monthly_tax_cents: int = cents()
    tax_rate_ppm: int | None = Field(default=None)
    started_on: date
    maturity_on: date = Field(index=True)  # for the job that tells of it
    miles_allowed: int | None = Field(default=None)
    miles_purchased: int = 0
    start_odometer: int = 0
    excess_mile_cents: int | None = cents(nullable=True)
    disposition_fee_cents: int = cents()
    purchase_option_fee_cents: int = cents()
    early_mile_cents: int | None = cents(nullable=True)  # a mile bought before the end; None: no
    miles_sold_until_days: int = 120  # before maturity
    security_deposit_cents: int = cents()


class OdometerReading(SQLModel, table=True):
    """What the odometer showed on a day."""

    __tablename__ = "odometer_reading"
    __table_args__ = (
        UniqueConstraint("contract_id", "read_on"),
        CheckConstraint("miles >= 0", name="miles"),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    read_on: date
    miles: int
    borrower_id: int | None = refers("borrower.id", index=False, nullable=True)  # who typed it
