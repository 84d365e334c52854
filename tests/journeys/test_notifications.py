"""Notices are found under the bell, and one chooses what one is told, and how."""

import re

import pytest
from playwright.sync_api import expect

from tests.gateways.push_service import encoded
from tests.journeys.acting import arrive
from tests.journeys.axe import look_at
from tools.visiting import codes, next_code

SIZES = pytest.mark.parametrize(
    "size",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    ],
    ids=["desktop", "phone"],
)
# A browser whose push service is on this machine: the real ones are far away.
KEY = encoded(
    bytes.fromhex(
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    )
)
PUSHED = """
const made = { toJSON: () => ({ endpoint: "http://127.0.0.1:9/push/1",
    keys: { p256dh: "%s", auth: "AAAAAAAAAAAAAAAAAAAAAA" } }) };
Notification.requestPermission = async () => "granted";
PushManager.prototype.subscribe = async (wanted) => {
    if (!wanted.userVisibleOnly || wanted.applicationServerKey.length !== 87) throw new Error();
    return made;
};
"""


def content(page):
    return page.locator("#content")


def bell(page):
    return page.get_by_role("banner").get_by_role("link", name=re.compile("^Notices"))


def flash(page):
    return page.get_by_test_id("flash")


@SIZES
def test_a_notice_is_found_under_the_bell_and_read(new_page, size, request):
    page = new_page(**size)
    arrive(page, {"desktop": "elena", "phone": "maya"}[request.node.callspec.id])
    expect(bell(page)).to_have_accessible_name(re.compile(r"^Notices: \d+ unread$"))
    unread = int(re.search(r"\d+", bell(page).inner_text())[0])
    assert unread >= 2  # the last statement, and this sign-in

    bell(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notices")
    first = content(page).get_by_role("listitem").filter(has_text="Your statement of").first
    expect(first).to_contain_text("New")
    expect(content(page)).to_contain_text("You are registered")
    look_at(page)

    first.get_by_role("button", name="Mark as read").click()
    expect(first).not_to_contain_text("New")
    expect(bell(page)).to_have_accessible_name(f"Notices: {unread - 1} unread")

    page.get_by_role("button", name="Mark all as read").click()
    expect(bell(page)).to_have_accessible_name("Notices")
    first.get_by_role("link", name="See it").click()
    page.wait_for_url(re.compile(r"/documents\b"))


def test_what_was_really_sent_is_listed_with_where_it_went(page):
    arrive(page, "sofia")
    page.goto("/notifications/")

    sent = page.locator("section", has=page.get_by_role("heading", name="Is this message from us?"))
    expect(sent).to_contain_text("Your code to sign in")
    expect(sent).to_contain_text(re.compile(r"E-mail · \w•••\w?@"))
    expect(sent).not_to_contain_text(re.compile(r"\d{6}"))
    expect(content(page)).to_contain_text("What we never send")


@SIZES
def test_a_choice_holds_at_once_and_what_must_be_sent_stays_on(new_page, size, request):
    page = new_page(**size)
    arrive(page, {"desktop": "owen", "phone": "grace"}[request.node.callspec.id])
    page.goto("/preferences/")
    payments = page.get_by_role("group", name="Payments and refunds")

    payments.get_by_label("E-mail").click()  # the portal answers what it holds from now on
    expect(flash(page)).to_contain_text("Saved. It holds from now on.")
    page.reload()
    expect(payments.get_by_label("E-mail")).not_to_be_checked()

    security = page.get_by_role("group", name="Security of your sign-in")
    expect(security.get_by_label("E-mail")).to_be_checked()
    expect(security.get_by_label("E-mail")).to_be_disabled()
    expect(payments.get_by_label("Text")).to_be_disabled()
    look_at(page)


def test_texts_begin_with_a_code_and_end_with_a_click(page, complaints):
    arrive(page, "james")
    page.goto("/preferences/")
    page.get_by_role("button", name="Send me a code").click()
    expect(content(page)).to_contain_text("Tick the box if you agree.")
    complaints.clear()  # the browser's own line about a 422

    page.get_by_label(re.compile("^I agree that")).check()
    before = codes(page)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code", exact=True).fill(next_code(page, before))
    page.get_by_role("button", name="Turn on text messages").click()
    expect(content(page)).to_contain_text("You agreed on")
    due = page.get_by_role("group", name="A payment is due soon")
    expect(due.get_by_label("Text")).to_be_checked()

    page.get_by_role("button", name="End text messages").click()
    expect(flash(page)).to_contain_text("Text messages are off.")
    expect(due.get_by_label("Text")).to_be_disabled()


def test_this_device_shows_notices_and_is_removed(new_page):
    page = new_page()
    page.add_init_script(PUSHED % KEY)
    arrive(page, "theo")
    page.goto("/preferences/")

    page.get_by_role("button", name="Show notices on this device").click()
    expect(content(page)).to_contain_text("This device shows our notices from now on.")
    due = page.get_by_role("group", name="A payment is due soon")
    expect(due.get_by_label("Devices")).to_be_checked()

    page.get_by_role("button", name=re.compile("^Remove")).click()
    expect(flash(page)).to_contain_text("That device shows no more notices.")
    expect(due.get_by_label("Devices")).to_be_disabled()


def test_the_pages_are_spoken_in_spanish(page):
    arrive(page, "daniel")
    page.set_extra_http_headers({"Accept-Language": "es-US"})
    page.goto("/preferences/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Preferencias")
    group = page.get_by_role("group", name="Pagos y reembolsos")
    group.get_by_label("Correo electrónico").click()
    expect(flash(page)).to_contain_text("Guardado. Vale desde ahora.")
    look_at(page)
    page.goto("/notifications/")
    expect(page.get_by_role("heading", name="¿Este mensaje es nuestro?")).to_be_visible()
    look_at(page)
