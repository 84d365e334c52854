"""The balloon at the end of a loan: due, planned, told of, and never debited silently (1.13)."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from finance_portal.domain.autopay import Plan
from finance_portal.domain.calendar import EASTERN
from finance_portal.models.contracts import Loan
from finance_portal.models.messages import Message
from finance_portal.models.requests import ServiceRequest
from finance_portal.services.autopay import signing
from finance_portal.services.autopay.signing import Wanted
from finance_portal.services.balloon import BalloonRefused, balloon, choose
from finance_portal.services.nightly.milestones import telling
from finance_portal.services.nightly.work import work_off
from finance_portal.services.requests import new_form_token
from tests.make import cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import DANIEL, ELENA, NOW, SOFIA, TODAY, Holder, portfolio
from tests.services.payers import add_method

DUE = date(2027, 2, 20)


@pytest.fixture
def lender(db):
    return portfolio(db)


@pytest.fixture
def sofia(lender):
    return Holder(lender, SOFIA)


def seen(holder):
    return balloon(holder.db, borrower_id=holder.person.id, contract_ref=holder.ref, today=TODAY)


def plan(holder, option):
    choose(holder.db, holder.act, **holder.about(option=option, form_token=new_form_token()))


def tell(lender, day):
    now = datetime.combine(day, NOW.time(), EASTERN)
    return work_off(lender, telling(now), now=now).done


def forecast(holder, **changes):
    method = add_method(holder.db, holder.person.id)
    wanted = Wanted(holder.ref, method.ref, Plan(starts_on=TODAY + timedelta(days=1), **changes))
    who = holder.person.id
    return signing.propose(holder.db, borrower_id=who, wanted=wanted, now=NOW).forecast


def test_the_balloon_of_contract_d_is_due_on_a_saturday_and_in_time_on_monday(sofia):
    found = seen(sofia)

    assert (found.due_on, found.pay_by) == (DUE, date(2027, 2, 22))
    assert found.signed == cents("28875.00")
    assert found.installments_before == 2


def test_what_is_expected_is_what_is_left_after_the_payments_before_it(sofia):
    position = sofia.position()
    paid = position.principal  # 30,516.97, less two payments, plus three months of interest

    expected = seen(sofia).expected

    assert paid - 2 * cents("1051.02") < expected < paid
    assert abs(expected - cents("28875.00")) < cents("100.00")


def test_the_balloon_is_never_debited_unless_that_was_signed(sofia):
    silent = forecast(sofia)
    signed = forecast(sofia, covers_balloon=True)

    assert max(each.amount for each in silent) == cents("1051.02")
    assert max(each.amount for each in signed) > cents("28000.00")
    assert seen(sofia).autopay == "off"


def test_a_plan_is_kept_and_another_takes_its_place(sofia):
    plan(sofia, "pay")
    plan(sofia, "refinance")

    first, second = rows(sofia.db, ServiceRequest)
    assert (first.status, second.status, second.option) == ("withdrawn", "review", "refinance")
    assert (seen(sofia).plan, seen(sofia).answer_by) == ("refinance", date(2026, 12, 1))


def test_a_vehicle_is_only_returned_where_the_contract_says_so(sofia):
    plan(sofia, "return")
    assert seen(sofia).return_fee == cents("495.00")

    with sofia.db.begin() as session:
        for loan in session.exec(select(Loan)):
            loan.balloon_return_fee_cents = None
    with pytest.raises(BalloonRefused):
        plan(sofia, "return")


def test_a_loan_without_a_balloon_has_none(lender):
    assert seen(Holder(lender, ELENA)) is None


@pytest.mark.parametrize("days", [90, 60, 30])
def test_the_borrower_is_told_once_at_each_milestone(sofia, days):
    day = DUE - timedelta(days=days)

    assert tell(sofia.db, day)
    told = rows(sofia.db, Message)
    assert tell(sofia.db, day + timedelta(days=1)) == 0
    assert len(rows(sofia.db, Message)) == len(told)
    assert f"in {days} days" in words(sofia.db, "balloon_milestone").subject
    assert "Feb 22, 2027" in words(sofia.db, "balloon_milestone").paragraphs[0]


def test_a_lease_is_told_of_at_its_milestones_also_after_a_night_that_was_missed(lender):
    Holder(lender, DANIEL)

    told = tell(lender, date(2026, 12, 21) + timedelta(days=3))  # 90 days before is December 21

    assert told
    assert words(lender, "lease_milestone").subject == "Your lease ends in 90 days"
    assert tell(lender, date(2026, 12, 25)) == 0


def test_between_milestones_nobody_is_written_to(lender):
    Holder(lender, DANIEL)

    assert tell(lender, date(2026, 12, 10)) == 0
