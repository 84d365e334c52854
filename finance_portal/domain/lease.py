"""Leases: the payment by money factor, and the balance by constant yield (1.14)."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.rates import Rate
from finance_portal.domain.root import root

_MONTHS = 12
_DIGITS = 50
_HIGHEST_MONTHLY_RATE = Decimal(1)
_MONEY_FACTOR_TO_PERCENT = 2400


class LeasePayment(NamedTuple):
    """A monthly payment and its parts, each rounded for display."""

    depreciation: Cents
    rent_charge: Cents
    base: Cents
    tax: Cents

    @property
    def total(self) -> Cents:
        """Return what falls due each month."""
        return self.base + self.tax


class LeaseYield(NamedTuple):
    """What a lease's balance is made of. The implicit rate follows from it."""

    adjusted_capitalized_cost: Cents
    residual_value: Cents
    term: int
    base_monthly_payment: Cents


class YieldRow(NamedTuple):
    """One month by constant yield, rounded for display."""

    month: int
    rent_charge: Cents
    depreciation: Cents
    balance: Cents


def lease_payment(
    capitalized_cost: Cents, residual: Cents, term: int, money_factor: Rate, tax_rate: Rate
) -> LeasePayment:
    """Compute a payment: the base is rounded, and taxed as rounded."""
    depreciation = Fraction(capitalized_cost - residual, term)
    rent_charge = (capitalized_cost + residual) * money_factor.exact
    base = rounded(depreciation + rent_charge)
    return LeasePayment(
        rounded(depreciation), rounded(rent_charge), base, rounded(base * tax_rate.exact)
    )


def approximate_rate(money_factor: Rate) -> Fraction:
    """Return the percentage a money factor resembles. Never to be called an APR (1013.4(s))."""
    return money_factor.exact * _MONEY_FACTOR_TO_PERCENT


def total_rent(lease: LeaseYield) -> Cents:
    """Return the rent charge of the whole lease."""
    depreciation = lease.adjusted_capitalized_cost - lease.residual_value
    return lease.term * lease.base_monthly_payment - depreciation


def payment_in_advance(
    value: Cents, residual: Cents, term: int, monthly_rate: Fraction, advance_payments: int
) -> Cents:
    """Return the exact payment when some of the payments are made at signing."""
    discount = 1 / (1 + monthly_rate)
    later = term - advance_payments
    annuity = (1 - discount**later) / monthly_rate if monthly_rate else Fraction(later)
    return rounded((value - residual * discount**term) / (annuity + advance_payments))


def implicit_monthly_rate(lease: LeaseYield) -> Decimal:
    """Return the monthly rate that the payments yield, the first of them made at signing."""

    def excess(monthly_rate: Decimal) -> Decimal:
        value = _present_value(lease, lease.term, monthly_rate)
        return value - lease.adjusted_capitalized_cost

    return root(excess, Decimal(0), _HIGHEST_MONTHLY_RATE)


def implicit_annual_percent(lease: LeaseYield) -> Decimal:
    """Return the implicit rate in percent a year."""
    return implicit_monthly_rate(lease) * _MONTHS * 100


def adjusted_lease_balance(lease: LeaseYield, payments_left: int) -> Cents:
    """Return the balance with that many payments left, the next of them due now."""
    value = _present_value(lease, payments_left, implicit_monthly_rate(lease))
    return rounded(Fraction(value))


def constant_yield(lease: LeaseYield) -> list[YieldRow]:
    """Return the balance month by month: each rent charge is earned on what the payment left."""
    monthly_rate = implicit_monthly_rate(lease)
    balance = Decimal(lease.adjusted_capitalized_cost)
    rows = []
    with localcontext(prec=_DIGITS):
        for month in range(1, lease.term + 1):
            rent_charge = (balance - lease.base_monthly_payment) * monthly_rate
            depreciation = lease.base_monthly_payment - rent_charge
            balance -= depreciation
            shown = (rounded(Fraction(each)) for each in (rent_charge, depreciation, balance))
            rows.append(YieldRow(month, *shown))
    return rows


def total_of_payments(
    *,
    due_at_signing: Cents,
    refundable: Cents,
    monthly_payments: Cents,
    paid_at_signing: Cents,
    other_charges: Cents = ZERO,
) -> Cents:
    """Return the total of payments of Regulation M, 1013.4(e) (R14.12)."""
    return due_at_signing - refundable + monthly_payments - paid_at_signing + other_charges


def _present_value(lease: LeaseYield, payments_left: int, monthly_rate: Decimal) -> Decimal:
    with localcontext(prec=_DIGITS):
        discount = 1 / (1 + monthly_rate)
        annuity = sum((discount**month for month in range(payments_left)), Decimal(0))
        return lease.base_monthly_payment * annuity + lease.residual_value * discount**payments_left
