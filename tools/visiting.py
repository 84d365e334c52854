"""Signing in to the demo as a person does: the password, and a code from its outbox."""

import re
import time
from typing import TYPE_CHECKING

from finance_portal.services.demo import PASSWORD
from tools.rehearsal import PORT, address

if TYPE_CHECKING:
    from playwright.sync_api import Page

OUTBOX = "/_sandbox/outbox?still=1"
CODE = re.compile(r'<p class="code">(\d{6})</p>')
PATIENCE_SECONDS = 30
PAUSE_SECONDS = 0.1


class NothingSent(Exception):
    """No code came."""


def give_password(page: "Page", user_name: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in form and send it."""
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(user_name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_by(page: "Page", way: str = "E-mail") -> None:
    """Have a code sent, and type it in."""
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    before = codes(page)
    page.get_by_role("button", name=way).click()
    type_code(page, before)


def type_code(page: "Page", before: list[str]) -> None:
    """Wait for a code that was not there before, type it in, and send it."""
    page.get_by_label("Code").fill(next_code(page, before))
    page.get_by_role("button", name="Confirm", exact=True).click()


def codes(page: "Page") -> list[str]:
    """Return the codes that the demo has sent, the newest first."""
    return CODE.findall(page.request.get(f"http://{address()}:{PORT.read_text()}{OUTBOX}").text())


def next_code(page: "Page", before: list[str]) -> str:
    """Return the newest code, once it is another than before. Raises NothingSent."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if (now := codes(page)) and now[:1] != before[:1]:
            return now[0]
        time.sleep(PAUSE_SECONDS)
    raise NothingSent
