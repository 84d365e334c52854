"""How an amount was worked out, both schedules, and the account on another day, in a browser."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive, choose_and_review, confirm, move_calendar
from tests.journeys.axe import look_at
from tests.journeys.conftest import DESKTOP, PHONE
from tests.working.checker import recompute, split


def content(page):
    return page.locator("#content")


def opened(page, name):
    """Open the working of a figure, and return its lines as they are on the screen."""
    summary = content(page).locator("summary").filter(has_text=name).first
    summary.wait_for(state="attached")
    around = summary.locator("xpath=ancestor::details[not(@open)]/summary")
    while around.count():
        around.first.click()
    details = summary.locator("xpath=..")
    return [line.strip() for line in details.locator("li").all_inner_texts()]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_lines_on_the_screen_lead_to_the_figure(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "elena")

    assert recompute(opened(page, "Principal balance")) == 39_974_96
    assert recompute(opened(page, "Payoff by Dec 3, 2026")) == 40_161_35
    assert recompute(opened(page, "Interest to today")) == 126_27
    assert split(opened(page, "Your last payment"))["interest"] == 196_30
    look_at(page)


def test_what_is_past_due_is_worked_out_with_each_fee(page):
    arrive(page, "marcus")

    lines = opened(page, "To catch up")

    assert recompute(lines) == 749_65
    assert any("late charge: $34.27" in line for line in lines)
    page.goto("/history/")
    assert split(opened(page, "Oct 1, 2026"))["principal after it"] == 25_040_88
    assert recompute(opened(page, "Nov 17, 2026")) == 34_27


def test_the_figures_of_a_lease_are_worked_out(page):
    arrive(page, "daniel")

    assert recompute(opened(page, "Keep paying to the end")) == 2_719_32
    assert recompute(opened(page, "Buy it now")) == 37_456_12
    assert recompute(opened(page, "Miles")) == 302_75
    page.goto("/lease-end/")
    expect(content(page)).to_contain_text("Three amounts")
    assert recompute(opened(page, "Payments left")) == 2_719_32
    assert recompute(opened(page, "Buyout now")) == 37_456_12
    assert recompute(opened(page, "Buyout at the end")) == 35_345_15


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_both_schedules_are_read_downloaded_and_lead_to_another_day(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "owen")
    page.goto("/schedule/")
    expect(content(page)).to_contain_text("Dates worth knowing")
    expect(content(page)).to_contain_text("Signed for")
    look_at(page)
    page.set_viewport_size(size)
    assert recompute(opened(page, "Last payment")) > 0

    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text())))
    assert rows[0][0] == "Number"
    assert rows[-1][-1] == "0.00"

    page.get_by_role("link", name="Look at the account on another day").click()
    expect(content(page)).to_contain_text("At the end of Oct 23, 2026")
    page.get_by_label("Day", exact=True).fill("2026-07-15")
    page.get_by_role("button", name="Show this day").click()
    expect(content(page)).to_contain_text("At the end of Jul 15, 2026")
    expect(content(page)).to_contain_text("Nothing that was entered later changes this day.")
    look_at(page)
    page.get_by_label("Day", exact=True).fill("2020-01-01")
    page.get_by_role("button", name="Show this day").click()
    expect(content(page)).to_contain_text(re.compile(r"Choose a day from "))


def test_a_payment_that_is_booked_later_is_marked_on_the_days_before(page):
    arrive(page, "sofia")
    choose_and_review(page, "Another amount", "Checking", "500.00")
    confirm(page)
    for _ in range(4):  # so this is the last journey here: the others know the first day
        move_calendar(page, "Next banking day")
    page.goto("/on-a-day/")
    page.get_by_label("Day", exact=True).fill("2026-11-24")
    page.get_by_role("button", name="Show this day").click()

    expect(content(page)).to_contain_text("At the end of Nov 24, 2026")
    expect(content(page)).to_contain_text("Corrected since")
    row = content(page).get_by_role("row", name=re.compile("Principal balance"))
    expect(row).to_contain_text("corrected")
    expect(row).to_contain_text("$30,516.97")  # as it was known then
    expect(row).to_contain_text("$30,032.62")  # 15.65 of it was interest
    expect(content(page)).to_contain_text("Payment of $500.00: entered Nov 30, 2026, counts from")
    look_at(page)
