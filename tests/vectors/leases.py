"""Adapters for leases."""

from decimal import Decimal
from fractions import Fraction

from finance_portal.domain import lease
from finance_portal.domain.cents import rounded
from finance_portal.domain.lease_end import early_termination_charge
from finance_portal.domain.rates import Rate
from tests.domain.make import cents
from tests.vectors.reading import money
from tests.vectors.shared import NotSupported


def lease_payment(inputs):
    payment = lease.lease_payment(
        cents(inputs["adjusted_cap_cost"]),
        _residual(inputs),
        inputs["term"],
        Rate.from_factor(inputs["money_factor"]),
        Rate.from_percent(inputs["tax_rate_pct"]),
    )
    return {
        "depreciation": money(payment.depreciation),
        "rent": money(payment.rent_charge),
        "base": money(payment.base),
        "tax": money(payment.tax),
        "total": money(payment.total),
    }


def _residual(inputs):
    if "residual" in inputs:
        return cents(inputs["residual"])
    return rounded(cents(inputs["msrp"]) * Rate.from_percent(inputs["residual_pct"]).exact)


def lease_payment_actuarial(inputs):
    monthly_rate = Rate.from_percent(inputs["annual_rate_pct"]).exact / 12
    payment = lease.payment_in_advance(
        cents(inputs["value"]),
        cents(inputs["residual"]),
        inputs["term"],
        monthly_rate,
        inputs["advance_payments"],
    )
    return {"payment": money(payment)}


def lease_constant_yield(inputs):
    if "single_payment" in inputs:
        raise NotSupported("a lease paid in a single payment")
    basis = lease.LeaseYield(
        cents(inputs["adjusted_cap_cost"]),
        cents(inputs["residual"]),
        inputs["term"],
        cents(inputs["base_payment"]),
    )
    first_month = (basis.adjusted_capitalized_cost - basis.base_monthly_payment) * (
        1 + Fraction(lease.implicit_monthly_rate(basis))
    )
    left = inputs.get("payments_remaining", inputs["term"])
    return {
        "annual_rate_pct": lease.implicit_annual_percent(basis),
        "rows": [_row(row) for row in lease.constant_yield(basis)],
        "total_base_payments": money(basis.term * basis.base_monthly_payment),
        "total_rent": money(lease.total_rent(basis)),
        "adjusted_lease_balance": money(lease.adjusted_lease_balance(basis, left)),
        "balance_within_first_month": money(rounded(first_month)),
    }


def _row(row):
    return {
        "month": row.month,
        "rent": money(row.rent_charge),
        "depreciation": money(row.depreciation),
        "balance": money(row.balance),
    }


def lease_totals(inputs):
    if "early_termination_payoff" in inputs:
        charge = early_termination_charge(
            lease_balance=cents(inputs["early_termination_payoff"]),
            realized_value=cents(inputs["vehicle_credit"]),
        )
        return {"early_termination_charge": money(charge)}
    if "amount_due_at_signing" not in inputs:
        raise NotSupported(f"lease totals of {sorted(inputs)}")
    payment, number = cents(inputs["monthly_payment"]), inputs["number_of_payments"]
    total = lease.total_of_payments(
        due_at_signing=cents(inputs["amount_due_at_signing"]),
        refundable=cents(inputs["refundable_security_deposit"]),
        monthly_payments=payment * number,
        paid_at_signing=payment if inputs["first_payment_in_signing"] else 0,
        other_charges=cents(inputs["disposition_fee"]),
    )
    return {
        "total_monthly": money(payment * number),
        "signing_total": _sum(inputs["signing_itemization"]),
        "total_of_payments": money(total),
    }


def _sum(items):
    return sum(map(Decimal, items.values()), Decimal(0))
