"""Vehicle identification numbers."""

import pytest

from finance_portal.domain.vin import has_right_check_digit, is_well_formed


@pytest.mark.parametrize("vin", ["5UX53GP03S9A00117", "WBA53BJ07R8P00228", "1M8GDM9AXKP042788"])
def test_a_right_check_digit(vin):
    assert is_well_formed(vin)
    assert has_right_check_digit(vin)


def test_a_typo_is_found():
    assert not has_right_check_digit("5UX53GP03S9A00118")


@pytest.mark.parametrize(
    "vin", ["5UX53GP03S9A0011", "5UX53GP03S9A001177", "OUX53GP03S9A00117", "5ux53gp03s9a00117", ""]
)
def test_other_characters_or_lengths_are_no_vin(vin):
    assert not is_well_formed(vin)
    assert not has_right_check_digit(vin)
