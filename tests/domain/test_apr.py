"""The annual percentage rate of Regulation Z."""

from decimal import Decimal
from fractions import Fraction

import pytest

from finance_portal.domain.apr import Flow, apr, monthly_flows, single_payment_apr
from finance_portal.domain.root import root
from tests.domain.make import cents, day


def test_whole_months_count_back_from_the_first_payment():
    flows = monthly_flows(day("1978-02-10"), [(day("1978-04-01"), cents("200.00"))] * 2)

    assert flows == [
        Flow(1, Fraction(19, 30), cents("200.00")),
        Flow(2, Fraction(19, 30), cents("200.00")),
    ]


def test_the_month_end_is_no_odd_day():
    (flow,) = monthly_flows(day("2026-01-31"), [(day("2026-02-28"), cents("100.00"))])

    assert (flow.periods, flow.odd_part) == (0, Fraction(28, 30))


def test_the_rate_without_fees_is_the_rate_of_the_payments():
    flows = [Flow(number, Fraction(0), cents("88.85")) for number in range(1, 13)]

    assert abs(apr(cents("1,000.00"), flows) - Decimal("12.00")) < Decimal("0.01")


def test_one_payment():
    assert single_payment_apr(cents("1,000.00"), cents("1,100.00"), Fraction(1, 2)) == 20


def test_a_rate_that_does_not_exist_is_not_made_up():
    with pytest.raises(ValueError, match="no root"):
        apr(cents("1,000.00"), [Flow(1, Fraction(0), cents("900.00"))])


def test_a_root_is_found_between_the_bounds():
    assert abs(root(lambda x: 2 - x * x, Decimal(0), Decimal(2)) ** 2 - 2) < Decimal("1e-20")
