"""The terms of a contract, as signed. They never change; events change what follows from them."""

from dataclasses import dataclass
from datetime import date

from finance_portal.domain.allocation import DEFAULT_ORDER, Bucket
from finance_portal.domain.calendar import add_months, due_dates
from finance_portal.domain.cents import ZERO, Cents, Rounding
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.late_charge import NO_LATE_CHARGE, LateChargeRule
from finance_portal.domain.rates import ZERO_RATE, Rate

_EVERY_BUCKET = frozenset(Bucket)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """A simple interest contract: what is owed, at which rate, in which installments.

    With a balloon, the last installment is the balloon (R13.1). Raises ValueError for a term
    below one, or an application order that leaves a bucket out.
    """

    amount_financed: Cents
    rate: Rate
    interest_from: date
    first_due_on: date
    due_day: int  # 1 to 31, clamped to the length of each month (R5.1)
    term: int  # installments
    installment: Cents
    balloon: Cents | None = None
    day_count: DayCount = DayCount.ACTUAL_365
    rounding: Rounding = Rounding.HALF_UP
    application_order: tuple[Bucket, ...] = DEFAULT_ORDER
    late_charge: LateChargeRule = NO_LATE_CHARGE
    grace_on_banking_days: bool = False  # R6.7
    returned_payment_fee: Cents = ZERO
    state: str | None = None  # whose law caps late charges, as "TX"
    is_lease: bool = False  # then it ends with the vehicle, not with the last payment

    def __post_init__(self) -> None:
        if self.term < 1:
            raise ValueError("a contract has at least one installment")
        order = self.application_order
        if len(order) != len(_EVERY_BUCKET) or set(order) != _EVERY_BUCKET:
            raise ValueError("the application order must name every bucket once")

    @property
    def due_dates(self) -> tuple[date, ...]:
        """Return when the installments fall due, as signed."""
        return due_dates(self.first_due_on, self.due_day, self.term)

    @property
    def last_installment(self) -> Cents:
        """Return the last installment as signed, before its true-up (R5.3)."""
        return self.installment if self.balloon is None else self.balloon


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseTerms:
    """A closed-end lease with payments in advance: the first falls due at signing (R14.3).

    What a boarded contract does not say about the vehicle's value is None; then there is no
    lease balance and no buyout.
    """

    term: int  # monthly payments
    first_due_on: date
    due_day: int
    maturity_on: date
    base_monthly_payment: Cents
    monthly_tax: Cents = ZERO
    tax_rate: Rate = ZERO_RATE
    adjusted_capitalized_cost: Cents | None = None
    residual_value: Cents | None = None
    money_factor: Rate | None = None
    miles_allowed: int = 0
    miles_purchased: int = 0
    start_odometer: int = 0
    excess_mile_rate: Cents = ZERO  # per mile
    disposition_fee: Cents = ZERO
    purchase_option_fee: Cents = ZERO
    security_deposit: Cents = ZERO
    application_order: tuple[Bucket, ...] = DEFAULT_ORDER
    late_charge: LateChargeRule = NO_LATE_CHARGE
    grace_on_banking_days: bool = False
    returned_payment_fee: Cents = ZERO
    state: str | None = None

    @property
    def monthly_payment(self) -> Cents:
        """Return what falls due each month, tax included."""
        return self.base_monthly_payment + self.monthly_tax


def lease_maturity(first_due_on: date, term: int, due_day: int) -> date:
    """Return the day on which a lease of that many months ends."""
    return add_months(first_due_on, term, due_day)


def obligation(lease: LeaseTerms) -> LoanTerms:
    """Return what a lease owes as terms that bear no interest, so that one engine bills both.

    The "principal" of these terms is the sum of the payments still to come (R14.6, R14.13).
    """
    return LoanTerms(
        amount_financed=lease.term * lease.monthly_payment,
        rate=ZERO_RATE,
        interest_from=lease.first_due_on,
        first_due_on=lease.first_due_on,
        due_day=lease.due_day,
        term=lease.term,
        installment=lease.monthly_payment,
        application_order=lease.application_order,
        late_charge=lease.late_charge,
        grace_on_banking_days=lease.grace_on_banking_days,
        returned_payment_fee=lease.returned_payment_fee,
        state=lease.state,
        is_lease=True,
    )
