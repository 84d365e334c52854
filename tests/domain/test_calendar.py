"""Dates: due dates that return to their day, and the banking days."""

from datetime import UTC, datetime

import pytest

from finance_portal.domain import calendar
from tests.domain.make import day


def test_a22_due_day_31_clamps_and_returns():
    dates = calendar.due_dates(day("2026-12-31"), 31, 5)

    assert dates == tuple(
        map(day, ("2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"))
    )


def test_due_day_29_meets_the_leap_year():
    assert calendar.due_date(day("2027-11-29"), 29, 4) == day("2028-02-29")
    assert calendar.due_date(day("2026-11-29"), 29, 4) == day("2027-02-28")


def test_months_can_be_counted_back_over_the_year():
    assert calendar.add_months(day("2026-03-31"), -4, 31) == day("2025-11-30")


def test_a53_no_banking_days_added_to_an_open_friday_before_a_saturday_holiday():
    assert calendar.add_banking_days(day("2026-07-03"), 0) == day("2026-07-03")
    assert calendar.is_banking_day(day("2026-07-03"))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-07-04", "2026-07-06"),
        ("2027-07-04", "2027-07-06"),  # the holiday is a Sunday: Monday the 5th is closed
        ("2026-11-26", "2026-11-27"),
    ],
)
def test_a53_the_next_banking_day(after, expected):
    assert calendar.next_banking_day(day(after)) == day(expected)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-07-04", 0, "2026-07-06"),
        ("2026-07-04", 1, "2026-07-06"),
        ("2026-10-26", 8, "2026-11-05"),
        ("2026-12-28", -3, "2026-12-22"),
        ("2026-12-27", -1, "2026-12-24"),
    ],
)
def test_banking_days_are_counted_forward_and_back(start, count, expected):
    assert calendar.add_banking_days(day(start), count) == day(expected)


def test_the_banking_day_before():
    assert calendar.previous_banking_day(day("2027-07-05")) == day("2027-07-02")
    assert calendar.previous_banking_day(day("2027-07-02")) == day("2027-07-02")


def eastern(text):
    return datetime.fromisoformat(text).replace(tzinfo=calendar.EASTERN)


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [
        ("2026-11-23T18:59:59", "2026-11-23"),
        ("2026-11-23T19:00:00", "2026-11-24"),
        ("2026-11-25T19:30:00", "2026-11-27"),  # Thanksgiving is closed
        ("2026-11-26T10:00:00", "2026-11-27"),
        ("2026-11-21T10:00:00", "2026-11-23"),  # a Saturday
        ("2026-11-20T23:00:00", "2026-11-23"),
    ],
)
def test_an_online_payment_counts_from_its_day_or_the_next_banking_day(submitted, expected):
    assert calendar.effective_on(eastern(submitted)) == day(expected)


def test_the_cut_off_is_eastern_wherever_the_clock_is():
    before = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)  # 18:59 in New York

    assert calendar.effective_on(before) == day("2026-11-23")


def test_a_time_without_a_zone_has_no_effective_date():
    with pytest.raises(ValueError, match="zone"):
        calendar.effective_on(datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001 - the point of the test
