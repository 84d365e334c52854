"""Documents: looked for, opened, and marked as read; the tax paper; coupons for checks."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.acting import arrive, fetched
from tests.journeys.conftest import DESKTOP, PHONE


def words_of(page, link):
    """Fetch a document as the browser would, and return its words and its type."""
    content, kind = fetched(page, link.get_attribute("href"))
    return "\n".join(each.extract_text() for each in PdfReader(BytesIO(content)).pages), kind


@pytest.mark.parametrize(
    ("size", "dated", "due"),
    [
        (PHONE, "November 10, 2026", "December 1, 2026"),
        (DESKTOP, "October 11, 2026", "November 1, 2026"),
    ],
    ids=["phone", "desktop"],
)
def test_a_statement_is_found_read_and_not_new_any_more(new_page, size, dated, due):
    page = new_page(viewport=size)
    arrive(page, "elena")
    page.goto("/documents/")
    content = page.locator("#content")
    expect(content).to_contain_text(f"Statement of {dated}")

    month, _, year = dated.lower().split()
    page.get_by_role("searchbox").fill(f"{year} {month}")
    expect(content).to_contain_text("1 document.")
    row = content.get_by_role("listitem").filter(has_text=f"Statement of {dated}")
    expect(row).to_contain_text("New")
    text, kind = words_of(page, row.get_by_role("link"))

    assert kind == "application/pdf"
    assert f"Amount due by {due}" in text
    assert "$1,004.91" in text
    page.reload()
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("New")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_interest_statement_of_2025_says_1_309_84_and_the_disclosures_are_there(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "elena")
    page.goto("/documents/")
    page.get_by_label("Kind of document").select_option("Tax papers")

    text, _ = words_of(page, page.get_by_role("link", name=re.compile(r"1098-VLI.* for 2025")))

    assert "Interest received in 2025" in text
    assert "$1,309.84" in text
    page.get_by_label("Kind of document").select_option("Contract and disclosures")
    text, _ = words_of(page, page.get_by_role("link", name="Truth in Lending disclosures"))
    assert "$60,294.74" in text


def test_coupons_are_made_and_stand_in_the_list(page):
    arrive(page, "owen")
    page.goto("/documents/")
    page.get_by_role("button", name="Make payment coupons").click()

    expect(page.get_by_text("Your payment coupons are ready")).to_be_visible()
    text, _ = words_of(page, page.get_by_role("link", name="Payment coupons"))
    assert "RF" in text
