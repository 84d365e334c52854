"""Amounts: rounded once, written for people, read without guessing."""

from fractions import Fraction

import pytest

from finance_portal.domain.cents import (
    AmountProblem,
    AmountRefused,
    Rounding,
    dollars,
    parse_dollars,
    rounded,
)


@pytest.mark.parametrize(
    ("exact", "half_up", "half_even", "down", "up"),
    [
        (Fraction(1, 2), 1, 0, 0, 1),
        (Fraction(3, 2), 2, 2, 1, 2),
        (Fraction(5, 2), 3, 2, 2, 3),
        (Fraction(249, 100), 2, 2, 2, 3),
        (Fraction(251, 100), 3, 3, 2, 3),
        (Fraction(7), 7, 7, 7, 7),
        (Fraction(-5, 2), -3, -2, -2, -3),
        (Fraction(-249, 100), -2, -2, -2, -3),
    ],
)
def test_each_rounding_has_its_own_halves(exact, half_up, half_even, down, up):
    assert rounded(exact) == half_up
    assert rounded(exact, Rounding.HALF_UP) == half_up
    assert rounded(exact, Rounding.HALF_EVEN) == half_even
    assert rounded(exact, Rounding.DOWN) == down
    assert rounded(exact, Rounding.UP) == up


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "$0.00"),
        (5, "$0.05"),
        (123_456, "$1,234.56"),
        (100_000_000, "$1,000,000.00"),
        (-500, "\u2212$5.00"),
    ],
)
def test_an_amount_is_written_with_commas_and_a_true_minus(amount, written):
    assert dollars(amount) == written


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("581.52", 58_152),
        ("$581.52", 58_152),
        ("1,234.56", 123_456),
        ("$1,234", 123_400),
        ("1234", 123_400),
        ("0.01", 1),
        (" 25.00 ", 2_500),
        ("9,999,999.99", 999_999_999),
        ("0012.00", 1_200),
    ],
)
def test_an_amount_is_read_as_written(typed, amount):
    assert parse_dollars(typed) == amount


def test_case_69_leading_zeros_are_read_however_many():
    assert parse_dollars("0" * 5_000 + "12.00") == 1_200


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("12,34", AmountProblem.MISPLACED_COMMA),
        ("0.00", AmountProblem.ZERO),
        ("-5.00", AmountProblem.NEGATIVE),
        ("1e3", AmountProblem.NOT_A_NUMBER),
        ("", AmountProblem.MISSING),
        ("   ", AmountProblem.MISSING),
        ("0", AmountProblem.ZERO),
        ("\u22125.00", AmountProblem.NEGATIVE),
        ("(5.00)", AmountProblem.NEGATIVE),
        ("$-5.00", AmountProblem.NEGATIVE),
        ("1,2345.00", AmountProblem.MISPLACED_COMMA),
        (",500.00", AmountProblem.MISPLACED_COMMA),
        ("1,,000.00", AmountProblem.MISPLACED_COMMA),
        ("5.5", AmountProblem.NOT_WHOLE_CENTS),
        ("5.555", AmountProblem.NOT_WHOLE_CENTS),
        ("1.234.56", AmountProblem.NOT_WHOLE_CENTS),
        (".50", AmountProblem.NOT_WHOLE_CENTS),
        ("5.", AmountProblem.NOT_WHOLE_CENTS),
        ("ten", AmountProblem.NOT_A_NUMBER),
        ("5 00", AmountProblem.NOT_A_NUMBER),
        ("0x10", AmountProblem.NOT_A_NUMBER),
        ("NaN", AmountProblem.NOT_A_NUMBER),
        ("\u0665.00", AmountProblem.NOT_A_NUMBER),
        ("\uff15.00", AmountProblem.NOT_A_NUMBER),
        ("10,000,000.00", AmountProblem.TOO_LARGE),
        ("9" * 500, AmountProblem.TOO_LARGE),
    ],
)
def test_a66_what_is_no_amount_is_refused_with_a_named_reason(typed, problem):
    with pytest.raises(AmountRefused) as refusal:
        parse_dollars(typed)

    assert refusal.value.problem is problem
    assert str(refusal.value).endswith(".")
    assert str(refusal.value)[0].isupper()
