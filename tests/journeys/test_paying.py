"""A payment by bank and by card goes through, is on the history, and the balance follows."""

import re

from playwright.sync_api import expect

from tests.journeys.acting import arrive, choose_and_review, confirm, move_calendar


def test_by_card_at_once(page):
    arrive(page, "owen")
    choose_and_review(page, "Amount due", "Visa")
    confirm(page)

    expect(page.locator("#content")).to_contain_text("$734.69")
    expect(page.locator("#content")).to_contain_text("P-")
    page.goto("/overview/")
    expect(page.locator("#content")).to_contain_text("$30,087.27")  # 28.65 of it was interest
    page.goto("/history/")
    expect(page.locator("#content")).to_contain_text("$706.04")


def test_by_bank_after_settlement(page):
    arrive(page, "elena")
    choose_and_review(page, "Amount due", "Checking")
    confirm(page)

    expect(page.locator("#content")).to_contain_text("Nov 30, 2026")
    page.goto("/overview/")
    expect(page.locator("#content")).to_contain_text("$39,974.96")

    for _ in range(4):
        move_calendar(page, "Next banking day")
    page.goto("/overview/")
    expect(page.locator("#content")).to_contain_text("$39,096.32")  # 126.27 of it was interest
    page.goto("/history/")
    expect(page.locator("#content")).to_contain_text("$878.64")


def test_case_50_a_double_click_pays_once(page):
    arrive(page, "sofia")
    choose_and_review(page, "Another amount", "Visa", "100.00")
    button = page.get_by_role("button", name="Pay $100.00")
    button.dblclick()
    page.wait_for_url(re.compile(r"/receipt\b"))

    page.goto("/history/")
    expect(page.get_by_text("$100.00").locator("visible=true")).to_have_count(1)


def test_a66_what_cannot_be_paid_is_said_beside_the_field(page):
    arrive(page, "maya")
    for typed, said in {
        "12,34": "Put commas only between thousands",
        "0.00": "Enter an amount above $0.00",
        "-5.00": "without a minus",
        "1e3": "in digits",
        "9999999.99": "pays off the contract",
    }.items():
        choose_and_review(page, "Another amount", "Checking", typed)
        field = page.get_by_label("Amount in dollars")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value(typed)
        expect(page.locator("#amount-error")).to_contain_text(said)


def test_a68_a_payment_from_another_tab_is_noticed(page, new_page):
    arrive(page, "marcus")
    choose_and_review(page, "Another amount", "Visa", "50.00")
    expect(page.get_by_role("heading", name="Check your payment")).to_be_visible()
    second = page.context.new_page()
    choose_and_review(second, "Another amount", "Visa", "60.00")
    confirm(second)

    page.get_by_role("button", name="Pay $50.00").click()

    expect(page.locator("#content")).to_contain_text("Nothing was paid")
    confirm(page)


def test_the_keyboard_alone_opens_the_menu(page):
    arrive(page, "grace")
    page.get_by_role("button", name="Your menu").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def test_the_keyboard_alone_chooses_reviews_and_pays(page, keys):
    arrive(page, "theo")
    page.goto("/pay/")
    page.get_by_role("radio", name="Amount due").wait_for()
    keys("link", "Skip to the content", "Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Amount due")).to_be_focused()
    page.keyboard.press("ArrowDown")  # to another amount
    keys("textbox", "Amount in dollars")
    page.keyboard.type("25.00")
    keys("radio", "Checking", "ArrowDown")  # to the card
    keys("button", "Review payment", "Enter")
    expect(page.get_by_role("heading", name="Check your payment")).to_be_focused()
    keys("button", r"^Pay \$25\.00", "Enter")

    page.wait_for_url(re.compile(r"/receipt\b"))
    expect(page.locator("#content")).to_contain_text("Visa debit card")
