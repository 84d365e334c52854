"""Only the borrower gets in; signing out ends every tab."""

import re

from playwright.sync_api import expect

from tests.journeys.acting import PASSWORD, arrive, confirm_by, give_password, sign_out
from tools.visiting import codes, next_code


def test_a_wrong_password_and_an_unknown_name_look_the_same(page, complaints):
    said = []
    for who in ("elena", "nobody"):
        give_password(page, who, "not the password")
        refusal = page.get_by_role("alert").filter(has_text="do not match")
        refusal.wait_for()
        said.append(refusal.inner_text())

    assert said[0]
    assert said[0] == said[1]
    complaints.clear()  # a browser reports each refusal, which has the status 422


def test_a_page_asked_for_before_signing_in_is_shown_after(page):
    page.goto("/history/")
    page.wait_for_url(re.compile(r"/sign-in\b"))
    page.get_by_label("User name").fill("grace")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    confirm_by(page, "Text message")

    page.wait_for_url(re.compile(r"/history\b"))
    expect(page.locator("#content")).to_contain_text("$3,207.23")


def test_case_15_signing_out_in_one_tab_ends_the_other(page):
    arrive(page, "daniel")
    other = page.context.new_page()
    other.goto("/overview/")
    expect(other.locator("#content")).to_contain_text("$2,719.32")

    sign_out(page)

    other.wait_for_url(re.compile(r"/sign-in\b"))
    expect(other.get_by_text("$2,719.32")).to_have_count(0)


def test_the_keyboard_alone_signs_in(page):
    page.goto("/sign-in/")
    page.get_by_label("User name").focus()
    page.keyboard.type("theo")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    confirm_with_the_keyboard(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Theo")


def confirm_with_the_keyboard(page):
    way = page.get_by_role("button", name="E-mail")
    way.wait_for()
    before = codes(page)
    while not way.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Code").wait_for()
    page.keyboard.type(next_code(page, before))
    page.keyboard.press("Enter")
