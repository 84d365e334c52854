"""What holds for every contract and every history, not only for those in the table."""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from finance_portal.domain import calendar
from finance_portal.domain.allocation import DEFAULT_ORDER, FEE_BUCKETS, Bucket, allocate
from finance_portal.domain.book import Book
from finance_portal.domain.cents import Rounding, dollars, parse_dollars, rounded
from finance_portal.domain.day_count import DayCount, year_fraction
from finance_portal.domain.events import (
    Charge,
    DueDateChanged,
    Extended,
    Intent,
    Payment,
    RateChanged,
    Refunded,
    Returned,
    Waiver,
    in_order,
)
from finance_portal.domain.postings import Account, postings
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.schedule import (
    contract_schedule,
    level_payment,
    projected_schedule,
    totals,
)
from finance_portal.domain.terms import LoanTerms
from tests.domain.make import FEES_FIRST

bounded = settings(derandomize=True, deadline=None, max_examples=60)

BOOKED = date(2026, 1, 15)
DAYS = st.integers(min_value=1, max_value=500)
AMOUNTS = st.integers(min_value=1, max_value=3_000_00)


@st.composite
def contracts(draw):
    first_due_on = BOOKED + timedelta(days=draw(st.integers(10, 60)))
    is_month_end = first_due_on.day == monthrange(first_due_on.year, first_due_on.month)[1]
    due_day = draw(st.integers(first_due_on.day, 31)) if is_month_end else first_due_on.day
    term = draw(st.integers(2, 30))
    terms = LoanTerms(
        amount_financed=draw(st.integers(500_00, 60_000_00)),
        rate=Rate.ppm(draw(st.integers(0, 250_000))),
        interest_from=BOOKED,
        first_due_on=first_due_on,
        due_day=due_day,
        term=term,
        installment=0,
        day_count=draw(st.sampled_from(DayCount)),
        rounding=draw(st.sampled_from([Rounding.HALF_UP, Rounding.HALF_EVEN])),
        application_order=draw(st.sampled_from([DEFAULT_ORDER, FEES_FIRST])),
    )
    return replace(terms, installment=solved(terms))


def solved(terms):
    return level_payment(
        terms.amount_financed, terms.rate, terms.day_count, terms.interest_from, terms.due_dates
    )


@st.composite
def payments(draw, sequence):
    amount = draw(AMOUNTS)
    intent = draw(st.sampled_from(Intent))
    share = draw(st.integers(0, amount)) if intent is Intent.SPLIT else 0
    return Payment(
        effective_on=BOOKED + timedelta(days=draw(DAYS)),
        sequence=sequence,
        id=f"payment {sequence}",
        amount=amount,
        intent=intent,
        principal_only=share,
    )


@st.composite
def other_events(draw, sequence, term):
    place = {"effective_on": BOOKED + timedelta(days=draw(DAYS)), "sequence": sequence}
    number = draw(st.integers(1, term))
    fee = st.sampled_from(FEE_BUCKETS)
    kinds = (
        lambda: Charge(**place, bucket=draw(fee), amount=draw(AMOUNTS), installment=number),
        lambda: Waiver(**place, bucket=draw(st.sampled_from(Bucket)), amount=draw(AMOUNTS)),
        lambda: Refunded(**place, amount=draw(AMOUNTS)),
        lambda: Extended(**place, first_installment=number, months=draw(st.integers(1, 2))),
        lambda: DueDateChanged(
            **place, first_installment=number, due_day=draw(st.integers(1, 28)), shift_months=1
        ),
        lambda: RateChanged(
            **place, rate=Rate.ppm(draw(st.integers(0, 250_000))), installment=draw(AMOUNTS)
        ),
    )
    return draw(st.sampled_from(kinds))()


@st.composite
def histories(draw):
    terms = draw(contracts())
    count = draw(st.integers(0, 12))
    return terms, [
        draw(st.one_of(payments(number), other_events(number, terms.term)))
        for number in range(1, count + 1)
    ]


def last_day(events):
    return max((event.effective_on for event in events), default=BOOKED)


def sums(allocation):
    return (
        allocation.interest
        + allocation.principal
        + allocation.fees
        + allocation.unapplied
        + allocation.credit
    )


@bounded
@given(histories())
def test_the_parts_of_every_payment_sum_to_it(history):
    terms, events = history

    applied = replay(terms, events, last_day(events)).applied

    assert len(applied) == sum(isinstance(event, Payment) for event in events)
    for each in applied.values():
        assert sums(each) == each.amount
        assert min(each.interest, each.principal, each.fees, each.credit) >= 0
        assert each.unpaid_interest_after >= 0
        assert each.principal_after >= 0


@bounded
@given(histories(), st.integers(0, 60))
def test_the_payoff_grows_by_the_per_diem_within_a_cent(history, days):
    terms, events = history
    on = last_day(events) + timedelta(days=days)
    state = replay(terms, events, on)

    growth = state.payoff_on(on + timedelta(days=1)) - state.payoff_on(on)

    if terms.day_count is not DayCount.THIRTY_360:  # its per diem is that of a plain month
        assert abs(growth - state.per_diem) <= 1
    assert growth >= 0


@bounded
@given(histories(), st.integers(1, 60), st.sampled_from([Intent.PAYOFF, Intent.REGULAR]))
def test_paying_the_payoff_leaves_nothing_anywhere(history, days, intent):
    terms, events = history
    on = last_day(events) + timedelta(days=days)
    before = replay(terms, events, on)
    owed = before.payoff_on(on)
    assume(owed > 0)
    payoff = Payment(effective_on=on, sequence=999, id="payoff", amount=owed, intent=intent)

    after = replay(terms, [*events, payoff], on)

    assert after.is_closed
    assert after.principal == after.accrued_interest == after.fees == after.unapplied == 0
    assert after.credit_balance == before.credit_balance
    assert after.accrued == 0
    assert after.payoff_on(on + timedelta(days=365)) == 0
    assert after.installments_left == after.past_due == after.amount_due == 0


@bounded
@given(histories())
def test_replaying_everything_equals_adding_one_event_after_the_other(history):
    terms, events = history
    book = Book(terms)

    for count, event in enumerate(in_order(events), start=1):
        book.apply(event)
        day = event.effective_on
        assert book.position(day) == replay(terms, in_order(events)[:count], day)


@bounded
@given(histories(), st.data())
def test_a_returned_payment_was_never_made(history, data):
    terms, events = history
    made = [event for event in events if isinstance(event, Payment)]
    assume(made)
    payment = data.draw(st.sampled_from(made))
    back = Returned(effective_on=payment.effective_on, sequence=999, payment_id=payment.id)
    without = [event for event in events if event is not payment]

    assert replay(terms, [*events, back], last_day(events)) == replay(
        terms, without, last_day(events)
    )


@bounded
@given(histories())
def test_every_posting_balances_and_the_accounts_are_the_position(history):
    terms, events = history
    state = replay(terms, events, last_day(events))
    accounts = dict.fromkeys(Account, 0)

    for entries in postings(terms, events).values():
        assert sum(amount for _, amount in entries) == 0
        for account, amount in entries:
            accounts[account] += amount

    assert accounts[Account.PRINCIPAL] == state.principal
    assert accounts[Account.UNPAID_INTEREST] == state.unpaid_interest
    assert accounts[Account.LATE_CHARGES] == state.late_charges
    assert accounts[Account.RETURNED_FEES] == state.returned_fees
    assert accounts[Account.OTHER_FEES] == state.other_fees
    assert accounts[Account.UNAPPLIED] == -state.unapplied
    assert accounts[Account.CREDIT_BALANCE] == -state.credit_balance


@bounded
@given(histories())
def test_what_is_past_due_or_due_is_never_more_than_what_is_left(history):
    terms, events = history
    state = replay(terms, events, last_day(events))
    left = state.principal + state.accrued_interest

    assert 0 <= state.past_due <= left
    if state.next_installment and state.next_installment.due_on <= state.on:
        assert state.amount_due <= left
    assert all(each.remaining >= 0 for each in state.installments)


@bounded
@given(contracts())
def test_due_dates_never_drift(terms):
    for number, due_on in enumerate(terms.due_dates):
        first = terms.first_due_on
        month = first.year * 12 + first.month - 1 + number
        assert (due_on.year, due_on.month) == (month // 12, month % 12 + 1)
        assert due_on.day == min(terms.due_day, monthrange(due_on.year, due_on.month)[1])


@bounded
@given(contracts())
def test_the_final_installment_trues_the_schedule_up_to_zero(terms):
    rows = contract_schedule(terms)

    assert rows[-1].balance == 0
    assert sum(row.principal for row in rows) == terms.amount_financed
    assert abs(rows[-1].payment - terms.installment) <= 2 * terms.term


@bounded
@given(histories())
def test_every_projection_ends_at_zero(history):
    terms, events = history
    state = replay(terms, events, last_day(events))
    assume(state.unapplied < max(1, state.principal))

    rows = projected_schedule(terms, events, last_day(events))

    assert bool(rows) == bool(state.installments_left)
    if rows:
        all_rows = totals(rows)
        assert all_rows.interest + all_rows.principal == all_rows.payments + state.unapplied
        assert rows[-1].balance == 0


@bounded
@given(
    st.dictionaries(st.sampled_from(Bucket), st.integers(0, 10_000)),
    st.integers(0, 50_000),
    st.permutations(Bucket),
)
def test_money_is_divided_without_loss_and_never_beyond_what_is_owed(owed, money, order):
    parts, rest = allocate(money, owed, order)

    assert sum(parts.values()) + rest == money
    assert all(0 <= part <= owed.get(bucket, 0) for bucket, part in parts.items())
    assert rest == 0 or parts == {bucket: owed.get(bucket, 0) for bucket in order}


@bounded
@given(
    st.sampled_from(DayCount),
    st.lists(st.dates(date(2019, 1, 1), date(2033, 1, 1)), min_size=3, max_size=3),
    st.integers(1, 31),
)
def test_the_parts_of_a_period_sum_to_it(day_count, days, due_day):
    start, middle, end = sorted(days)

    first = year_fraction(day_count, start, middle, due_day=due_day)
    second = year_fraction(day_count, middle, end, due_day=due_day)

    assert first + second == year_fraction(day_count, start, end, due_day=due_day)


@bounded
@given(st.fractions(min_value=-1_000, max_value=1_000), st.sampled_from(Rounding))
def test_rounding_moves_less_than_a_cent_and_the_halves_half_a_cent(exact, rounding):
    distance = abs(rounded(exact, rounding) - exact)

    assert distance < 1
    if rounding in {Rounding.HALF_UP, Rounding.HALF_EVEN}:
        assert distance * 2 <= 1


@bounded
@given(st.integers(1, 999_999_999))
def test_an_amount_that_was_written_can_be_read(amount):
    assert parse_dollars(dollars(amount)) == amount


@bounded
@given(st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 1)))  # noqa: DTZ001 - UTC below
def test_an_online_payment_counts_from_a_banking_day_not_before_it_was_made(submitted):
    instant = submitted.replace(tzinfo=UTC)

    day = calendar.effective_on(instant)

    assert calendar.is_banking_day(day)
    assert 0 <= (day - instant.astimezone(calendar.EASTERN).date()).days <= 5
