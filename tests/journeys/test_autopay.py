"""Autopay: enrolled, forecast, skipped, changed, paused and canceled, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive
from tools.visiting import codes, type_code


@pytest.fixture(params=["page", "phone"])
def visitor(request):
    return request.getfixturevalue(request.param), request.param


def step_up(page, control):
    """Follow a link that asks for a code, and give it."""
    before = codes(page)
    page.get_by_role("link", name=control).click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"^[^?]*/autopay\b"))


def sign(page, button):
    page.get_by_role("checkbox", name="I have read this").check()
    page.get_by_label("Your full name").fill("Elena Marsh")
    page.get_by_role("button", name=button).click()


def test_autopay_is_enrolled_forecast_skipped_changed_paused_and_canceled(visitor):
    page, size = visitor
    arrive(page, "elena" if size == "page" else "owen")
    content = page.locator("#content")
    page.goto("/autopay/")
    expect(page.get_by_role("heading", name="Autopay is off")).to_be_visible()

    step_up(page, "Set up autopay")
    expect(content).to_contain_text("there is no late charge")
    page.get_by_role("radio", name="The amount due and more").check()
    page.get_by_label("How much more each time").fill("100.00")
    page.get_by_role("button", name="See every debit").click()

    expect(page.get_by_role("heading", name="Read and sign")).to_be_focused()
    expect(content).to_contain_text("I authorize")
    expect(content).to_contain_text("debits in the next 12 months")
    sign(page, "Sign and turn on autopay")
    expect(page.get_by_role("heading", name="Next debit")).to_be_visible()
    expect(content).to_contain_text("and $100.00 more")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Your signed copy (PDF)").click()
    opened.value.close()
    page.get_by_role("button", name=re.compile("^Skip")).first.click()
    expect(content).to_contain_text("Skipped")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)

    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("radio", name="The amount due and more")).to_be_checked()
    page.get_by_label("Day of the debit").select_option("5 days after")
    page.get_by_role("button", name="See every debit").click()
    sign(page, "Sign the change")
    expect(content).to_contain_text("5 days after the due date")

    page.get_by_text("Pause", exact=True).click()
    page.get_by_role("button", name="Pause autopay").click()
    expect(content).to_contain_text("You paused it.")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("heading", name="Next debit")).to_be_visible()

    page.get_by_text("Cancel autopay", exact=True).click()
    page.get_by_role("button", name="Yes, cancel autopay").click()
    expect(page.get_by_role("heading", name="Autopay is off")).to_be_visible()


def test_what_cannot_be_chosen_is_said_beside_the_field(page):
    arrive(page, "maya")
    page.goto("/autopay/")
    step_up(page, "Set up autopay")
    page.get_by_role("radio", name="A fixed amount").check()
    page.get_by_label("Amount in dollars").fill("5.00")
    page.get_by_role("button", name="See every debit").click()

    expect(page.locator("#fixed-error")).to_contain_text("less than falls due")
    expect(page.get_by_label("Amount in dollars")).to_have_value("5.00")


def test_nothing_is_authorized_without_the_tick_and_the_name(page):
    arrive(page, "james")
    page.goto("/autopay/")
    step_up(page, "Set up autopay")
    page.get_by_role("button", name="See every debit").click()
    page.get_by_role("button", name="Sign and turn on autopay").click()
    expect(page.locator("#agreed-error")).to_contain_text("Tick the box")

    page.get_by_role("checkbox", name="I have read this").check()
    page.get_by_role("button", name="Sign and turn on autopay").click()
    expect(page.locator("#name-error")).to_contain_text("your signature")
