"""Payments on daily simple interest: early, late, partial, ahead."""

import pytest

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Intent, Waiver
from finance_portal.domain.position import Standing
from finance_portal.domain.replay import preview
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
    loan,
    paid,
    parts,
    position,
)


def test_a02_the_first_payment_covers_45_days():
    payment = applied(B1)

    assert payment.days == 45
    assert parts(payment) == amounts("221.92", "359.60", "29,640.40")


def test_a03_a_payment_on_time():
    payment = applied([*B1, paid("2026-04-01")])

    assert payment.days == 31
    assert parts(payment) == amounts("151.04", "430.48", "29,209.92")


def test_a04_a_payment_ten_days_early_bears_less_interest_and_satisfies_its_installment():
    events = [*B1, paid("2026-03-22")]

    assert parts(applied(events)) == amounts("102.32", "479.20", "29,161.20")
    assert position(events, "2026-03-22").next_installment.due_on == day("2026-05-01")


def test_a05_a_payment_on_the_last_day_of_grace():
    events = [*B1, paid("2026-04-11")]

    assert parts(applied(events)) == amounts("199.77", "381.75", "29,258.65")
    assert position(events, "2026-04-11").late_charges == 0


def test_a11_a_partial_payment_is_applied_and_leaves_the_installment_open():
    events = [*B1, paid("2026-04-01", "300.00")]

    april = position(events, "2026-04-01").installments[1]

    assert parts(applied(events)) == amounts("151.04", "148.96", "29,491.44")
    assert april.remaining == cents("281.52")
    assert not april.is_satisfied


def test_a12_a_payment_below_the_interest_leaves_unpaid_interest():
    events = [*B1, paid("2026-04-01", "100.00")]

    payment = applied(events)

    assert parts(payment) == amounts("100.00", "0.00", "29,640.40")
    assert payment.unpaid_interest_after == cents("51.04")


def test_a13_unpaid_interest_bears_no_interest():
    events = [*B1, paid("2026-04-01", "100.00")]

    state = position(events, "2026-05-01")

    assert state.unpaid_interest == cents("51.04")
    assert state.accrued_interest == cents("197.21")


def test_a14_two_halves_cost_less_interest_than_one_payment():
    half = paid("2026-03-16", "290.76")
    other_half = paid("2026-04-01", "290.76")

    assert applied([*B1, half]).interest == cents("73.09")
    assert applied([*B1, half, other_half]).interest == cents("77.39")
    state = position([*B1, half, other_half], "2026-04-01")
    assert state.principal == cents("29,209.36")
    assert state.installments[1].satisfied_on == day("2026-04-01")


def test_a15_a_large_regular_payment_pays_ahead():
    events = [*B2, paid("2026-04-10", "5,000.00")]

    state = position(events, "2026-04-10")

    assert applied(events).days == 9
    assert parts(applied(events)) == amounts("43.21", "4,956.79", "24,253.13")
    assert sum(each.is_satisfied for each in state.installments) == 2 + 8
    assert state.next_installment.due_on == day("2027-01-01")
    assert state.next_installment.paid == cents("347.84")
    assert state.amount_due == cents("233.68")
    assert state.standing is Standing.PAID_AHEAD


def test_a16_a_principal_only_payment_takes_no_interest_and_moves_no_due_date():
    events = [*B2, paid("2026-04-10", "5,000.00", Intent.PRINCIPAL_ONLY)]

    state = position(events, "2026-04-10")

    assert parts(applied(events)) == amounts("0.00", "5,000.00", "24,209.92")
    assert state.accrued_interest == cents("43.21")
    assert state.unpaid_interest == 0
    assert state.next_installment.due_on == day("2026-05-01")


def test_a17_the_next_payment_takes_what_stayed_accrued_unrounded():
    curtailment = paid("2026-04-10", "5,000.00", Intent.PRINCIPAL_ONLY)

    payment = applied([*B2, curtailment, paid("2026-05-01")])

    assert payment.interest == cents("126.79")
    assert payment.principal == cents("454.73")


def test_a_preview_shows_the_contract_before_and_after_and_posts_nothing():
    shown = preview(L1, B1, paid("2026-04-01"))

    assert shown.before.principal == cents("29,640.40")
    assert shown.before.next_installment.due_on == day("2026-04-01")
    assert parts(shown.allocation) == amounts("151.04", "430.48", "29,209.92")
    assert shown.after.next_installment.due_on == day("2026-05-01")


def test_a_payment_for_fees_touches_nothing_else():
    late = charged("2026-04-12", "29.08", installment=2)

    payment = applied([*B1, late, paid("2026-04-15", "29.08", Intent.FEES)])

    assert payment.late_charges == cents("29.08")
    assert payment.interest == payment.principal == 0


def test_a_payment_for_fees_pays_the_contract_with_what_is_left():
    late = charged("2026-04-12", "29.08", installment=2)

    payment = applied([*B1, late, paid("2026-04-15", "229.08", Intent.FEES)])

    assert payment.late_charges == cents("29.08")
    assert payment.interest == cents("200.00")
    assert payment.unpaid_interest_after == cents("19.26")


def test_a_split_payment_is_regular_in_one_part_and_principal_in_the_other():
    split = paid("2026-04-01", "1,081.52", Intent.SPLIT, principal_only=cents("500.00"))

    payment = applied([*B1, split])
    state = position([*B1, split], "2026-04-01")

    assert payment.interest == cents("151.04")
    assert payment.principal == cents("930.48")
    assert state.next_installment.due_on == day("2026-05-01")
    assert state.next_installment.paid == 0


def test_money_held_is_applied_with_the_next_regular_payment():
    held = paid("2026-03-20", "81.52", Intent.HELD)
    events = [*B1, held, paid("2026-04-01", "500.00")]

    payment = applied(events)

    assert position(events, "2026-03-20").unapplied == cents("81.52")
    assert position(events, "2026-03-20").principal == cents("29,640.40")
    assert payment.unapplied == cents("-81.52")
    assert parts(payment) == amounts("151.04", "430.48", "29,209.92")


def test_the_order_of_the_contract_decides_between_fees_and_installment():
    events = [*B1, charged("2026-03-15", "30.00", Bucket.OTHER_FEES), paid("2026-04-01")]

    contract_default = applied(events)
    fees_first = applied(events, loan(application_order=FEES_FIRST))

    assert contract_default.other_fees == 0
    assert contract_default.principal == cents("430.48")
    assert fees_first.other_fees == cents("30.00")
    assert fees_first.principal == cents("400.48")


def test_an_open_fee_does_not_shorten_an_installment_paid_early():
    events = [*B1, charged("2026-03-15", "30.00", Bucket.OTHER_FEES), paid("2026-03-28")]

    state = position(events, "2026-03-28")

    assert state.installments[1].is_satisfied
    assert state.other_fees == cents("30.00")


def test_surplus_above_the_installment_pays_fees_before_principal():
    fee = charged("2026-03-15", "30.00", Bucket.OTHER_FEES)

    payment = applied([*B1, fee, paid("2026-04-01", "600.00")])

    assert payment.other_fees == cents("18.48")
    assert payment.principal == cents("430.48")


def test_money_beyond_everything_owed_is_a_credit_balance():
    payment = applied([*B2, paid("2026-04-01", "29,300.00", id="payoff")])

    assert payment.principal == cents("29,209.92")
    assert payment.credit == cents("90.08")


def test_a_waiver_forgives_what_is_still_open():
    late = charged("2026-04-12", "29.08", installment=2)
    waiver = Waiver(
        effective_on=day("2026-04-13"),
        sequence=900,
        bucket=Bucket.LATE_CHARGES,
        amount=cents("100.00"),
    )

    assert position([*B1, late, waiver], "2026-04-13").late_charges == 0


@pytest.mark.parametrize(
    ("events", "on", "standing"),
    [
        ((), "2026-02-01", Standing.FIRST_BILL),
        (B1, "2026-03-15", Standing.CURRENT),
        (B1, "2026-04-01", Standing.CURRENT),
        (B1, "2026-04-02", Standing.PAST_DUE),
        ((*B1, paid("2026-03-22")), "2026-03-25", Standing.PAID_AHEAD),
        ((*B2, paid("2026-04-01", "29,209.92")), "2026-04-02", Standing.PAID_OFF),
    ],
)
def test_the_standing_of_a_contract(events, on, standing):
    assert position(events, on).standing is standing


def test_what_is_past_due_is_counted_from_the_day_after_the_due_date():
    state = position(B1, "2026-05-03")

    assert state.past_due == cents("1,163.04")
    assert state.days_past_due == 32
    assert position(B1, "2026-04-01").past_due == 0
    assert position(B1, "2026-04-01").days_past_due == 0


def test_to_cure_includes_the_fees():
    late = charged("2026-04-12", "29.08", installment=2)

    assert position([*B1, late], "2026-04-12").to_cure == cents("610.60")


def test_a_second_payment_on_the_same_day_bears_no_interest():
    payment = applied([*B2, paid("2026-04-01", "100.00", id="second")])

    assert payment.days == 0
    assert parts(payment) == amounts("0.00", "100.00", "29,109.92")
