"""What the autopay page says: how it stands, what can be chosen, what its form may send."""

from dataclasses import replace
from datetime import date

import pytest

from finance_portal.domain.autopay import AmountRule, Debit, Frequency, Plan
from finance_portal.pages.autopay import views
from finance_portal.pages.autopay.views.choices import read_day, read_plan
from finance_portal.services.autopay.standing import Running, Standing
from finance_portal.services.payment_methods import Method
from finance_portal.ui.forms import FormRefused

TODAY = date(2026, 11, 23)
PLAN = Plan(starts_on=date(2026, 11, 24))
FIRST = Debit(
    wanted_on=date(2026, 12, 1),
    debit_on=date(2026, 12, 1),
    due_on=date(2026, 12, 1),
    amount=100_491,
)
MOVED = replace(FIRST, wanted_on=date(2027, 1, 1), debit_on=date(2027, 1, 4))
METHOD = Method(
    ref="m1", label="Checking ••6789", kind="us_bank_account", usable=True, why_not=None
)
RUNNING = Running(
    is_mine=True,
    is_paused=False,
    paused_until=None,
    why="",
    plan=PLAN,
    method="Checking ••6789",
    method_ref="m1",
    signed_on=TODAY,
    authorization="abc",
    has_permission=True,
    forecast=(FIRST, MOVED),
    announced={},
    change_by=date(2026, 11, 30),
    stop_by=date(2026, 11, 25),
)
STANDING = Standing(
    contract_ref="c1",
    today=TODAY,
    running=None,
    methods=(METHOD,),
    is_closed=False,
    is_lease=False,
    balloon=0,
    installment=100_491,
    due_on=date(2026, 12, 1),
    days_after=10,
    grace_end=date(2026, 12, 11),
    late_charge=5_025,
    per_diem=601,
    to_cure=0,
    card_fee=0,
    discount_ppm=0,
)
FORM = {"amount": "due", "frequency": "monthly", "days_after_due": "0", "method": "m1"}


def running(**changes):
    found = replace(STANDING, running=replace(RUNNING, **changes))
    return views.view(found).running


def test_the_next_debit_with_its_last_day_to_change_it_and_to_stop_it():
    shown = running()

    assert (shown.amount, shown.when, shown.chip) == ("$1,004.91", "Tue, Dec 1, 2026", "On")
    told = {fact.label: fact.value for fact in shown.facts}
    assert told["Change or skip it through"] == "Mon, Nov 30, 2026"
    assert told["Stop it at your bank by"] == "Wed, Nov 25, 2026"
    assert shown.count == "2 debits in the next 12 months, $2,009.82 in all"


def test_a_debit_that_a_holiday_moves_says_so():
    assert "Moved from Fri, Jan 1, 2027: banks are closed." in running().debits[1].note


def test_what_is_skipped_can_be_taken_back_and_what_is_nothing_cannot_be_skipped():
    skipped = replace(FIRST, amount=0, skipped=True, note="Skipped by you.")
    ahead = replace(FIRST, amount=0, note="You are paid ahead.")

    first, second = running(forecast=(skipped, ahead)).debits

    assert (first.is_skipped, first.can_skip, first.amount) == (True, False, "$0.00")
    assert (second.is_skipped, second.can_skip, second.chip) == (False, False, "Nothing due")


def test_the_other_borrower_gets_no_copy_and_no_buttons():
    shown = running(is_mine=False, authorization="", method="The other borrower's account")

    assert shown.copy == ""
    assert not any(each.can_skip for each in shown.debits)


def test_paused_says_why_and_what_to_do():
    shown = running(is_paused=True, why="You paused it.", forecast=())

    assert (shown.chip, shown.amount) == ("Paused", "")
    assert shown.why == "You paused it. Nothing is debited now: please pay what falls due by hand."


def test_the_grace_is_explained_beside_the_day_with_what_a_day_costs():
    said = views.form(STANDING).grace

    assert "If it is paid by Fri, Dec 11, 2026, there is no late charge" in said
    assert "$50.25" in said
    assert "$6.01 of interest" in said


def test_the_days_reach_from_ten_before_to_the_end_of_the_grace():
    short = views.form(replace(STANDING, days_after=3)).days

    assert (short[0].title, short[-1].title) == ("10 days before", "3 days after")


def test_a_lease_can_only_be_debited_what_is_due():
    form = views.form(replace(STANDING, is_lease=True))

    assert [each.value for each in form.amounts] == ["due"]
    assert [each.value for each in form.rhythms] == ["monthly", "twice_a_month"]


def test_what_is_in_force_is_chosen_when_it_is_changed():
    plan = replace(PLAN, amount=AmountRule.DUE_PLUS, extra=100_00, days_after_due=5)
    form = views.form(replace(STANDING, running=replace(RUNNING, plan=plan)))

    assert [each.value for each in form.amounts if each.is_chosen] == ["due_plus"]
    assert [each.value for each in form.days if each.is_chosen] == ["5"]
    assert form.extra == "100.00"


def test_the_form_is_read_as_a_plan():
    sent = FORM | {"amount": "due_plus", "extra": "25.00", "days_after_due": "-3", "ahead": "on"}

    plan = read_plan(sent, TODAY)

    assert (plan.amount, plan.extra, plan.days_after_due) == (AmountRule.DUE_PLUS, 25_00, -3)
    assert plan.starts_on == date(2026, 11, 24)
    assert plan.drafts_while_ahead


def test_every_two_weeks_has_a_first_day_and_no_day_after_the_due_date():
    sent = FORM | {"frequency": "every_two_weeks", "starts_on": "2026-12-04", "days_after_due": "9"}

    plan = read_plan(sent, TODAY)

    assert (plan.frequency, plan.starts_on) == (Frequency.EVERY_TWO_WEEKS, date(2026, 12, 4))
    assert plan.days_after_due == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "everything"}, "amount"),
        ({"frequency": "hourly"}, "frequency"),
        ({"days_after_due": "31"}, "days_after_due"),
        ({"days_after_due": "0.5"}, "days_after_due"),
        ({"amount": "fixed", "fixed": "12,34"}, "fixed"),
        ({"amount": "due_plus"}, "extra"),
        ({"frequency": "every_two_weeks", "starts_on": "2026-11-23"}, "starts_on"),
        ({"frequency": "every_two_weeks", "starts_on": "2027-02-01"}, "starts_on"),
        ({"frequency": "every_two_weeks", "starts_on": "soon"}, "starts_on"),
    ],
)
def test_case_52_what_no_form_of_ours_sends_is_refused_beside_its_field(changes, field):
    with pytest.raises(FormRefused) as refusal:
        read_plan(FORM | changes, TODAY)

    assert refusal.value.field == field


def test_a_day_is_read_as_browsers_send_it():
    assert read_day("2026-12-04") == date(2026, 12, 4)
    assert read_day("04.12.2026") is None
