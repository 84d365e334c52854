from datetime import date, datetime

import pytest

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Intent
from finance_portal.pages.scheduled.views import schedule
from finance_portal.services.scheduled import Schedule, Scheduled


def scheduled(**changes):
    values = {
        "ref": "P-22222-33333",
        "amount": 100_00,
        "card_fee": 0,
        "intent": Intent.REGULAR,
        "principal_only": 0,
        "pay_on": date(2026, 12, 1),
        "settles_on": date(2026, 12, 7),
        "change_until": datetime(2026, 11, 30, 19, tzinfo=EASTERN),
        "can_change": True,
        "is_mine": True,
        "method": "Checking ••6789",
        "method_ref": "m1",
        "method_kind": "us_bank_account",
        "status": "waiting",
        "why": "",
        "payment_ref": "",
        "authorization": "I authorize.",
    }
    return Scheduled(**(values | changes))


def waiting(**changes):
    (view,) = schedule(Schedule(waiting=[scheduled(**changes)], past=[]), account="c1").waiting
    return view


def past(**changes):
    (view,) = schedule(Schedule(waiting=[], past=[scheduled(**changes)]), account="c1").past
    return view


def facts(view):
    return {fact.label: fact.value for fact in view.facts}


def test_what_waits_says_how_much_when_from_where_and_until_when_it_can_be_changed():
    view = waiting()

    assert (view.amount, view.when) == ("$100.00", "Tue, Dec 1, 2026")
    assert facts(view) == {
        "From": "Checking ••6789",
        "What for": "Your payments, in their order",
        "Leaves the account": "by Dec 7, 2026",
        "Confirmation number": "P-22222-33333",
    }
    assert view.change_until == "2026-11-30T19:00:00-05:00"
    assert view.change == "/pay?account=c1&change=P-22222-33333"


def test_case_61_the_fee_is_in_the_sum_and_named():
    view = waiting(card_fee=2_50, method_kind="card")

    assert view.amount == "$102.50"
    assert facts(view)["Of that, card fee"] == "$2.50"


@pytest.mark.parametrize("intent", [each for each in Intent if each is not Intent.FEES])
def test_every_way_to_apply_it_has_words(intent):
    assert facts(waiting(intent=intent, principal_only=10_00))["What for"]


@pytest.mark.parametrize(
    ("is_mine", "said"), [(False, "Set by the other borrower"), (True, "about to be submitted")]
)
def test_what_cannot_be_changed_says_why(is_mine, said):
    view = waiting(is_mine=is_mine, can_change=False)

    assert said in view.why_not
    assert view.change_until == ""


def test_only_the_one_that_was_asked_about_asks_back():
    found = Schedule(waiting=[scheduled(), scheduled(ref="P-2")], past=[])

    view = schedule(found, account="c1", asked="P-2")

    assert [each.is_asked for each in view.waiting] == [False, True]


def test_one_that_was_just_set_is_confirmed_and_a_made_up_number_is_not():
    found = Schedule(waiting=[scheduled()], past=[])

    assert schedule(found, account="c1", just_set="P-22222-33333").just_set == (
        "$100.00 is set for Tue, Dec 1, 2026. Confirmation number P-22222-33333."
    )
    assert schedule(found, account="c1", just_set="<b>").just_set == ""


def test_what_was_dropped_says_why():
    view = past(status="dropped", why="The account is closed. Nothing was taken.")

    assert (view.status, view.tone) == ("Not made", "danger")
    assert view.note == "The account is closed. Nothing was taken."


def test_what_was_submitted_leads_to_its_receipt():
    assert past(status="submitted", payment_ref="P-9").receipt == "/receipt?ref=P-9"
    assert past(status="canceled").receipt == ""
