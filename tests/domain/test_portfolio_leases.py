"""The leases of the demo portfolio: every figure of the file, to the cent."""

from decimal import Decimal

import pytest

from finance_portal.domain import lease_end
from finance_portal.domain.calendar import add_months
from finance_portal.domain.events import LeaseExtended
from finance_portal.domain.lease import implicit_annual_percent, lease_payment
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import lease_maturity, obligation
from tests.domain.make import amounts, cents, day
from tests.domain.portfolio import (
    RECORDS,
    TODAY,
    lease,
    when_due,
)


@pytest.mark.parametrize("name", ["C", "E2"])
def test_the_payments_of_each_lease(name):
    figures = RECORDS[name]["state"]
    terms = obligation(lease(name))

    position = replay(terms, when_due(terms, TODAY), TODAY)

    assert sum(each.is_satisfied for each in position.installments) == figures["payments_made"]
    assert position.installments_left == figures["payments_remaining"]
    assert position.next_installment.due_on == day(figures["next_due"])
    assert position.principal == cents(figures["remaining_payments_total"])
    assert lease_end.remaining_obligation(lease(name), figures["payments_remaining"]) == cents(
        figures["remaining_payments_total"]
    )


@pytest.mark.parametrize("name", ["C", "E2"])
def test_the_terms_of_each_lease(name):
    terms = RECORDS[name]["terms"]
    residual = cents(terms["msrp"]) * int(terms["residual_pct"]) // 100
    tax_rate = Rate.from_percent(terms.get("tax_rate", "6"))

    payment = lease_payment(
        cents(terms["adjusted_cap_cost"]),
        residual,
        terms["term"],
        Rate.from_factor(terms["money_factor"]),
        tax_rate,
    )

    assert residual == cents(terms["residual"])
    assert (payment.base, payment.tax, payment.total) == amounts(
        terms["base_payment"], terms["tax"], terms["total_payment"]
    )
    contract = lease(name)
    assert contract.maturity_on == lease_maturity(
        contract.first_due_on, contract.term, contract.due_day
    )


def test_c_the_three_figures_of_a_lease():
    figures = RECORDS["C"]["state"]
    contract = lease("C")

    early = lease_end.early_buyout(contract, figures["payments_remaining"])
    at_maturity = lease_end.maturity_buyout(contract)

    percent = implicit_annual_percent(lease_end.yield_of(contract))
    assert round(percent, 4) == Decimal(figures["implicit_annual_rate_pct"])
    assert early.price == cents(figures["adjusted_lease_balance"])
    assert early.total == cents(figures["early_buyout_before_tax"])
    assert at_maturity.total == cents(figures["maturity_buyout_before_tax"])


def test_c_the_mileage_counts_days_to_the_business_date():
    figures = RECORDS["C"]["mileage"]
    contract = lease("C")

    projected = lease_end.projected_mileage(contract, figures["odometer"], TODAY)

    assert (TODAY - contract.first_due_on).days == figures["days_elapsed"]
    assert projected.odometer == figures["projected_at_maturity"]
    assert projected.excess == figures["projected_excess"]
    assert projected.charge == cents(figures["projected_charge"])


def test_i_three_months_after_maturity_without_more_miles():
    contract = lease("I")
    terms = obligation(contract)
    months = int(RECORDS["I"]["state"]["extension"].split()[1])
    extension = LeaseExtended(effective_on=contract.maturity_on, sequence=900, months=months)

    position = replay(terms, [*when_due(terms, TODAY), extension], TODAY)

    assert months == 3
    assert not lease_end.needs_new_disclosures(months)
    assert [each.due_on for each in position.installments[-3:]] == [
        day("2026-09-30"),
        day("2026-10-30"),
        day("2026-11-30"),
    ]
    longer = lease_end.extended(contract, months)
    assert (
        lease_end.mileage_at(longer, 0).allowed
        == (RECORDS["I"]["state"]["mileage_allowance_after_extension"])
    )
    # The file gives the end of the month; rule R5.1 gives the anchor day, the 30th.
    assert longer.maturity_on == day("2026-12-30")
    assert add_months(longer.maturity_on, 0, 31) == day(RECORDS["I"]["state"]["extended_maturity"])
