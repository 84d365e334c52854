"""Buying, returning or extending at the end of a lease."""

from dataclasses import replace

import pytest

from finance_portal.domain import lease_end
from finance_portal.domain.events import LeaseExtended
from finance_portal.domain.rates import Rate
from finance_portal.domain.terms import obligation
from tests.domain.make import V1, cents, day, on_time, paid, position

SEVEN_PERCENT = Rate.from_percent("7")


def test_a47_an_early_buyout():
    buyout = lease_end.early_buyout(V1, 12, tax_rate=SEVEN_PERCENT)

    assert buyout.price + buyout.purchase_option_fee == cents("38,836.54")
    assert buyout.tax == cents("2,694.06")
    assert buyout.total == cents("41,530.60")


def test_an_early_buyout_includes_what_is_past_due_and_fees():
    buyout = lease_end.early_buyout(V1, 12, past_due=cents("805.18"), fees=cents("25.00"))

    assert buyout.total == cents("38,836.54") + cents("830.18")


def test_a48_a_buyout_at_maturity():
    buyout = lease_end.maturity_buyout(V1, tax_rate=SEVEN_PERCENT)

    assert buyout.price == cents("31,200.00")
    assert buyout.purchase_option_fee == cents("350.00")
    assert buyout.tax == cents("2,184.00")
    assert buyout.total == cents("33,734.00")


def test_no_buyout_without_the_figures_it_rests_on():
    bare = replace(V1, adjusted_capitalized_cost=None, residual_value=None)

    assert lease_end.early_buyout(bare, 12) is None
    assert lease_end.maturity_buyout(bare) is None


def test_a_buyout_is_good_until_the_day_before_the_balance_changes():
    assert lease_end.buyout_good_through(day("2026-12-21")) == day("2026-12-20")


@pytest.mark.parametrize(("realized", "charge"), [("35,500.00", "3,601.54"), ("40,000.00", "0.00")])
def test_a49_an_early_return(realized, charge):
    assert lease_end.early_termination_charge(
        lease_balance=cents("38,486.54"),
        realized_value=cents(realized),
        taxes_and_official_fees=cents("120.00"),
        disposition_fee=cents("495.00"),
    ) == cents(charge)


@pytest.mark.parametrize(
    ("odometer", "excess", "charge"),
    [(32_614, 2_600, "650.00"), (30_014, 0, "0.00"), (30_015, 1, "0.25"), (12_000, 0, "0.00")],
)
def test_a50_excess_miles(odometer, excess, charge):
    mileage = lease_end.mileage_at(V1, odometer)

    assert mileage.allowed == 30_000
    assert mileage.excess == excess
    assert mileage.charge == cents(charge)


def test_a51_purchased_miles_raise_the_allowance():
    mileage = lease_end.mileage_at(replace(V1, miles_purchased=2_000), 32_614)

    assert mileage.excess == 600
    assert mileage.charge == cents("150.00")


def test_purchased_miles_that_were_not_driven_are_credited():
    lease = replace(V1, miles_purchased=2_000)

    assert lease_end.unused_purchased_miles(lease, 31_014) == 1_000
    assert lease_end.unused_purchased_miles(lease, 20_000) == 2_000
    assert lease_end.unused_purchased_miles(lease, 33_000) == 0


def test_mileage_is_projected_in_a_straight_line():
    # 365 of 1,096 days: 12,014 at the reading is 12,000 driven, 36,033 in all.
    projected = lease_end.projected_mileage(V1, 12_014, day("2027-01-15"))

    assert projected.odometer == 36_047
    assert projected.excess == 6_033
    assert projected.charge == cents("1,508.25")


def test_the_remaining_obligation_is_no_payoff():
    assert lease_end.remaining_obligation(V1, 3) == cents("2,415.54")


def test_a52_six_months_without_new_disclosures_and_no_more_miles():
    assert not lease_end.needs_new_disclosures(6)
    assert lease_end.needs_new_disclosures(7)

    extended = replace(V1, maturity_on=day("2029-07-15"))

    assert lease_end.mileage_at(extended, 32_614).allowed == 30_000


def test_a52_an_extended_lease_bills_month_by_month_at_the_same_payment():
    terms = obligation(V1)
    all_paid = on_time(terms)
    extension = LeaseExtended(effective_on=day("2029-01-15"), sequence=900, months=2)

    assert position(all_paid, "2028-12-31", terms).is_closed

    state = position([*all_paid, extension], "2029-01-15", terms)

    assert not state.is_closed
    assert state.installments_left == 2
    assert state.next_installment.due_on == day("2029-01-15")
    assert state.amount_due == cents("805.18")

    paid_up = [*all_paid, extension, paid("2029-01-15", "805.18"), paid("2029-02-15", "805.18")]
    assert position(paid_up, "2029-02-15", terms).is_closed


def test_a_projection_from_the_first_day_does_not_divide_by_nothing():
    assert lease_end.projected_mileage(V1, 14, V1.first_due_on).odometer == 14
    assert lease_end.projected_mileage(V1, 24, day("2026-01-16")).odometer == 14 + 10 * 1_096
