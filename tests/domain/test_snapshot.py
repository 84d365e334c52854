"""A contract in a few numbers is, on any later day, what its whole history says."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finance_portal.domain.autopay import AmountRule, Frequency, Plan, draft_on, next_debit_on
from finance_portal.domain.book import Book
from finance_portal.domain.cents import Rounding
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay, standing_events
from finance_portal.domain.snapshot import (
    carried,
    carrying_unit,
    daily_parts,
    snapshot,
)
from tests.domain.make import L1, extended, loan, on_time, paid
from tests.domain.test_properties import bounded, histories


def book_of(terms, events):
    book = Book(terms)
    for event in standing_events(events):
        book.apply(event)
    return book


def last_day(terms, events):
    return max([terms.interest_from, *(event.effective_on for event in events)])


def without_the_past(position):
    """Leave out what a snapshot does not promise to know."""
    return replace(
        position,
        applied={},
        installments=tuple(
            each._replace(satisfied_on=each.is_satisfied, late_charge_assessed=False)
            for each in position.installments
        ),
    )


@bounded
@given(histories(), st.integers(0, 60), st.integers(0, 400))
def test_a_snapshot_is_on_any_later_day_what_the_replay_is(history, wait, later):
    terms, events = history
    on = last_day(terms, events) + timedelta(days=wait)
    short = snapshot(book_of(terms, events), on)
    assume(short is not None)
    then = on + timedelta(days=later)

    assert without_the_past(short.position(terms, then)) == without_the_past(
        replay(terms, events, then)
    )


@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("amount", AmountRule)
def test_autopay_asks_nothing_of_a_position_that_a_snapshot_does_not_know(frequency, amount):
    plan = Plan(
        amount=amount,
        fixed=600_00,
        extra=25_00,
        frequency=frequency,
        starts_on=date(2026, 2, 1),
        drafts_while_ahead=True,
    )
    for made in range(60):
        events = on_time(L1)[:made]
        on = last_day(L1, events)
        short = snapshot(book_of(L1, events), on)
        then = next_debit_on(plan, replay(L1, events, on), on)
        assert draft_on(plan, short.position(L1, then), then) == draft_on(
            plan, replay(L1, events, then), then
        )
        assert next_debit_on(plan, short.position(L1, then), then) == next_debit_on(
            plan, replay(L1, events, then), then
        )


def test_what_was_moved_or_closed_has_no_snapshot():
    moved = [paid("2026-03-01"), extended("2026-03-15", 2, 1)]

    assert snapshot(book_of(L1, moved), date(2026, 4, 1)) is None
    assert snapshot(book_of(L1, on_time(L1)), date(2031, 3, 1)) is None
    assert snapshot(book_of(L1, moved[:1]), date(2026, 4, 1)) is not None


COUNTED = [each for each in DayCount if each is not DayCount.THIRTY_360]


@bounded
@given(
    st.sampled_from(COUNTED),
    st.integers(1, 90_000_00),
    st.integers(0, 250_000),
    st.integers(0, 800),
    st.integers(0, 60),
)
def test_every_days_interest_is_a_whole_number_of_parts(day_count, principal, rate, days, more):
    terms = loan(amount_financed=principal, rate=Rate.ppm(rate), day_count=day_count)
    start = terms.interest_from
    middle = start + timedelta(days=days)
    end = middle + timedelta(days=more)
    unit = carrying_unit(terms, principal, terms.rate)

    at_middle = carried(Book(terms).position(middle).accrued, unit)
    at_end = at_middle + principal * rate * daily_parts(day_count, middle, end)

    assert Fraction(at_end, unit) == Book(terms).position(end).accrued


def test_what_cannot_be_carried_as_a_whole_number_is_said_to_be_so():
    plain = carrying_unit(L1, L1.amount_financed, L1.rate)

    assert plain == 365_000_000
    assert carried(Fraction(1, 7), plain) is None
    for odd in (
        loan(day_count=DayCount.THIRTY_360),
        loan(rounding=Rounding.HALF_EVEN),
    ):
        assert carrying_unit(odd, odd.amount_financed, odd.rate) is None
    assert carrying_unit(L1, 10**13, L1.rate) is None
