"""Late charges: after grace, once, never above the contract, never on top of each other."""

import pytest

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.delinquency import grace_ends_on, late_charges_due
from finance_portal.domain.events import RateChanged
from finance_portal.domain.late_charge import (
    STATE_LATE_CHARGE,
    Base,
    LateChargeRule,
    Take,
    late_charge,
)
from finance_portal.domain.rates import Rate
from tests.domain.make import (
    B1,
    B2,
    FEES_FIRST,
    L1,
    amounts,
    applied,
    cents,
    charged,
    day,
    extended,
    loan,
    on_time,
    paid,
    parts,
    position,
    returned,
    rule,
)

APRIL_CHARGE = charged("2026-04-12", "29.08", installment=2)
FEE_FIRST = loan(application_order=FEES_FIRST)


def due(events, today, terms=L1, since=None):
    charges = late_charges_due(terms, events, today=day(today), since=day(since) if since else None)
    return [(charge.installment, charge.amount) for charge in charges]


def test_a06_one_charge_on_the_day_after_grace_and_never_again():
    assert due(B1, "2026-04-11") == []
    assert due(B1, "2026-04-12") == [(2, cents("29.08"))]

    charged_once = [*B1, APRIL_CHARGE]

    assert due(charged_once, "2026-04-12") == []
    assert 2 not in dict(due(charged_once, "2026-05-20"))


@pytest.mark.parametrize(("take", "expected"), [(Take.LESSER, "25.00"), (Take.GREATER, "29.08")])
def test_a07_a_contract_with_a_flat_amount_and_a_percentage(take, expected):
    terms = loan(late_charge=rule(flat=cents("25.00"), take=take))

    assert due(B1, "2026-04-12", terms) == [(2, cents(expected))]


def test_a08_the_default_order_pays_the_installment_before_the_charge():
    events = [*B1, APRIL_CHARGE, paid("2026-04-15")]

    assert applied(events).days == 45
    assert parts(applied(events)) == amounts("219.26", "362.26", "29,278.14")
    assert position(events, "2026-04-15").late_charges == cents("29.08")
    assert position(events, "2026-04-15").installments[1].is_satisfied


def test_a09_the_charge_first_leaves_the_installment_short():
    events = [*B1, APRIL_CHARGE, paid("2026-04-15")]

    payment = applied(events, FEE_FIRST)

    assert payment.late_charges == cents("29.08")
    assert parts(payment) == amounts("219.26", "333.18", "29,307.22")
    april = position(events, "2026-04-15", FEE_FIRST).installments[1]
    assert april.remaining == cents("29.08")


def test_a10_no_charge_when_only_an_earlier_charge_made_the_installment_short():
    events = [*B1, APRIL_CHARGE, paid("2026-04-15"), paid("2026-05-01")]

    state = position(events, "2026-05-11", FEE_FIRST)

    assert state.installments[1].is_satisfied
    assert state.installments[2].remaining == cents("29.08")
    assert due(events, "2026-05-12", FEE_FIRST) == []


def test_a_shortage_beyond_the_earlier_charge_is_charged():
    events = [*B1, APRIL_CHARGE, paid("2026-04-15"), paid("2026-05-01", "581.51")]

    assert due(events, "2026-05-12", FEE_FIRST) == [(3, cents("29.08"))]


def test_a_charge_paid_beside_a_full_installment_excuses_no_later_shortage():
    events = [*B1, APRIL_CHARGE, paid("2026-04-15", "610.60"), paid("2026-05-01", "552.44")]

    assert due(events, "2026-05-12", FEE_FIRST) == [(3, cents("29.08"))]


def test_a31_a_returned_payment_is_tested_anew_when_grace_is_over():
    april = B2[-1]
    events = [*B2, returned(april)]

    assert due(events, "2026-04-11") == []
    assert due(events, "2026-04-12") == [(2, cents("29.08"))]
    assert due([*events, APRIL_CHARGE], "2026-04-13") == []


def test_a70_the_contract_caps_a_flat_amount():
    contract = rule(flat=cents("25.00"), take=Take.LESSER)

    assert late_charge(contract, cents("389.00"), cents("389.00")) == cents("19.45")


def test_texas_gives_fifteen_days_whatever_the_contract_says():
    terms = loan(state="TX", late_charge=rule(percent="8", grace_days=10))

    assert due(B1, "2026-04-16", terms) == []
    assert due(B1, "2026-04-17", terms) == [(2, cents("29.08"))]


def test_alabama_has_a_minimum_and_a_maximum():
    alabama = STATE_LATE_CHARGE["AL"]

    assert late_charge(alabama, cents("200.00"), cents("200.00")) == cents("18.00")
    assert late_charge(alabama, cents("500.00"), cents("500.00")) == cents("25.00")
    assert late_charge(alabama, cents("5,000.00"), cents("5,000.00")) == cents("100.00")


def test_a_charge_may_be_taken_of_the_unpaid_part():
    terms = loan(late_charge=rule(base=Base.UNPAID_PART))
    events = [*B1, paid("2026-04-01", "381.52")]

    assert due(events, "2026-04-12", terms) == [(2, cents("10.00"))]


def test_a_shortage_within_the_tolerance_is_forgiven():
    terms = loan(late_charge=rule(tolerance=cents("5.00")))

    assert due([*B1, paid("2026-04-01", "576.52")], "2026-04-12", terms) == []
    assert due([*B1, paid("2026-04-01", "576.51")], "2026-04-12", terms) == [(2, cents("29.08"))]


def test_a_payment_after_grace_avoids_no_charge():
    assert due([*B1, paid("2026-04-12")], "2026-04-12") == [(2, cents("29.08"))]


def test_a_contract_without_a_rule_has_no_charge():
    terms = loan(late_charge=LateChargeRule(grace_days=10))

    assert due(B1, "2026-06-30", terms) == []


def test_an_extended_installment_has_no_charge():
    events = [*B1, extended("2026-03-20", first_installment=2, months=2)]

    assert due(events, "2026-06-01") == []


def test_no_charge_for_a_grace_period_that_ended_before_we_serviced_the_contract():
    assert due(B1, "2026-05-20", since="2026-05-01") == [(3, cents("29.08"))]
    assert [number for number, _ in due(B1, "2026-05-20")] == [2, 3]


def test_no_charge_while_a_cap_bars_them():
    cap = RateChanged(
        effective_on=day("2026-03-05"),
        sequence=900,
        rate=Rate.from_percent("6"),
        bars_late_charges=True,
    )

    assert due([*B1, cap], "2026-05-20") == []


def test_no_charge_after_maturity():
    all_but_one = on_time(L1)[:-1]

    assert due(all_but_one, "2031-06-01") == []


def test_grace_runs_on_to_a_banking_day_where_the_contract_says_so():
    # 11 April 2026 is a Saturday.
    assert grace_ends_on(L1, day("2026-04-01")) == day("2026-04-11")
    banking = loan(grace_on_banking_days=True)
    assert grace_ends_on(banking, day("2026-04-01")) == day("2026-04-13")
    assert due([*B1, paid("2026-04-13")], "2026-04-14", banking) == []


def test_the_charge_names_the_first_day_on_which_it_could_be_assessed():
    (charge,) = late_charges_due(L1, B1, today=day("2026-04-20"))

    assert charge.assessed_on == day("2026-04-12")


def test_only_a_late_charge_marks_its_installment():
    other = charged("2026-04-05", "10.00", Bucket.OTHER_FEES, installment=2)
    unplaced = charged("2026-04-05", "10.00")

    assert due([*B1, other], "2026-04-12") == [(2, cents("29.08"))]
    assert due([*B1, unplaced], "2026-04-12") == [(2, cents("29.08"))]


def test_no_charge_when_grace_ends_with_the_contract():
    # Grace as long as the last period: 1 January is charged on the day of maturity at the earliest.
    all_but_two = on_time(L1)[:-2]
    to_maturity = loan(late_charge=rule(grace_days=31))
    to_the_day_before = loan(late_charge=rule(grace_days=30))

    assert due(all_but_two, "2031-06-01", to_maturity) == []
    assert due(all_but_two, "2031-06-01", to_the_day_before) == [(59, cents("29.08"))]


@pytest.mark.parametrize(
    ("state", "last_day"),
    [
        ("TX", "2026-04-16"),
        ("AL", "2026-04-11"),
        ("CA", "2026-04-11"),
        ("FL", "2026-04-11"),
        ("NY", "2026-04-11"),
        ("WY", "2026-04-01"),
    ],
)
def test_the_state_decides_on_grace_where_the_contract_gives_none(state, last_day):
    terms = loan(state=state, late_charge=rule(grace_days=0))

    assert grace_ends_on(terms, day("2026-04-01")) == day(last_day)
