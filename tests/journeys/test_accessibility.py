"""Every payment, for everybody: axe finds nothing in any state, and no step needs a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive, choose_and_review
from tests.journeys.axe import look_at
from tests.journeys.test_autopay import sign, step_up
from tests.journeys.test_guest import claim
from tests.journeys.test_methods import open_methods, row


def content(page):
    return page.locator("#content")


def heading(page, words):
    return page.get_by_role("heading", name=words)


def click(page, words):
    page.get_by_role("button", name=re.compile(words)).first.click()


@pytest.mark.parametrize(
    "wrong",
    [
        '<p style="color: #999; background: #fff">Too pale</p>',
        "<input>",
        '<p style="width: 400px">Too wide</p>',
        '<p><a href="/" style="font-size: 10px">Too small to hit</a></p>',
    ],
)
def test_what_is_wrong_is_found(page, wrong):
    page.set_content(f'<html lang="en"><title>A page</title><main id="content">{wrong}</main>')

    with pytest.raises(AssertionError):
        look_at(page)


def test_paying_and_scheduling_have_nothing_that_axe_finds(page):
    arrive(page, "elena")
    look_at(page)
    choose_and_review(page, "Another amount", "Checking", "0", day="2026-12-19")
    expect(page.locator("#amount-error")).to_be_visible()
    look_at(page)
    choose_and_review(page, "Another amount", "Checking", "2500.00")
    page.get_by_text("Divide it yourself").click()
    look_at(page)
    click(page, r"^Pay \$")
    page.wait_for_url(re.compile(r"/receipt\b"))
    expect(content(page)).to_contain_text("Processing")
    look_at(page)
    choose_and_review(page, "Another amount", "Checking", "300.00", day="2026-12-19")
    expect(content(page)).to_contain_text("On your clock")
    look_at(page)
    click(page, r"^Schedule \$")
    click(page, "^Cancel this payment")
    expect(page.get_by_role("button", name="Yes, cancel it")).to_be_focused()
    look_at(page)
    page.goto("/overview/")
    expect(content(page)).to_contain_text("You need not pay it again")
    look_at(page)


def test_autopay_has_nothing_that_axe_finds_in_any_step(page):
    arrive(page, "owen")
    page.goto("/autopay/")
    expect(heading(page, "Autopay is off")).to_be_visible()
    look_at(page)
    step_up(page, "Set up autopay")
    look_at(page)
    click(page, "See every debit")
    click(page, "Sign and turn on autopay")
    expect(page.locator("#agreed-error")).to_be_focused()
    look_at(page)
    sign(page, "Sign and turn on autopay")
    expect(heading(page, "Next debit")).to_be_focused()
    click(page, "^Skip")
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_be_focused()
    page.get_by_text("Pause", exact=True).click()
    page.get_by_text("Cancel autopay", exact=True).click()
    look_at(page)
    click(page, "Pause autopay")
    expect(heading(page, "Autopay").last).to_be_focused()
    expect(content(page)).to_contain_text("pay what falls due by hand")
    look_at(page)


def test_methods_reminders_and_what_if_have_nothing_that_axe_finds(page):
    open_methods(page, "sofia")
    row(page, "Visa").get_by_text("Manage").click()
    look_at(page)
    click(page, "Add a bank account")
    page.wait_for_url(re.compile(r"/checkout/"))
    look_at(page)
    page.goto("/what-if/")
    expect(page.get_by_role("slider")).to_be_visible()
    page.get_by_text("Year by year").click()
    look_at(page)
    page.get_by_role("radio", name="Round up").check()
    expect(page.get_by_text("Round up to the next").last).to_be_visible()
    look_at(page)
    page.goto("/reminders/")
    click(page, "^Save")
    expect(content(page)).to_contain_text("Saved.")
    look_at(page)
    for empty in ("/scheduled/", "/scheduled/?account=nobody-s"):
        page.goto(empty)
        expect(content(page).get_by_role("heading", level=2)).to_be_visible()
        look_at(page)


def test_a_guest_and_who_shows_the_demo_meet_nothing_that_axe_finds(page):
    page.goto("/pay-as-guest/")
    click(page, "Go on")
    expect(page.get_by_text("Type the account number.")).to_be_visible()
    look_at(page)
    claim(page, kind="Bank account")
    page.wait_for_url(re.compile(r"/checkout/"))
    page.locator('input[value="success"]').check()
    click(page, "Save")
    expect(page.get_by_role("button", name="Pay $50.00")).to_be_visible()
    look_at(page)
    click(page, r"^Pay \$")
    page.wait_for_url(re.compile(r"paid=yes"))
    expect(content(page)).to_contain_text("On its way")
    look_at(page)
    for address in ("/_sandbox/payments", "/_sandbox/calendar"):
        page.goto(address)
        look_at(page)


EVERY_PAGE = {
    "james": [
        "overview",
        "history",
        "schedule",
        "on-a-day",
        "payoff",
        "change-due-date",
        "extension",
        "hardship",
        "requests",
        "documents",
        "security",
        "help",
    ],
    "daniel": ["overview", "lease-end", "payoff", "requests", "documents"],
    "grace": ["overview", "after-payoff", "payoff", "documents"],
    "priya": ["overview", "balloon", "after-payoff", "extension"],
    None: ["sign-in", "check-a-document", "terms", "privacy", "e-sign", "nowhere"],
}


@pytest.mark.parametrize("who", EVERY_PAGE)
def test_no_page_has_anything_that_axe_finds_with_all_of_it_opened(page, who, complaints):
    if who:
        arrive(page, who)
    for address in EVERY_PAGE[who]:
        page.goto(f"/{address}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        look_at(page)
    complaints[:] = [each for each in complaints if "404" not in each]


def test_a_payment_is_scheduled_changed_and_canceled_with_the_keyboard_alone(page, keys):
    arrive(page, "maya")
    page.goto("/pay/")
    keys("radio", "Amount due", "ArrowUp")  # from the first one round to the last
    keys("textbox", "Amount in dollars")
    page.keyboard.type("75.00")
    keys("radio", "Today", "ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("12012026")
    keys("button", "Review payment", "Enter")
    expect(heading(page, "Check your payment")).to_be_focused()

    keys("button", "^Change$", "Enter")
    expect(page.locator("#choose")).to_be_focused()
    keys("button", "Review payment", "Enter")
    expect(heading(page, "Check your payment")).to_be_focused()
    keys("button", r"^Schedule \$75", "Space")
    expect(page.locator("#news")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="is set for")).to_be_visible()

    keys("button", "Cancel this payment", "Enter")
    expect(page.get_by_role("button", name="Yes, cancel it")).to_be_focused()
    keys("button", "Keep it", "Enter")
    expect(page.get_by_role("button", name="Cancel this payment")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Yes, cancel it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#news")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Canceled.")).to_be_visible()


def test_autopay_is_signed_skipped_and_canceled_with_the_keyboard_alone(page, keys):
    arrive(page, "sofia")
    page.goto("/autopay/")
    step_up(page, "Set up autopay")
    keys("button", "See every debit", "Enter")
    expect(heading(page, "Read and sign")).to_be_focused()
    keys("button", "^Back", "Enter")
    expect(page.locator("#how-much")).to_be_focused()
    keys("button", "See every debit", "Enter")
    expect(heading(page, "Read and sign")).to_be_focused()
    keys("button", "Sign and turn on", "Enter")
    expect(page.locator("#agreed-error")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    keys("textbox", "Your full name")
    page.keyboard.type("Sofia Reyes")
    page.keyboard.press("Enter")
    expect(heading(page, "Next debit")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Autopay is on.")).to_be_visible()

    keys("button", "^Skip", "Enter")
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="debited after all")).to_be_visible()
    expect(page.locator(":focus")).to_have_text(re.compile("^Skip"))
    page.reload()
    expect(page.get_by_text("Cancel autopay", exact=True)).to_be_visible()
    page.get_by_text("Cancel autopay", exact=True).focus()
    page.keyboard.press("Enter")
    keys("button", "Yes, cancel autopay", "Enter")
    expect(heading(page, "Autopay is off")).to_be_focused()
    page.reload()  # the address of the step-up opens no form a second time
    expect(heading(page, "Autopay is off")).to_be_visible()
    expect(page.get_by_role("button", name="See every debit")).to_have_count(0)


def test_a_letter_help_and_a_search_are_had_with_the_keyboard_alone(page, keys):
    arrive(page, "owen")
    page.goto("/payoff/")
    keys("slider", "Day of the payoff", "ArrowRight")
    expect(page.get_by_label("Or type the day")).to_have_value("2026-12-04")
    keys("button", "^Make a letter good through Dec 4", "Enter")
    expect(page.locator("#letter-news")).to_be_focused()
    keys("link", "^Open it")

    page.goto("/hardship/")
    keys("radio", "My income has dropped", "Space")
    keys("radio", "About a month", "Space")
    keys("button", "See what helps", "Enter")
    expect(page.locator("#ways")).to_be_focused()

    page.goto("/change-due-date/")
    keys("button", "See all that it does", "Enter")
    expect(page.locator("#choice-error")).to_be_focused()

    page.goto("/documents/")
    keys("searchbox", "")
    page.keyboard.type("no such paper")
    expect(heading(page, "Nothing like that")).to_be_visible()
