"""Where a contract stands at the end of a day, and how each payment was applied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from finance_portal.domain import interest as accrual
from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.installments import InstallmentStatus, Statuses
from finance_portal.domain.rates import Rate
from finance_portal.domain.terms import LoanTerms


class Standing(StrEnum):
    """The one word for how a contract stands."""

    CURRENT = "current"
    PAST_DUE = "past_due"
    PAID_AHEAD = "paid_ahead"
    PAID_OFF = "paid_off"
    FIRST_BILL = "first_bill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Where each cent of one payment went. The seven parts sum to the amount.

    `unapplied` is negative when money held earlier was applied with this payment.
    """

    payment_id: str
    effective_on: date
    amount: Cents
    interest: Cents = ZERO
    principal: Cents = ZERO
    late_charges: Cents = ZERO
    returned_fees: Cents = ZERO
    other_fees: Cents = ZERO
    unapplied: Cents = ZERO
    credit: Cents = ZERO
    days: int = 0  # since interest was last taken
    interest_posted: Cents = ZERO  # recognised by this payment, even if it stayed unpaid
    unpaid_interest_after: Cents = ZERO
    principal_after: Cents = ZERO

    @property
    def fees(self) -> Cents:
        """Return the part that went to charges and fees."""
        return self.late_charges + self.returned_fees + self.other_fees


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A contract at the end of one day. For a lease, principal is what is still to be paid."""

    terms: LoanTerms
    on: date
    rate: Rate
    due_day: int
    principal: Cents
    unpaid_interest: Cents
    accrued: Fraction  # exact cents, since interest was last taken
    late_charges: Cents
    returned_fees: Cents
    other_fees: Cents
    unapplied: Cents
    credit_balance: Cents
    diverted: Cents  # shortage of installments that late charges alone have caused (R6.4)
    bars_late_charges: bool
    closed_on: date | None
    installments: Statuses
    applied: Mapping[str, Allocation]

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing is owed any more."""
        return self.closed_on is not None

    @property
    def is_all_paid(self) -> bool:
        """Tell whether all payments of a lease are made; it goes on until its vehicle is back."""
        return self.terms.is_lease and self.next_installment is None

    @property
    def accrued_interest(self) -> Cents:
        """Return the interest owed on this day: unpaid, and accrued since."""
        return self.interest_through(self.on)

    @property
    def per_diem(self) -> Fraction:
        """Return the exact interest of the next day, in cents; for display (R0.4)."""
        return accrual.per_diem(self.principal, self.rate, self.terms.day_count, self.on)

    @property
    def fees(self) -> Cents:
        """Return all open charges and fees."""
        return self.late_charges + self.returned_fees + self.other_fees

    @property
    def next_installment(self) -> InstallmentStatus | None:
        """Return the first installment that is not fully satisfied (R4.1)."""
        return next(self.open_installments, None)

    @property
    def open_installments(self) -> Iterator[InstallmentStatus]:
        """Yield the installments that are not fully satisfied: always the last ones."""
        each = self.installments
        return (each[place] for place in range(each.satisfied, len(each)))

    @property
    def amount_due(self) -> Cents:
        """Return what is still to pay of the next installment."""
        return self.next_installment.remaining if self.next_installment else ZERO

    @property
    def past_due(self) -> Cents:
        """Return what is open of the installments that fell due before this day."""
        return sum(each.remaining for each in self.installments if each.due_on < self.on)

    @property
    def days_past_due(self) -> int:
        """Return the days since the oldest open installment fell due (R4.1)."""
        oldest = self.next_installment
        return max(0, (self.on - oldest.due_on).days) if oldest else 0

    @property
    def to_cure(self) -> Cents:
        """Return what brings the contract current, charges and fees included."""
        return self.past_due + self.fees

    @property
    def installments_left(self) -> int:
        """Count the installments that are not fully satisfied."""
        return len(self.installments) - self.installments.satisfied

    @property
    def maturity_on(self) -> date:
        """Return when the last installment falls due."""
        return self.installments[-1].due_on

    @property
    def standing(self) -> Standing:
        """Return the one word for how the contract stands."""
        if self.is_closed:
            return Standing.PAID_OFF
        if self.past_due:
            return Standing.PAST_DUE
        if not self.installments_left:
            return Standing.CURRENT  # only fees are open
        coming = next((each for each in self.installments if each.due_on > self.on), None)
        if coming and coming.is_satisfied:
            return Standing.PAID_AHEAD
        if coming and coming.number == 1:
            return Standing.FIRST_BILL
        return Standing.CURRENT

    def interest_through(self, day: date) -> Cents:
        """Return the interest owed on a later day if nothing is paid until then, rounded once."""
        since = accrual.interest(
            self.principal,
            self.rate,
            self.terms.day_count,
            self.on,
            day,
            due_day=self.due_day,
        )
        return self.unpaid_interest + rounded(self.accrued + since, self.terms.rounding)

    def payoff_on(self, day: date) -> Cents:
        """Return what closes the contract on a later day if nothing is paid until then (R10.1)."""
        return self.principal + self.interest_through(day) + self.fees - self.unapplied
