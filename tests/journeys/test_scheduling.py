"""A payment for a later day is set, changed, canceled, and made on its day."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive, choose_and_review, move_calendar

WEST = {"timezone_id": "America/Los_Angeles"}
SIZES = pytest.mark.parametrize(
    "size",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    ],
    ids=["desktop", "phone"],
)


def schedule(page, amount, day, method="Checking"):
    choose_and_review(page, "Another amount", method, amount, day=day)
    expect(page.get_by_role("heading", name="Check your payment")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Schedule \$")).click()
    page.wait_for_url(re.compile(r"/scheduled\b"))


def content(page):
    return page.locator("#content")


@SIZES
def test_a_payment_is_scheduled_changed_and_canceled(new_page, size, request):
    page = new_page(**WEST, **size)
    arrive(page, {"desktop": "elena", "phone": "maya"}[request.node.callspec.id])
    schedule(page, "75.00", "2026-12-01")

    expect(content(page)).to_contain_text("$75.00 is set for Tue, Dec 1, 2026.")
    expect(content(page)).to_contain_text("until Mon, Nov 30, 4:00 PM PST")  # 7 PM Eastern

    page.get_by_role("link", name="Change", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change a payment")
    expect(page.get_by_label("Day of the payment")).to_have_value("2026-12-01")
    page.get_by_label("Amount in dollars").fill("80.00")
    page.get_by_label("Day of the payment").fill("2026-12-02")
    page.get_by_role("button", name="Review payment").click()
    page.get_by_role("button", name="Save: $80.00 on Dec 2, 2026").click()
    expect(content(page)).to_contain_text("$80.00 is set for Wed, Dec 2, 2026.")

    page.get_by_role("button", name="Cancel this payment").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Cancel this payment").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    expect(content(page)).to_contain_text("Canceled. Nothing will be taken.")
    expect(content(page)).to_contain_text("Nothing is scheduled")


def test_case_52_a_day_that_cannot_be_is_said_beside_the_field(page):
    arrive(page, "sofia")
    for day, said in {"2026-11-22": "That day is over", "2027-03-01": "up to January 22"}.items():
        choose_and_review(page, "Another amount", "Checking", "75.00", day=day)
        field = page.get_by_label("Day of the payment")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#pay_on-error")).to_contain_text(said)


def test_case_52_a_weekend_is_explained_before_the_click(page):
    arrive(page, "sofia")
    choose_and_review(page, "Another amount", "Checking", "75.00", day="2026-11-28")

    expect(content(page)).to_contain_text("Banks are closed on Sat, Nov 28, 2026")
    expect(content(page)).to_contain_text("asked for the money on Mon, Nov 30, 2026")


def test_what_extra_money_does_is_chosen_side_by_side(page):
    arrive(page, "owen")
    choose_and_review(page, "Another amount", "Visa", "1,000.00")
    expect(page.get_by_role("radio", name="Pay ahead")).to_be_checked()
    page.get_by_role("radio", name="Principal only").click()
    expect(page.get_by_role("radio", name="Principal only")).to_be_checked()
    expect(content(page)).not_to_contain_text("$28.65")  # the interest is not taken (R3.3 b)

    page.get_by_role("button", name="Pay $1,000.00").click()
    page.wait_for_url(re.compile(r"/receipt\b"))
    expect(content(page)).to_contain_text("$734.69 due")  # the next payment stays as it is


def test_a_scheduled_payment_is_made_on_its_day(page):
    arrive(page, "marcus")
    schedule(page, "55.00", "2026-11-24", "Visa")
    move_calendar(page, "Next banking day")

    page.goto("/scheduled/")
    expect(content(page)).to_contain_text("Submitted")
    page.get_by_role("link", name="Receipt").click()
    expect(content(page)).to_contain_text("As scheduled")
    expect(content(page)).to_contain_text("$55.00")
