"""Lease payments and balances."""

from decimal import Decimal

import pytest

from finance_portal.domain.lease import (
    adjusted_lease_balance,
    approximate_rate,
    constant_yield,
    implicit_annual_percent,
    lease_payment,
    total_rent,
)
from finance_portal.domain.terms import lease_maturity, obligation
from tests.domain.make import V1, V1_YIELD, amounts, cents, day, paid, position


def test_a44_the_payment_by_money_factor():
    payment = lease_payment(
        V1.adjusted_capitalized_cost, V1.residual_value, V1.term, V1.money_factor, V1.tax_rate
    )

    assert payment == amounts("577.78", "174.72", "752.50", "52.68")
    assert payment.total == cents("805.18")


def test_a44_the_rent_charge_of_the_whole_lease():
    assert total_rent(V1_YIELD) == cents("6,290.00")


def test_a45_the_implicit_rate():
    assert round(implicit_annual_percent(V1_YIELD), 4) == Decimal("5.0645")


@pytest.mark.parametrize(
    ("payments_left", "balance"),
    [(24, "45,413.97"), (12, "38,486.54"), (3, "33,056.30"), (36, "52,000.00"), (0, "31,200.00")],
)
def test_a45_the_balance_by_payments_left(payments_left, balance):
    assert adjusted_lease_balance(V1_YIELD, payments_left) == cents(balance)


def test_a46_the_first_month_by_constant_yield():
    first = constant_yield(V1_YIELD)[0]

    assert first == (1, *amounts("216.29", "536.21", "51,463.79"))


def test_constant_yield_ends_at_the_residual():
    rows = constant_yield(V1_YIELD)

    assert len(rows) == 36
    assert rows[-1].balance == cents("31,200.00")


def test_a_money_factor_resembles_a_rate():
    assert approximate_rate(V1.money_factor) == Decimal("5.04")


def test_a_lease_bills_one_payment_a_month_and_bears_no_interest():
    terms = obligation(V1)
    signing = paid("2026-01-15", "805.18")

    state = position([signing], "2026-03-01", terms)

    assert state.principal == 35 * cents("805.18")
    assert state.accrued_interest == 0
    assert state.next_installment.due_on == day("2026-02-15")
    assert state.amount_due == cents("805.18")
    assert state.days_past_due == 14


def test_a_lease_ends_when_its_months_are_over():
    assert lease_maturity(V1.first_due_on, V1.term, V1.due_day) == day("2029-01-15")
