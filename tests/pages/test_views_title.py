"""After a payoff: every step has its day, its clock and its proof, and nothing looks done early."""

from dataclasses import replace
from datetime import date

import pytest

from finance_portal.pages.title.views import WITHOUT_A_CLOCK, after
from finance_portal.services.closing import AfterPayoff, Overage, Reopened

DONE = AfterPayoff(
    contract_ref="c1",
    number_masked="••4407",
    vehicle="2021 330i xDrive",
    paid_on=date(2026, 10, 26),
    amount=3_207_23,
    owed=3_204_87,
    clears_on=date(2026, 11, 5),
    is_cleared=True,
    overage=Overage(amount=2_36, refunded_on=date(2026, 11, 6), refund_by=None),
    is_lease=False,
    title_state="NY",
    form="paper",
    release_by=date(2026, 11, 10),
    released_on=date(2026, 11, 6),
    sent_on=date(2026, 11, 9),
    sent_how="Certified mail",
    tracking="9407 1118",
    paid_in_full_ref="p1",
    release_ref="r1",
)
JUST_PAID = replace(
    DONE,
    is_cleared=False,
    overage=Overage(amount=2_36, refunded_on=None, refund_by=date(2026, 11, 9)),
    released_on=None,
    sent_on=None,
    sent_how="",
    tracking="",
    paid_in_full_ref="",
    release_ref="",
)


def step(found, title):
    return next(each for each in after(found).steps if each.title == title)


def test_the_steps_stand_in_their_order():
    assert [each.title for each in after(DONE).steps] == [
        "Payoff received",
        "Funds cleared",
        "Paid in full",
        "Overage refunded",
        "Lien released",
        "Title sent",
    ]


def test_when_all_is_done_it_says_so():
    assert all(each.is_done for each in after(DONE).steps)
    assert after(DONE).summary == "Everything is done. You need not do anything."


def test_the_payoff_says_what_was_owed_beside_what_was_paid():
    words = step(DONE, "Payoff received").words

    assert "$3,207.23" in words
    assert "$3,204.87 was owed" in words


def test_right_after_the_payoff_only_that_is_done():
    view = after(JUST_PAID)

    assert [each.title for each in view.steps if each.is_done] == ["Payoff received"]
    assert view.summary == "1 of 6 steps are done. Next: funds cleared."


def test_the_clock_of_the_lien_names_the_law_and_the_day():
    released = step(JUST_PAID, "Lien released")

    assert released.when == "By Nov 10, 2026"
    assert "New York" in released.words


def test_without_a_clock_no_day_is_promised():
    released = step(replace(JUST_PAID, title_state="WY", release_by=None), "Lien released")

    assert (released.when, released.words) == ("To come", WITHOUT_A_CLOCK)


@pytest.mark.parametrize(
    ("title", "href"),
    [
        ("Paid in full", "/auth/document.pdf?ref=p1"),
        ("Lien released", "/auth/document.pdf?ref=r1"),
    ],
)
def test_a_letter_can_be_opened_once_it_is_written(title, href):
    assert step(DONE, title).paper.href == href
    assert step(JUST_PAID, title).paper.href == ""


def test_an_overage_says_by_when_it_goes_back():
    assert step(JUST_PAID, "Overage refunded").when == "By Nov 9, 2026"
    by_hand = replace(JUST_PAID, overage=Overage(amount=2_36, refunded_on=None, refund_by=None))
    assert "call us" in step(by_hand, "Overage refunded").words


def test_the_title_says_how_it_was_sent():
    assert step(DONE, "Title sent").words == "Certified mail, tracking number 9407 1118."


def test_an_electronic_title_is_not_sent():
    view = after(replace(DONE, form="electronic", sent_on=None))

    assert view.steps[-1].title == "Electronic title released"
    assert view.steps[-1].is_done


def test_a_lease_has_no_title_of_the_borrower():
    view = after(replace(DONE, is_lease=True, overage=None))

    assert [each.title for each in view.steps] == ["Payment received", "Funds cleared"]
    assert not view.has_title
    assert view.headline == "Your lease ended on Oct 26, 2026"


@pytest.mark.parametrize(
    ("was_released", "said"), [(False, "The lien stays as it was"), (True, "do not hold any more")]
)
def test_a_payoff_that_came_back_says_when_and_what_becomes_of_the_lien(was_released, said):
    seen = after(Reopened(came_back_on=date(2026, 11, 20), was_released=was_released))

    assert seen.headline == "Your contract is open again"
    assert "Nov 20, 2026" in seen.summary
    assert said in seen.summary
    assert seen.steps == []


def test_an_open_contract_says_what_will_come():
    assert after(None).headline == "This contract is not paid off yet"


def test_a_bought_vehicle_passes_to_the_borrower_and_nobody_speaks_of_a_lien():
    view = after(replace(DONE, was_bought=True))

    assert view.headline == "Bought on Oct 26, 2026"
    assert "Title transferred to you" in [each.title for each in view.steps]
    assert "Lien released" not in [each.title for each in view.steps]
