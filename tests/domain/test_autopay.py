"""Autopay: the days, the amounts, and a forecast that the nightly jobs then keep (1.15)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.autopay import (
    AmountRule,
    Draft,
    Frequency,
    Plan,
    PlanRefused,
    amount_on,
    check_plan,
    debit_days,
    draft_on,
    forecast,
    next_debit_on,
    permitted,
)
from finance_portal.domain.autopay.days import covered, is_covered
from finance_portal.domain.calendar import is_banking_day
from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import Charge, DueDateChanged, Payment
from finance_portal.domain.replay import replay
from tests.domain.make import (
    B1,
    B2,
    L1,
    L1B,
    cents,
    charged,
    day,
    extended,
    on_time,
    paid,
    position,
)
from tests.domain.test_properties import contracts

JANUARY = day("2026-01-20")
MONTHLY = Plan(starts_on=JANUARY)


def plan(**changes):
    return replace(MONTHLY, **changes)


def lines(chosen, events=(), *, terms=L1, today="2026-01-19", **known):
    return forecast(chosen, terms, events, today=day(today), **known)


def shown(debits):
    return [(each.debit_on.isoformat(), each.amount) for each in debits]


def test_a54_a_late_charge_is_drafted_with_the_installment_it_belongs_to():
    events = [*B1, charged("2026-04-12", "29.08", installment=2)]
    due_and_fee = plan(days_after_due=10)

    assert amount_on(due_and_fee, position(events, "2026-05-11"), day("2026-05-11")) == cents(
        "1192.12"  # April, May and the charge
    )


@pytest.mark.parametrize(
    ("announced", "announced_on", "drawn"),
    [
        ("610.60", "2027-01-05", "610.60"),
        ("610.60", "2027-01-06", "581.52"),
        ("600.00", "2027-01-05", "600.00"),
        ("700.00", "2027-01-05", "610.60"),
        (None, None, "581.52"),
    ],
)
def test_a54_more_than_before_is_drawn_only_as_announced(announced, announced_on, drawn):
    draft = permitted(
        Draft(cents("610.60")),
        previous=cents("581.52"),
        debit_on=day("2027-01-15"),
        announced=announced and cents(announced),
        announced_on=announced_on and day(announced_on),
    )

    assert draft.amount == cents(drawn)


def test_less_than_before_needs_no_notice():
    draft = permitted(Draft(cents("581.43")), previous=cents("581.52"), debit_on=JANUARY)

    assert draft.amount == cents("581.43")


def test_what_is_capped_comes_off_the_part_for_principal_first():
    wanted = Draft(cents("681.52"), principal_only=cents("100.00"))

    draft = permitted(wanted, previous=cents("600.00"), debit_on=JANUARY)

    assert draft == Draft(cents("600.00"), cents("18.48"))


def test_a56_the_last_debit_is_the_true_final_amount_and_closes_the_contract():
    events = on_time(L1, until=day("2031-01-01"))
    last = day("2031-02-01")

    amount = amount_on(MONTHLY, replay(L1, events, last), last)

    assert amount == cents("581.43")
    closing = Payment(effective_on=last, sequence=99, id="last", amount=amount)
    assert replay(L1, [*events, closing], last).is_closed


def test_the_forecast_of_twelve_months_names_every_debit():
    debits = lines(MONTHLY)

    assert shown(debits)[:3] == [
        ("2026-03-02", cents("581.52")),  # 1 March is a Sunday
        ("2026-04-01", cents("581.52")),
        ("2026-05-01", cents("581.52")),
    ]
    assert len(debits) == 11
    assert [each.is_moved for each in debits[:3]] == [True, False, False]


def test_a_due_date_at_the_end_of_the_month_is_taken_from_the_anchor():
    terms = replace(L1, first_due_on=day("2026-12-31"), due_day=31)

    debits = lines(plan(starts_on=day("2026-12-01")), terms=terms, today="2026-11-30")

    assert [each.wanted_on.isoformat() for each in debits[:5]] == [
        "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30",
    ]  # fmt: skip
    assert [each.debit_on.isoformat() for each in debits[:3]] == [
        "2026-12-31", "2027-02-01", "2027-03-01",
    ]  # fmt: skip


def test_a_holiday_moves_the_debit_to_the_next_banking_day():
    terms = replace(L1, first_due_on=day("2026-12-25"), due_day=25)

    assert lines(MONTHLY, terms=terms)[0].debit_on == day("2026-12-28")


def test_at_the_end_of_the_grace_a_closed_bank_moves_the_debit_before_it():
    debits = lines(plan(days_after_due=10))

    april = debits[1]
    assert april.wanted_on == day("2026-04-11")  # a Saturday, and the last day of the grace
    assert april.debit_on == day("2026-04-10")


def test_a_day_before_the_due_date_pays_the_installment_that_is_not_due_yet():
    debits = lines(plan(days_after_due=-5))

    assert shown(debits)[0] == ("2026-02-24", cents("581.52"))
    assert debits[0].due_on == day("2026-03-01")


def test_twice_a_month_halves_the_installment_and_the_rest_comes_with_the_due_date():
    debits = lines(plan(frequency=Frequency.TWICE_A_MONTH))

    assert shown(debits)[:4] == [
        ("2026-02-17", cents("290.76")),  # 14 February is a Saturday, Monday a holiday
        ("2026-03-02", cents("290.76")),
        ("2026-03-17", cents("290.76")),
        ("2026-04-01", cents("290.76")),
    ]


def test_every_two_weeks_begins_with_what_is_due_and_goes_on_with_halves():
    every = plan(frequency=Frequency.EVERY_TWO_WEEKS, starts_on=day("2026-02-20"))

    debits = lines(replace(every, drafts_while_ahead=True))

    assert shown(debits)[:3] == [
        ("2026-02-20", cents("581.52")),
        ("2026-03-06", cents("290.76")),
        ("2026-03-20", cents("290.76")),
    ]
    assert [each.debit_on for each in debits] == debit_days(
        every, position([], "2026-01-19"), after=JANUARY, until=day("2027-01-19")
    )


def test_every_two_weeks_pays_thirteen_installments_a_year_only_if_the_borrower_keeps_drafting():
    every = plan(frequency=Frequency.EVERY_TWO_WEEKS, starts_on=day("2026-02-20"))

    steady = lines(every, months=60)
    ahead = lines(replace(every, drafts_while_ahead=True), months=60)

    assert any(each.amount == 0 for each in steady)
    assert not any(each.amount == 0 for each in ahead)
    assert ahead[-1].debit_on < steady[-1].debit_on


def test_paid_ahead_it_pauses_until_something_is_due_again():
    debits = lines(MONTHLY, [*B2, paid("2026-04-10", "5000.00")], today="2026-04-10")

    assert [each.amount for each in debits[:8]] == [0] * 8
    assert "ahead" in debits[0].note
    assert shown(debits)[8] == ("2027-01-04", cents("233.68"))  # 347.84 is there already


def test_paid_ahead_it_keeps_drafting_when_the_borrower_chose_so():
    ahead = plan(drafts_while_ahead=True)

    debits = lines(ahead, [*B2, paid("2026-04-10", "5000.00")], today="2026-04-10")

    assert shown(debits)[0] == ("2026-05-01", cents("581.52"))


def test_more_each_month_goes_to_principal_alone_and_moves_no_due_date():
    more = plan(amount=AmountRule.DUE_PLUS, extra=cents("100.00"))

    draft = draft_on(more, position(B1, "2026-04-01"), day("2026-04-01"))

    assert draft == Draft(cents("681.52"), cents("100.00"))
    assert all(each.amount == cents("681.52") for each in lines(more))


def test_a_fixed_amount_is_drafted_as_it_is_and_the_last_one_is_what_is_left():
    fixed = plan(amount=AmountRule.FIXED, fixed=cents("700.00"), drafts_while_ahead=True)

    debits = lines(fixed, months=60)

    assert {each.amount for each in debits[:-1]} == {cents("700.00")}
    assert debits[-1].is_last
    assert debits[-1].amount < cents("700.00")


def test_a_balloon_is_drafted_only_when_the_borrower_said_so():
    without = lines(MONTHLY, terms=L1B, months=60)
    with_balloon = lines(plan(covers_balloon=True), terms=L1B, months=60)

    assert without[-1].amount == 0
    assert "balloon" in without[-1].note
    assert not any(each.is_last for each in without)
    assert with_balloon[-1].amount > cents("17,900.00")
    assert with_balloon[-1].is_last


def test_a_skipped_debit_is_not_made_up_for_but_stays_due_with_its_late_charge():
    skipped = day("2026-04-01")

    debits = lines(MONTHLY, B1, today="2026-03-10", skipped={skipped})

    assert debits[0].skipped
    assert debits[0].amount == 0
    assert debits[1].amount == cents("1192.12")  # April, May, and 29.08 for April


def test_what_was_not_announced_in_time_is_capped_in_the_forecast():
    most = {day("2026-04-01"): cents("500.00")}

    assert lines(MONTHLY, B1, today="2026-03-25", most=most)[0].amount == cents("500.00")


def test_a_closed_contract_has_no_debit_any_more():
    assert lines(MONTHLY, on_time(L1), today="2031-02-01") == []
    assert amount_on(MONTHLY, replay(L1, on_time(L1), day("2031-02-03")), day("2031-02-03")) == 0


def test_an_extension_suppresses_the_debits_of_the_skipped_months():
    debits = lines(MONTHLY, [*B1, extended("2026-03-20", 2, 2)], today="2026-03-21")

    assert debits[0].debit_on == day("2026-06-01")


def test_a_new_due_day_moves_the_debits():
    change = DueDateChanged(
        effective_on=day("2026-03-20"), sequence=9, first_installment=2, due_day=15
    )

    assert next_debit_on(MONTHLY, position([*B1, change], "2026-03-21"), day("2026-03-21")) == day(
        "2026-04-15"
    )


def test_a_pause_with_an_end_leaves_out_what_lies_before_it():
    paused = plan(resumes_on=day("2026-06-15"))

    assert lines(paused, B1, today="2026-03-10")[0].debit_on == day("2026-07-01")


def test_what_is_left_after_the_last_installment_is_taken_a_month_later():
    events = [*on_time(L1, until=day("2031-01-01")), paid("2031-02-01", "500.00")]

    debits = lines(MONTHLY, events, today="2031-02-10")

    assert debits[0].debit_on == day("2031-03-03")
    assert debits[0].is_last


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": day("2026-03-10")}, "starts_on"),
        ({"days_after_due": 11}, "days_after_due"),
        ({"days_after_due": -11}, "days_after_due"),
        ({"amount": AmountRule.FIXED, "fixed": cents("581.51")}, "fixed"),
        ({"amount": AmountRule.DUE_PLUS}, "extra"),
    ],
)
def test_a_plan_that_would_be_late_or_empty_is_refused(changes, field):
    chosen = plan(starts_on=day("2026-03-20"))

    check_plan(chosen, position(B1, "2026-03-10"), today=day("2026-03-10"))
    with pytest.raises(PlanRefused) as refusal:
        check_plan(replace(chosen, **changes), position(B1, "2026-03-10"), today=day("2026-03-10"))
    assert refusal.value.field == field


@st.composite
def plans(draw):
    amount = draw(st.sampled_from(AmountRule))
    return Plan(
        amount=amount,
        fixed=draw(st.integers(100_00, 2_000_00)),
        extra=draw(st.integers(1, 500_00)),
        frequency=draw(st.sampled_from(Frequency)),
        days_after_due=draw(st.integers(-10, 10)),
        starts_on=JANUARY + timedelta(days=draw(st.integers(0, 60))),
        drafts_while_ahead=draw(st.booleans()),
        covers_balloon=draw(st.booleans()),
    )


bounded = settings(derandomize=True, deadline=None, max_examples=25)


@bounded
@given(contracts(), plans(), st.sets(st.integers(0, 30), max_size=2))
def test_the_forecast_is_what_the_jobs_then_do_night_after_night(terms, chosen, skips):
    today = JANUARY - timedelta(days=1)
    skipped = {JANUARY + timedelta(days=14 * number) for number in skips}

    promised = forecast(chosen, terms, [], today=today, months=8, skipped=skipped)

    made = nights(chosen, terms, today, day("2026-09-19"), skipped)
    assert [(each.debit_on, each.amount) for each in promised if each.amount] == made
    assert all(is_banking_day(on) for on, _ in made)


@bounded
@given(contracts(), plans())
def test_what_is_due_is_drafted_in_time_and_never_more_than_closes_the_contract(terms, chosen):
    chosen = replace(chosen, amount=AmountRule.DUE, covers_balloon=True, starts_on=JANUARY)
    assume(chosen.days_after_due <= 0 or terms.late_charge.grace_days >= 10)
    first = replay(terms, [], JANUARY).next_installment
    assume(first.due_on > JANUARY + timedelta(days=16))

    events = made_by(chosen, terms, months=36)
    ends = replay(terms, events, terms.due_dates[-1] + timedelta(days=60))

    assert late_charges_due(terms, events, today=ends.on) == []
    assert ends.is_closed
    assert ends.credit_balance == 0


def made_by(chosen, terms, months):
    debits = forecast(chosen, terms, [], today=JANUARY - timedelta(days=1), months=months)
    return [
        Payment(
            effective_on=each.debit_on,
            sequence=number,
            id=f"made {number}",
            amount=each.amount,
            intent=Draft(each.amount, each.principal_only).intent,
            principal_only=each.principal_only,
        )
        for number, each in enumerate(debits, start=1)
        if each.amount
    ]


def nights(chosen, terms, today, until, skipped):
    """What the jobs do: each night the late charges, then the debit whose day has come."""
    events, made = [], []
    following = next_debit_on(chosen, replay(terms, events, today), today)
    night = today
    while night < until:
        night += timedelta(days=1)
        for due in late_charges_due(terms, events, today=night):
            events.append(
                Charge(
                    effective_on=night,
                    sequence=len(events),
                    bucket=Bucket.LATE_CHARGES,
                    amount=due.amount,
                    installment=due.installment,
                )
            )
        if night != following:
            continue
        standing = replay(terms, events, night)
        draft = Draft(0) if night in skipped else draft_on(chosen, standing, night)
        if draft.amount:
            made.append((night, draft.amount))
            events.append(
                Payment(
                    effective_on=night,
                    sequence=len(events),
                    id=f"night {night}",
                    amount=draft.amount,
                    intent=draft.intent,
                    principal_only=draft.principal_only,
                )
            )
        following = next_debit_on(chosen, standing, night)
    return made


@bounded
@given(contracts(), plans(), st.integers(0, 1_500))
def test_a_debit_covers_the_first_installments_and_skips_none(terms, chosen, later):
    on = JANUARY + timedelta(days=later)
    state = replay(terms, [], on)

    covers = [is_covered(chosen, terms, due_on, on) for due_on in state.installments.due_on]

    assert covers == sorted(covers, reverse=True)
    assert covered(chosen, state, on) == sum(covers)


@bounded
@given(contracts(), plans(), st.integers(0, 1_500))
def test_the_days_after_a_day_are_those_of_all_days_that_come_after_it(terms, chosen, later):
    state, until = replay(terms, [], JANUARY), terms.due_dates[-1]
    after = JANUARY + timedelta(days=later)
    from_the_start = debit_days(chosen, state, after=date.min, until=until)

    assert debit_days(chosen, state, after=after, until=until) == [
        on for on in from_the_start if on > after
    ]


def test_installments_are_read_like_a_list():
    installments = position(B1, "2026-03-10").installments

    every = list(installments)
    assert [each.number for each in every] == list(range(1, len(installments) + 1))
    assert (installments[0], installments[-1]) == (every[0], every[-1])
    assert installments[-3:] == tuple(every[-3:])
    assert installments == tuple(every)
    assert installments != every[:-1]
    with pytest.raises(IndexError):
        installments[len(every)]
