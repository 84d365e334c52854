"""Asking for something by a short form: sent, followed with its clock, decided, told."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive
from tests.journeys.axe import look_at


def content(page):
    return page.locator("#content")


def ref_of(page):
    """The number by which the desk finds the latest request."""
    return re.search(r"Number\s+([0-9a-f]{24})", content(page).inner_text())[1]


@pytest.fixture(params=["page", "phone"])
def visitor(request):
    return request.getfixturevalue(request.param), request.param


def test_a_dispute_is_sent_followed_and_decided(visitor, servicing):
    page, size = visitor
    arrive(page, {"page": "elena", "phone": "sofia"}[size])
    page.goto("/requests/")
    page.get_by_role("link", name="Ask for something").first.click()
    expect(page.get_by_role("heading", name="What can we do for you?")).to_be_visible()
    look_at(page)

    page.get_by_role("link", name="Dispute what we report").click()
    expect(content(page)).to_contain_text("We answer by December 23, 2026.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#item-error")).to_contain_text("Choose one of them.")
    expect(page.locator("#item")).to_be_focused()
    look_at(page)
    page.get_by_label("What it is about").select_option(label="That a payment was late")
    page.get_by_role("radio", name="It was paid, or paid in time").check()
    page.get_by_label("What would be right").fill("It left my account on the first.")
    page.get_by_role("button", name="Send").click()

    page.wait_for_url(re.compile(r"/requests\b"))
    expect(content(page)).to_contain_text("Your dispute of what we report")
    expect(content(page)).to_contain_text("We answer by December 23, 2026.")
    expect(content(page)).to_contain_text("12 CFR 1022.43(e)")
    page.get_by_text("What you wrote").first.click()
    expect(content(page)).to_contain_text("It left my account on the first.")
    look_at(page)

    servicing("requests", "decide", ref_of(page), "corrected", "--reply", "It was our error.")
    page.reload()
    expect(content(page)).to_contain_text("We correct it at every bureau that we had told.")
    expect(content(page)).to_contain_text("It was our error.")
    look_at(page)


def test_an_inspection_is_asked_for_on_a_lease_only_for_a_day_to_come(phone):
    arrive(phone, "daniel")
    phone.goto("/ask/")
    phone.get_by_role("link", name="A lease-end inspection").click()
    phone.get_by_label("Which day would suit you").fill("2026-11-24")
    phone.get_by_role("radio", name="In the morning").check()
    phone.get_by_label("Where the vehicle is").fill("At home")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#on-error")).to_contain_text("at least three days ahead")
    phone.get_by_label("Which day would suit you").fill("2026-12-10")
    phone.get_by_role("button", name="Send").click()

    phone.wait_for_url(re.compile(r"/requests\b"))
    expect(content(phone)).to_contain_text("Your lease-end inspection")
    look_at(phone)


def test_what_is_open_in_the_demo_is_there_to_follow(page):
    arrive(page, "grace")
    page.goto("/requests/")

    expect(content(page)).to_contain_text("Your question about the title")
    expect(content(page)).to_contain_text("A person answers by December 1, 2026.")
