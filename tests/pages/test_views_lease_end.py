"""What the lease end and the balloon page say, of the contracts of the portfolio."""

from dataclasses import replace
from datetime import date, datetime
from urllib.parse import unquote

import pytest
from sqlmodel import select

from finance_portal.domain import lease_end
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.cents import dollars
from finance_portal.models.contracts import Contract
from finance_portal.models.requests import ServiceRequest
from finance_portal.pages.balloon import views as balloon_views
from finance_portal.pages.lease_end import views
from finance_portal.pages.lease_end.views.reading import read_day, read_miles, read_months
from finance_portal.services import balloon, requests
from finance_portal.services.lease_end import choices, extension, returning
from finance_portal.services.lease_end.extension import Wanted
from finance_portal.services.lease_end.outlook import outlook
from finance_portal.services.lease_end.returning import Return, returned
from finance_portal.services.ledger import NEXT
from finance_portal.services.requests import new_form_token
from finance_portal.services.terms import terms_of
from finance_portal.ui.forms import FormRefused
from tests.make import cents
from tests.services.leaseholders import (
    DANIEL,
    JAMES,
    NOW,
    SOFIA,
    THEO,
    TODAY,
    Holder,
    portfolio,
)
from tests.working.checker import recompute

LATER = datetime(2027, 3, 24, 10, tzinfo=EASTERN)


@pytest.fixture
def lender(db):
    return portfolio(db)


def lease_terms(holder):
    with holder.db.read() as session:
        return terms_of(session, session.get_one(Contract, holder.contract.id)).lease


def shown(holder, today=TODAY):
    about = {"borrower_id": holder.person.id, "contract_ref": holder.ref}
    return views.view(outlook(holder.db, **about, today=today))


def test_the_three_figures_stand_side_by_side_each_with_its_label(lender):
    amounts = shown(Holder(lender, DANIEL)).amounts

    assert [(each.label, each.value) for each in amounts] == [
        ("Payments left", "$2,719.32"),
        ("Buyout now", "$37,456.12"),
        ("Buyout at the end", "$35,345.15"),
    ]
    assert not any("payoff" in each.note.lower() for each in amounts)


@pytest.mark.parametrize(("number", "most"), [(DANIEL, 5), (THEO, 1)])  # Theo's names no price
def test_every_figure_of_the_page_follows_from_the_lines_under_it(lender, number, most):
    view = shown(Holder(lender, number))

    figures = [(each.value, each.working) for each in view.amounts if each.working]
    (buy,) = (each for each in view.ways if each.name == "buy")
    if buy.lines:
        figures.append((buy.lines[-1].amount, buy.working))
    if view.miles.is_known:
        figures.append((view.miles.note.split()[-1].rstrip("."), view.miles.working))
    assert len(figures) == most
    for amount, lines in figures:
        if amount.startswith("$"):
            assert recompute(lines) == cents(amount)
        else:
            assert recompute(lines) == 0


def test_the_final_invoice_follows_from_its_lines(lender):
    found = Return(on=date(2027, 3, 22), odometer=31_223, wear=[("Left door", cents("180.00"))])
    returned(lender, DANIEL, found, LATER)

    invoice = shown(Holder(lender, DANIEL), LATER.date()).invoice

    assert recompute(invoice.working) == cents("977.75")
    assert invoice.lines[-1].amount == "$977.75"


def test_the_balloon_and_what_pays_the_loan_off_follow_from_their_lines(lender):
    holder = Holder(lender, SOFIA)
    about = {"borrower_id": holder.person.id, "contract_ref": holder.ref}
    view = balloon_views.view(balloon.balloon(lender, **about, today=TODAY))

    assert recompute(view.working) == cents(view.amount)
    (payoff,) = view.payoff
    assert recompute(view.payoff_working) == cents(payoff.amount)


def test_the_vehicle_can_be_bought_on_the_page_and_then_it_says_so(lender):
    holder = Holder(lender, DANIEL)
    (buy,) = (each for each in shown(holder).ways if each.name == "buy")
    assert buy.is_payable

    position = holder.position()
    bought = lease_end.bought(lease_terms(holder), position, payment_id="", sequence=NEXT)
    price = lease_end.buyout_on(
        lease_terms(holder), position, tax_rate=lease_terms(holder).tax_rate
    ).total
    holder.enter(replace(bought, payment_id=f"paid {NOW}"))
    holder.pay(dollars(price)[1:])

    view = shown(holder)
    assert view.status == "Bought"
    assert "You bought it on Nov 23, 2026." in view.bought
    assert not view.can_choose


def test_all_payments_made_the_page_says_so_and_the_lease_goes_on(lender):
    holder = Holder(lender, DANIEL)
    holder.pay("2719.32")

    view = shown(holder)

    assert (view.status, view.can_choose) == ("All payments made", True)
    assert view.months == ["1", "2", "3", "4", "5", "6"]


def test_each_way_out_adds_up_what_it_costs(lender):
    back, buy, keep = shown(Holder(lender, DANIEL)).ways

    assert [line.amount for line in back.lines] == ["$2,719.32", "$495.00", "$302.75", "$3,517.07"]
    assert [line.amount for line in buy.lines if line.is_total] == ["$37,456.12", "$40,146.31"]
    assert keep.note.startswith("Up to 6 months more.")


def test_miles_now_are_compared_with_miles_later(lender):
    miles = shown(Holder(lender, DANIEL)).miles

    assert miles.note == ("At this pace you end 1,211 miles over. At $0.25 a mile that is $302.75.")
    assert [line.amount for line in miles.offer_lines] == ["$242.20", "$302.75", "$60.55"]
    assert miles.picture.projected.startswith("M")
    assert miles.rows[-1].value == "31,223"


def test_the_timeline_says_what_is_over_and_what_is_now(lender):
    stages = shown(Holder(lender, DANIEL)).timeline

    assert [(each.when, each.state) for each in stages[:4]] == [
        ("Mar 21, 2026", "over"),
        ("Sep 21, 2026", "over"),
        ("Nov 21, 2026", "over"),
        ("Dec 21, 2026", "now"),
    ]
    assert stages[-1].when == "Mar 31, 2027 to Apr 20, 2027"


def test_before_the_last_year_nothing_can_be_chosen_yet_everything_is_shown(lender):
    view = shown(Holder(lender, JAMES))

    assert (view.can_choose, view.choose_from) == (False, "Dec 12, 2027")
    assert len(view.ways) == 3


def test_an_extended_lease_says_how_far_it_is_and_that_it_is_bought_by_telephone(lender):
    view = shown(Holder(lender, THEO))

    assert view.status == "Month to month: 3 of at most 6 months"
    assert view.months == ["1", "2", "3"]
    assert "The miles allowed stay 30,000." in view.extended
    assert view.ways[1].note.startswith("Please call")


def test_the_way_to_the_step_up_leads_back_to_what_is_to_be_signed(lender):
    theo = Holder(lender, THEO)
    wanted = Wanted(theo.ref, 2, new_form_token())
    found = extension.propose(lender, borrower_id=theo.person.id, wanted=wanted, today=TODAY)

    view = views.proposal(found, account=theo.ref, has_autopay=False, changed=False)

    assert unquote(view.confirm) == (
        f"/confirm?for=agreements&next=/lease-end?at=extend&months=2&account={theo.ref}"
    )
    assert "set it up" in view.note
    assert view.dues == ["Wed, Dec 30, 2026: $489.12", "Sat, Jan 30, 2027: $489.12"]


def test_an_appointment_says_by_when_it_is_answered(lender):
    daniel = Holder(lender, DANIEL)
    asked = daniel.about(
        on=date(2027, 3, 19), time="morning", place="Dealer", form_token=new_form_token()
    )
    choices.book(lender, daniel.act, **asked)

    assert shown(daniel).turn_in == (
        "You asked for Fri, Mar 19, 2027, in the morning, Dealer. We confirm it or call you by"
        " Dec 1, 2026."
    )


def test_an_appointment_that_a_person_has_arranged_is_confirmed(lender):
    daniel = Holder(lender, DANIEL)
    token = {"form_token": new_form_token()}
    asked = daniel.about(on=date(2027, 3, 19), time="morning", place="Dealer", **token)
    choices.book(lender, daniel.act, **asked)
    with lender.begin() as session:
        ref = session.exec(select(ServiceRequest.ref)).one()
        requests.decide(session, ref, status="scheduled", reply="Come.", by="desk", now=NOW)

    assert shown(daniel).turn_in == "Confirmed: Fri, Mar 19, 2027, in the morning, Dealer."
    invoice = returned(lender, DANIEL, Return(on=date(2027, 3, 22), odometer=30_000), LATER)
    assert invoice.total_cents == 495_00


def test_the_final_invoice_is_shown_and_disputed_once(lender):
    daniel = Holder(lender, DANIEL)
    returned(lender, DANIEL, Return(on=date(2027, 3, 22), odometer=31_223), LATER)
    before = shown(daniel, LATER.date()).invoice
    words = {"words": "Not mine.", "form_token": new_form_token()}
    returning.dispute(lender, daniel.act, **daniel.about(**words) | {"now": LATER})

    after = shown(daniel, LATER.date()).invoice

    assert [line.amount for line in before.lines] == ["$302.75", "$495.00", "$797.75"]
    assert (before.can_dispute, after.can_dispute) == (True, False)
    assert after.disputed == "You disputed it. We answer in writing by Mar 31, 2027."


def test_the_balloon_page_says_the_weekend_and_that_nothing_is_debited(lender):
    sofia = Holder(lender, SOFIA)
    about = {"borrower_id": sofia.person.id, "contract_ref": sofia.ref}

    view = balloon_views.view(balloon.balloon(lender, **about, today=TODAY))

    assert view.due == "Sat, Feb 20, 2027"
    assert "Paid by Mon, Feb 22, 2027, it is in time" in view.weekend
    assert view.autopay.startswith("Autopay is off. Nothing is debited")
    assert view.lines[0].amount == "$28,875.00"
    assert [each.name for each in view.ways] == ["pay", "refinance", "sell", "return"]


@pytest.mark.parametrize(("typed", "read"), [("27,860", 27_860), (" 27860 ", 27_860), ("0", 0)])
def test_miles_are_read_as_they_are_typed(typed, read):
    assert read_miles({"odometer": typed}, "odometer") == read


@pytest.mark.parametrize("typed", ["", "-1", "27.860", "٢٧", "99999999", "1e5"])
def test_what_is_no_number_of_miles_is_refused(typed):
    with pytest.raises(FormRefused):
        read_miles({"odometer": typed}, "odometer")


@pytest.mark.parametrize("typed", ["", "tomorrow", "2027-02-30"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(FormRefused):
        read_day({"on": typed}, "on")


@pytest.mark.parametrize(("typed", "months"), [("3", 3), ("", 0), ("12", 0), ("-1", 0)])
def test_months_that_cannot_be_read_are_none(typed, months):
    assert read_months({"months": typed}) == months
