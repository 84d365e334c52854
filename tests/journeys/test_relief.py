"""Another due date, an extension that two people sign, and help when paying is hard."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive
from tests.journeys.axe import look_at
from tests.working.checker import amount, recompute
from tools.visiting import PASSWORD, codes, type_code

NAMES = {"elena": "Elena Marsh", "marcus": "Marcus Okafor", "priya": "Priya Okafor"}


def content(page):
    return page.locator("#content")


def heading(page, words):
    return page.get_by_role("heading", name=words)


def step_up(page):
    """Follow the link that asks for a code, and give it."""
    before = codes(page)
    page.get_by_role("link", name="Confirm it is you, then sign").click()
    heading(page, "Confirm it is you").wait_for()
    if page.get_by_label("Your password").count():
        page.get_by_label("Your password").fill(PASSWORD)
    type_code(page, before)


def sign(page, name, button):
    page.get_by_role("checkbox", name="I have read this").check()
    page.get_by_label("Your full name").fill(name)
    page.get_by_role("button", name=button).click()


def choose(page, words):
    page.get_by_role("radio", name=words).check()
    page.get_by_role("button", name="See all that it does").click()


def tell(page, situation):
    page.get_by_role("radio", name=situation).check()
    page.get_by_role("radio", name="Some months").check()
    page.get_by_role("button", name="See what helps").click()


@pytest.fixture(params=["page", "phone"])
def visitor(request):
    return request.getfixturevalue(request.param), request.param


def test_a_due_date_is_moved_with_all_its_dollars_in_view(visitor):
    page, size = visitor
    user_name = {"page": "elena", "phone": "sofia"}[size]
    arrive(page, user_name)
    page.goto("/change-due-date/")
    expect(page.get_by_role("radio")).not_to_have_count(0)
    look_at(page)
    page.get_by_role("button", name="See all that it does").click()
    expect(page.locator("#choice-error")).to_contain_text("Choose one of them.")
    page.get_by_role("radio").last.check()
    page.get_by_role("button", name="See all that it does").click()

    expect(page.locator("#review")).to_be_focused()
    expect(content(page)).to_contain_text("more interest in all")
    expect(content(page)).to_contain_text("The whole new schedule")
    page.get_by_text("How is this worked out?").click()
    cost = re.search(r"It costs (\S+) more", content(page).inner_text())[1]
    assert recompute(page.locator("#content details ol li").all_inner_texts()) == amount(cost)
    look_at(page)
    step_up(page)
    expect(content(page)).to_contain_text("The due date of a contract can be changed once.")
    page.get_by_role("button", name="Sign and put it in force").click()
    expect(page.locator("#agreed-error")).to_contain_text("Tick the box")
    sign(page, "Somebody", "Sign and put it in force")

    page.wait_for_url(re.compile(r"/requests\b"))
    expect(content(page)).to_contain_text("Your new due date")
    expect(content(page)).to_contain_text("Granted")
    expect(page.get_by_role("link", name="The signed agreement (PDF)")).to_be_visible()
    look_at(page)

    page.goto("/change-due-date/")
    expect(content(page)).to_contain_text("changed before and cannot change again")


def test_an_extension_takes_effect_when_both_have_signed(new_page):
    marcus, priya = new_page(), new_page(viewport={"width": 390, "height": 844}, is_mobile=True)
    arrive(marcus, "marcus")
    marcus.get_by_role("link", name="Trouble paying it all? See what helps").click()
    expect(marcus.get_by_role("heading", level=1)).to_contain_text("Trouble paying?")
    marcus.goto("/extension/")
    expect(content(marcus)).to_contain_text("more interest in all")
    choose(marcus, "1 month")
    expect(content(marcus)).to_contain_text("Signs after you, within 5 days")
    step_up(marcus)
    sign(marcus, NAMES["marcus"], "Sign")
    marcus.wait_for_url(re.compile(r"/requests\b"))
    expect(content(marcus)).to_contain_text("Priya has not signed yet.")
    look_at(marcus)

    arrive(priya, "priya")
    priya.goto("/extension/")
    priya.get_by_role("button", name="I do not agree").click()
    priya.wait_for_url(re.compile(r"/requests\b"))
    expect(content(priya)).to_contain_text("Not agreed")
    marcus.goto("/extension/")
    choose(marcus, "1 month")
    sign(marcus, NAMES["marcus"], "Sign")
    marcus.wait_for_url(re.compile(r"/requests\b"))
    expect(content(marcus)).to_contain_text("Priya does not agree to it")

    priya.goto("/requests/")
    expect(content(priya)).to_contain_text("Your signature is missing.")
    priya.get_by_role("link", name="Look at it and sign").click()
    expect(content(priya)).to_contain_text("Has signed")
    look_at(priya)
    step_up(priya)
    sign(priya, NAMES["priya"], "Sign")
    priya.wait_for_url(re.compile(r"/requests\b"))
    expect(content(priya)).to_contain_text("Granted")

    marcus.goto("/requests/")
    expect(content(marcus)).to_contain_text("Granted")
    expect(marcus.get_by_role("link", name="The signed agreement (PDF)")).to_be_visible()
    marcus.goto("/overview/")
    expect(content(marcus)).to_contain_text("Dec 1, 2026")


def test_help_is_found_by_situation_and_cost_and_followed(visitor):
    page, size = visitor
    arrive(page, {"page": "owen", "phone": "maya"}[size])
    page.goto("/hardship/")
    look_at(page)
    page.get_by_role("button", name="See what helps").click()
    expect(page.locator("#situation-error")).to_contain_text("Choose what comes closest.")
    tell(page, "My income has dropped")
    expect(page.locator("#ways")).to_be_focused()
    expect(content(page)).to_contain_text("Tell us when you will pay")
    expect(content(page)).to_contain_text("Give the vehicle back")
    look_at(page)

    page.get_by_label("By which day").fill("2026-12-10")
    page.get_by_role("button", name="Note it").click()
    page.wait_for_url(re.compile(r"/requests\b"))
    expect(content(page)).to_contain_text("Your promise to pay")
    expect(content(page)).to_contain_text("On Thu, Dec 10, 2026.")
    page.goto("/overview/")
    expect(content(page)).to_contain_text("by Thu, Dec 10, 2026. It is not a payment yet.")
    look_at(page)

    page.get_by_role("link", name="Trouble paying, or another due date?").click()
    tell(page, "My income has dropped")
    page.get_by_role("radio", name="Lower payments").check()
    page.get_by_label("Anything that we should know").fill("Half of it would do.")
    page.get_by_role("button", name="Send to a person").click()
    page.wait_for_url(re.compile(r"/requests\b"))
    expect(content(page)).to_contain_text("A person answers by Tue, Dec 1, 2026.")
    page.get_by_text("What you wrote").click()
    expect(content(page)).to_contain_text("Half of it would do.")
    look_at(page)

    page.goto("/hardship/")
    tell(page, "A call to military service")
    page.get_by_role("button", name="Ask for these rights").click()
    expect(page.locator("#since-error")).to_contain_text("Choose a day.")
    look_at(page)
    page.get_by_label("First day of service").fill("2026-10-01")
    page.get_by_role("button", name="Ask for these rights").click()
    page.wait_for_url(re.compile(r"/requests\b"))
    expect(content(page)).to_contain_text("Your rights in military service")
    page.goto("/security/")
    expect(content(page)).to_contain_text("Rights in military service were asked for")
    page.goto("/requests/")

    first = page.get_by_role("button", name="Take it back").first
    first.click()
    page.get_by_role("button", name="Yes, take it back").click()
    expect(content(page)).to_contain_text("Taken back")
