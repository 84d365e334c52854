"""What is refused on screen before anything is posted."""

import pytest

from finance_portal.domain.acceptance import PaymentNotAccepted, PaymentProblem, check_payment
from finance_portal.domain.events import Intent
from tests.domain.make import B1, B2, cents, charged, paid, position

LATE = charged("2026-04-12", "29.08", installment=2)


def problem(events, payment):
    with pytest.raises(PaymentNotAccepted) as refusal:
        check_payment(position(events, payment.effective_on.isoformat()), payment)
    assert str(refusal.value)
    return refusal.value.problem


def test_a18_principal_only_is_refused_while_an_installment_is_past_due():
    payment = paid("2026-04-10", "5,000.00", Intent.PRINCIPAL_ONLY)

    assert problem(B1, payment) is PaymentProblem.PAST_DUE


def test_a18_principal_only_is_refused_while_a_late_charge_is_open():
    payment = paid("2026-04-20", "5,000.00", Intent.PRINCIPAL_ONLY)

    assert problem([*B2, LATE], payment) is PaymentProblem.FEES_OPEN


def test_a18_principal_only_is_allowed_when_nothing_is_open():
    payment = paid("2026-04-10", "5,000.00", Intent.PRINCIPAL_ONLY)

    check_payment(position(B2, "2026-04-10"), payment)


def test_a66_a_cent_above_the_payoff_is_refused_and_the_payoff_is_not():
    # B2 on 10 April: 29,209.92 and 43.21 of interest.
    check_payment(position(B2, "2026-04-10"), paid("2026-04-10", "29,253.13"))

    assert problem(B2, paid("2026-04-10", "29,253.14")) is PaymentProblem.MORE_THAN_PAYOFF


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_a66_nothing_and_less_than_nothing_are_refused(amount):
    assert problem(B2, paid("2026-04-10", amount)) is PaymentProblem.NOT_POSITIVE


def test_a_paid_off_contract_takes_no_payment():
    payoff = paid("2026-04-10", "29,253.13", Intent.PAYOFF)

    assert problem([*B2, payoff], paid("2026-04-11", "10.00")) is PaymentProblem.CLOSED


def test_more_than_the_open_fees_is_no_payment_of_fees():
    payment = paid("2026-04-20", "29.09", Intent.FEES)

    assert problem([*B2, LATE], payment) is PaymentProblem.MORE_THAN_FEES


def test_more_than_the_principal_is_no_principal_only_payment():
    payment = paid("2026-04-10", "29,209.93", Intent.PRINCIPAL_ONLY)

    assert problem(B2, payment) is PaymentProblem.MORE_THAN_PRINCIPAL


@pytest.mark.parametrize("share", ["0.00", "600.00"])
def test_a_split_needs_two_parts(share):
    payment = paid("2026-04-10", "600.00", Intent.SPLIT, principal_only=cents(share))

    assert problem(B2, payment) is PaymentProblem.BAD_SPLIT


def test_a_split_may_cure_the_contract_with_its_regular_part():
    enough = paid("2026-04-10", "681.52", Intent.SPLIT, principal_only=cents("100.00"))
    too_little = paid("2026-04-10", "681.51", Intent.SPLIT, principal_only=cents("100.00"))

    check_payment(position(B1, "2026-04-10"), enough)

    assert problem(B1, too_little) is PaymentProblem.PAST_DUE


def test_exactly_what_is_open_is_accepted():
    fees = paid("2026-04-20", "29.08", Intent.FEES)
    all_principal = paid("2026-04-10", "29,209.92", Intent.PRINCIPAL_ONLY)

    check_payment(position([*B2, LATE], "2026-04-20"), fees)
    check_payment(position(B2, "2026-04-10"), all_principal)
