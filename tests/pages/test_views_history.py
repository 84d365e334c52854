from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_portal.domain.payment_status import NO_MONEY_MOVED, PaymentStatus
from finance_portal.pages.history.views import KINDS, PAGE, SORTS, page, paid_lately
from tests.pages.sample import payment


def turned(found, **changes):
    return page(found, **({"kind": "all", "sort": "newest", "number": 1} | changes))


@given(count=st.integers(0, 85), sort=st.sampled_from(sorted(SORTS)))
def test_every_entry_stands_on_exactly_one_page(count, sort):
    found = [payment(number) for number in range(count)]

    seen = []
    number = 1
    while True:
        shown = turned(found, sort=sort, number=number)
        seen += [row.amount for row in shown.rows]
        assert len(shown.rows) <= PAGE
        if not shown.has_next:
            break
        number += 1

    assert sorted(seen) == sorted(row.amount for n in found for row in turned([n]).rows)


@pytest.mark.parametrize(("asked", "given_"), [(-3, 1), (0, 1), (2, 2), (99, 3)])
def test_a_page_beyond_the_last_is_the_last(asked, given_):
    found = [payment(number) for number in range(45)]

    assert turned(found, number=asked).number == given_


def test_it_says_where_it_stands():
    found = [payment(number) for number in range(45)]

    assert turned(found, number=2).where == "21 to 40 of 45"
    assert turned(found[:1]).where == "1 entry"


def test_the_newest_stands_first_and_two_of_a_day_in_their_order():
    found = [payment(1), payment(0), payment(2, on=payment(1).on)]

    assert [row.amount for row in turned(found).rows] == ["$500.02", "$500.01", "$500.00"]


def test_amounts_are_sorted_by_size_not_by_sign():
    found = [payment(0), payment(1, kind="return", amount=-685_38), payment(2)]

    assert turned(found, sort="largest").rows[0].amount == "\u2212$685.38"


@pytest.mark.parametrize(("kind", "titles"), [("payments", {"Payment"}), ("charges", {"Fee"})])
def test_a_filter_keeps_its_kind(kind, titles):
    found = [payment(0), payment(1, kind="charge", title="Fee"), payment(2, kind="change")]

    assert {row.title for row in turned(found, kind=kind).rows} == titles


def test_the_filters_reach_every_kind_of_entry():
    reached = set().union(*(kinds for _, kinds in KINDS.values()))

    assert reached == {"payment", "return", "refund", "charge", "waiver", "change"}


@pytest.mark.parametrize("status", ["posted", *PaymentStatus])
def test_an_entry_is_struck_out_when_it_counts_for_nothing(status):
    (row,) = turned([payment(0, status=status)]).rows

    assert row.is_void == (status in NO_MONEY_MOVED | {PaymentStatus.RETURNED})


def test_what_is_simply_posted_needs_no_chip():
    (row,) = turned([payment(0, status="posted")]).rows

    assert (row.status, row.note) == ("", "")


def test_a_correction_is_marked_with_its_day():
    (row,) = turned([payment(0, corrected_on=date(2026, 8, 5))]).rows

    assert row.note.startswith("Corrected Aug 5, 2026")


def test_an_entry_without_a_split_shows_dashes():
    charge = payment(
        0, kind="charge", amount=34_27, interest=None, principal=None, fees=None, balance_after=None
    )

    (row,) = turned([charge]).rows

    assert not row.has_split
    assert {row.interest, row.principal, row.fees, row.balance} == {"\u2013"}


def test_the_year_s_sum_counts_only_what_was_applied():
    found = [payment(12), payment(13), payment(14, interest=None, status="returned")]

    assert paid_lately(found, 2021) == "Paid in 2021: $1,000.25, of it $200.00 interest."


def test_the_year_before_is_summed_too():
    found = [payment(0), payment(12)]

    assert paid_lately(found, 2021).startswith("Paid in 2021: ")
    assert " Paid in 2020: " in paid_lately(found, 2021)
    assert paid_lately(found, 2023) == ""


@pytest.mark.parametrize("status", ["created", "intent", "submitting", "processing"])
def test_a_payment_on_its_way_does_not_look_done(status):
    (row,) = turned([payment(0, status=status)]).rows

    assert row.kind == "waiting"
