"""The security page: what opens the door, changed by its owner, and what closes it at once."""

import re

import pytest
from playwright.sync_api import expect
from pyotp import TOTP

from tests.journeys.acting import PASSWORD, arrive, expect_gone, give_password
from tools.visiting import codes, confirm_by, next_code, type_code

BETTER = "eleven purple tractors sing"


def go(page):
    page.goto("/security/")
    expect(page.get_by_role("heading", name="What happened lately")).to_be_visible()


def step_up(page, name):
    """Ask for a change, confirm it by a text, and come back to its form."""
    go(page)
    before = codes(page)
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"/security\b"))
    expect(page.get_by_role("heading", name="What happened lately")).to_be_visible()


def lines(page):
    return page.locator("#history li")


def test_x4_the_history_says_when_where_with_what_and_how(page, complaints):
    give_password(page, "grace", "not the password")
    page.get_by_role("alert").filter(has_text="do not match").wait_for()
    arrive(page, "grace")
    go(page)

    expect(lines(page).nth(0)).to_contain_text("Signed in")
    expect(lines(page).nth(0)).to_contain_text("Password and code by e-mail")
    expect(lines(page).nth(0)).to_contain_text("Chrome on Linux · 127.0.0.1")
    expect(lines(page).nth(0)).to_contain_text("This session")
    refused = lines(page).filter(has_text="Wrong password")
    expect(refused).to_contain_text("Refused")
    expect(refused.get_by_role("button", name="This wasn't me")).to_have_count(0)
    complaints.clear()  # the browser's own, of the refusal


def test_x5_a_change_begins_with_a_step_up_and_leads_back_to_its_form(page):
    arrive(page, "elena")
    step_up(page, "Change password")

    expect(page.get_by_label("Current password")).to_be_focused()


def test_p3_another_password_ends_every_other_session(page, new_page):
    other = new_page()
    arrive(other, "marcus")
    arrive(page, "marcus")
    step_up(page, "Change password")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(BETTER)
    page.get_by_role("button", name="Change password").last.click()

    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    other.wait_for_url(re.compile(r"/sign-in\b"))
    give_password(other, "marcus", BETTER)
    expect(other.get_by_role("heading", name="Confirm it is you")).to_be_visible()


def test_p3_a_wrong_current_password_is_said_beside_its_field(page, complaints):
    arrive(page, "priya")
    step_up(page, "Change password")
    page.get_by_label("Current password").fill("something else entirely")
    page.get_by_label("New password", exact=True).fill(BETTER)
    page.get_by_role("button", name="Change password").last.click()

    expect(page.locator("#current-error")).to_contain_text("not your current password")
    expect(page.get_by_label("Current password")).to_be_focused()
    complaints.clear()


def test_the_user_name_changes_and_the_profile_stays(page, new_page):
    arrive(page, "owen")
    step_up(page, "Change user name")
    page.get_by_label("New user name").fill("Owen.Drives")
    page.get_by_role("button", name="Change user name").last.click()
    expect(page.locator("#user-name")).to_contain_text("owen.drives")

    other = new_page()
    arrive(other, "owen.drives")


def test_x6_another_address_proves_itself_and_the_old_one_is_told(page):
    arrive(page, "daniel")
    step_up(page, "Change e-mail")
    page.get_by_label("New e-mail address").fill("daniel.new@example.com")
    before = codes(page)
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_text("We sent a code to d•••w@example.com. It works")).to_be_visible()
    page.locator("#email-digits").fill(next_code(page, before))
    page.get_by_role("button", name="Confirm", exact=True).click()

    expect(page.get_by_text("Your e-mail address is changed.")).to_be_visible()
    expect(page.locator("#email")).to_contain_text("d•••w@example.com")
    page.goto("/_sandbox/outbox")  # which looks again by itself
    expect(page.get_by_text("Your e-mail address was changed")).to_have_count(2)


def test_t1_an_authenticator_app_is_set_up_and_shown_once(page):
    arrive(page, "sofia")
    step_up(page, "Add an app")
    page.get_by_label("Name of the app").fill("Old phone")
    page.get_by_role("button", name="Show the code to scan").click()
    expect(page.get_by_alt_text("QR code")).to_have_js_property("complete", value=True)
    shown = page.locator("#app-key")
    expect(shown).not_to_be_empty()  # the picture may be there first
    key = shown.inner_text().replace(" ", "")
    page.get_by_label("The 6 digits it shows").fill(TOTP(key).now())
    page.get_by_role("button", name="Confirm", exact=True).click()

    expect(page.get_by_text("Your app is ready.")).to_be_visible()
    expect(page.locator("#authenticator")).to_contain_text("Old phone")
    expect_gone(page, key[:8])


def test_w1_a_passkey_is_made_named_and_removed(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    arrive(page, "james")
    step_up(page, "Add a passkey")
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("Your passkey “Laptop” is ready.")).to_be_visible()

    page.get_by_role("button", name="Manage Laptop").click()
    page.get_by_label("Name", exact=True).fill("Kitchen tablet")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator("#passkeys")).to_contain_text("Kitchen tablet")
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.locator("#passkeys")).not_to_contain_text("Kitchen tablet")


def test_q1_recovery_codes_are_shown_once(page):
    arrive(page, "theo")
    step_up(page, "Make new codes")
    page.get_by_role("button", name="Make ten new codes").click()
    shown = page.locator("#recovery-codes-list")
    expect(shown).to_contain_text(re.compile(r"(\w{4}-){3}\w{4}"))
    made = shown.inner_text().split()

    assert len(set(made)) == 10
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 codes left")).to_be_visible()
    expect_gone(page, *made)


def test_k4_a_number_is_shown_for_half_a_minute(page):
    page.clock.install()
    arrive(page, "maya")
    step_up(page, "Show number")
    page.get_by_role("button", name="Show for 30 seconds").click()
    number = page.locator("[id^=number-]").first
    expect(number).to_have_text(re.compile(r"\w{6,}"))
    whole = number.inner_text()
    page.clock.run_for(31_000)

    expect(number).to_have_text("")
    expect_gone(page, whole)


def test_case_15_one_other_session_is_ended_and_its_tab_leaves(page, new_page):
    other = new_page()
    arrive(other, "maya")
    arrive(page, "maya")
    step_up(page, "Change user name")
    page.get_by_role("button", name=re.compile("^Sign out Chrome")).first.click()

    other.wait_for_url(re.compile(r"/sign-in\b"))
    expect(page.get_by_text("Signed out there.")).to_be_visible()


def test_case_77_this_was_not_me_signs_everybody_out_and_freezes(page, new_page):
    stranger = new_page()
    arrive(stranger, "elena")
    arrive(page, "elena")
    go(page)
    line = lines(page).filter(has=page.get_by_role("button", name="This wasn't me")).first
    line.get_by_role("button").click()
    expect(page.get_by_role("heading", name="This was not you?")).to_be_visible()
    page.get_by_role("button", name="Freeze my sign-in").click()

    for tab in (page, stranger):
        tab.wait_for_url(re.compile(r"/sign-in\b.*over=frozen"))
        expect(tab.get_by_text("Your sign-in is frozen")).to_be_visible()
    give_password(page, "elena")
    confirm_by(page, "E-mail")
    page.wait_for_url(re.compile(r"/recover\b"))


def test_the_page_fits_a_phone(phone):
    arrive(phone, "james")
    go(phone)

    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_alone_opens_and_closes_the_question(page, key):
    arrive(page, "grace")
    arrive(page, "grace")
    go(page)
    page.get_by_role("button", name="This wasn't me").first.focus()
    page.keyboard.press(key)
    expect(page.get_by_role("heading", name="This was not you?")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("heading", name="This was not you?")).to_be_hidden()
