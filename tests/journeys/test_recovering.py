"""Ways back in, and that they are the borrower's alone."""

import re

from playwright.sync_api import expect

from tests.journeys.acting import PASSWORD, arrive, confirm_by, give_password, sign_out
from tests.journeys.test_registering import claim, type_code, what_it_says
from tools.visiting import codes, next_code

PHRASE = "nine lanterns behind a copper harbor"


def forgot(page, name, channel="E-mail"):
    page.goto("/recover/")
    page.get_by_label("User name or e-mail").fill(name)
    page.get_by_text(channel, exact=True).click()
    before = codes(page)
    page.get_by_role("button", name="Send my code").click()
    page.wait_for_url(re.compile(r"/recover/code\b"))
    return before


def set_password(page, password=PHRASE):
    page.wait_for_url(re.compile(r"/recover/password\b"))
    page.get_by_label("New password").fill(password)
    page.get_by_role("button", name="Set the password").click()


def test_a_forgotten_password_by_mail_and_text(page, new_page, complaints):
    other = new_page()
    arrive(other, "sofia")
    type_code(page, forgot(page, "sofia"))
    page.wait_for_url(re.compile(r"/recover/prove\b"))
    before = codes(page)
    page.get_by_role("button", name="Text message").click()
    page.get_by_label("Code").fill(next_code(page, before))
    page.get_by_role("button", name="Confirm", exact=True).click()
    set_password(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sofia")

    other.wait_for_url(re.compile(r"/sign-in\b"))
    sign_out(page)
    give_password(page, "sofia", PASSWORD)
    expect(page.get_by_role("alert").filter(has_text="do not match")).to_be_visible()
    complaints.clear()  # the browser's own line about a 422
    give_password(page, "sofia", PHRASE)
    confirm_by(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sofia")


def test_a_forgotten_password_by_text_and_contract(phone, complaints):
    page = phone
    type_code(page, forgot(page, "owen.castellanos@example.com", "Text message"))
    page.get_by_role("button", name="Use what stands in my contract").click()
    page.get_by_label("Account number").fill("5300184408")
    page.get_by_label("Last 4 digits").fill("4309")
    page.get_by_label("VIN").fill("R9S00886")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert").filter(has_text="do not match")).to_be_visible()
    complaints.clear()  # the browser's own line about a 422
    page.get_by_label("Last 4 digits").fill("4308")
    page.get_by_role("button", name="Go on").click()
    set_password(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Owen")


def test_case_23_an_unknown_name_is_answered_as_a_known_one(page):
    said = []
    for name in ("grace", "nobody.at.all"):
        forgot(page, name)
        said.append(what_it_says(page))

    assert said[0] == said[1]


def test_a_forgotten_user_name_goes_to_the_contact(page):
    for contact in ("maya.benton@example.com", "nobody@example.com"):
        page.goto("/recover/user-name/")
        page.get_by_label("E-mail or phone number").fill(contact)
        page.get_by_role("button", name="Send my user name").click()
        expect(page.get_by_role("status").filter(has_text="on its way")).to_be_visible()

    page.goto("/_sandbox/outbox")  # which looks again by itself
    expect(page.get_by_text("Your user name is maya")).to_be_visible()
    expect(page.get_by_text("nobody@example.com")).to_have_count(0)


def test_a_lost_second_factor_by_contract_and_code(page):
    give_password(page, "theo")
    page.get_by_role("link", name="None of these work").click()
    page.wait_for_url(re.compile(r"/recover/factors\b"))
    page.get_by_text("Text message", exact=True).click()
    before = codes(page)
    claim(page, "5300184410", "4310", "P7K01009")
    type_code(page, before)

    page.wait_for_url(re.compile(r"/secure\b"))
    page.goto("/overview/")
    expect(page.locator("#content")).to_contain_text("$489.12")


def test_a_lost_second_factor_begins_with_the_password(page):
    page.goto("/recover/factors/")

    expect(page.get_by_text("Begin with your user name and password")).to_be_visible()


def test_a_further_contract_is_asked_for_from_the_help_page(page, complaints):
    arrive(page, "james")
    page.goto("/help/")
    page.get_by_role("link", name="Add a contract").click()
    page.get_by_label("Account number").fill("5300184405")
    page.get_by_label("Last 4 digits").fill("4306")
    page.get_by_label("VIN").fill("S2U00553")
    page.get_by_role("button", name="Send my code").click()
    expect(page.get_by_role("alert").filter(has_text="already")).to_be_visible()
    complaints.clear()  # the browser's own line about a 422

    claim(page, "5300184411", "4311", "T9D01110")  # somebody else's: nothing is said

    expect(page.get_by_label("Code")).to_be_visible()
