"""What people do in a browser, in the words of a journey."""

import re
import time
from base64 import b64decode

from playwright.sync_api import expect

from tools.visiting import PASSWORD, confirm_by, give_password

FETCH = """async (address) => {
    const answer = await fetch(address), bytes = new Uint8Array(await answer.arrayBuffer());
    return [btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")),
        answer.headers.get("content-type")];
}"""
PATIENCE_SECONDS, PAUSE_MILLISECONDS = 30, 100

__all__ = [
    "PASSWORD",
    "arrive",
    "choose_and_review",
    "confirm",
    "confirm_by",
    "expect_gone",
    "fetched",
    "give_password",
    "move_calendar",
    "sign_in",
    "sign_out",
]


def sign_in(page, user_name):
    """Give the password and a code by e-mail, as a person would."""
    give_password(page, user_name)
    confirm_by(page, "E-mail")


def arrive(page, user_name):
    """Sign in and wait for the overview."""
    sign_in(page, user_name)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good morning")


def choose_and_review(page, choice, method, amount=None, *, day=None):
    """Go to the pay page, choose, and ask what it would do."""
    page.goto("/pay/")
    page.get_by_role("radio", name=choice).check()
    if amount is not None:
        page.get_by_label("Amount in dollars").fill(amount)
    if day is not None:
        page.get_by_role("radio", name="On a later day").check()
        page.get_by_label("Day of the payment").fill(day)
    page.get_by_role("radio", name=method).check()
    page.get_by_role("button", name="Review payment").click()


def confirm(page):
    """Pay what is reviewed, and wait for the receipt."""
    expect(page.get_by_role("heading", name="Check your payment")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Pay \$")).click()
    page.wait_for_url(re.compile(r"/receipt\b"))


def expect_gone(page, *words):
    """Wait until the page holds none of these words, wherever in it they stood."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(word in page.content().replace(" ", "") for word in words):
        assert time.monotonic() < deadline, "it is still there"
        page.wait_for_timeout(PAUSE_MILLISECONDS)


def fetched(page, address):
    """Return what stands at an address, and its type, as the page itself fetches it.

    A request beside the page would ask the first portal of all that are served side by side.
    """
    content, kind = page.evaluate(FETCH, address)
    return b64decode(content), kind


def move_calendar(page, step):
    """Move the demo's calendar, as anybody who shows the demo would."""
    page.goto("/_sandbox/calendar")
    page.get_by_role("button", name=step, exact=True).click()
    page.wait_for_load_state()


def sign_out(page):
    """Open the menu and leave."""
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
