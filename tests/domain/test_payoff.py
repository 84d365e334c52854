"""What closes a contract, to the cent, on the day."""

import itertools
from datetime import timedelta

import pytest

from finance_portal.domain.events import Intent, Refunded
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import QuoteRefused, quote_payoff
from tests.domain.make import B1, B2, L1, amounts, applied, cents, charged, day, paid, position

QUOTED = day("2026-04-10")


def quoted(events=B2, **details):
    return quote_payoff(L1, events, quoted_on=QUOTED, **details)


def test_a24_a_quote_ten_days_ahead():
    quote = quoted()

    assert quote.good_through == day("2026-04-20")
    assert quote.principal == cents("29,209.92")
    assert quote.interest == cents("91.23")
    assert quote.total == cents("29,301.15")
    assert per_diem_text(quote.per_diem) == "4.8016"


def test_a25_paid_early_the_contract_closes_and_the_difference_is_a_credit():
    payoff = paid("2026-04-15", "29,301.15", Intent.PAYOFF)

    owed = position(B2, "2026-04-15").payoff_on(day("2026-04-15"))
    state = position([*B2, payoff], "2026-04-15")

    assert owed == cents("29,277.14")
    assert state.closed_on == day("2026-04-15")
    assert state.credit_balance == cents("24.01")


def test_a26_paid_after_the_quote_it_is_a_payment_and_the_shortage_stays():
    payoff = paid("2026-04-22", "29,301.15", Intent.PAYOFF)

    owed = position(B2, "2026-04-22").payoff_on(day("2026-04-22"))
    state = position([*B2, payoff], "2026-04-22")

    assert owed == cents("29,310.75")
    assert not state.is_closed
    assert state.payoff_on(day("2026-04-22")) == cents("9.60")
    # 30 days on 9.60 of principal: 4.7 cents of new interest.
    assert state.payoff_on(day("2026-05-22")) == cents("9.65")


def test_a27_paying_the_payoff_of_a_day_leaves_nothing_anywhere():
    late = charged("2026-04-12", "29.08", installment=2)
    owed = position([*B1, late], "2026-04-20").payoff_on(day("2026-04-20"))
    payoff = paid("2026-04-20", f"{owed // 100}.{owed % 100:02d}", Intent.PAYOFF)

    state = position([*B1, late, payoff], "2026-04-20")

    assert state.is_closed
    assert (state.principal, state.accrued_interest, state.fees) == amounts("0", "0", "0")
    assert (state.unapplied, state.credit_balance) == amounts("0", "0")
    assert state.payoff_on(day("2027-01-01")) == 0


def test_a27_the_payoff_grows_by_the_per_diem():
    state = position(B2, "2026-04-10")
    days = [QUOTED + timedelta(days=count) for count in range(31)]
    totals = [state.payoff_on(each) for each in days]

    grown = [after - before for before, after in itertools.pairwise(totals)]

    assert set(grown) == set(amounts("4.80", "4.81"))


def test_a28_a_pending_payment_is_shown_beside_the_quote_and_not_deducted():
    quote = quoted(pending=cents("581.52"))

    assert quote.pending == cents("581.52")
    assert quote.total == cents("29,301.15")


def test_money_held_is_deducted_from_a_quote():
    held = paid("2026-04-05", "100.00", Intent.HELD)

    assert quoted([*B2, held]).total == cents("29,201.15")


def test_fees_are_in_the_quote_one_by_one():
    late = charged("2026-04-05", "29.08", installment=2)

    quote = quoted([*B2, late])

    assert quote.late_charges == cents("29.08")
    assert quote.fees == cents("29.08")
    assert quote.total == cents("29,330.23")


@pytest.mark.parametrize("through", ["2026-04-09", "2026-05-11"])
def test_a_quote_is_good_for_today_to_thirty_days(through):
    assert quoted(good_through=day("2026-04-10")).interest == cents("43.21")
    assert quoted(good_through=day("2026-05-10")).interest == cents("187.26")

    with pytest.raises(QuoteRefused, match="30 days"):
        quoted(good_through=day(through))


def test_a_paid_off_contract_has_no_quote():
    payoff = paid("2026-04-10", "29,253.13", Intent.PAYOFF)

    with pytest.raises(QuoteRefused, match="already paid off"):
        quoted([*B2, payoff])


def test_the_quote_of_a_contract_without_interest_days_is_principal_and_fees():
    state = position(B1, "2026-03-01")

    assert state.payoff_on(day("2026-03-01")) == cents("29,640.40")


def test_a_refund_empties_the_credit_balance():
    payoff = paid("2026-04-15", "29,301.15", Intent.PAYOFF)
    refund = Refunded(effective_on=day("2026-04-27"), sequence=900, amount=cents("24.01"))

    state = position([*B2, payoff, refund], "2026-04-27")

    assert state.credit_balance == 0
    assert state.is_closed


def test_a_refund_beyond_the_credit_is_owed_again():
    payoff = paid("2026-04-15", "29,301.15", Intent.PAYOFF)
    refund = Refunded(effective_on=day("2026-04-27"), sequence=900, amount=cents("30.00"))

    state = position([*B2, payoff, refund], "2026-04-27")

    assert state.credit_balance == 0
    assert state.payoff_on(day("2026-04-27")) == cents("5.99")
    assert not state.is_closed


def test_a_refund_that_could_not_arrive_leaves_what_there_was_before():
    payoff = paid("2026-04-15", "29,301.15", Intent.PAYOFF)
    refund = Refunded(effective_on=day("2026-04-27"), sequence=900, amount=cents("30.00"))
    back = Refunded(effective_on=day("2026-04-28"), sequence=901, amount=-cents("30.00"))

    state = position([*B2, payoff, refund, back], "2026-04-28")

    assert (state.credit_balance, state.other_fees) == (cents("24.01"), 0)
    assert state.is_closed


def test_a_short_payoff_is_applied_like_any_payment():
    payment = applied([*B2, paid("2026-04-22", "29,301.15", Intent.PAYOFF)])

    assert payment.interest == cents("100.83")
    assert payment.principal == cents("29,200.32")
    assert payment.credit == 0
