"""A borrower takes everything along, and lets a calendar read what falls due."""

import io
import json
import re
import zipfile
from datetime import date

from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.acting import arrive
from tests.journeys.axe import look_at
from tools.visiting import codes, type_code

READ = "async (address) => { const a = await fetch(address); return [a.status, await a.text()]; }"


def step_up(page, name):
    page.goto("/your-data/")
    before = codes(page)
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"/your-data\b"))
    expect(page.get_by_role("heading", name="A copy of everything")).to_be_visible()


def test_everything_is_taken_along_and_the_calendar_is_shared_and_ended(page, complaints):
    arrive(page, "elena")
    step_up(page, "Confirm to make a copy")
    look_at(page)
    page.get_by_role("button", name="Make a copy").click()
    expect(page.get_by_text("Your copy is ready")).to_be_visible(timeout=120_000)
    look_at(page)

    with page.expect_download() as begun:
        page.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(io.BytesIO(begun.value.path().read_bytes())) as archive:
        names = set(archive.namelist())
        account = json.loads(archive.read("account.json"))
        paper = next(name for name in names if name.startswith("documents/"))
        assert archive.read(paper).startswith(b"%PDF-")
    assert {"csv/payments.csv", "README.txt", "manifest.json", "manifest.seal"} <= names
    elena, rosa = account["tables"]["borrower"]
    assert (elena["first_name"], rosa["first_name"]) == ("Elena", "Rosa")
    assert not {"email", "phone", "zip"} & set(rosa)  # of a helper the name alone
    assert len(account["tables"]["contract"]) == 1

    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#calendar-address")
    expect(link).to_contain_text("/calendar/")
    address = link.inner_text()
    look_at(page)
    status, text = page.evaluate(READ, address)
    assert status == 200
    due = [each for each in Calendar.from_ical(text).events if "due" in each["summary"]]
    assert min(each.start for each in due) == date(2026, 12, 1)

    page.get_by_role("button", name="End the link").click()
    expect(page.get_by_text("The link is ended.")).to_be_visible()
    page.goto("/your-data/")
    expect(page.get_by_role("button", name="End the link")).to_have_count(0)
    assert page.evaluate(READ, address) == [404, "Not found."]
    complaints.clear()  # the browser's own, of what is gone
