"""Bank accounts and cards: added on the processor's page, confirmed, named, removed."""

import re

from playwright.sync_api import expect

from tests.journeys.acting import arrive
from tools.visiting import codes, type_code

CONTENT = "#content"


def open_methods(page, user_name):
    """Sign in, and be allowed to change how one pays: confirmed by a text message."""
    arrive(page, user_name)
    page.goto("/methods/")
    before = codes(page)
    page.get_by_role("button", name="Add a bank account").click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"^[^?]*/methods\b"))
    expect(page.get_by_text("For five minutes")).to_be_visible()


def add(page, words, name):
    """Choose on the processor's page, and come back."""
    page.get_by_role("button", name=words).click()
    page.wait_for_url(re.compile(r"/checkout/"))
    page.locator(f'input[value="{name}"]').check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"^[^?]*/methods\b.*cs="))
    expect(page.get_by_role("heading", name="Your accounts and cards")).to_be_visible()


def row(page, words):
    return page.get_by_role("listitem").filter(has_text=words)


def test_an_account_is_added_and_is_there_to_pay_with(page):
    open_methods(page, "elena")
    add(page, "Add a bank account", "savings")

    expect(page.locator(CONTENT)).to_contain_text("is ready. You can pay with it now.")
    expect(row(page, "Savings")).to_contain_text("Ready")
    page.goto("/pay/")
    expect(page.get_by_role("radio", name=re.compile("Savings"))).to_be_enabled()


def test_a_card_is_added_on_a_phone(phone):
    open_methods(phone, "sofia")
    add(phone, "Add a debit card", "mastercard_debit")

    expect(phone.locator(CONTENT)).to_contain_text("Mastercard debit card")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_credit_card_is_not_taken(page):
    open_methods(page, "owen")
    add(page, "Add a debit card", "visa")

    expect(page.locator(CONTENT)).to_contain_text("This is a credit card")
    expect(row(page, "Visa credit")).to_have_count(0)


def test_whoever_leaves_the_processors_page_has_added_nothing(page):
    open_methods(page, "grace")
    page.get_by_role("button", name="Add a bank account").click()
    page.wait_for_url(re.compile(r"/checkout/"))
    page.get_by_role("link", name="Cancel and go back").click()

    page.wait_for_url(re.compile(r"^[^?]*/methods\b"))
    expect(page.get_by_role("heading", name="Your accounts and cards")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Added")).to_have_count(2)


def test_an_account_is_confirmed_by_two_deposits(phone, complaints):
    page = phone
    open_methods(page, "maya")
    add(page, "Add a bank account", "success-amounts")
    expect(page.locator(CONTENT)).to_contain_text("Small deposits are on their way")
    waits = row(page, "Confirm deposits")
    expect(waits).to_contain_text("Two deposits below a dollar each")

    waits.get_by_label("First amount").fill("0.11")
    waits.get_by_label("Second amount").fill("0.12")
    waits.get_by_role("button", name="Confirm the account").click()
    expect(waits).to_contain_text("You can try 2 more times")
    complaints.clear()  # the browser's own line about a 422

    waits.get_by_label("First amount").fill("0.32")
    waits.get_by_label("Second amount").fill("0.45")
    waits.get_by_role("button", name="Confirm the account").click()
    page.wait_for_url(re.compile(r"done=verified"))
    expect(page.locator(CONTENT)).to_contain_text("The account is confirmed")
    expect(page.get_by_text("Confirm deposits")).to_have_count(0)


def test_a_method_is_named_made_the_default_and_removed(page):
    open_methods(page, "james")
    card = row(page, "Visa debit card")
    card.get_by_text("Manage").click()
    card.get_by_label("Name for you").fill("Everyday card")
    card.get_by_role("button", name="Save name").click()
    named = row(page, "Everyday card")
    expect(named).to_contain_text("Visa debit card")

    named.get_by_role("button", name="Make it the default").click()
    expect(named.get_by_text("Default", exact=True)).to_be_visible()

    named.get_by_role("button", name="Remove").click()
    expect(row(page, "Everyday card")).to_have_count(0)
    expect(row(page, "Checking").get_by_text("Default", exact=True)).to_be_visible()


def test_nothing_changes_without_a_step_up(page):
    arrive(page, "theo")
    page.goto("/methods/")
    card = row(page, "Visa debit card")
    card.get_by_text("Manage").click()
    card.get_by_role("button", name="Remove").click()

    page.wait_for_url(re.compile(r"/confirm\b"))
    page.goto("/methods/")
    expect(row(page, "Visa debit card")).to_be_visible()
