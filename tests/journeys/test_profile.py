"""A profile changed and told, paper and back, another language; and what there is to read."""

import re

import pytest
from playwright.sync_api import expect

from tests import paper
from tests.journeys.acting import arrive, fetched
from tests.journeys.axe import look_at
from tests.journeys.conftest import PHONE
from tools.visiting import codes, type_code

READ = [
    "questions",
    "fees",
    "stay-safe",
    "trouble",
    "terms",
    "privacy",
    "privacy-notice",
    "cookies",
    "e-sign",
    "accessibility",
]
SIZES = {"desktop": {}, "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True}}


def go(page):
    page.goto("/profile/")
    expect(page.get_by_role("heading", name="Privacy choices")).to_be_visible()


def step_up(page, name):
    """Ask for a change, confirm it by a text, and come back to its form."""
    before = codes(page)
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"/profile\b"))
    expect(page.get_by_role("heading", name="Privacy choices")).to_be_visible()


def type_address(page, kind, street, city, state, code):
    form = page.locator(f"#{kind}-form")
    form.get_by_label("Street and number").fill(street)
    form.get_by_label("City").fill(city)
    form.get_by_label("State").select_option(state)
    form.get_by_label("ZIP code").fill(code)
    form.get_by_role("button", name="Save this address").click()


@pytest.mark.parametrize(("size", "who"), [("desktop", "elena"), ("phone", "sofia")])
def test_82_an_address_and_a_number_change_at_once_and_old_and_new_are_told(
    new_page, size, who, complaints
):
    page = new_page(**SIZES[size])
    arrive(page, who)
    go(page)
    step_up(page, "Change mailing address")
    expect(page.get_by_label("Street and number").first).to_be_focused()
    type_address(page, "mailing", "8 Lake Street", "Albany", "", "12207")
    expect(page.locator("#mailing-state-error")).to_contain_text("Choose the state.")
    complaints.clear()  # the browser's own, of the refusal
    page.locator("#mailing-form").get_by_label("State").select_option("NY")
    page.locator("#mailing-form").get_by_role("button", name="Save this address").click()

    expect(page.get_by_text("Saved. We told you so at every contact")).to_be_visible()
    expect(page.locator("#mailing")).to_contain_text("8 Lake Street")
    expect(page.locator("#mailing")).to_contain_text("Albany, NY 12207")
    expect(page.locator("#mailing")).to_contain_text("we mail nothing of value to it")

    page.get_by_role("button", name="Change telephone numbers").click()
    page.get_by_label("Another number").fill("(914) 555-0123")
    page.get_by_label("What kind of number it is").select_option("mobile")
    page.get_by_role("button", name="Add this number").click()
    expect(page.locator("#phones")).to_contain_text("(914) 555-0123")
    page.get_by_role("button", name="Make it the main one: (914) 555-0123").click()
    expect(page.get_by_role("button", name="Make it the main one: (914) 555-0123")).to_have_count(0)
    look_at(page)

    page.goto("/_sandbox/outbox")  # which looks again by itself
    expect(page.get_by_text("Your mailing address was changed").first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("+19145550123").first).to_be_visible(timeout=20_000)


@pytest.mark.parametrize(("size", "who"), [("desktop", "marcus"), ("phone", "maya")])
def test_a64_paperless_is_taken_back_and_given_again_with_its_test(new_page, size, who, complaints):
    page = new_page(**SIZES[size])
    arrive(page, who)
    go(page)
    page.get_by_text("Get paper instead").click()
    expect(page.get_by_text("What we sent before stays valid.")).to_be_visible()
    page.get_by_role("button", name="Take back my consent").click()
    expect(page.get_by_text("come by post, to:")).to_be_visible()

    page.get_by_text("Go paperless").click()
    page.get_by_label("The word in the document").fill("nonsense")
    page.get_by_label("I agree to get documents electronically").check()
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.locator("#esign-word-error")).to_contain_text("not the word")
    complaints.clear()
    pdf, kind = fetched(page, "/auth/profile/access-test.pdf")
    assert kind == "application/pdf"
    word = paper.text(pdf).split("came from:")[1].split()[0]
    page.get_by_label("The word in the document").fill(word)
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.get_by_text("come here instead of by post, since")).to_be_visible()

    page.get_by_text("The record of your consent").click()
    for step in ("Taken back", "another word was typed", "Agreed to, with the test"):
        expect(page.get_by_text(step).first).to_be_visible()
    look_at(page)


def test_what_is_shared_is_limited_and_the_name_on_pages_is_chosen(page):
    arrive(page, "daniel")
    go(page)
    page.get_by_role("button", name=re.compile("^Limit it: Our affiliates may offer")).click()
    expect(page.get_by_role("button", name=re.compile("^Allow it again"))).to_have_count(1)
    page.get_by_role("button", name="Change what we call you").click()
    page.get_by_label("Name", exact=True).fill("Danny")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#shown-name")).to_contain_text("Danny")
    page.goto("/overview/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Danny")


@pytest.mark.parametrize("size", SIZES)
def test_the_language_is_switched_and_what_is_translated_follows(new_page, size):
    page = new_page(**SIZES[size])
    arrive(page, "owen")
    go(page)
    page.locator("#language").get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Perfil")
    expect(page.get_by_role("heading", name="Opciones de privacidad")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    look_at(page)
    page.goto("/questions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Preguntas y respuestas")
    page.goto("/profile/")
    page.locator("#language").get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Profile")


def test_102_what_there_is_to_read_has_nothing_that_axe_finds_in_both_languages(page):
    for language in ("English", "Español"):
        page.goto("/questions/")
        page.get_by_role("contentinfo").get_by_role("button", name=language).click()
        for address in READ:
            page.goto(f"/{address}/")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
            look_at(page)


def test_33_what_has_changed_in_a_text_is_said_and_not_only_colored(page):
    page.goto("/privacy/")
    page.get_by_text("What has changed since version 2026-11").first.click()

    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
    expect(page.get_by_text("Added:", exact=True).first).to_be_visible()


def test_54_the_fees_of_a_contract_are_its_own(page):
    arrive(page, "james")
    page.goto("/contract-fees/")

    expect(page.get_by_role("main")).to_contain_text("Late charge")
    expect(page.get_by_role("main").get_by_text(re.compile(r"^\$\d"))).not_to_have_count(0)
