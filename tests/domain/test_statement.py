"""Monthly statements: their days, and figures that go on from one to the next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_portal.domain.statement import Period, stated_after, stated_before, statement_of
from tests.domain.make import L1, cents, charged, day, on_time, paid, returned

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
ON_TIME = on_time(L1)
NOVEMBER = Period(day("2026-10-11"), day("2026-11-09"))


@pytest.mark.parametrize(
    ("after", "due_day", "stated"),
    [
        ("2026-11-09", 1, "2026-11-10"),  # for December 1
        ("2026-11-10", 1, "2026-12-11"),
        ("2027-01-30", 31, "2027-02-07"),  # for February 28
        ("2025-06-13", 1, "2025-07-11"),
    ],
)
def test_a_statement_is_dated_three_weeks_before_the_due_day(after, due_day, stated):
    assert stated_after(day(after), due_day) == day(stated)


@given(DAYS, st.integers(1, 31))
def test_every_day_is_in_exactly_one_period_of_about_a_month(on, due_day):
    first, following = stated_before(on + timedelta(days=1), due_day), stated_after(on, due_day)

    assert first <= on < following
    assert stated_after(first, due_day) == following
    assert stated_before(following, due_day) == first
    assert 27 <= (following - first).days <= 32


def test_a_statement_asks_for_the_next_installment_and_says_until_when_it_is_not_late():
    statement = statement_of(
        L1, [each for each in ON_TIME if each.effective_on <= day("2026-11-09")], NOVEMBER
    )

    assert statement.amount_due == cents("581.52")
    assert statement.coming.due_on == day("2026-12-01")
    assert statement.past_due == ()
    assert statement.late_after == day("2026-12-11")
    assert statement.late_charge == cents("29.08")


def test_what_is_past_due_and_charged_is_in_the_amount_due():
    missed = [each for each in ON_TIME if each.effective_on < day("2026-11-01")]
    late = charged("2026-11-09", "29.08", installment=9)

    statement = statement_of(L1, [*missed, late], NOVEMBER)

    assert [each.due_on for each in statement.past_due] == [day("2026-11-01")]
    assert statement.amount_due == cents("581.52") * 2 + cents("29.08")


def test_paid_ahead_nothing_is_due():
    ahead = paid("2026-11-05", "581.52")
    events = [each for each in ON_TIME if each.effective_on <= day("2026-11-09")]

    statement = statement_of(L1, [*events, ahead], NOVEMBER)

    assert statement.amount_due == 0
    assert statement.closing.next_installment.due_on == day("2027-01-01")


def test_each_statement_opens_with_what_the_one_before_closed_with():
    starts, closed = L1.interest_from, L1.amount_financed
    for _ in range(62):
        period = Period(starts, stated_after(starts, L1.due_day) - timedelta(days=1))
        statement = statement_of(L1, ON_TIME, period)
        of_period = [
            each.principal
            for each in statement.closing.applied.values()
            if each.effective_on in period
        ]
        assert statement.opening == closed
        assert statement.opening - sum(of_period) == statement.closing.principal
        starts, closed = period.stated_on, statement.closing.principal
    assert closed == 0


def test_a37_the_statements_of_a_year_name_its_interest():
    (paid_in_2026,) = statement_of(L1, ON_TIME, Period(day("2026-12-01"), day("2026-12-31"))).paid

    assert (paid_in_2026.year, paid_in_2026.interest) == (2026, cents("1,482.85"))


def test_a_statement_over_new_year_names_both_years():
    over = statement_of(L1, ON_TIME, Period(day("2026-12-11"), day("2027-01-10")))

    assert [each.year for each in over.paid] == [2026, 2027]
    assert over.paid[0].interest == cents("1,482.85")


def test_a_payment_that_came_back_is_not_counted():
    last = next(each for each in ON_TIME if each.effective_on == day("2026-11-01"))
    events = [each for each in ON_TIME if each.effective_on <= day("2026-11-01")]

    statement = statement_of(L1, [*events, returned(last)], NOVEMBER)

    assert statement.opening == statement.closing.principal
    assert statement.amount_due == 2 * cents("581.52")
