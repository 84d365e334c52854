"""The frame around every page: where one is, the ways on, and what a finger or a key reaches."""

import re

import pytest
from playwright.sync_api import expect

from finance_portal.ui import routes
from finance_portal.ui.navigation import PARENTS
from tests.journeys.acting import arrive
from tests.journeys.axe import fits, look_at
from tests.journeys.conftest import PHONE

PAGES = sorted(routes.SIGNED_IN - {routes.SECURE})


@pytest.mark.parametrize(
    ("who", "not_for_them"), [("elena", routes.LEASE_END), ("daniel", routes.WHAT_IF)]
)
def test_every_page_fits_has_a_title_and_says_where_it_belongs(page, who, not_for_them):
    arrive(page, who)
    for route in PAGES:
        page.goto(f"{route}/")
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()
        expect(page.get_by_role("status").filter(has_text="Loading")).to_have_count(0)
        fits(page)
        here = page.get_by_role("complementary", name="Portal").locator("[aria-current]")
        expect(here, route).to_have_count(0 if route == not_for_them else 1)
        if route in PARENTS:
            back = page.get_by_role("banner").get_by_role("link").first
            assert PARENTS[route] in (back.get_attribute("href") or "")


def test_a_phone_reaches_every_page_from_the_bar_and_its_menu(phone):
    arrive(phone, "elena")
    bar = phone.get_by_role("navigation", name="Main").locator("visible=true")
    expect(bar.get_by_role("link")).to_have_text(["Overview", "Pay", "Autopay", "History"])

    bar.get_by_role("button", name="More").click()
    menu = phone.locator("#menu")
    expect(menu.get_by_role("link", name="Payoff")).to_be_visible()
    expect(menu.get_by_role("link", name="Lease end")).to_have_count(0)
    assert menu.evaluate("(menu) => menu.getBoundingClientRect().top") >= 0
    look_at(phone)
    phone.set_viewport_size({"width": 320, "height": 480})  # what does not fit is scrolled to
    menu.get_by_role("button", name="Sign out").scroll_into_view_if_needed()
    expect(menu.get_by_role("button", name="Sign out")).to_be_in_viewport()
    phone.set_viewport_size(PHONE)
    menu.get_by_role("link", name="Documents").click()
    phone.wait_for_url(re.compile(r"/documents\b"))
    expect(menu).to_be_hidden()


def test_the_overview_leads_to_what_is_new(page):
    arrive(page, "daniel")
    news = page.get_by_role("listitem").filter(has_text="Your lease ends Mar 21, 2027")
    news.get_by_role("link").click()

    page.wait_for_url(re.compile(r"/lease-end\b"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your lease end")
