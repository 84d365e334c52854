"""What is projected is what the engine then does."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finance_portal.domain.acceptance import check_payment
from finance_portal.domain.events import Intent
from finance_portal.domain.projection import Extra, project
from finance_portal.domain.replay import replay
from finance_portal.domain.schedule import projected_schedule, totals
from tests.domain import portfolio
from tests.domain.make import B1, L1, L1B, charged, day, loan, paid
from tests.domain.test_properties import bounded, histories, last_day

ON = day("2026-03-02")
extras = st.builds(
    Extra,
    once=st.integers(0, 5_000_00),
    monthly=st.integers(0, 500_00),
    every_two_weeks=st.booleans(),
)
PLANS = (
    Extra(),
    Extra(once=1_000_00),
    Extra(monthly=50_00),
    Extra(every_two_weeks=True),
)


def test_without_extra_money_it_is_the_schedule_that_is_shown_elsewhere():
    rows = projected_schedule(L1, B1, ON)

    projection = project(L1, B1, on=ON)

    assert projection.balances == tuple((row.due_on, row.balance) for row in rows)
    assert projection.interest == totals(rows).interest


def test_extra_money_each_month_ends_it_sooner_and_moves_no_due_date():
    agreed, extra = project(L1, B1, on=ON), project(L1, B1, Extra(monthly=50_00), on=ON)

    assert (agreed.closes_on, extra.closes_on) == (day("2031-02-01"), day("2030-09-01"))
    assert {payment.effective_on.day for payment in extra.payments} == {1}
    assert extra.payments[0].principal_only == 50_00
    assert agreed.total - extra.total == agreed.interest - extra.interest > 0


def test_half_a_payment_every_two_weeks_is_never_late():
    projection = project(L1, B1, Extra(every_two_weeks=True), on=ON)

    assert [payment.effective_on for payment in projection.payments[:3]] == [
        day("2026-03-18"),
        day("2026-04-01"),
        day("2026-04-15"),
    ]
    events = [*B1, *projection.payments]
    for due_on in [due_on for due_on in L1.due_dates if due_on < projection.closes_on]:
        assert not replay(L1, events, due_on + timedelta(days=1)).past_due


def test_a_balloon_is_paid_when_it_is_due_and_shrinks_by_what_was_paid_before():
    projection = project(L1B, [], Extra(monthly=50_00), on=day("2026-02-01"))

    assert projection.closes_on == day("2030-02-01")
    assert projection.payments[-1].amount < 18_000_00


def test_what_is_past_due_and_open_fees_are_paid_first():
    late = [*B1, charged("2026-04-20", "29.08", installment=2)]
    on = day("2026-05-20")

    fees, april, may, once, *_ = project(L1, late, Extra(once=200_00), on=on).payments

    assert (fees.intent, fees.amount) == (Intent.FEES, 29_08)
    assert (april.amount, may.amount) == (L1.installment, L1.installment)
    assert (once.intent, once.amount) == (Intent.PRINCIPAL_ONLY, 200_00)


def test_money_that_is_held_counts_toward_the_next_installment():
    held = [*B1, paid("2026-03-02", "81.52", Intent.HELD)]

    first, second, *_ = project(L1, held, on=ON).payments

    assert (first.amount, second.amount) == (500_00, L1.installment)


def test_nothing_is_projected_for_a_contract_that_is_paid_off():
    assert project(L1, [paid("2026-01-15", "30000.00", Intent.PAYOFF)], on=ON).payments == ()


@pytest.mark.parametrize("name", portfolio.HISTORIES)
@pytest.mark.parametrize("extra", PLANS)
def test_every_contract_of_the_portfolio_ends_paid_off_and_never_late(name, extra):
    terms, known = portfolio.loan(name), portfolio.HISTORIES[name]()

    projection = project(terms, known, extra, on=portfolio.TODAY)

    events = [*known, *projection.payments]
    assert replay(terms, events, projection.closes_on).closed_on == projection.closes_on
    for payment in projection.payments[1:]:
        if payment.effective_on > portfolio.TODAY:
            assert not replay(terms, events, payment.effective_on).past_due


@bounded
@given(histories(), extras)
def test_posted_on_their_days_the_payments_do_what_was_projected(history, extra):
    terms, known = history
    on = last_day(known) + timedelta(days=1)
    assume(not replay(terms, known, on).is_closed)

    projection = project(terms, known, extra, on=on)

    assume(projection.payments)
    end = replay(terms, [*known, *projection.payments], projection.closes_on)
    allocations = [end.applied[payment.id] for payment in projection.payments]
    assert [each.principal_after for each in allocations] == [
        left for _, left in projection.balances
    ]
    assert sum(each.interest for each in allocations) == projection.interest
    assert not any(each.credit for each in allocations)
    assert end.payoff_on(end.on) == 0


@bounded
@given(histories(), extras)
def test_no_projected_payment_would_be_refused(history, extra):
    terms, known = history
    on = last_day(known) + timedelta(days=1)
    position = replay(terms, known, on)
    assume(not position.is_closed and extra.once <= position.principal)
    assume(not position.unapplied)  # what is held is applied by nothing but a payment

    events = [*known]
    for payment in project(terms, known, extra, on=on).payments[:6]:
        check_payment(replay(terms, events, payment.effective_on), payment)
        events.append(payment)


def test_more_is_never_dearer():
    interests = [
        project(loan(), B1, Extra(monthly=dollars * 100), on=ON).interest
        for dollars in range(0, 400, 25)
    ]

    assert interests == sorted(interests, reverse=True)
