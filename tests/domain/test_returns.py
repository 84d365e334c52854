"""A returned payment was never made."""

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import Intent
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.returns import returned_fee_due
from tests.domain.make import (
    B1,
    B2,
    L1,
    amounts,
    cents,
    charged,
    day,
    loan,
    paid,
    parts,
    position,
    returned,
)

APRIL = B2[-1]
RETURNED = [*B2, returned(APRIL)]


def test_a30_the_return_takes_the_payment_back_from_its_own_date():
    state = position(RETURNED, "2026-04-10")

    assert state.principal == cents("29,640.40")
    assert state.accrued_interest == cents("194.90")
    assert per_diem_text(state.per_diem) == "4.8724"
    assert state.next_installment.due_on == day("2026-04-01")
    assert APRIL.id not in state.applied


def test_a30_the_fee_is_charged_once_even_if_the_debit_is_presented_again():
    assert returned_fee_due(L1, RETURNED, APRIL.id) == cents("30.00")

    fee = charged("2026-04-03", "30.00", Bucket.RETURNED_FEES, payment_id=APRIL.id)

    assert returned_fee_due(L1, [*RETURNED, fee], APRIL.id) == 0
    assert returned_fee_due(L1, [*RETURNED, fee], "another payment") == cents("30.00")


def test_a32_our_own_error_leaves_no_trace():
    duplicate = paid("2026-04-01", id="sent twice")
    events = [*B2, duplicate, returned(duplicate)]

    assert returned_fee_due(L1, events, duplicate.id, lender_error=True) == 0
    assert late_charges_due(L1, events, today=day("2026-04-12")) == []
    assert position(events, "2026-04-12") == position(B2, "2026-04-12")


def test_a_state_may_allow_less_than_the_contract():
    assert returned_fee_due(loan(state="CA"), RETURNED, APRIL.id) == cents("25.00")


def test_later_payments_are_applied_anew():
    may = paid("2026-05-01")

    state = position([*RETURNED, may], "2026-05-01")

    # 61 days on 29,640.40; the money goes to April, the oldest open installment.
    assert parts(state.applied[may.id]) == amounts("297.22", "284.30", "29,356.10")
    assert state.next_installment.due_on == day("2026-05-01")


def test_a_returned_payoff_opens_the_contract_again():
    payoff = paid("2026-04-15", "29,277.14", Intent.PAYOFF)

    state = position([*B2, payoff, returned(payoff)], "2026-04-15")

    assert not state.is_closed
    assert state.payoff_on(day("2026-04-15")) == cents("29,277.14")


def test_the_first_payment_returned_leaves_the_contract_as_booked():
    state = position([*B1, returned(B1[0])], "2026-03-01")

    assert state.principal == cents("30,000.00")
    assert state.accrued_interest == cents("221.92")
