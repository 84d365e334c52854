"""Take the screenshots in docs/screenshots: each page, phone and desktop, light and dark."""

import itertools
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools import chromium, palette, rehearsal
from tools.steps import Refused, tool
from tools.visiting import codes, confirm_by, give_password, type_code

FOLDER = Path("docs/screenshots")
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
SCHEMES = ("light", "dark")


def shots() -> None:
    """Take them all, each walk from a fresh demo, so that they show the same figures every time."""
    path = chromium.chromium()
    if path is None:
        raise Refused(chromium.MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        rehearsal.built(),
        sync_playwright() as playwright,
    ):
        fresh = Path(folder, "fresh")
        rehearsal.prepare(fresh)
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        for size, scheme in itertools.product(SIZES, SCHEMES):
            data = shutil.copytree(fresh, Path(folder, f"{size}-{scheme}"))
            with rehearsal.serve(data) as origin:
                take(browser, origin, size, scheme)
        browser.close()


def take(browser: Browser, origin: str, size: str, scheme: str) -> None:
    """Walk through the portal once and take a picture of each page."""
    context = browser.new_context(
        base_url=origin,
        viewport=SIZES[size],  # type: ignore[arg-type]  # the stubs want a TypedDict
        device_scale_factor=2 if size == "phone" else 1,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        timezone_id="America/New_York",
    )
    drawing, page = context.new_page(), context.new_page()
    for name, go in STEPS.items():
        go(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        picture = palette.reduced(drawing, page.screenshot())
        (FOLDER / f"{name}-{size}-{scheme}.png").write_bytes(picture)
    context.close()


def _home(page: Page) -> None:
    page.goto("/")


def _register(page: Page) -> None:
    page.goto("/register/")


def _sign_in(page: Page) -> None:
    page.goto("/sign-in/")


def _verify(page: Page) -> None:
    give_password(page, "elena")
    page.get_by_role("button", name="E-mail").wait_for()


def _overview(page: Page) -> None:
    confirm_by(page)
    page.get_by_text("Good morning").wait_for()


def _pay(page: Page) -> None:
    page.goto("/pay/")
    page.get_by_role("button", name="Review payment").wait_for()


def _review(page: Page) -> None:
    page.get_by_role("radio", name="Another amount").check()
    page.get_by_label("Amount in dollars").fill("250.00")
    page.get_by_role("button", name="Review payment").click()
    page.get_by_role("heading", name="Check your payment").wait_for()


def _receipt(page: Page) -> None:
    page.get_by_role("button", name="Pay $250.00").click()
    page.wait_for_url("**/receipt?**")
    page.get_by_text("P-").first.wait_for()


def _scheduled(page: Page) -> None:
    page.goto("/pay/")
    page.get_by_role("radio", name="Another amount").check()
    page.get_by_label("Amount in dollars").fill("300.00")
    page.get_by_role("radio", name="On a later day").check()
    page.get_by_label("Day of the payment").fill("2026-12-19")
    page.get_by_role("button", name="Review payment").click()
    page.get_by_role("button", name=re.compile(r"^Schedule \$")).click()
    page.wait_for_url(re.compile(r"/scheduled\b"))
    page.get_by_role("button", name="Cancel this payment").wait_for()


def _outcomes(page: Page) -> None:
    page.goto("/pay/")
    page.get_by_role("radio", name="Another amount").check()
    page.get_by_label("Amount in dollars").fill("2500.00")
    page.get_by_role("button", name="Review payment").click()
    page.get_by_role("heading", name="Check your payment").wait_for()


def _what_if(page: Page) -> None:
    page.goto("/what-if/")
    page.get_by_role("slider").first.wait_for()


def _autopay(page: Page) -> None:
    page.goto("/autopay/")
    before = codes(page)
    page.get_by_role("link", name="Set up autopay").click()
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"^[^?]*/autopay\b"))
    page.get_by_role("button", name="See every debit").click()
    page.get_by_role("heading", name="Read and sign").wait_for()


def _methods(page: Page) -> None:
    page.goto("/methods/")
    page.get_by_role("button", name="Add a bank account").wait_for()


def _reminders(page: Page) -> None:
    page.goto("/reminders/")
    page.get_by_role("button", name="Save").wait_for()


def _guest(page: Page) -> None:
    page.goto("/pay-as-guest/")


def _history(page: Page) -> None:
    page.goto("/history/")
    page.get_by_text("$819.87").locator("visible=true").first.wait_for()


def _security(page: Page) -> None:
    page.goto("/security/")
    page.get_by_text("Recovery codes").first.wait_for()


def _menu(page: Page) -> None:
    page.goto("/overview/")
    page.get_by_text("Good morning").wait_for()
    page.get_by_role("button", name=re.compile("^(Your menu|More)$")).last.click()


def _payoff(page: Page) -> None:
    page.goto("/payoff/")
    page.get_by_role("slider").wait_for()


def _installments(page: Page) -> None:
    page.goto("/schedule/")
    page.get_by_text("Dates worth knowing").wait_for()


def _on_a_day(page: Page) -> None:
    page.goto("/on-a-day/")
    page.get_by_text("Principal balance").first.wait_for()


def _due_date(page: Page) -> None:
    page.goto("/change-due-date/")
    page.get_by_role("radio").nth(4).check()
    page.get_by_role("button", name="See all that it does").click()
    page.get_by_text("The whole new schedule").wait_for()


def _hardship(page: Page) -> None:
    page.goto("/hardship/")
    page.get_by_role("radio", name="My income has dropped").check()
    page.get_by_role("radio", name="Some months").check()
    page.get_by_role("button", name="See what helps").click()
    page.get_by_role("heading", name="Give the vehicle back").wait_for()


def _requests(page: Page) -> None:
    page.get_by_label("By which day").fill("2026-12-10")
    page.get_by_role("button", name="Note it").click()
    page.wait_for_url(re.compile(r"/requests\b"))
    page.get_by_text("Your promise to pay").first.wait_for()


def _documents(page: Page) -> None:
    page.goto("/documents/")
    page.get_by_text("Statement of November 10, 2026").wait_for()


def _check_a_document(page: Page) -> None:
    page.goto("/check-a-document/")


def _somebody_else(page: Page, who: str) -> None:
    page.context.clear_cookies()
    give_password(page, who)
    confirm_by(page)
    page.get_by_text("Good morning").wait_for()


def _past_due(page: Page) -> None:
    _somebody_else(page, "marcus")


def _lease(page: Page) -> None:
    _somebody_else(page, "daniel")


def _lease_end(page: Page) -> None:
    page.goto("/lease-end/")
    page.get_by_text("Your vehicle is due back").wait_for()


def _balloon(page: Page) -> None:
    _somebody_else(page, "sofia")
    page.goto("/balloon/")
    page.get_by_text("28,875").first.wait_for()


def _after_payoff(page: Page) -> None:
    _somebody_else(page, "grace")
    page.goto("/after-payoff/")
    page.get_by_text("2.36").first.wait_for()


STEPS: dict[str, Callable[[Page], None]] = {
    "home": _home,
    "register": _register,
    "guest": _guest,
    "sign-in": _sign_in,
    "verify": _verify,
    "overview": _overview,
    "pay": _pay,
    "review": _review,
    "receipt": _receipt,
    "scheduled": _scheduled,
    "outcomes": _outcomes,
    "what-if": _what_if,
    "autopay": _autopay,
    "methods": _methods,
    "reminders": _reminders,
    "history": _history,
    "security": _security,
    "menu": _menu,
    "payoff": _payoff,
    "installments": _installments,
    "on-a-day": _on_a_day,
    "due-date": _due_date,
    "hardship": _hardship,
    "requests": _requests,
    "documents": _documents,
    "check-a-document": _check_a_document,
    "past-due": _past_due,
    "lease": _lease,
    "lease-end": _lease_end,
    "balloon": _balloon,
    "after-payoff": _after_payoff,
}


if __name__ == "__main__":
    tool(shots)
