"""The Rule of 78, for display."""

from finance_portal.domain.precomputed import unearned_charge
from tests.domain.make import cents


def test_what_is_unearned_falls_by_the_sum_of_digits():
    assert unearned_charge(cents("78.00"), 12, 12) == cents("78.00")
    assert unearned_charge(cents("78.00"), 12, 1) == cents("1.00")
    assert unearned_charge(cents("78.00"), 12, 0) == 0
