"""The processor's hosted pages through the gate of a demo, as a borrower's browser finds them."""

from urllib.parse import urlsplit

import pytest

from tests.api.doors import portal_of
from tests.gateways.test_saving import visited

pytestmark = pytest.mark.anyio

HOME = "http://localhost:8000"


@pytest.fixture
def browser(world, db, browse):
    return browse(app=world.app, portal=portal_of(db, origin=""), origin=HOME)


async def test_a_browser_saves_an_account_and_comes_back(world, browser):
    path = urlsplit((await visited(world)).url).path

    page = await browser.get(path)
    saved = await browser.post(path, data={"choice": "success"}, headers={"Origin": HOME})

    assert (page.status_code, page.headers["X-Sandbox"]) == (200, "true")
    assert "SANDBOX - no money moves" in page.text
    assert (saved.status_code, saved.headers["location"].split("=")[0]) == (
        303,
        f"{HOME.replace('8000', '3000')}/methods?cs",
    )


async def test_a_hosted_page_runs_no_script_and_loads_nothing_from_elsewhere(world, browser):
    page = await browser.get(urlsplit((await visited(world)).url).path)

    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "<script" not in page.text
    assert "form-action 'self'" in policy
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("origin", ["https://elsewhere.test", "null", None])
async def test_no_other_site_chooses_for_the_borrower(world, browser, origin):
    visit = await visited(world)
    headers = {"Origin": origin} if origin else {}

    answer = await browser.post(
        urlsplit(visit.url).path, data={"choice": "success"}, headers=headers
    )

    assert answer.status_code == 403
    assert (await world.processor.visit(visit.id)).status == "open"


async def test_a_browser_with_a_stolen_key_reaches_neither_money_nor_clock(world, browser):
    key = {"Authorization": "Bearer sk_test_sandbox_portal", "Origin": HOME}

    for path in ("/v1/charges", "/_control/clock"):
        answer = await browser.get(f"/_sandbox/stripe{path}", headers=key)
        assert answer.status_code == 401
