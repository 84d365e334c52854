"""A receipt is saved as a PDF, and anybody sees that it is ours; one byte flipped, it is not."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive, choose_and_review, confirm, fetched
from tests.journeys.axe import look_at

PAGE = "/check-a-document/"


@pytest.fixture(params=["page", "phone"])
def somebody(request):
    """A browser of each size, signed in nowhere."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def receipt(new_page):
    """The receipt of a payment, as the borrower saves it."""
    page = new_page()
    arrive(page, "owen")
    choose_and_review(page, "Another amount", "Visa", "25.00")
    confirm(page)
    link = page.get_by_role("link", name="Save as a PDF")
    address = link.get_attribute("href")
    content, kind = fetched(page, address)
    assert kind == "application/pdf"
    return content


def check(page, content):
    page.get_by_label("Document").set_input_files(
        {"name": "receipt.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    page.get_by_role("button", name="Check it").click()


def test_a_receipt_is_ours_and_one_byte_flipped_it_is_not(somebody, receipt, complaints):
    somebody.goto(PAGE)
    look_at(somebody)
    check(somebody, receipt)
    content = somebody.locator("#content")
    expect(content).to_contain_text("receipt.pdf is ours, and not one byte")
    look_at(somebody)

    changed = bytearray(receipt)
    changed[len(changed) // 3] ^= 1
    check(somebody, bytes(changed))

    expect(content.get_by_role("alert")).to_contain_text("We cannot confirm this document")
    expect(content).not_to_contain_text("is ours, and not one byte")
    complaints[:] = [each for each in complaints if "422" not in each]


def test_what_cannot_be_one_is_said_beside_the_field(page, complaints):
    page.goto(PAGE)
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#file-error")).to_contain_text("Choose a file first")
    check(page, b"GIF89a")
    expect(page.locator("#file-error")).to_contain_text("This is not a PDF")
    check(page, b"%PDF-" + b"0" * 1_500_000)
    expect(page.locator("#file-error")).to_contain_text("larger than any document of ours")
    complaints[:] = [each for each in complaints if "422" not in each]


def test_the_history_has_the_receipt_of_each_payment(page):
    arrive(page, "owen")
    choose_and_review(page, "Another amount", "Visa", "30.00")
    confirm(page)
    page.goto("/history/")

    link = page.get_by_role("link", name=re.compile("Receipt as a PDF")).locator("visible=true")
    content, _ = fetched(page, link.first.get_attribute("href"))

    assert content.startswith(b"%PDF-")
