import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_portal.ui.chart import balance_chart

START, TODAY = date(2025, 1, 1), date(2026, 11, 23)
HISTORY = [(START, 30_000_00), (date(2026, 1, 1), 24_000_00), (TODAY, 20_000_00)]
PROJECTED = [(date(2027, 6, 1), 10_000_00), (date(2028, 6, 1), 0)]


def drawn(path):
    return [tuple(map(float, point.split())) for point in re.split("[ML]", path.strip("Z"))[1:]]


def made(history=HISTORY, projected=PROJECTED, usual=10_000_00):
    return balance_chart(history, projected, today=TODAY, usual=usual)


balances = st.lists(st.integers(0, 90_000_00), min_size=2, max_size=40)


@given(balances=balances, ahead=balances)
def test_nothing_is_drawn_outside_the_picture(balances, ahead):
    days = len(balances) - 1
    history = [(TODAY - timedelta(31 * (days - n)), cents) for n, cents in enumerate(balances)]
    projected = [(TODAY + timedelta(31 * (n + 1)), cents) for n, cents in enumerate(ahead)]

    chart = made(history, projected)

    for picture in (chart.year, chart.all):
        for path in (picture.line, picture.projected, picture.area):
            assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in drawn(path))


def test_the_projection_begins_where_the_line_ends():
    picture = made().all

    assert drawn(picture.line)[-1] == drawn(picture.projected)[0]
    assert picture.today_left == f"{drawn(picture.line)[-1][0]:.2f}%"


def test_the_whole_contract_is_drawn_from_zero():
    assert [tick.words for tick in made().all.amounts] == ["$0", "$10k", "$20k", "$30k"]


def test_the_near_span_is_cut_a_year_from_today():
    picture = made().year

    assert [tick.words for tick in picture.dates] == ["Nov 2025", "Today", "Nov 2027"]
    assert drawn(picture.line)[0][0] == 0
    assert drawn(picture.projected)[-1][0] == 100


def test_the_cut_lies_on_the_line_between_two_points():
    history = [(TODAY - timedelta(465), 20_000_00), (TODAY - timedelta(265), 10_000_00)]

    chart = made([*history, (TODAY, 10_000_00)], [])

    low, high = (int(chart.year.amounts[n].words[1:-1]) for n in (0, -1))
    height = 100 - 100 * (15 - low) / (high - low)
    assert drawn(chart.year.line)[0] == (0, pytest.approx(height, abs=0.02))


def test_an_extra_payment_is_marked_and_named():
    chart = made(usual=5_000_00)

    assert chart.notes == ["Jan 1, 2026: an extra payment, $6,000.00 off the balance at once."]
    assert [mark.words for mark in chart.all.marks] == chart.notes


def test_a_pause_is_named():
    chart = made()

    assert chart.notes[0] == "Jan 1, 2025 to Jan 1, 2026: no payments, interest kept accruing."


def test_the_end_is_named():
    history = [(START, 30_000_00), (date(2026, 11, 1), 0), (TODAY, 0)]

    assert made(history, [], usual=500_00).notes == [
        "Nov 1, 2026: paid off, $30,000.00 off the balance at once."
    ]


def test_it_says_in_words_what_it_shows():
    assert made().summary == (
        "The balance fell from $30,000.00 in Jan 2025 to $20,000.00 today."
        " Paid as agreed, it reaches $0.00 in Jun 2028."
    )


def test_it_does_not_say_that_a_new_balance_fell():
    assert made([(START, 30_000_00), (TODAY, 30_000_00)]).summary.startswith(
        "The balance is $30,000.00 today."
    )


def test_the_table_says_the_same():
    assert [(row.on, row.balance, row.kind) for row in made().rows] == [
        ("Jan 1, 2025", "$30,000.00", "Actual"),
        ("Today", "$20,000.00", "Actual"),
        ("Jun 1, 2027", "$10,000.00", "Projected"),
        ("Jun 1, 2028", "$0.00", "Projected"),
    ]
