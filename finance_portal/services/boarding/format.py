"""What a boarding file may say. docs/boarding.md explains it; its JSON Schema is made from here.

A contract lists its latest payments, or all of them. What is given under `state`, `past_due`,
`payoff_10_day` and beside each payment are control totals: the portal works them out by itself and
refuses the whole file when a cent differs.
"""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import Rounding
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.late_charge import Base, Take
from finance_portal.services.boarding.people_format import BorrowerRecord, Short, Strict
from finance_portal.services.boarding.values import Amount, Factor, Percent, Plain, VinText

DueDay = Annotated[int, Field(ge=1, le=31)]
Months = Annotated[int, Field(ge=1, le=120)]


class Remarks(BaseModel):
    """Control totals among remarks: keys that we do not check are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class LateChargeRecord(Strict):
    """R6.1. What is left out does not apply."""

    grace_days: Annotated[int, Field(ge=0, le=60)] = 10
    percent: Percent | None = None
    flat: Amount | None = None
    take: Take = Take.LESSER
    minimum: Amount = 0
    maximum: Amount | None = None
    base: Base = Base.INSTALLMENT


class BillingRecord(Strict):
    """What loans and leases share. Every key has the default of domain.md."""

    application_order: tuple[Bucket, ...] | None = None
    late_charge: LateChargeRecord | None = None
    late_fee: str | None = (
        None  # a remark of older files; the rule is `late_charge`, or the state's
    )
    returned_payment_fee: Amount = 0
    # Left out where they are not given: a file from before says what it said.
    card_fee: Amount | None = Field(  # flat, where the contract allows it (R17.1)
        default=None, exclude_if=lambda given: given is None
    )
    autopay_discount: Percent | None = Field(  # off the rate while autopay is on
        default=None, exclude_if=lambda given: given is None
    )
    grace_on_banking_days: bool = True


class LoanTermsRecord(BillingRecord):
    """A retail installment contract. Without a payment it is solved (R5.2).

    `rate` and `payment` have second names in older files: what was signed before a cap, and the
    regular payment beside a balloon.
    """

    principal: Amount
    rate: Percent | None = None
    contract_rate: Percent | None = None
    term: Months
    contract_date: date
    first_due: date
    due_day: DueDay | None = None
    payment: Amount | None = None
    contract_payment: Amount | None = None
    regular_payment: Amount | None = None
    odd_first_days: int | None = None
    day_count: DayCount = DayCount.ACTUAL_365
    rounding: Rounding = Rounding.HALF_UP
    scra_rate: Percent | None = None
    scra_effective: date | None = None
    scra_payment: Amount | None = None
    original_maturity: date | None = None
    extended_maturity: date | None = None
    # What the yearly interest statement asks for (R19.5); left out, the contract does not say.
    new_vehicle: bool | None = Field(default=None, exclude_if=lambda given: given is None)
    personal_use: bool | None = Field(default=None, exclude_if=lambda given: given is None)
    first_lien: bool | None = Field(default=None, exclude_if=lambda given: given is None)
    us_assembled: bool | None = Field(default=None, exclude_if=lambda given: given is None)

    @model_validator(mode="after")
    def _one_rate(self) -> "LoanTermsRecord":
        if (self.rate is None) == (self.contract_rate is None):
            raise ValueError("give the rate once, as `rate`")
        return self

    @property
    def signed_rate(self) -> int:
        """Return the rate as signed, in parts per million a year."""
        return self.contract_rate or 0 if self.rate is None else self.rate

    @property
    def signed_payment(self) -> int | None:
        """Return the level payment as signed, in cents; None where it has to be solved."""
        return self.payment or self.contract_payment or self.regular_payment


class BalloonTermsRecord(LoanTermsRecord):
    """A loan whose last payment is the balloon."""

    balloon: Amount
    balloon_due: date
    balloon_return_fee: Amount | None = Field(  # given: the vehicle may be returned for it (R13.3)
        default=None, exclude_if=lambda given: given is None
    )


class LeaseTermsRecord(BillingRecord):
    """A lease with payments in advance (R14.3). Figures that are absent are not shown."""

    term: Months
    start: date
    maturity: date | None = None
    original_maturity: date | None = None
    total_payment: Amount
    base_payment: Amount | None = None
    tax: Amount = 0
    tax_rate: Percent | None = None
    adjusted_cap_cost: Amount | None = None
    residual: Amount | None = None
    residual_pct: str | None = None
    msrp: str | None = None
    money_factor: Factor | None = None
    miles_per_year: int | None = None
    allowed_miles: int | None = None
    excess_rate: Amount | None = None
    disposition_fee: Amount = 0
    purchase_option_fee: Amount = 0
    # Left out where they are not given: a file from before says what it said.
    early_mile_rate: Amount | None = Field(  # a mile bought before the end
        default=None, exclude_if=lambda given: given is None
    )
    miles_sold_until_days: Annotated[int, Field(ge=0, le=365)] | None = Field(  # before maturity
        default=None, exclude_if=lambda given: given is None
    )
    security_deposit: Amount | None = Field(default=None, exclude_if=lambda given: given is None)


class PaymentRow(NamedTuple):
    """A past payment: day it counts from, amount, and how it was applied."""

    on: date
    amount: Amount
    interest: Amount
    principal: Amount
    balance: Amount


class PastEvent(Strict):
    """Something else that happened before boarding, or a payment that the rows do not show."""

    kind: Literal["payment", "returned", "charge", "waiver", "refund"]
    on: date
    amount: Amount | None = None
    of: date | None = None  # of the payment that was returned
    bucket: Bucket | None = None
    installment: int | None = None


class LoanState(Remarks):
    """Control totals on the file's business date."""

    principal: Amount | None = None
    accrued_interest: Amount | None = None
    per_diem: str | None = None
    payments_made: int | None = None
    payments_remaining: int | None = None
    remaining_payments_total: Amount | None = None
    next_due: date | None = None
    adjusted_lease_balance: Amount | None = None
    extension: str | None = None  # of older files: "month-to-month, 3 of at most 6 months"
    extended_maturity: date | None = None


class PayoffTotals(Remarks):
    """Control totals of the ten-day quote."""

    good_through: date
    principal: Amount
    interest: Amount
    fees: Amount
    total: Amount


class PastDue(Remarks):
    """What is open beside an installment that was missed."""

    late_fee_assessed_on: date | None = None
    late_fee: Amount | None = None
    nsf_fee_outstanding: Amount | None = None
    total_to_bring_current: Amount | None = None


class ExtensionRecord(Remarks):
    """An extension that was granted (R9.1)."""

    months: Annotated[int, Field(ge=1, le=12)]
    skipped: tuple[date, ...]


class PaidOff(Remarks):
    """The payment that closed the contract."""

    paid_on: date
    amount: Amount
    overage: Amount | None = None


class LeaseExtensionRecord(Strict):
    """A lease that runs on from month to month after its maturity (R14.10)."""

    months: Annotated[int, Field(ge=1, le=60)]


class Mileage(Remarks):
    """The last odometer reading of a leased vehicle."""

    odometer: Annotated[int, Field(ge=0)]
    as_of: date
    start_odometer: Annotated[int, Field(ge=0)] = 0


class TitleRecord(Strict):
    """The vehicle's title, and what became of it once the contract was paid off (1.11)."""

    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    form: Literal["electronic", "paper"] | None = None
    released_on: date | None = None  # the lien
    sent_on: date | None = None
    sent_how: Short | None = None
    tracking: Annotated[str, StringConstraints(max_length=60)] | None = None


class FlagRecord(Strict):
    """What changes how the contract is serviced, through its last day (1.22)."""

    kind: Literal["scra", "bankruptcy", "deceased", "litigation", "total_loss"]
    since: date
    until: date | None = None
    borrower: str | None = None  # the `id` of whom it is about


class ContractRecord(Strict):
    """One contract: who, which vehicle, the terms, what has happened so far."""

    id: Annotated[str, StringConstraints(max_length=32, pattern=r"[0-9A-Za-z]"), Plain]
    who: str | None = None
    borrowers: tuple[BorrowerRecord, ...] = ()
    state_code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    vin: VinText
    vehicle: Short
    state: LoanState = LoanState()
    payoff_10_day: PayoffTotals | None = None
    past_due: PastDue | None = None
    extension: ExtensionRecord | None = None
    payoff: PaidOff | None = None
    paid_ahead: Remarks | None = None
    lease_extension: LeaseExtensionRecord | None = None
    mileage: Mileage | None = None
    next_due: date | None = None
    payments_left: str | None = None
    interest_2025: str | None = None
    interest_2026_to_date: str | None = None
    last_payments: tuple[PaymentRow, ...] = ()
    all_payments: bool = False  # `last_payments` are all that there were
    events: tuple[PastEvent, ...] = ()
    title: TitleRecord | None = Field(default=None, exclude_if=lambda given: given is None)
    flags: tuple[FlagRecord, ...] = Field(default=(), exclude_if=lambda given: not given)
    exercises: str | None = None

    @model_validator(mode="after")
    def _somebody(self) -> "ContractRecord":
        if not self.borrowers and not self.who:
            raise ValueError("a contract needs at least one borrower")
        return self

    @model_validator(mode="after")
    def _about_a_borrower(self) -> "ContractRecord":
        bound = {None, *(person.id for person in self.borrowers)}
        if any(flag.borrower not in bound for flag in self.flags):
            raise ValueError("a flag names one of the contract's borrowers by `id`")
        return self


class LoanRecord(ContractRecord):
    """A loan of equal installments."""

    product: Literal["loan"]
    terms: LoanTermsRecord


class BalloonRecord(ContractRecord):
    """A loan that ends with a balloon."""

    product: Literal["balloon loan"]
    terms: BalloonTermsRecord


class LeaseRecord(ContractRecord):
    """A lease."""

    product: Literal["lease"]
    terms: LeaseTermsRecord


Record = Annotated[LoanRecord | BalloonRecord | LeaseRecord, Field(discriminator="product")]


class BoardingFile(Strict):
    """A whole file, as its JSON Schema describes it; it is read contract by contract."""

    business_date: date
    engine: str | None = None
    identifiers: dict[str, str] | None = None
    contracts: tuple[Record, ...]
