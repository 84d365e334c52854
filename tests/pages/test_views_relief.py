"""What is shown of relief and of requests, in words and dollars."""

from datetime import date, datetime

import pytest

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Payment
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.pages.hardship import views as hardship
from finance_portal.pages.relief import views as relief
from finance_portal.pages.requests import views as requests
from finance_portal.services import ledger
from finance_portal.services.ledger import Happening
from finance_portal.services.relief.effects import Kind
from finance_portal.services.relief.menu import Help, Menu
from finance_portal.services.tracker import StepDone, Tracked
from finance_portal.ui.forms import FormRefused
from tests.services.obligors import NOW, both, bound, extend
from tests.services.payers import Payer, add_method

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


def proposed(db, tmp_path, kind=Kind.EXTENSION, number=1):
    """What Ada is shown before she signs, who autopays and has ordered a payment."""
    (ada,) = bound(db, tmp_path)
    method = add_method(db, ada.person.id)
    Payer(ada.books, ada.login, method).sign(NOW)
    with db.begin() as session:
        session.add(
            ScheduledPayment(
                ref="o1", form_token="o1", contract_id=ada.books.contract.id,
                borrower_id=ada.person.id, method_id=method.id, amount_cents=100_00,
                intent="regular", pay_on=date(2026, 12, 1), status="waiting", made_at=NOW,
                changed_at=NOW, authorization="yes", ip="", user_agent="",
            )
        )  # fmt: skip
    return ada, relief.proposal(ada.propose(kind, number))


def test_before_it_is_signed_all_its_effects_are_said(db, tmp_path):
    _, view = proposed(db, tmp_path)

    said = " ".join(view.notes)
    assert "Autopay stays on: its next debit is on Mon, Jan 4, 2027." in said
    assert "Nothing is debited on Dec 1, 2026." in said
    assert "The payment of $100.00 that you ordered for Dec 1, 2026 is still made." in said
    assert "Reported as current" in said
    assert view.cost.startswith("It costs $")
    assert view.working[-1].startswith("More interest in all: $")


def test_whoever_has_to_sign_again_is_told_why(db, tmp_path):
    ada, grace = both(db, tmp_path)
    extend(ada)
    first = relief.proposal(grace.waiting(Kind.EXTENSION))
    pay_in_between(ada)
    grace.sign(grace.waiting(Kind.EXTENSION))

    again = relief.proposal(ada.waiting(Kind.EXTENSION))

    assert (first.warning, first.can_disagree, first.can_withdraw) == ("", True, False)
    assert "sign again" in again.warning
    assert (again.must_sign, again.can_disagree, again.can_withdraw) == (True, False, True)


def pay_in_between(who):
    payment = Payment(effective_on=TODAY, sequence=ledger.NEXT, id="between", amount=100_00)
    with who.db.begin() as session:
        ledger.enter(session, who.books.contract.id, [Happening(payment, "between")], NOW)


@pytest.mark.parametrize("form", [{}, {"situation": "lottery", "months": "1"}])
def test_a_situation_is_one_of_the_list(form):
    with pytest.raises(FormRefused):
        hardship.read_situation(form)
