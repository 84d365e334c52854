"""The whole portal with a real browser in front of it. A journey asks for `page` or `new_page`."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from finance_portal.services import demo_desk
from tools import chromium, rehearsal
from tools.run import DESK, PORTAL, wait_until_ready
from tools.steps import stop

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LAUNCH = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`));"""
PATIENCE_MILLISECONDS = 30_000  # machines are busy
expect.set_options(timeout=PATIENCE_MILLISECONDS)  # as long as what is clicked is waited for
PRESSES = 60  # of the Tab key: who has not arrived by then never will
CONTEXTS = pytest.StashKey()
HERE = Path(__file__).parent

# Pages are bound to their origin: what runs side by side has the port in common, not the address.
os.environ[rehearsal.ADDRESS] = (
    f"127.0.0.{int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:]) + 1}"
)
LAUNCH.append(f"--host-resolver-rules=MAP localhost {rehearsal.address()}")


def pytest_collection_modifyitems(items):
    """Let journeys reach their own portal, and nothing else."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.allow_hosts([rehearsal.address(), "localhost"]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of every page that a failed journey leaves behind."""
    report = yield
    if report.when == "call" and report.failed:
        for number, context in enumerate(item.stash.get(CONTEXTS, [])):
            context.pages[0].screenshot(path=rehearsal.FOLDER / f"{item.name}-{number}.png")
    return report


@pytest.fixture(scope="session")
def chromium_path():
    return chromium.chromium() or pytest.skip(chromium.MISSING)


@pytest.fixture(scope="session")
def boarded(chromium_path, tmp_path_factory):
    """A data directory with the demo in it, and pages that are up to date."""
    with rehearsal.built():
        data = tmp_path_factory.mktemp("boarded")
        rehearsal.prepare(data)
        yield data


@pytest.fixture(scope="module")
def data(boarded, tmp_path_factory):
    """Data that no other file of journeys has touched."""
    return shutil.copytree(boarded, tmp_path_factory.mktemp("portal") / "data")


@pytest.fixture
def desk(data, portal):
    """Give a command as the servicing desk would: desk("lease", "returned", ...)."""

    def run(*command):
        whole = [*rehearsal.PORTAL, *command]
        subprocess.run(whole, env=rehearsal.environment(data), check=True)  # noqa: S603  our own

    return run


@pytest.fixture(scope="module")
def portal(data):
    """The origin of a portal with this data."""
    with rehearsal.serve(data) as origin:
        yield origin
    said = (data / "server.log").read_text()
    assert "Traceback" not in said, said


@pytest.fixture(scope="module")
def browser(chromium_path):
    # Not for the session: the loop of this Playwright would be in the way of asynchronous tests.
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium_path, args=LAUNCH)


@pytest.fixture
def complaints():
    """What browsers complained about: nothing, at the end. A journey clears what it provoked."""
    return []


@pytest.fixture
def new_page(browser, portal, complaints, request):
    """Open a browser with cookies of its own: new_page(), new_page(viewport=PHONE)."""
    contexts = request.node.stash[CONTEXTS] = []

    def new_page(**options):
        context = browser.new_context(**{"base_url": portal, "viewport": DESKTOP} | options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def servicing(data, portal):
    """What a person at the lender types beside the running portal: servicing("flag", "add", …)."""

    def run(*words):
        command = [*PORTAL, *words]
        subprocess.run(command, env=rehearsal.environment(data), check=True)  # noqa: S603  ours

    return run


@pytest.fixture
def page(new_page):
    """A browser of the size of a desktop."""
    return new_page()


@pytest.fixture
def phone(new_page):
    """A browser of the size of a phone."""
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def keys(page):
    """The keyboard alone: go to what has a name, and press."""

    def keys(role, name, *presses):
        target = page.get_by_role(role, name=re.compile(name)).first
        target.wait_for()
        for _ in range(PRESSES):
            page.keyboard.press("Tab")
            if target.evaluate("(element) => element === document.activeElement"):
                break
        else:
            pytest.fail(f"The Tab key does not lead to the {role} {name!r}.")
        for press in presses:
            page.keyboard.press(press)

    return keys


@pytest.fixture(scope="module")
def counter(data, portal):
    """The origin of a desk with this data, served by a process of its own."""
    port = str(rehearsal._free_port() + 1)  # its own, beside that of the pages
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


@pytest.fixture(scope="module")
def shown():
    """The codes that somebody has come in with: each of them works once."""
    return {}


@pytest.fixture
def come(counter, new_page, shown):
    """Let somebody of the demo come to work: come("amy")."""

    def code_of(page, name):
        row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))
        for _ in range(PATIENCE_MILLISECONDS // 1_000 + 5):
            page.goto("/_demo/codes")
            code = row.get_by_role("code").last.inner_text()
            if code != shown.get(name):
                shown[name] = code
                return code
            page.wait_for_timeout(1_000)
        return pytest.fail(f"{name} gets no new code")

    def come(name):
        page = new_page(base_url=counter)
        code = code_of(page, name)
        page.goto("/sign-in")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill(demo_desk.PASSWORD)
        page.get_by_label("Code of your authenticator app").fill(code)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Find an account")).to_be_visible()
        return page

    return come


@pytest.fixture
def opened(come):
    """Let somebody come to work and open an account: opened("amy", "Elena")."""

    def opened(name, words):
        page = come(name)
        page.get_by_label("Account number, name").fill(words)
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name="••").first.click()
        page.get_by_role("radio", name="The borrower calls").check()
        page.get_by_role("button", name="Open the account").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)
        return page

    return opened
