"""Days by which law wants something done."""

import pytest

from finance_portal.domain import deadlines
from tests.domain.make import cents, day


def test_a29_a_credit_balance_is_refunded_in_good_faith_after_six_months():
    due_after = deadlines.credit_balance_refund_due_after(day("2026-04-15"), cents("24.01"))

    assert due_after == day("2026-10-15")


@pytest.mark.parametrize("amount", ["1.00", "0.01"])
def test_a29_no_duty_up_to_a_dollar(amount):
    assert deadlines.credit_balance_refund_due_after(day("2026-04-15"), cents(amount)) is None


def test_a41_the_interest_statement_of_2026():
    assert deadlines.interest_statement_furnish_by(2026) == day("2027-02-01")
    assert deadlines.interest_statement_efile_by(2026) == day("2027-03-31")


def test_a54_notice_of_a_varying_debit():
    assert deadlines.varying_amount_notice(day("2027-01-15")) == day("2027-01-05")


@pytest.mark.parametrize(
    ("sent_on", "drawn"),
    [("2027-01-05", "610.60"), ("2027-01-06", "581.52"), (None, "581.52")],
)
def test_a54_without_notice_in_time_the_debit_does_not_rise(sent_on, drawn):
    assert deadlines.drawable_amount(
        cents("581.52"),
        cents("610.60"),
        transfer_on=day("2027-01-15"),
        notice_sent_on=day(sent_on) if sent_on else None,
    ) == cents(drawn)


def test_a_smaller_last_installment_is_never_overdrawn():
    drawn = deadlines.drawable_amount(
        cents("581.52"), cents("581.43"), transfer_on=day("2031-02-03"), notice_sent_on=None
    )

    assert drawn == cents("581.43")


def test_a55_a_stop_order_three_banking_days_before():
    assert deadlines.stop_payment_cutoff(day("2026-12-28")) == day("2026-12-22")


def test_a59_the_outer_limit_to_honour_a_stop_of_texts():
    assert deadlines.text_opt_out_deadline(day("2026-12-18")) == day("2027-01-05")


@pytest.mark.parametrize(
    ("state", "due"), [("NY", "2026-12-28"), ("TX", "2027-01-01"), ("CA", "2027-01-14")]
)
def test_a60_a_lien_is_released_by_the_state_of_the_title(state, due):
    assert deadlines.lien_release_deadline(state, day("2026-12-22")) == day(due)


def test_a60_no_deadline_is_made_up_for_other_states():
    assert deadlines.lien_release_deadline("WY", day("2026-12-22")) is None


def test_a61_a_direct_dispute_is_answered_in_thirty_days():
    assert deadlines.direct_dispute_deadline(day("2026-11-23")) == day("2026-12-23")


def test_a_frivolous_dispute_is_told_in_five_business_days():
    assert deadlines.frivolous_notice_deadline(day("2026-11-23")) == day("2026-12-01")


def test_a62_sixty_days_for_the_notice_to_the_bank():
    assert deadlines.error_notice_deadline(day("2026-10-01")) == day("2026-11-30")


@pytest.mark.parametrize(
    ("method", "cleared"),
    [("us_bank_account", "2026-11-05"), ("card", "2026-10-28"), ("wire", "2026-10-26")],
)
def test_money_clears_by_method(method, cleared):
    assert deadlines.cleared_on(method, day("2026-10-26")) == day(cleared)


def test_what_was_found_about_a_debit_is_said_in_ten_banking_days():
    # Thanksgiving is none of them.
    assert deadlines.error_decision_deadline(day("2026-11-23")) == day("2026-12-08")


def test_a_case_about_a_debit_ends_in_45_days_of_any_kind():
    assert deadlines.error_final_deadline(day("2026-11-23")) == day("2027-01-07")


def test_a_complaint_has_a_reply_in_15_days_and_its_end_in_60():
    assert deadlines.complaint_reply_deadline(day("2026-12-18")) == day("2027-01-02")
    assert deadlines.complaint_final_deadline(day("2026-12-18")) == day("2027-02-16")


def test_a_request_to_erase_is_confirmed_in_ten_business_days_and_answered_in_45():
    # Christmas, New Year and the day of Martin Luther King are holidays.
    assert deadlines.erasure_receipt_deadline(day("2026-12-18")) == day("2027-01-05")
    assert deadlines.erasure_deadline(day("2026-12-18")) == day("2027-02-01")


def test_a_title_waits_ten_days_for_a_new_address():
    assert deadlines.title_address_usable_on(day("2026-12-18")) == day("2026-12-28")


def test_more_time_for_a_dispute_is_45_days_from_its_receipt():
    assert deadlines.extended_dispute_deadline(day("2026-11-23")) == day("2027-01-07")
