"""Interest: exact days, exact rates, rounded once."""

from fractions import Fraction

import pytest

from finance_portal.domain.cents import rounded
from finance_portal.domain.day_count import DayCount, year_fraction
from finance_portal.domain.interest import interest, per_diem, per_diem_text
from finance_portal.domain.rates import Rate
from tests.domain.make import cents, day

SIX_PERCENT = Rate.from_percent("6")


@pytest.mark.parametrize(
    ("day_count", "expected"),
    [
        (DayCount.ACTUAL_365, "95.34"),
        (DayCount.ACTUAL_ACTUAL_END, "95.08"),
        (DayCount.ACTUAL_365_25, "95.28"),
    ],
)
def test_a20_february_of_a_leap_year_by_day_count(day_count, expected):
    exact = interest(
        cents("20,000.00"), SIX_PERCENT, day_count, day("2028-02-01"), day("2028-03-01")
    )

    assert rounded(exact) == cents(expected)


def test_a21_a_per_diem_is_never_multiplied():
    exact = interest(
        cents("20,000.00"),
        Rate.from_percent("5"),
        DayCount.ACTUAL_365,
        day("2026-04-01"),
        day("2026-05-01"),
    )

    assert rounded(exact) == cents("82.19")


def test_a_per_diem_is_shown_with_four_decimals():
    exact = per_diem(
        cents("19,737.71"), Rate.from_percent("9"), DayCount.ACTUAL_365, day("2026-04-01")
    )

    assert per_diem_text(exact) == "4.8668"
    assert per_diem_text(Fraction(0)) == "0.0000"
    assert per_diem_text(Fraction(123_456)) == "1,234.5600"


@pytest.mark.parametrize(
    ("day_count", "start", "end", "expected"),
    [
        (DayCount.ACTUAL_360, "2026-01-01", "2026-01-31", Fraction(30, 360)),
        (DayCount.ACTUAL_365, "2028-01-01", "2029-01-01", Fraction(366, 365)),
        # 31 Dec 2027 to 1 Jan 2028 ends in the leap year, but starts in the year before it.
        (DayCount.ACTUAL_ACTUAL_END, "2027-12-31", "2028-01-01", Fraction(1, 366)),
        (DayCount.ACTUAL_ACTUAL_START, "2027-12-31", "2028-01-01", Fraction(1, 365)),
        (
            DayCount.ACTUAL_ACTUAL_END,
            "2027-12-01",
            "2028-02-01",
            Fraction(30, 365) + Fraction(32, 366),
        ),
        (
            DayCount.ACTUAL_ACTUAL_START,
            "2027-12-01",
            "2028-02-01",
            Fraction(31, 365) + Fraction(31, 366),
        ),
        (DayCount.THIRTY_360, "2026-01-31", "2026-02-28", Fraction(1, 12)),
        (DayCount.THIRTY_360, "2026-02-01", "2026-08-01", Fraction(6, 12)),
        (DayCount.THIRTY_360, "2026-01-01", "2026-01-15", Fraction(14, 31 * 12)),
    ],
)
def test_a_day_count_says_what_part_of_a_year_it_was(day_count, start, end, expected):
    assert year_fraction(day_count, day(start), day(end)) == expected


def test_thirty_360_shares_a_month_evenly_between_due_days():
    due_day = 15
    before = year_fraction(
        DayCount.THIRTY_360, day("2026-01-15"), day("2026-02-05"), due_day=due_day
    )
    after = year_fraction(
        DayCount.THIRTY_360, day("2026-02-05"), day("2026-02-15"), due_day=due_day
    )

    assert before == Fraction(21, 31 * 12)
    assert before + after == Fraction(1, 12)


@pytest.mark.parametrize("day_count", DayCount)
def test_no_days_are_no_part_of_a_year(day_count):
    assert year_fraction(day_count, day("2026-03-01"), day("2026-03-01")) == 0
    assert year_fraction(day_count, day("2026-03-02"), day("2026-03-01")) == 0
