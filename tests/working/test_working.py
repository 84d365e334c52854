"""Whatever is printed under a figure leads to it, computed again by somebody who knows no more."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance_portal.domain import lease_end, working
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.day_count import DayCount, year_fraction, year_parts
from finance_portal.domain.events import Intent, LeaseExtended, Payment
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import obligation
from tests.domain.make import B2, L1, V1, cents, charged, day, loan, paid, returned
from tests.domain.portfolio import HISTORIES, TODAY, f_events, lease, state, when_due
from tests.domain.portfolio import loan as borrowed
from tests.domain.test_properties import histories, last_day
from tests.working import checker, reading
from tests.working.checker import Wrong, recompute, split

bounded = settings(derandomize=True, deadline=None, max_examples=60)
LEASES = ("C", "E2", "I")


def of_loan(traced):
    """Every figure of a loan on a day: how it is shown, and what it is."""
    now = traced.position
    later = now.on + timedelta(days=10)
    return [
        (working.principal(traced), now.principal),
        (working.accrued_interest(traced), now.accrued_interest),
        (working.accrued_interest(traced, later), now.interest_through(later)),
        (working.payoff(traced), now.payoff_on(now.on)),
        (working.payoff(traced, later), now.payoff_on(later)),
        (working.past_due(traced), now.past_due),
        (working.to_cure(traced), now.to_cure),
        (working.amount_due(traced), max(0, now.amount_due - now.unapplied)),
        (working.fees(traced), now.fees),
    ]


def check_all(traced):
    for shown, figure in of_loan(traced):
        assert shown.result == figure, shown
        assert recompute(shown.lines) == figure, shown
    check_payments(traced)


def check_payments(traced):
    for each in traced.position.applied.values():
        found = split(working.payment(traced, each.payment_id).lines)
        assert found["principal after it"] == each.principal_after
        assert found.get("interest", 0) == each.interest
        assert found.get("principal", 0) == each.principal
        assert found.get("late charges", 0) == each.late_charges
        assert found.get("returned payment fees", 0) == each.returned_fees
        assert found.get("other fees", 0) == each.other_fees
        assert found.get("credit", 0) == each.credit
        assert found.get("kept", 0) - found.get("kept before", 0) == each.unapplied


@pytest.mark.parametrize("name", HISTORIES)
def test_every_figure_of_the_portfolio_follows_from_its_lines_on_each_of_60_days(name):
    for days in range(61):
        on = TODAY + timedelta(days=days)

        traced = working.trace(borrowed(name), HISTORIES[name](), on)

        assert traced.position == state(name, on)
        check_all(traced)


@pytest.mark.parametrize("name", HISTORIES)
def test_every_figure_of_the_portfolio_followed_from_its_lines_on_any_day_before(name):
    for months in range(1, 20):
        on = TODAY - timedelta(days=23 * months)

        check_all(working.trace(borrowed(name), HISTORIES[name](), on))


def test_a_contract_that_was_paid_off_shows_what_it_came_to():
    for is_paid_off, on in ((False, "2026-10-20"), (True, "2026-11-23")):
        check_all(working.trace(borrowed("F"), f_events(paid_off=is_paid_off), day(on)))


@bounded
@given(histories(), st.integers(0, 90))
def test_every_figure_of_any_history_follows_from_its_lines(history, days):
    terms, events = history
    on = last_day(events) + timedelta(days=days)

    traced = working.trace(terms, events, on)

    assert traced.position == replay(terms, events, on)
    check_all(traced)


@bounded
@given(histories(), st.integers(0, 60))
def test_a_days_interest_follows_from_its_lines(history, days):
    terms, events = history
    traced = working.trace(terms, events, last_day(events) + timedelta(days=days))
    if not traced.position.principal:
        return

    lines = working.per_diem(traced).lines

    recompute(lines)
    assert lines[-1].endswith(f"${per_diem_text(traced.position.per_diem)}")


@pytest.mark.parametrize("name", LEASES)
def test_every_figure_of_a_lease_follows_from_its_lines(name):
    terms = lease(name)
    billing = obligation(terms)
    for days in range(0, 61, 5):
        on = TODAY + timedelta(days=days)
        traced = working.trace(billing, when_due(billing, TODAY), on)
        left = traced.position.installments_left

        remaining = working.remaining_payments(traced)
        early = working.early_buyout(terms, left)

        assert recompute(remaining.lines) == traced.position.principal
        check_all(traced)
        if early:
            assert recompute(early.lines) == lease_end.early_buyout(terms, left).total


def test_the_prices_of_a_leased_vehicle_follow_from_their_lines_with_tax_and_what_is_open():
    tax = Rate.from_percent("7")
    for left in range(37):
        early = working.early_buyout(V1, left, tax_rate=tax, past_due=805_18, fees=25_00)
        assert recompute(early.lines) == early.result

    early = working.early_buyout(V1, 12, tax_rate=tax)
    assert recompute(early.lines) == cents("41,530.60")
    assert recompute(working.maturity_buyout(V1, tax_rate=tax).lines) == cents("33,734.00")


def test_the_projected_miles_follow_from_their_lines():
    terms = lease("C")

    shown = working.mileage(terms, 27_860, TODAY)

    assert recompute(shown.lines) == shown.result == cents("302.75")
    for odometer in range(20, 60_000, 997):
        shown = working.mileage(terms, odometer, TODAY)
        assert recompute(shown.lines) == shown.result


def test_a_lease_that_was_extended_shows_its_further_payments():
    billing = obligation(lease("I"))
    extended = LeaseExtended(effective_on=billing.due_dates[-1], sequence=900, months=6)

    traced = working.trace(billing, [*when_due(billing, TODAY), extended], TODAY)

    assert recompute(working.principal(traced).lines) == traced.position.principal
    assert any("lease extended by 6 months" in line for line in working.principal(traced).lines)


def test_the_lines_of_an_ordinary_payment_are_these():
    traced = working.trace(L1, B2, day("2026-04-01"))

    assert working.payment(traced, B2[-1].id).lines == (
        "Payment of Apr 1, 2026: $581.52",
        "Mar 1, 2026 to Apr 1, 2026: $29,640.40 × 6.00% × 31 days / 365 = $151.0442...",  # noqa: RUF001
        "Rounded half up to whole cents: $151.04",
        "Open of the installments due by then, or of the next: $581.52",
        "To interest, of $151.04 owed: $151.04",
        "To principal, of $430.48 owed: $430.48",
        "Principal after it: $29,640.40 \N{MINUS SIGN} $430.48 = $29,209.92",
    )


def test_a_returned_payment_is_named_and_changes_nothing():
    april = paid("2026-04-01")

    traced = working.trace(L1, [B2[0], april, returned(april)], day("2026-04-10"))

    lines = working.principal(traced).lines
    assert recompute(lines) == cents("29,640.40")
    assert "Apr 1, 2026, payment of $581.52 returned, counts as never made: $0.00" in lines
    with pytest.raises(ValueError, match="no payment that counts"):
        working.payment(traced, april.id)


def test_money_that_is_kept_is_shown_where_it_came_from_and_where_it_went():
    held = paid("2026-04-05", "100.00", Intent.HELD)
    rest = paid("2026-05-01", "481.52")
    traced = working.trace(L1, [*B2, held, rest], day("2026-05-01"))

    assert split(working.payment(traced, held.id).lines)["kept"] == cents("100.00")
    assert split(working.payment(traced, rest.id).lines)["kept before"] == cents("100.00")
    check_all(traced)


def test_a_payment_divided_by_its_borrower_shows_each_part():
    fee = charged("2026-04-05", "29.08")
    divided = paid("2026-05-01", "1000.00", Intent.SPLIT, principal_only=cents("300.00"))

    traced = working.trace(L1, [*B2, fee, divided], day("2026-05-01"))

    assert any("Chosen: $300.00" in line for line in working.payment(traced, divided.id).lines)
    check_all(traced)


def test_past_maturity_everything_that_is_left_is_past_due_and_shown():
    terms = loan(term=3)
    payments = [Payment(effective_on=day("2026-03-01"), sequence=1, id="one", amount=581_52)]

    traced = working.trace(terms, payments, day("2026-06-15"))

    assert traced.position.past_due > cents("29,000.00")
    check_all(traced)


@pytest.mark.parametrize("day_count", DayCount)
def test_the_parts_of_a_year_sum_to_it(day_count):
    start, end = date(2027, 11, 7), date(2029, 2, 3)

    parts = year_parts(day_count, start, end, due_day=15)

    assert sum(days for days, _ in parts) == (end - start).days
    assert sum((days / of for days, of in parts), Fraction(0)) == year_fraction(
        day_count, start, end, due_day=15
    )
    assert year_parts(day_count, end, start) == []


class TestTheChecker:
    """A checker that accepts everything proves nothing: each line is changed by one cent or day."""

    def lines(self):
        fee = charged("2026-04-20", "29.08", Bucket.LATE_CHARGES)
        traced = working.trace(L1, [*B2, fee], day("2026-05-12"))
        return working.payoff(traced, day("2026-05-20")).lines

    def test_refuses_a_cent_more_in_any_line(self):
        lines = self.lines()
        assert recompute(lines)
        for place, line in enumerate(lines):
            head, _, tail = line.rpartition("$")
            digits = tail.removesuffix("...")
            changed = head + "$" + _one_more(digits) + tail[len(digits) :]
            with pytest.raises(Wrong):
                recompute([*lines[:place], changed, *lines[place + 1 :]])

    def test_refuses_a_day_more_and_another_balance_and_a_line_left_out(self):
        lines = self.lines()
        span = lines[1]
        for changed in (
            span.replace("49 days", "50 days"),
            span.replace("May 20", "May 21"),
            span.replace("29,209.92", "29,209.93"),
            span.replace("365", "366"),
        ):
            assert changed != span
            with pytest.raises(Wrong):
                recompute([lines[0], changed, *lines[2:]])
        for place in range(len(lines)):
            with pytest.raises(Wrong):
                recompute([*lines[:place], *lines[place + 1 :]])

    def test_refuses_a_payment_that_was_divided_otherwise(self):
        traced = working.trace(L1, B2, day("2026-04-01"))
        lines = working.payment(traced, B2[-1].id).lines
        for place in range(1, len(lines)):
            with pytest.raises(Wrong):
                split([*lines[:place], *lines[place + 1 :]])

    def test_knows_nothing_of_the_portal(self):
        for module in (checker, reading):
            assert "finance_portal" not in Path(module.__file__).read_text(encoding="utf-8")


def _one_more(digits):
    """Return a number with one more in its last place."""
    bare = digits.replace(",", "")
    places = len(bare.partition(".")[2])
    more = int(bare.replace(".", "")) + 1
    whole, decimals = divmod(more, 10**places)
    return f"{whole:,}.{decimals:0{places}d}"
