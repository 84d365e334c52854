"""What is shown of relief and of requests, in words and dollars."""

from datetime import date, datetime

import pytest

from finance_portal.domain.calendar import EASTERN
from finance_portal.pages.hardship import views as hardship
from finance_portal.pages.requests import views as requests
from finance_portal.services.relief.menu import Help, Menu
from finance_portal.services.tracker import StepDone, Tracked
from finance_portal.ui.forms import FormRefused

TODAY = date(2026, 11, 23)


def tracked(**changes):
    values = {
        "ref": "r1",
        "kind": "hardship",
        "option": "",
        "title": "Your request for help",
        "status": "review",
        "status_words": "With a person",
        "contract_ref": "c1",
        "vehicle": "2026 Sedan",
        "asked_by": "Ada",
        "is_mine": True,
        "is_open": True,
        "must_sign": False,
        "waits_for": (),
        "sign_through": None,
        "answer_by": date(2026, 12, 1),
        "on_date": None,
        "steps": (StepDone(datetime(2026, 11, 23, 10, tzinfo=EASTERN), "We have it."),),
        "own_words": "",
        "reply": "",
        "document": "",
    }
    return Tracked(**(values | changes))


def shown(today=TODAY, asked="", **changes):
    still_open, over = requests.requests((tracked(**changes),), today=today, asked=asked)
    (view,) = [*still_open, *over]
    return view


def test_a_request_with_a_person_shows_its_clock():
    assert shown().clock == "A person answers by Tue, Dec 1, 2026."


def test_when_we_are_late_we_say_so():
    assert "We are late" in shown(date(2026, 12, 2)).clock


def test_whose_signature_is_missing_is_led_to_it():
    view = shown(
        kind="extension", status="signing", must_sign=True, sign_through=date(2026, 11, 28),
        is_mine=False,
    )  # fmt: skip

    assert view.href == "/extension?account=c1"
    assert view.following == "Your signature is missing."
    assert "through Sat, Nov 28, 2026" in view.clock
    assert "asked by Ada" in view.about
    assert not view.can_withdraw


def test_whoever_has_signed_sees_who_has_not():
    view = shown(kind="extension", status="signing", waits_for=("Grace", "Joan"))

    assert view.following == "Grace and Joan have not signed yet."
    assert view.can_withdraw


def test_a_promise_leads_to_paying_it():
    view = shown(kind="promise", status="scheduled", on_date=date(2026, 12, 4))

    assert (view.href, view.clock) == ("/pay?account=c1", "On Fri, Dec 4, 2026.")


def test_what_is_over_cannot_be_taken_back_and_shows_its_paper():
    view = shown(status="granted", is_open=False, document="d1", asked="r1")

    assert (view.can_withdraw, view.is_asked) == (False, False)
    assert view.document == "/auth/document.pdf?ref=d1"


def test_the_question_stands_at_the_request_that_is_asked_about():
    assert shown(asked="r1").is_asked
    assert not shown(asked="r2").is_asked


def menu(**changes):
    values = {
        "helps": (
            Help(key="promise", title="Promise", words="", cost=5, cost_words="$0.05"),
            Help(key="due_date", title="Due date", words="", why_not="Changed before."),
            Help(key="extension", title="Extension", words="", cost=9),
            Help(key="surrender", title="Give back", words=""),
        ),
        "next_due_on": date(2026, 12, 1),
        "amount_due": 1_004_91,
        "is_closed": False,
    }
    return Menu(**(values | changes))


def test_the_ways_out_lead_to_their_pages_where_they_are_possible():
    view = hardship.menu(menu(), account="c1", today=TODAY)

    assert view.due == "$1,004.91 is due Tue, Dec 1, 2026."
    assert view.amount == "1,004.91"
    assert [each.href for each in view.helps] == ["", "", "/extension?account=c1", ""]
    assert view.helps[1].why_not == "Changed before."
    assert view.is_possible


def test_a_contract_that_is_paid_off_needs_no_help():
    view = hardship.menu(menu(is_closed=True, helps=()), account="c1", today=TODAY)

    assert not view.is_possible
    assert "paid off" in view.refused


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "amount"),
        ({"amount": "12,34", "on": "2026-12-01"}, "amount"),
        ({"amount": "12.34", "on": "soon"}, "on"),
    ],
)
def test_a_promise_that_cannot_be_read_is_refused_beside_its_field(form, field):
    with pytest.raises(FormRefused) as refused:
        hardship.read_promise(form)

    assert refused.value.field == field


def test_a_promise_is_read_to_the_cent():
    assert hardship.read_promise({"amount": "$1,004.91", "on": "2026-12-04"}) == (
        1_004_91,
        date(2026, 12, 4),
    )


@pytest.mark.parametrize("form", [{}, {"situation": "lottery", "months": "1"}])
def test_a_situation_is_one_of_the_list(form):
    with pytest.raises(FormRefused):
        hardship.read_situation(form)
