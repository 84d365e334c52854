"""Two browsers at once: what the desk decides on its own address, its borrower sees on theirs."""

import os
import subprocess

import pytest
from playwright.sync_api import expect

from finance_portal.services.demo_desk import PASSWORD
from tests.journeys.acting import arrive
from tests.journeys.axe import look_at
from tools import rehearsal
from tools.run import DESK, wait_until_ready
from tools.steps import stop


def free_port():
    return str(rehearsal._free_port() + 1)


@pytest.fixture(scope="module")
def counter(data, portal):
    """The origin of a desk with this data, served by a process of its own."""
    port = free_port()
    environment = rehearsal.environment(data) | {"PORTAL_DESK_PORT": port}
    with (data / "desk.log").open("w") as log:
        server = subprocess.Popen(DESK, env=os.environ | environment, stdout=log, stderr=log)  # noqa: S603  our own file
    try:
        wait_until_ready(server, int(port), rehearsal.address(), "desk")
        yield f"http://localhost:{port}"
    finally:
        stop(server)
    said = (data / "desk.log").read_text()
    assert "Traceback" not in said, said


@pytest.fixture
def come(counter, new_page):
    """Let somebody of the demo come to work: come("amy")."""

    def come(name):
        page = new_page(base_url=counter)
        page.goto("/_demo/codes")
        row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))
        code = row.get_by_role("code").last.inner_text()
        page.goto("/sign-in")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_label("Code of your authenticator app").fill(code)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Find an account")).to_be_visible()
        return page

    return come


def test_a_waiver_that_two_people_decide_is_in_the_borrowers_history(come, new_page):
    amy = come("amy")
    look_at(amy)
    amy.get_by_label("Account number, name").fill("Okafor")
    amy.get_by_role("button", name="Find").click()
    look_at(amy)
    amy.get_by_role("link", name="••").first.click()
    look_at(amy)
    amy.get_by_role("radio", name="The borrower calls").check()
    amy.get_by_role("button", name="Open the account").click()
    expect(amy.get_by_role("heading", level=1)).to_contain_text("Marcus Okafor")
    look_at(amy)
    amy.get_by_role("link", name="Money").click()
    look_at(amy)
    expect(amy.get_by_text("another supervisor does")).to_be_visible()
    amy.get_by_role("link", name="What Marcus Okafor sees").click()
    look_at(amy)

    sam = come("sam")
    sam.get_by_role("link", name="Approvals").click()
    look_at(sam)
    sam.get_by_role("button", name="Approve and do it").click()
    expect(sam.get_by_role("status")).to_contain_text("Approved and done")

    marcus = new_page()
    arrive(marcus, "marcus")
    marcus.goto("/history/")
    expect(marcus.locator("#content")).to_contain_text("Late charge waived")

    audra = come("audra")
    audra.get_by_role("link", name="Looks").click()
    expect(audra.get_by_role("table")).to_contain_text("The borrower calls")
    look_at(audra)
    audra.get_by_role("link", name="Audit trail").click()
    audra.get_by_role("button", name="Verify the whole trail").click()
    expect(audra.get_by_role("status")).to_contain_text("All in order")
    look_at(audra)
