"""What more money would save, and being reminded: looked at, chosen, and kept."""

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive
from tests.journeys.conftest import DESKTOP, PHONE


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_slider_says_what_it_saves_and_leads_to_paying(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "elena")
    page.goto("/what-if/")
    content = page.locator("#content")
    expect(content).to_contain_text("$50.00 more with every payment")
    expect(content).to_contain_text("Paid off 2 months sooner, in May 2030.")

    slider = page.get_by_role("slider", name="Extra with every payment")
    slider.focus()
    for _ in range(20):
        slider.press("ArrowRight")

    expect(content).to_contain_text("$150.00 more with every payment")
    expect(content).to_contain_text("$605")
    page.get_by_role("radio", name="Round up").check()
    expect(content).to_contain_text("$1,050.00 instead of $1,004.91 each time.")
    page.get_by_role("radio", name="Every two weeks").check()
    expect(content).to_contain_text("$502.46 every 14 days")
    page.get_by_role("radio", name="Once").check()
    expect(content).to_contain_text("One extra payment of $1,000.00 today")
    page.get_by_role("link", name="Pay extra now").click()
    expect(page.get_by_role("radio", name="Another amount")).to_be_checked()


@pytest.mark.parametrize(
    ("user_name", "said"),
    [("theo", "A lease has no interest to save"), ("grace", "Nothing left to pay")],
)
def test_where_nothing_can_be_saved_it_says_why(page, user_name, said):
    arrive(page, user_name)
    page.goto("/what-if/")

    expect(page.get_by_role("heading", name=said)).to_be_visible()


def test_reminders_are_kept_as_they_were_chosen(page):
    arrive(page, "maya")
    page.goto("/reminders/")
    page.get_by_role("radio", name="7 days").check()
    page.get_by_role("checkbox", name="By e-mail").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#content")).to_contain_text("You get no reminders now")

    page.goto("/reminders/")
    expect(page.get_by_role("radio", name="7 days")).to_be_checked()
    expect(page.get_by_role("checkbox", name="By e-mail")).not_to_be_checked()
