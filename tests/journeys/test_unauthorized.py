"""I did not authorize this: stopped at once, followed as a case, decided, told."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive, choose_and_review, confirm
from tests.journeys.axe import look_at
from tests.journeys.test_autopay import sign, step_up
from tools.visiting import codes, type_code


def content(page):
    return page.locator("#content")


def heading(page, words):
    return page.get_by_role("heading", name=words)


@pytest.fixture(params=["page", "phone"])
def visitor(request):
    return request.getfixturevalue(request.param), request.param


def report(page):
    page.get_by_role("button", name="Report it and stop it now").click()
    expect(heading(page, "Your case is open")).to_be_focused()


def case_number(page):
    return re.search(r"Case number\s+([0-9a-f]{24})", content(page).inner_text())[1]


def test_a_payment_is_reported_from_its_receipt_and_the_case_decided(visitor, servicing):
    page, size = visitor
    arrive(page, {"page": "elena", "phone": "owen"}[size])
    choose_and_review(page, "Another amount", "Checking", "123.45")
    confirm(page)
    page.get_by_role("link", name="I did not authorize this payment").click()
    expect(page.get_by_role("checkbox", name=re.compile(r"\$123\.45"))).to_be_checked()
    look_at(page)
    report(page)

    expect(content(page)).to_contain_text("is frozen: nobody can debit it here.")
    expect(content(page)).to_contain_text("$123.45 of November 23, 2026 is at the bank already")
    expect(content(page)).to_contain_text("By December 8, 2026")
    look_at(page)
    number = case_number(page)
    page.goto("/methods/")
    expect(content(page)).to_contain_text("It was reported that debits from it are not authorized.")
    page.goto("/pay/")
    expect(page.get_by_role("radio", name=re.compile("Checking"))).to_be_disabled()

    page.goto("/requests/")
    expect(content(page)).to_contain_text("What you did not authorize")
    expect(page.get_by_role("link", name="See your case")).to_be_visible()
    expect(page.get_by_role("button", name="Take it back")).to_have_count(0)
    servicing("requests", "decide", number, "confirmed", "--reply", "Your bank has agreed.")
    page.reload()
    expect(content(page)).to_contain_text("You are right: it was not authorized.")
    expect(content(page)).to_contain_text("Your bank has agreed.")


def test_an_account_that_autopay_uses_is_reported_and_the_mistake_taken_back(page):
    arrive(page, "sofia")
    page.goto("/autopay/")
    step_up(page, "Set up autopay")
    page.get_by_role("button", name="See every debit").click()
    sign(page, "Sign and turn on autopay")
    expect(heading(page, "Next debit")).to_be_visible()
    page.goto("/methods/")
    page.get_by_role("listitem").filter(has_text="Checking").get_by_text("Manage").click()
    page.get_by_role("link", name="I did not add this").first.click()
    report(page)
    expect(content(page)).to_contain_text("is paused.")
    page.goto("/autopay/")
    expect(content(page)).to_contain_text("It was reported that debits from it are not authorized.")

    page.goto("/report/")
    before = codes(page)
    page.get_by_role("link", name="Confirm it is you, then take it back").click()
    heading(page, "Confirm it is you").wait_for()
    type_code(page, before)
    page.get_by_role("button", name="Take the report back").click()
    page.wait_for_url(re.compile(r"/requests\b"))
    expect(content(page)).to_contain_text("Taken back")
    page.goto("/pay/")
    expect(page.get_by_role("radio", name=re.compile("Checking"))).to_be_enabled()


def test_a_stranger_in_the_account_is_shut_out_with_what_they_set_up(page):
    arrive(page, "james")
    choose_and_review(page, "Another amount", "Checking", "50.00", day="2026-12-19")
    page.get_by_role("button", name=re.compile(r"^Schedule \$")).click()
    page.wait_for_url(re.compile(r"/scheduled\b"))
    page.goto("/report/")
    page.get_by_role("button", name="Report it and stop it now").click()
    expect(page.locator("#items-error")).to_contain_text("Choose at least one of them.")
    page.get_by_role("checkbox", name=re.compile("A change of my profile")).check()
    report(page)
    look_at(page)

    page.get_by_role("button", name="Freeze my sign-in").click()
    page.wait_for_url(re.compile(r"over=frozen"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
