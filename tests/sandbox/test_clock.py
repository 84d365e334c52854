"""The sandbox's clock: stands still, moves forward on demand, and is never forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from finance_portal.sandbox.engine import ClockRefused
from tests.gateways.checked import START, checked_sandbox
from tests.sandbox.asking import BANK, confirmed, events, read

pytestmark = pytest.mark.anyio


async def control(world, method, path, /, **body):
    async with world.client() as client:
        return await client.request(method, f"/_control/{path}", json=body)


async def test_the_clock_stands_still(world):
    first, second = await world.engine.now(), await world.engine.now()

    assert first == second == START


async def test_the_clock_is_read_and_moved_over_http(world):
    later = START + timedelta(days=1)

    moved = await control(world, "POST", "clock", to=later.isoformat())
    found = await control(world, "GET", "clock")

    assert datetime.fromisoformat(moved.json()["now"]) == later
    assert moved.json() == found.json()
    assert moved.headers["X-Sandbox"] == "true"


async def test_the_clock_never_goes_back(world):
    with pytest.raises(ClockRefused):
        await world.engine.move_to(START - timedelta(seconds=1))

    assert await world.engine.now() == START


@pytest.mark.parametrize(
    "body",
    [
        {"to": "2026-11-22T10:00:00-05:00"},
        {"to": "2026-11-24T10:00:00"},
        {"to": "tomorrow"},
        {"to": 7},
        {},
    ],
    ids=["back", "without a zone", "no instant", "a number", "nothing"],
)
async def test_a_move_that_cannot_be_is_refused(world, body):
    response = await control(world, "POST", "clock", **body)

    assert response.status_code == 400
    assert response.json()["error"]
    assert await world.engine.now() == START


async def test_a_body_that_is_no_json_is_refused(world):
    async with world.client() as client:
        response = await client.post("/_control/clock", content=b"to=tomorrow")

    assert response.status_code == 400


async def test_the_clock_goes_on_where_it_stood(world, tmp_path):
    later = START + timedelta(days=3)
    await world.engine.move_to(later)

    restarted = checked_sandbox(tmp_path / "sandbox.db", start=START)

    assert await restarted.engine.now() == later
    restarted.engine.close()


async def test_what_falls_due_survives_a_restart(world, tmp_path):
    intent = await confirmed(world, BANK)
    restarted = checked_sandbox(tmp_path / "sandbox.db")

    await restarted.engine.move_to(START.replace(day=30))

    settled = await read(restarted, f"/v1/payment_intents/{intent['id']}")
    assert settled["status"] == "succeeded"
    restarted.engine.close()


async def test_without_a_start_the_clock_begins_now(tmp_path):
    world = checked_sandbox(tmp_path / "sandbox.db", start=None)

    assert abs(await world.engine.now() - datetime.now(UTC)) < timedelta(minutes=1)
    world.engine.close()


async def test_what_falls_due_happens_in_order_at_its_own_time(world):
    await confirmed(world, BANK)
    await confirmed(world, "pm_usBankAccount_insufficientFunds")

    await world.engine.move_to(START.replace(month=12, day=24))
    page = await read(world, "/v1/events", limit="4")

    due = [(event["type"], datetime.fromtimestamp(event["created"], UTC)) for event in page["data"]]
    returned_at = START.replace(day=25, hour=8, minute=30)
    settled_at = START.replace(day=30, hour=8, minute=30)
    assert due[::-1] == [
        ("charge.failed", returned_at),
        ("payment_intent.payment_failed", returned_at),
        ("charge.succeeded", settled_at),
        ("payment_intent.succeeded", settled_at),
    ]


async def test_a_move_in_steps_ends_like_a_move_at_once(tmp_path):
    stories = []
    for steps in (1, 20):
        world = checked_sandbox(tmp_path / f"{steps}.db")
        for token in (BANK, "pm_usBankAccount_accountClosed"):
            await confirmed(world, token)
        for step in range(steps):
            await world.engine.move_to(START + timedelta(days=20) * (step + 1) / steps)
        stories.append(await events(world))
        world.engine.close()

    assert stories[0] == stories[1]
    assert len(stories[0]) > 10


async def test_faults_and_endpoints_are_controlled_over_http(world):
    fault = {"method": "POST", "path": "/v1/customers", "moment": "before", "effect": "error"}

    planned = await control(world, "POST", "faults", **fault)
    unknown = await control(world, "POST", "faults", **fault | {"effect": "flood"})
    cleared = await control(world, "DELETE", "faults")
    registered = await control(
        world, "POST", "webhook_endpoint", url="http://127.0.0.1:18101/", secret="whsec_1"
    )
    delivered = await control(world, "POST", "deliveries")

    statuses = [answer.status_code for answer in (planned, unknown, cleared, registered, delivered)]
    assert statuses == [200, 400, 200, 200, 200]
    assert planned.json() == fault | {"count": 1}
    assert [known["url"] for known in (await read(world, "/v1/webhook_endpoints"))["data"]] == [
        "http://127.0.0.1:18101/"
    ]
