"""Paying a contract off: the dial, a letter, one for a dealer, and the payment of a day."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive, fetched
from tests.journeys.axe import look_at
from tests.journeys.conftest import DESKTOP, PHONE
from tests.make import cents
from tests.paper import text
from tests.working.checker import recompute
from tests.working.reading import printed
from tools.visiting import codes, type_code

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def content(page):
    return page.locator("#content")


@SIZES
def test_the_dial_follows_every_way_to_move_it(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "elena")
    page.goto("/payoff/")
    expect(content(page)).to_contain_text("$40,161.35")
    expect(content(page)).to_contain_text("if paid on Thu, Dec 3, 2026")
    expect(content(page)).to_contain_text("$6.0127")
    look_at(page)

    slider = page.get_by_role("slider", name="Day of the payoff")
    slider.focus()
    slider.press("ArrowRight")
    expect(content(page)).to_contain_text("$40,167.37")
    expect(page.get_by_label("Or type the day")).to_have_value("2026-12-04")
    page.get_by_role("button", name="Day before").click()
    expect(content(page)).to_contain_text("$40,161.35")
    page.get_by_role("button", name="Today", exact=True).click()
    expect(content(page)).to_contain_text("$40,101.23")
    page.get_by_label("Or type the day").fill("2026-12-03")
    expect(content(page)).to_contain_text("$40,161.35")
    page.get_by_label("Or type the day").fill("2027-03-01")
    expect(content(page)).to_contain_text("Choose a day from Nov 23, 2026 to Jan 22, 2027.")
    slider.press("End")
    expect(content(page)).to_contain_text("if paid on Fri, Jan 22, 2027")
    expect(content(page)).to_contain_text("A letter is good for 30 days at most")
    look_at(page)


@pytest.mark.parametrize(
    ("user_name", "figures"),
    [
        ("marcus", ["$25,450.49"]),
        ("sofia", ["$30,584.79"]),
        ("grace", ["Nothing left to pay off"]),
    ],
)
def test_the_figures_of_the_portfolio_are_on_the_page(page, user_name, figures):
    arrive(page, user_name)
    page.goto("/payoff/")
    for figure in figures:
        expect(content(page)).to_contain_text(figure)
    look_at(page)


def test_the_price_of_a_leased_vehicle_is_put_in_writing(page):
    arrive(page, "daniel")
    page.goto("/lease-end/")
    page.get_by_role("link", name="See the price, and get it in writing").click()
    expect(content(page)).to_contain_text("$37,456.12")
    expect(content(page)).not_to_contain_text("What pays it off")
    page.get_by_role("button", name="Put it in writing Early buyout").click()
    expect(content(page)).to_contain_text("Your letter is ready.")
    letter, _ = fetched(page, page.get_by_role("link", name="Open it").get_attribute("href"))
    said = text(letter)
    assert recompute(printed(said)) == 40_146_31
    assert "$37,456.12" in said
    expect(content(page)).to_contain_text("Early buyout, with tax. Quoted Nov 23, 2026.")
    look_at(page)


@SIZES
def test_a_letter_is_made_and_the_day_is_paid(new_page, size):
    page = new_page(viewport=size)
    arrive(page, {390: "maya", 1280: "elena"}[size["width"]])
    page.goto("/payoff/")
    page.get_by_role("button", name="Make a letter good through Dec 3, 2026").click()
    expect(content(page)).to_contain_text("Your letter is ready.")
    letter, kind = fetched(page, page.get_by_role("link", name="Open it").get_attribute("href"))
    assert kind == "application/pdf"
    amount = content(page).get_by_text(re.compile(r"^\$[\d,.]+$")).first.inner_text()
    assert recompute(printed(text(letter))) == cents(amount)
    expect(content(page)).to_contain_text("Good through Dec 3, 2026")

    page.get_by_role("link", name="Pay it on Dec 3").click()
    expect(page.get_by_role("radio", name="Pay it off")).to_be_checked()
    expect(page.get_by_label("Day of the payment")).to_have_value("2026-12-03")
    page.get_by_role("button", name="Review payment").click()
    expect(content(page)).to_contain_text("None, this closes the contract")
    page.get_by_role("button", name=re.compile(r"^Schedule \$")).click()
    page.wait_for_url(re.compile(r"/scheduled\b"))
    expect(content(page)).to_contain_text("Pays off the contract")
    expect(content(page)).to_contain_text(amount)


def test_a_letter_for_a_dealer_takes_a_step_up_a_tick_and_a_name(page):
    arrive(page, "marcus")
    page.goto("/payoff/")
    page.get_by_role("button", name="Day after").click()
    page.get_by_text("For a dealer or an insurer").click()
    before = codes(page)
    page.get_by_role("link", name="Confirm it is you").click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"/payoff\b"))
    expect(content(page)).to_contain_text("if paid on Fri, Dec 4, 2026")  # where the dial stood

    sign = page.get_by_role("button", name="Sign, and make it good through")
    page.get_by_role("radio", name="A dealer").check()
    page.get_by_label("Their name").fill("Main Street Cars")
    page.get_by_label("Your full name").fill("Marcus Okafor")
    sign.click()
    expect(content(page)).to_contain_text("Tick the box")
    look_at(page)
    page.get_by_role("checkbox", name="I allow").check()
    sign.click()
    expect(content(page)).to_contain_text("Your letter is ready.")
    expect(content(page)).to_contain_text("For a dealer: Main Street Cars")
