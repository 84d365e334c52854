"""What a change was said to do is what it does: every payment, the cost, the last day, to the cent.

The forecast is made by one function, and what comes of it is paid here payment by payment.
"""

from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from finance_portal.domain import working
from finance_portal.domain.events import DueDateChanged, Extended, Payment
from finance_portal.domain.relief import (
    DueDatePolicy,
    ReliefRefused,
    change_due_date,
    extend,
    preview_relief,
)
from finance_portal.domain.replay import replay
from finance_portal.domain.schedule import projected_schedule
from tests.domain.portfolio import HISTORIES, TODAY, loan
from tests.domain.test_properties import contracts
from tests.working.checker import recompute

bounded = settings(derandomize=True, deadline=None, max_examples=120)
MONTHS = (1, 2)
DAYS = range(1, DueDatePolicy().last_day + 1)
CHOICES = [(change_due_date, day) for day in DAYS] + [(extend, months) for months in MONTHS]


def made(rows, sequence):
    """Make the payments of a schedule, each on its day."""
    return [
        Payment(
            effective_on=row.due_on, sequence=sequence + row.number, id=f"row {row.number}",
            amount=row.payment,
        )
        for row in rows
    ]  # fmt: skip


def change_of(choice, terms, events, on):
    """Return the event of a choice. Raises ReliefRefused."""
    act, number = choice
    position, sequence = replay(terms, events, on), len(events) + 1
    if act is extend:
        earlier = [each for each in events if isinstance(each, Extended)]
        return extend(position, number, earlier=earlier, sequence=sequence)
    changes = sum(isinstance(each, DueDateChanged) for each in events)
    return change_due_date(position, number, earlier_changes=changes, sequence=sequence)


def paid_out(terms, events, rows):
    """Return what each payment of a schedule went to, and where the contract then stands."""
    everything = [*events, *made(rows, len(events) + 1)]
    end = replay(terms, everything, rows[-1].due_on)
    return [end.applied[f"row {row.number}"] for row in rows], end


def check_forecast(terms, events, change):
    """Sign a change, pay everything when due, and compare each cent with what was shown."""
    shown = preview_relief(terms, events, change)

    went, end = paid_out(terms, [*events, change], shown.after)
    without, _ = paid_out(terms, events, shown.before)

    for row, paid in zip(shown.after, went, strict=True):
        assert (paid.effective_on, paid.amount) == (row.due_on, row.payment)
        assert (paid.interest, paid.principal_after) == (row.interest, row.balance)
    assert end.principal == end.accrued_interest == end.credit_balance == 0
    assert went[-1].effective_on == shown.maturity_on == end.maturity_on
    assert went[-1].amount == shown.final_payment
    assert (went[0].effective_on, went[0].interest) == (shown.next_due_on, shown.next_interest)
    added = sum(each.interest for each in went) - sum(each.interest for each in without)
    assert shown.total_interest_added == added
    lines = working.more_interest(terms, events, change, shown).lines
    assert recompute(lines) == added


@st.composite
def eligible(draw):
    """Draw a contract, paid when due for some months with a little more now and then, and a day."""
    terms = draw(contracts())
    assume(terms.term > 9)  # an extension needs six payments and leaves two months
    made_so_far = draw(st.integers(6, terms.term - 3))
    rows = projected_schedule(terms, [], terms.interest_from)[:made_so_far]
    more = draw(st.sampled_from([0, 0, 1, 25_00, 300_00]))
    events = [
        Payment(
            effective_on=row.due_on, sequence=row.number, id=f"paid {row.number}",
            amount=row.payment + more,
        )
        for row in rows
    ]  # fmt: skip
    return terms, events, rows[-1].due_on + timedelta(days=draw(st.integers(0, 27)))


@bounded
@given(eligible(), st.sampled_from(CHOICES))
def test_for_any_eligible_contract_the_forecast_comes_true_to_the_cent(drawn, choice):
    terms, events, on = drawn
    try:
        change = change_of(choice, terms, events, on)
    except ReliefRefused:
        assume(False)

    check_forecast(terms, events, change)


@pytest.mark.parametrize("name", HISTORIES)
def test_for_the_whole_portfolio_every_choice_comes_true_to_the_cent(name):
    for choice in CHOICES:
        try:
            change = change_of(choice, loan(name), HISTORIES[name](), TODAY)
        except ReliefRefused:
            continue
        check_forecast(loan(name), HISTORIES[name](), change)


def test_there_is_something_to_choose_in_the_portfolio():
    possible = []
    for name in HISTORIES:
        for choice in CHOICES:
            try:
                possible.append(change_of(choice, loan(name), HISTORIES[name](), TODAY))
            except ReliefRefused:
                continue

    assert {type(each) for each in possible} == {DueDateChanged, Extended}
