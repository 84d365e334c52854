"""The running state of one contract: what each event does to what is owed."""

from datetime import date
from fractions import Fraction

from finance_portal.domain import interest as accrual
from finance_portal.domain.allocation import FEE_BUCKETS, Bucket, allocate
from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.events import (
    Charge,
    ConvenienceFee,
    DueDateChanged,
    Event,
    Extended,
    Intent,
    LeaseEnded,
    LeaseExtended,
    Payment,
    RateChanged,
    Refunded,
    Reinstated,
    Returned,
    Waiver,
)
from finance_portal.domain.installments import Installments
from finance_portal.domain.position import Allocation, Position
from finance_portal.domain.terms import LoanTerms

_EMPTY: dict[Bucket, Cents] = dict.fromkeys(Bucket, ZERO)


class Book:
    """What is owed on a contract, from its booking on. Apply events in their order.

    `owed[INTEREST]` is unpaid interest: posted, but not paid. Interest that accrues stays exact,
    segment after segment, until a payment takes it (R1.3 to R1.5).
    """

    def __init__(self, terms: LoanTerms) -> None:
        self.terms = terms
        self.rate = terms.rate
        self.due_day = terms.due_day
        self.owed = _EMPTY.copy()
        self.owed[Bucket.PRINCIPAL] = terms.amount_financed
        self.accrued = Fraction(0)
        self.unapplied = ZERO
        self.credit_balance = ZERO
        self.refunded_beyond = ZERO  # the credit: a part of the other fees
        self.diverted = ZERO
        self.bars_late_charges = False
        self.closed_on: date | None = None
        self.may_close = not terms.is_lease  # until its vehicle is back, or bought
        self.installments = Installments(terms)
        self.applied: dict[str, Allocation] = {}
        self._accrued_through = terms.interest_from
        self._taken_on = terms.interest_from

    @property
    def principal(self) -> Cents:
        """Return the principal."""
        return self.owed[Bucket.PRINCIPAL]

    def apply(self, event: Event) -> None:
        """Let one event change what is owed."""
        self._accrue_through(event.effective_on)
        match event:
            case Payment():
                self.applied[event.id] = self._pay(event)
            case Returned() | Reinstated():
                pass  # replay has left the payment out, or in again (R7.1)
            case ConvenienceFee():
                pass  # never a part of what is owed (R17.1)
            case Charge():
                self._charge(event)
            case Waiver():
                self.owed[event.bucket] -= min(event.amount, self.owed[event.bucket])
            case Refunded():
                self._refund(event.amount)
            case LeaseEnded():
                self._end(event)
            case _:
                self._change_terms(event)
        self._close_when_paid(event.effective_on)

    def set_fees_aside(self) -> None:
        """Forget the open fees, to look at the installments alone."""
        for bucket in FEE_BUCKETS:
            self.owed[bucket] = ZERO

    def position(self, on: date) -> Position:
        """Return the state at the end of a day on or after the last event."""
        return Position(
            terms=self.terms,
            on=on,
            rate=self.rate,
            due_day=self.due_day,
            principal=self.owed[Bucket.PRINCIPAL],
            unpaid_interest=self.owed[Bucket.INTEREST],
            accrued=self.accrued + self._growth_until(on),
            late_charges=self.owed[Bucket.LATE_CHARGES],
            returned_fees=self.owed[Bucket.RETURNED_FEES],
            other_fees=self.owed[Bucket.OTHER_FEES],
            unapplied=self.unapplied,
            credit_balance=self.credit_balance,
            diverted=self.diverted,
            bars_late_charges=self.bars_late_charges,
            closed_on=self.closed_on,
            installments=self.installments.statuses(on, self.left_on),
            applied=dict(self.applied),
        )

    def left_on(self, day: date) -> Cents:
        """Return the principal and interest left on a day if nothing is paid until then."""
        accrued = rounded(self.accrued + self._growth_until(day), self.terms.rounding)
        return self.owed[Bucket.PRINCIPAL] + self.owed[Bucket.INTEREST] + accrued

    def _change_terms(self, event: DueDateChanged | Extended | LeaseExtended | RateChanged) -> None:
        match event:
            case DueDateChanged():
                self.due_day = event.due_day
                self.installments.move(event.first_installment, event.shift_months, self.due_day)
            case Extended():
                self.installments.move(event.first_installment, event.months, self.due_day)
            case LeaseExtended():
                self.owed[Bucket.PRINCIPAL] += event.months * self.terms.installment
                self.installments.append(event.months, self.terms.installment, self.due_day)
            case RateChanged():
                self.rate = event.rate
                self.bars_late_charges = event.bars_late_charges
                if event.installment is not None:
                    self.installments.reprice(event.installment, event.effective_on)

    def _charge(self, charge: Charge) -> None:
        self.owed[charge.bucket] += charge.amount
        if charge.bucket is Bucket.LATE_CHARGES and charge.installment is not None:
            self.installments.mark_late(charge.installment)

    def _end(self, ended: LeaseEnded) -> None:
        """End a lease: what we hold pays what is open of it, and the rest becomes credit."""
        self.may_close = True
        self.owed[Bucket.PRINCIPAL] -= min(ended.forgiven, self.owed[Bucket.PRINCIPAL])
        self.owed[Bucket.OTHER_FEES] += ended.price
        buckets = (*FEE_BUCKETS, Bucket.PRINCIPAL)
        parts, rest = allocate(ended.credit, self.owed, buckets)
        for bucket, part in parts.items():
            self.owed[bucket] -= part
        self.installments.fill(parts[Bucket.PRINCIPAL], ended.effective_on)
        self.credit_balance += rest

    def _refund(self, amount: Cents) -> None:
        """Send back credit; what was refunded beyond it is owed to us again.

        A refund that could not arrive comes back as a negative one: it is no longer owed to us.
        """
        if amount < ZERO:
            beyond = max(amount, -self.refunded_beyond, -self.owed[Bucket.OTHER_FEES])
        else:
            beyond = max(ZERO, amount - self.credit_balance)
        self.owed[Bucket.OTHER_FEES] += beyond
        self.refunded_beyond += beyond
        self.credit_balance -= amount - beyond

    def _pay(self, payment: Payment) -> Allocation:
        days = max(0, (payment.effective_on - self._taken_on).days)
        unpaid_before, held_before = self.owed[Bucket.INTEREST], self.unapplied
        taken = _EMPTY.copy()
        credit = self._distribute(payment, taken)
        self.credit_balance += credit
        return Allocation(
            payment_id=payment.id,
            effective_on=payment.effective_on,
            amount=payment.amount,
            interest=taken[Bucket.INTEREST],
            principal=taken[Bucket.PRINCIPAL],
            late_charges=taken[Bucket.LATE_CHARGES],
            returned_fees=taken[Bucket.RETURNED_FEES],
            other_fees=taken[Bucket.OTHER_FEES],
            unapplied=self.unapplied - held_before,
            credit=credit,
            days=days,
            interest_posted=self.owed[Bucket.INTEREST] - unpaid_before + taken[Bucket.INTEREST],
            unpaid_interest_after=self.owed[Bucket.INTEREST],
            principal_after=self.owed[Bucket.PRINCIPAL],
        )

    def _distribute(self, payment: Payment, taken: dict[Bucket, Cents]) -> Cents:
        """Divide a payment by its intent (R3.3). Return what nothing was owed for."""
        on = payment.effective_on
        match payment.intent:
            case Intent.HELD:
                self.unapplied += payment.amount
                return ZERO
            case Intent.FEES:
                rest = self._take(payment.amount, FEE_BUCKETS, taken)
                return self._pay_regular(rest, on, taken)
            case Intent.REGULAR | Intent.PAYOFF | Intent.BUYOUT:
                return self._pay_regular(payment.amount, on, taken)
            case Intent.PRINCIPAL_ONLY | Intent.SPLIT:
                rest = self._pay_regular(payment.amount - payment.curtailment, on, taken)
                rest += self._take(payment.curtailment, (Bucket.PRINCIPAL,), taken)
                return self._pay_regular(rest, on, taken)

    def _pay_regular(self, money: Cents, on: date, taken: dict[Bucket, Cents]) -> Cents:
        """Apply money in the contract's order, the surplus to principal (R3.1). Return the rest."""
        if money == ZERO:
            return ZERO
        money += self.unapplied
        self.unapplied = ZERO
        current = self.installments.current(on)
        owed = self._owed_through(current)
        parts, surplus = allocate(money, owed, self.terms.application_order)
        curtailed = min(surplus, self.owed[Bucket.PRINCIPAL] - parts[Bucket.PRINCIPAL])
        parts[Bucket.PRINCIPAL] += curtailed
        if parts[Bucket.INTEREST]:  # only a posting that takes interest rounds it (R1.4)
            self.owed[Bucket.INTEREST] = owed[Bucket.INTEREST]
            self.accrued = Fraction(0)
            self._taken_on = on
        self._settle(parts, taken)
        self.installments.fill(parts[Bucket.INTEREST] + parts[Bucket.PRINCIPAL], on)
        self._note_diverted(parts[Bucket.LATE_CHARGES], current)
        return surplus - curtailed

    def _owed_through(self, installment: int) -> dict[Bucket, Cents]:
        """Return what a regular payment may fill before it is surplus, interest rounded now."""
        owed = self.owed.copy()
        owed[Bucket.INTEREST] += rounded(self.accrued, self.terms.rounding)
        due = self.installments.remaining(installment)
        if due is not None:
            due_principal = max(ZERO, due - owed[Bucket.INTEREST])
            owed[Bucket.PRINCIPAL] = min(owed[Bucket.PRINCIPAL], due_principal)
        return owed

    def _take(self, money: Cents, buckets: tuple[Bucket, ...], taken: dict[Bucket, Cents]) -> Cents:
        parts, rest = allocate(money, self.owed, buckets)
        self._settle(parts, taken)
        return rest

    def _settle(self, parts: dict[Bucket, Cents], taken: dict[Bucket, Cents]) -> None:
        for bucket, part in parts.items():
            self.owed[bucket] -= part
            taken[bucket] += part

    def _note_diverted(self, late_charges: Cents, current: int) -> None:
        """Remember how much of a shortage exists only because a late charge was paid first."""
        short = self.installments.remaining(current)
        self.diverted += late_charges
        if short is not None:
            self.diverted = min(self.diverted, short)

    def _accrue_through(self, day: date) -> None:
        if day > self._accrued_through:
            interest = self._growth_until(day)
            self.accrued = self.accrued + interest if self.accrued else interest
            self._accrued_through = day

    def _growth_until(self, day: date) -> Fraction:
        """Return the exact interest from where accrual stands to a day."""
        return accrual.interest(
            self.owed[Bucket.PRINCIPAL],
            self.rate,
            self.terms.day_count,
            self._accrued_through,
            day,
            due_day=self.due_day,
        )

    def _close_when_paid(self, on: date) -> None:
        """Satisfy the last installment when nothing is left; close when no fee is open either.

        A lease whose payments are all made goes on until the vehicle is back, or bought.
        """
        if self.owed[Bucket.PRINCIPAL] or self.left_on(on):
            self.closed_on = None
            return
        self.accrued = Fraction(0)
        self.installments.satisfy_all(on)
        if any(self.owed.values()) or not self.may_close:
            self.closed_on = None
        elif self.closed_on is None:
            self.closed_on = on
