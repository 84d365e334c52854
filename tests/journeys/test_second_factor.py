"""The second factor: by each way there is, trusted or not, and once more before what matters."""

import re
import time

import pytest
from playwright.sync_api import expect
from pyotp import TOTP

from tests.journeys.acting import PASSWORD, arrive, confirm_by, give_password, sign_out
from tools.visiting import codes, next_code, type_code

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def expect_overview(page):
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good morning")


def leave(page):
    page.goto("/overview/")
    sign_out(page)
    page.wait_for_url(re.compile(r"/sign-in\b"))


def open_factor(page, control):
    """Step up by a text message, as far as the form of a factor on the security page."""
    page.goto("/security/")
    before = codes(page)
    page.get_by_role("link", name=control).click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"^[^?]*/security\b"))


def give_device(page):
    """Give the browser a device that makes passkeys."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def add_passkey(page):
    open_factor(page, "Add a passkey")
    page.goto("/secure/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text(re.compile(r"Your passkey .* is ready"))).to_be_visible()


@pytest.mark.parametrize("way", ["E-mail", "Text message"])
def test_a_code_that_was_sent_signs_in(page, way):
    give_password(page, "owen")
    confirm_by(page, way)

    expect_overview(page)


def test_t2_the_code_of_an_app_signs_in(page):
    arrive(page, "sofia")
    open_factor(page, "Add an app")
    page.get_by_role("button", name="Show the code to scan").click()
    key = page.locator("#app-key")
    expect(key).not_to_be_empty()
    app = TOTP(key.inner_text().replace(" ", ""))
    page.get_by_label("The 6 digits it shows").fill(app.now())
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("Your app is ready.")).to_be_visible()
    leave(page)

    give_password(page, "sofia")
    fresh = app.at(int(time.time()), counter_offset=1)  # this step's was just used
    page.get_by_label("Code").fill(fresh)
    page.get_by_role("button", name="Confirm", exact=True).click()

    expect_overview(page)


def test_w2_a_passkey_alone_signs_in(page):
    give_device(page)
    arrive(page, "james")
    add_passkey(page)
    leave(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect_overview(page)


def test_a_passkey_is_asked_for_first_and_another_way_is_there(page):
    give_device(page)
    arrive(page, "maya")
    add_passkey(page)
    leave(page)
    give_password(page, "maya")
    expect(page.get_by_role("button", name="Use your passkey")).to_be_visible()

    page.get_by_role("button", name="Try another way").click()
    confirm_by(page, "Text message")
    expect_overview(page)
    leave(page)
    give_password(page, "maya")
    page.get_by_role("button", name="Use your passkey").click()

    expect_overview(page)


def test_a_passkey_that_is_not_used_says_what_to_do(page):
    page.goto("/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert").filter(has_text="No passkey was used")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_q1_a_recovery_code_signs_in(page):
    arrive(page, "theo")
    open_factor(page, "Make new codes")
    page.get_by_role("button", name="Make ten new codes").click()
    shown = page.locator("#recovery-codes-list")
    expect(shown).to_contain_text(re.compile(r"(\w{4}-){3}\w{4}"))
    code = shown.inner_text().split()[0]
    page.get_by_role("button", name="I have kept them").click()
    leave(page)

    give_password(page, "theo")
    page.get_by_role("button", name="Recovery code").click()
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Confirm", exact=True).click()

    expect_overview(page)


def test_s3_a_trusted_device_is_not_asked_again(page):
    give_password(page, "grace")
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    before = codes(page)
    page.get_by_role("button", name="E-mail").click()
    page.get_by_label("Trust this device for 30 days").check()
    type_code(page, before)
    expect_overview(page)
    leave(page)

    give_password(page, "grace")

    expect_overview(page)


def test_c1_a_wrong_code_is_said_beside_its_field_and_typed_anew(page, complaints):
    give_password(page, "daniel")
    before = codes(page)
    page.get_by_role("button", name="E-mail").click()
    field = page.get_by_label("Code")
    expect(field).to_be_focused()
    right = next_code(page, before)
    field.fill("000 001" if right == "000000" else "000 000")
    expect(field).to_have_value(re.compile(r"^\d{6}$"))  # spaces come from pasting
    field.press("Enter")

    expect(page.locator("#code-error")).to_contain_text("not right")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    complaints.clear()  # a browser reports each refusal, which has the status 422
    page.keyboard.type(right)
    page.keyboard.press("Enter")
    expect_overview(page)


def test_an_empty_code_is_refused_in_words(page):
    give_password(page, "daniel")
    before = codes(page)
    page.get_by_role("button", name="E-mail").click()
    next_code(page, before)  # the next journey would take one that is late for its own
    page.get_by_role("button", name="Confirm", exact=True).click()

    expect(page.locator("#code-error")).to_contain_text("Enter the 6 digits")
    expect(page.get_by_label("Code")).to_be_focused()


def test_case_27_only_the_newest_code_works(page, complaints):
    page.clock.install()
    give_password(page, "priya")
    before = codes(page)
    page.get_by_role("button", name="E-mail").click()
    old = next_code(page, before)
    again = page.get_by_role("button", name=re.compile("Send another code"))
    expect(again).to_have_attribute("aria-disabled", "true")
    expect(again).to_contain_text(re.compile(r"in 0:\d\d"))
    page.clock.run_for(31_000)
    expect(again).to_have_text("Send another code")
    again.click()
    new = next_code(page, [old])

    page.get_by_label("Code").fill(old)
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.locator("#code-error")).to_contain_text("not right")
    complaints.clear()
    page.get_by_label("Code").fill(new)
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect_overview(page)


def test_x5_a_step_up_says_what_for_and_leads_back(page):
    arrive(page, "elena")
    before = codes(page)
    page.goto("/confirm?for=factors&next=/history")
    expect(page.get_by_text("Before you change how you sign in")).to_be_visible()
    type_code(page, before)

    page.wait_for_url(re.compile(r"^[^?]*/history\b"))


def test_case_33_no_step_up_that_moves_money_is_offered_by_e_mail(page):
    arrive(page, "elena")
    before = codes(page)
    page.goto("/confirm?for=methods&next=/history")
    next_code(page, before)  # as above

    expect(page.get_by_text("We sent a code to (•••)")).to_be_visible()
    expect(page.get_by_role("button", name="Try another way")).to_have_count(0)


def test_a_step_up_for_nothing_leads_to_the_overview(page):
    arrive(page, "elena")
    page.goto("/confirm?for=mischief")

    expect_overview(page)


def test_the_second_step_alone_begins_with_the_first(page):
    page.goto("/verify/")

    page.wait_for_url(re.compile(r"/sign-in\b.*over=way"))
    expect(page.get_by_text("please begin again")).to_be_visible()


def test_the_keyboard_alone_trusts_the_device_and_asks_for_another_way(page):
    give_password(page, "marcus")
    page.get_by_role("button", name="Text message").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Trust this device for 30 days")).to_be_checked()
    for _ in range(4):  # confirm, send again, the outbox, another way
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="E-mail")).to_be_visible()


def test_p2_a_browser_without_script_is_sent_back_with_a_reason(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/sign-in/")
    page.get_by_label("User name").fill("elena")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url(re.compile(r"/sign-in\?error=refused"))


def test_a_reason_in_the_address_is_said(page):
    page.goto("/sign-in/?error=refused")

    expect(page.get_by_role("alert").filter(has_text="do not match")).to_be_visible()


def test_a_server_that_is_out_of_reach_leaves_what_was_typed(page, complaints):
    page.goto("/sign-in/")
    page.get_by_label("User name").fill("elena")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.route("**/auth/sign-in", lambda route: route.abort())
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_text("We could not reach the server")).to_be_visible()
    expect(page.get_by_label("Password", exact=True)).to_have_value(PASSWORD)
    complaints.clear()
    page.unroute("**/auth/sign-in")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Confirm it is you")).to_be_visible()


def test_a_password_can_be_shown_and_caps_lock_is_told(page):
    page.goto("/sign-in/")
    field = page.get_by_label("Password", exact=True)
    field.fill("Secret")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "password")

    field.evaluate(
        "it => it.dispatchEvent("
        "new KeyboardEvent('keyup', {key: 'A', bubbles: true, modifierCapsLock: true}))"
    )
    expect(page.get_by_text("Caps Lock is on.")).to_be_visible()


def test_case_25_the_secret_of_a_notice_leaves_the_address_at_once(page):
    page.goto("/not-me/#" + "a" * 43)
    expect(page.locator("input[name=secret]")).to_have_value("a" * 43)

    expect(page).to_have_url(re.compile(r"/not-me/$"))


def test_the_meter_says_what_a_password_is_worth(page):
    arrive(page, "owen")
    open_factor(page, "Change password")
    field = page.get_by_role("textbox", name="New password")
    field.fill("Password1!Password1!")
    meter = page.get_by_role("list").filter(has_text=re.compile("^Aa"))
    expect(meter).to_contain_text("Upper and lower case: yes")
    expect(meter).to_contain_text("A symbol: yes")
    expect(page.get_by_text("This is a good password")).to_have_count(0)

    field.fill("eleven purple tractors sing")
    expect(page.get_by_text("This is a good password")).to_be_visible()
    expect(meter).to_contain_text("A digit: not yet")


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/trouble/", "/not-me/"])
def test_the_public_pages_fit_a_phone(phone, address):
    phone.goto(address)

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_front_door_leads_in_and_says_how_to_know_us(page, portal):
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text(portal)
    expect(page.get_by_role("main")).to_contain_text("What we never ask")
    expect(page.get_by_role("link", name="Register")).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Trouble signing in?").click()

    expect(page.get_by_role("heading", name="Trouble signing in?")).to_be_visible()
