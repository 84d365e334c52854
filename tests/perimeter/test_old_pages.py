"""A page that was built before the portal: told to load anew, and nothing is done by half."""

import pytest

from tests.perimeter.inventory import events
from tests.perimeter.tab import Tab
from tests.perimeter.visitors import MALLORY

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("dry"),
]

BORROWERS = [event for event in events() if event.policy.access == "borrower"]


async def test_case_78_a_page_of_another_build_is_told_to_load_anew(dry_world):
    greeting = {"state_schema": "of-last-week"}

    async with Tab(dry_world, dry_world.visitors[MALLORY], greeting=greeting) as tab:
        await tab.settle()

    assert any("state_mismatch" in frame for frame in tab.frames)


async def test_case_78_an_event_that_has_gone_does_nothing(dry_world):
    before, mark = dry_world.rows(), dry_world.mark()

    async with Tab(dry_world, dry_world.visitors[MALLORY]) as tab:
        for event in BORROWERS:
            await tab.send(f"{event.name}_of_last_week", event.payload)
        answers = await tab.settle()

    assert [frame for frame in answers if frame.startswith("42")] == []
    assert dry_world.rows() == before
    assert dry_world.said(mark).count("Error processing event") == len(BORROWERS)  # by Reflex


async def test_case_78_an_event_whose_arguments_have_changed_is_told_to_load_anew(dry_world):
    async with Tab(dry_world, dry_world.visitors[MALLORY]) as tab:
        for event in [one for one in BORROWERS if not one.policy.fresh]:
            await tab.send(event.name, event.payload | {"of_last_week": 1})
            assert "Please reload the page" in "".join(await tab.settle())


@pytest.mark.parametrize("event", BORROWERS, ids=str)
async def test_case_01_the_event_that_opens_a_socket_is_guarded_too(dry_world, event):
    mark = dry_world.mark()
    first = {"name": event.name, "payload": event.payload, "router_data": {"pathname": "/"}}

    async with Tab(dry_world, greeting={"event": first}) as tab:
        await tab.settle()

    assert f"event refused: {event.name}: " in dry_world.said(mark)
    assert f"entered: {event.name}" not in dry_world.said(mark)
