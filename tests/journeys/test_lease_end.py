"""The end of a lease and of a balloon loan: looked at, told, booked, signed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive, confirm
from tests.journeys.axe import look_at
from tests.journeys.conftest import DESKTOP, PHONE
from tools.visiting import codes, type_code

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def content(page):
    return page.locator("#content")


def step_up(page):
    """Follow the link that asks for a code, give it, and come back."""
    before = codes(page)
    page.get_by_role("link", name="Confirm it is you, then sign").click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"^[^?]*/lease-end\b"))


def sign(page, tick, name, button):
    page.get_by_role("checkbox", name=tick).check()
    page.get_by_label("Your full name").fill(name)
    page.get_by_role("button", name=button).click()


@SIZES
def test_the_figures_of_a_lease_are_kept_apart_and_lead_from_the_overview(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "daniel")
    page.get_by_role("link", name="See your lease end").click()

    for said in ("$2,719.32", "$37,456.12", "$35,345.15", "$302.75", "$242.20", "31,223"):
        expect(content(page)).to_contain_text(said)
    expect(content(page)).to_contain_text("Through Dec 20, 2026")
    look_at(page)


@SIZES
def test_a_lease_is_read_planned_booked_and_stated(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "daniel")
    page.goto("/lease-end/")
    page.get_by_label("What does the odometer show today?").fill("100")
    page.get_by_role("button", name="Keep this reading").click()
    expect(content(page)).to_contain_text("It showed 27,860 miles on November 20, 2026")
    look_at(page)
    page.get_by_label("What does the odometer show today?").fill("28,000")
    page.get_by_role("button", name="Keep this reading").click()
    expect(content(page)).to_contain_text("31,380")

    page.get_by_role("button", name=re.compile("my plan Return it|I plan this Return it")).click()
    expect(page.get_by_role("button", name="This is my plan Return it")).to_be_visible()

    page.locator("summary", has_text=re.compile("Ask for an.* appointment")).click()
    page.get_by_label("Day", exact=True).fill("2027-03-19")
    page.get_by_label("Where").fill("Dealer of Springfield")
    page.get_by_role("button", name="Ask for this appointment").click()
    expect(content(page)).to_contain_text("You asked for Fri, Mar 19, 2027, in the morning")

    page.get_by_role("button", name="Sign it").click()
    step_up(page)
    page.get_by_label("What the odometer shows").fill("28,010")
    look_at(page)
    sign(page, "What I state is true.", "Daniel Whitfield", "Sign the statement")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Your signed statement (PDF)").click()
    opened.value.close()

    page.goto("/requests/")
    expect(content(page)).to_contain_text("March 19, 2027")
    look_at(page)
    page.get_by_role("link", name="See your lease end").first.click()
    expect(content(page)).to_contain_text("Your vehicle is due back")


def test_a_lease_goes_on_month_to_month_when_it_is_signed(phone):
    arrive(phone, "theo")
    phone.goto("/lease-end/")
    expect(content(phone)).to_contain_text("Month to month: 3 of at most 6 months")
    phone.get_by_label("How many months more?").select_option("2")
    phone.get_by_role("button", name="See what you would sign").click()
    expect(content(phone)).to_contain_text("$978.24")
    look_at(phone)
    step_up(phone)
    expect(content(phone)).to_contain_text("The miles allowed stay 30,000.")
    look_at(phone)

    sign(phone, "I have read this", "Theo Nakamura", "Sign and keep it longer")

    expect(content(phone)).to_contain_text("Month to month: 5 of at most 6 months")
    expect(content(phone)).to_contain_text("Feb 28, 2027")


@SIZES
def test_a_balloon_is_seen_early_and_never_debited_unasked(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "sofia")
    page.get_by_role("link", name="See your ways").click()

    expect(content(page)).to_contain_text("$28,875.00")
    expect(content(page)).to_contain_text("$30,584.79")
    expect(content(page)).to_contain_text("Sat, Feb 20, 2027")
    expect(content(page)).to_contain_text("Paid by Mon, Feb 22, 2027, it is in time")
    expect(content(page)).to_contain_text("Nothing is debited: you pay the balloon yourself.")
    page.get_by_role("button", name=re.compile("plan.*Refinance it")).click()
    expect(page.get_by_role("button", name="My plan Refinance it")).to_be_visible()
    look_at(page)


def test_a_loan_has_no_lease_end_and_no_balloon(page):
    arrive(page, "elena")
    page.goto("/lease-end/")
    expect(page.get_by_role("heading", name="This contract is a loan")).to_be_visible()
    page.goto("/balloon/")
    expect(page.get_by_role("heading", name="No balloon to pay")).to_be_visible()


@SIZES
def test_the_final_invoice_is_there_explained_disputed_and_followed(new_page, size, desk):
    desk(
        *("lease", "returned", "5300184410", "--on", "2026-11-23", "--odometer", "30410"),
        *("--wear", "Left front door, dent=180.00"),
    )
    page = new_page(viewport=size)
    arrive(page, "theo")
    expect(content(page)).to_contain_text("Final invoice")
    page.goto("/lease-end/")
    for said in ("Your lease has ended", "Left front door, dent", "$180.00", "30,410 miles"):
        expect(content(page)).to_contain_text(said)
    page.locator("summary", has_text="How is this worked out?").click()
    expect(content(page)).to_contain_text("In all:")
    look_at(page)

    if size is PHONE:
        page.locator("summary", has_text="I do not agree with it").click()
        page.get_by_label("Which line, and why?").fill("The dent was there when I leased it.")
        look_at(page)
        page.get_by_role("button", name="Send").click()
    expect(content(page)).to_contain_text("You disputed it. We answer in writing by")
    page.goto("/requests/")
    page.get_by_role("link", name="See the invoice").click()
    expect(content(page)).to_contain_text("Final invoice")


@SIZES
def test_a_leased_vehicle_is_bought_and_its_title_followed(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "daniel")
    page.goto("/lease-end/")
    expect(content(page)).to_contain_text("$40,146.31")
    page.get_by_role("link", name="Buy it now").click()
    expect(page.get_by_role("radio", name="Buy the vehicle")).to_be_checked()
    expect(content(page)).not_to_contain_text("Pay it off")
    look_at(page)
    page.get_by_role("radio", name="Visa").check()
    page.get_by_role("button", name="Review payment").click()
    expect(content(page)).to_contain_text("The vehicle, its fee and tax")
    look_at(page)
    if size is PHONE:
        return  # looked at here, bought on the desktop

    confirm(page)
    expect(content(page)).to_contain_text("$40,146.31")
    page.goto("/lease-end/")
    expect(content(page)).to_contain_text("The vehicle is yours")
    page.get_by_role("link", name="What happens now").click()
    for said in ("Bought on Nov 23, 2026", "Title transferred to you", "Funds cleared"):
        expect(content(page)).to_contain_text(said)
    look_at(page)
