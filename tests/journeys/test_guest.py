"""A guest pays by account number and ZIP code, on a phone and on a desktop."""

import re

import pytest
from playwright.sync_api import expect

from tests import paper
from tests.journeys.acting import fetched

NUMBER, ZIP = "5300184408", "10009"


@pytest.fixture(params=["page", "phone"])
def somebody(request):
    """A browser of each size."""
    return request.getfixturevalue(request.param)


def claim(page, number=NUMBER, zip_code=ZIP, amount="50.00", kind="Debit card"):
    """Fill in the form of a guest."""
    page.goto("/pay-as-guest/")
    page.get_by_label("Account number").fill(number)
    page.get_by_label("ZIP code").fill(zip_code)
    page.get_by_label("Amount in dollars").fill(amount)
    page.get_by_role("radio", name=kind).check(force=True)
    page.get_by_role("button", name="Go on").click()


def save(page, name):
    """Choose on the processor's page, and come back to the review."""
    page.wait_for_url(re.compile(r"/checkout/"))
    page.locator(f'input[value="{name}"]').check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/pay-as-guest/review"))


def test_a_guest_pays_by_card_and_sees_nothing_of_the_account(somebody):
    page = somebody
    claim(page)
    save(page, "visa_debit")
    expect(page.locator("#content")).to_contain_text("Visa debit card")
    page.get_by_role("button", name="Pay $50.00").dblclick()
    page.wait_for_url(re.compile(r"paid=yes"))

    content = page.locator("#content")
    expect(content).to_contain_text("The payment is complete")
    expect(content).to_contain_text("P-")
    link = page.get_by_role("link", name="Save the receipt as a PDF")
    receipt, kind = fetched(page, link.get_attribute("href"))
    assert kind == "application/pdf"
    told = paper.text(receipt)
    assert "$50.00" in told
    assert "Receipt for payment P-" in told
    for word in ("Owen", "4408", "30,0", "Kia", "••44"):
        expect(content).not_to_contain_text(word)
        assert word not in told


def test_a_guest_pays_from_a_bank_account(page):
    claim(page, kind="Bank account")
    save(page, "success")
    page.get_by_role("button", name="Pay $50.00").click()

    expect(page.locator("#content")).to_contain_text("On its way")
    page.reload()
    expect(page.locator("#content")).to_contain_text("On its way")


def test_a_wrong_number_and_a_wrong_zip_read_the_same(page, complaints):
    said = []
    for number, zip_code in (("5300189999", ZIP), (NUMBER, "99999")):
        claim(page, number, zip_code)
        alert = page.locator("[data-alert]")
        expect(alert).to_contain_text("We cannot take a payment")
        said.append(alert.inner_text())

    assert said[0] == said[1]
    complaints.clear()  # the browser's own line about a 422


def test_a_guest_who_saved_nothing_is_told_that_nothing_was_charged(page):
    claim(page)
    page.wait_for_url(re.compile(r"/checkout/"))
    page.get_by_role("link", name="Cancel and go back").click()

    expect(page.locator("#content")).to_contain_text("Nothing was charged")
    page.get_by_role("link", name="Start again").click()
    expect(page.get_by_label("Account number")).to_be_visible()


def test_the_review_leads_nowhere_without_its_cookie(page):
    page.goto("/pay-as-guest/review/")

    page.wait_for_url(re.compile(r"/sign-in\b"))
