"""Rates are exact, and written as people know them."""

from fractions import Fraction

import pytest

from finance_portal.domain.rates import Rate, percent


def test_a_rate_from_a_contract_is_exact():
    assert Rate.from_percent("5.49").exact == Fraction(549, 10_000)
    assert Rate.from_percent("5.49") == Rate.ppm(54_900)
    assert Rate.from_factor("0.00198").parts_per_million == 1_980


@pytest.mark.parametrize(
    ("parts", "written"),
    [(54_900, "5.49%"), (60_000, "6.00%"), (51_250, "5.125%"), (0, "0.00%"), (94_822, "9.4822%")],
)
def test_a_rate_is_written_with_as_many_decimals_as_it_has(parts, written):
    assert percent(Rate.ppm(parts)) == written


def test_a_rate_finer_than_the_database_is_not_cut():
    with pytest.raises(ValueError, match="six decimals"):
        _ = Rate(Fraction(1, 3)).parts_per_million
