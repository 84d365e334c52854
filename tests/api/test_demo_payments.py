"""The page on which a demo's payments go wrong, over a real sandbox."""

import re

import httpx
import pytest
from starlette.applications import Starlette

from finance_portal.api import demo, demo_payments
from finance_portal.gateways.sandbox_control import SandboxControl
from finance_portal.settings import Settings
from tests.gateways.checked import checked_sandbox
from tests.sandbox.asking import BANK, confirmed, read
from tests.sandbox.test_webhooks import SECRET, URL, Endpoint

pytestmark = pytest.mark.anyio


@pytest.fixture
async def page(world):
    async with browsing(SandboxControl(Settings(), world.transport)) as client:
        yield client


def browsing(control):
    """A browser on the page, which counts how often the jobs ran."""
    ran = []

    async def run_jobs():
        ran.append(1)

    app = Starlette(routes=demo_payments.routes(control, run_jobs))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")
    client.ran = ran
    return client


async def sent(page, **form):
    return await page.post(demo_payments.PAGE, data=form)


async def test_a_payment_that_is_on_its_way_is_sent_back(world, page):
    intent = await confirmed(world, BANK)
    shown = (await page.get(demo_payments.PAGE)).text
    charge = re.search(r'name="of" value="([^"]+)"', shown)[1]

    answer = await sent(page, act="return", of=charge, code="R02")

    assert "$125.00 on Nov 23, ending in 6789: pending" in shown
    assert (answer.status_code, answer.headers["location"]) == (303, demo_payments.PAGE)
    after = await read(world, f"/v1/payment_intents/{intent['id']}")
    assert after["last_payment_error"]["network_decline_code"] == "R02"
    assert page.ran == [1]


async def test_a_card_is_disputed_and_the_dispute_is_won(world, page):
    intent = await confirmed(world, "pm_card_visa_debit")

    await sent(page, act="dispute", of=intent["latest_charge"])
    shown = (await page.get(demo_payments.PAGE)).text
    dispute = re.search(r'value="(du_[^"]+)"', shown)[1]
    await sent(page, act="won", of=dispute)

    assert "The lender wins" in shown
    assert (await read(world, f"/v1/disputes/{dispute}"))["status"] == "won"
    assert "The lender wins" not in (await page.get(demo_payments.PAGE)).text


async def test_what_can_happen_no_more_is_said_so(world, page):
    intent = await confirmed(world, BANK)
    await sent(page, act="return", of=intent["latest_charge"], code="R01")

    for form in ({"of": intent["latest_charge"], "code": "R01"}, {"of": "ch_1", "code": "R77"}):
        answer = await sent(page, act="return", **form)
        assert answer.headers["location"] == f"{demo_payments.PAGE}?refused=1"
    empty = await page.post(demo_payments.PAGE)
    shown = await page.get(empty.headers["location"])
    assert "That cannot happen to this payment any more." in shown.text


async def test_switches_are_set_and_shown(world, page):
    before = (await page.get(demo_payments.PAGE)).text

    await sent(page, act="switches", drop="on")
    after = (await page.get(demo_payments.PAGE)).text

    assert before.count(" checked") == 0
    assert after.count('name="drop" checked') == after.count(" checked") == 1
    assert "Nothing was paid yet." in before


async def test_news_that_were_held_leave_when_the_switch_is_off(tmp_path):
    endpoint = Endpoint()
    world = checked_sandbox(tmp_path / "held.db", webhooks=endpoint)
    await world.engine.register_endpoint(URL, SECRET)
    control = SandboxControl(Settings(), world.transport)
    await control.turn({"hold": 1})
    await confirmed(world, BANK)
    assert endpoint.events == []

    async with browsing(control) as held:
        await sent(held, act="switches")

    assert len(endpoint.events) == 3
    world.engine.close()


async def test_the_page_says_that_no_money_moves(page):
    assert "SANDBOX: no money moves" in (await page.get(demo_payments.PAGE)).text


async def test_news_that_nobody_took_leave_before_the_jobs_though_the_clock_stands(tmp_path):
    endpoint = Endpoint()
    endpoint.status = 500
    world = checked_sandbox(tmp_path / "owed.db", webhooks=endpoint)
    await world.engine.register_endpoint(URL, SECRET)
    await confirmed(world, BANK)
    endpoint.status = 200
    taken = []

    async def run_jobs():
        taken.extend(endpoint.types)

    await demo.after_news(SandboxControl(Settings(), world.transport), run_jobs)()

    assert "payment_intent.processing" in taken
    world.engine.close()
