"""Buying, returning or extending at the end of a lease."""

from dataclasses import replace

import pytest

from finance_portal.domain import lease_end
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import dollars
from finance_portal.domain.events import Intent, LeaseEnded, LeaseExtended
from finance_portal.domain.postings import Account, postings
from finance_portal.domain.rates import Rate
from finance_portal.domain.terms import obligation
from tests.domain.make import V1, cents, charged, day, on_time, paid, position, returned

SEVEN_PERCENT = Rate.from_percent("7")
LAST = 10**9  # after whatever tests before this one have numbered


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

    assert position(all_paid, "2028-12-31", terms).next_installment is None

    state = position([*all_paid, extension], "2029-01-15", terms)

    assert not state.is_closed
    assert state.installments_left == 2
    assert state.next_installment.due_on == day("2029-01-15")
    assert state.amount_due == cents("805.18")

    paid_up = [*all_paid, extension, paid("2029-01-15", "805.18"), paid("2029-02-15", "805.18")]
    assert position(paid_up, "2029-02-15", terms).next_installment is None
    back = LeaseEnded(effective_on=day("2029-03-15"), sequence=901)
    assert position([*paid_up, back], "2029-03-15", terms).is_closed


def test_a_lease_goes_on_after_its_last_payment_until_the_vehicle_is_back():
    all_paid = on_time(obligation(V1))

    state = position(all_paid, "2029-01-15", obligation(V1))

    assert (state.principal, state.closed_on) == (0, None)
    back = LeaseEnded(effective_on=day("2029-01-15"), sequence=901)
    invoiced = [*all_paid, back, charged("2029-01-15", "495.00", Bucket.OTHER_FEES)]
    assert not position(invoiced, "2029-01-20", obligation(V1)).is_closed
    settled = [*invoiced, paid("2029-01-21", "495.00")]
    assert position(settled, "2029-01-21", obligation(V1)).closed_on == day("2029-01-21")


@pytest.mark.parametrize(
    ("deposit", "owed", "back"), [("200.00", "295.00", "0.00"), ("800.00", "0.00", "305.00")]
)
def test_a_deposit_pays_what_is_open_and_the_rest_goes_back(deposit, owed, back):
    fee = charged("2029-01-15", "495.00", Bucket.OTHER_FEES)
    end = LeaseEnded(effective_on=day("2029-01-15"), sequence=LAST, credit=cents(deposit))

    state = position([*on_time(obligation(V1)), fee, end], "2029-01-15", obligation(V1))

    assert (state.other_fees, state.credit_balance) == (cents(owed), cents(back))


def bought_on(on, events, terms=V1):
    """The end of a lease by a purchase, and the payment of it."""
    before = position(events, on, obligation(terms))
    price = lease_end.buyout_on(terms, before, tax_rate=terms.tax_rate)
    end = lease_end.bought(terms, before, payment_id="buys", sequence=LAST)
    return price, [
        *events,
        end,
        paid(on, dollars(price.total).lstrip("$"), Intent.BUYOUT, id="buys"),
    ]


def test_a47_the_vehicle_is_bought_for_the_early_buyout_and_nothing_else_is_owed():
    made = on_time(obligation(V1), day("2027-12-15"))

    price, events = bought_on("2027-12-20", made)

    assert price.total == cents("41,530.60")
    after = position(events, "2027-12-20", obligation(V1))
    assert (after.closed_on, after.principal, after.credit_balance) == (day("2027-12-20"), 0, 0)
    assert after.next_installment is None


def test_a48_at_maturity_it_is_bought_for_the_residual_value():
    price, events = bought_on("2029-01-15", on_time(obligation(V1)))

    assert price.total == cents("33,734.00")
    assert position(events, "2029-01-15", obligation(V1)).is_closed


def test_a_purchase_has_what_is_past_due_once_and_what_was_paid_ahead_is_taken_off():
    made = on_time(obligation(V1), day("2027-11-15"))
    late = position(made, "2027-12-20", obligation(V1))
    ahead = [*on_time(obligation(V1), day("2027-12-15")), paid("2027-12-18", "100.00")]

    assert lease_end.buyout_on(V1, late, tax_rate=V1.tax_rate).total == cents("41,530.60") + cents(
        "805.18"
    )
    price, events = bought_on("2027-12-20", ahead)
    assert price.total == cents("41,430.60")
    assert position(events, "2027-12-20", obligation(V1)).is_closed


def test_a_purchase_is_undone_with_its_payment():
    made = on_time(obligation(V1), day("2027-12-15"))
    _, events = bought_on("2027-12-20", made)

    after = position([*events, returned(events[-1])], "2027-12-20", obligation(V1))

    assert after.principal == position(made, "2027-12-20", obligation(V1)).principal
    assert (after.other_fees, after.closed_on) == (0, None)


def test_the_entries_of_a_purchase_and_of_a_deposit_sum_to_nothing():
    made = on_time(obligation(V1), day("2027-12-15"))
    _, events = bought_on("2027-12-20", made, replace(V1, security_deposit=cents("500.00")))

    posted = postings(obligation(V1), events)

    assert sum(amount for entries in posted.values() for _, amount in entries) == 0
    assert dict(posted[LAST])[Account.FUNDING] == cents("500.00")


def test_a_projection_from_the_first_day_does_not_divide_by_nothing():
    assert lease_end.projected_mileage(V1, 14, V1.first_due_on).odometer == 14
    assert lease_end.projected_mileage(V1, 24, day("2026-01-16")).odometer == 14 + 10 * 1_096
