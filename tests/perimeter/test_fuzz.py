"""What no browser of ours sends, at every handler, over a real socket, as nobody and as somebody.

Nothing leaks, no row changes, nobody is told of a defect, and the server serves on.
"""

import re

import pytest

from tests.perimeter import junk
from tests.perimeter.inventory import events
from tests.perimeter.tab import Tab
from tests.perimeter.visitors import ALICE

pytestmark = [pytest.mark.anyio, pytest.mark.allow_hosts(["127.0.0.1", "localhost"])]

EACH = 200  # payloads for a handler
DEFECT = re.compile(r"Traceback|\w+Error\b|Exception|\.py\b|sqlalchemy|pydantic|site-packages")
BROWSER_SAID = "browser error:"  # what a browser reports of itself is logged, as one clean line
EVENTS = events()
NOBODYS = pytest.mark.xdist_group("junk of nobody")


@pytest.mark.parametrize(
    ("world", "is_somebody"),
    [
        pytest.param("postgresql", True, marks=pytest.mark.xdist_group("junk")),
        pytest.param("sqlite", False, marks=NOBODYS),  # who comes near no database
    ],
    indirect=["world"],
)
async def test_case_01_case_04_case_05_case_06_junk_does_nothing(world, is_somebody):
    before, mark = world.rows(), world.mark()
    alices = [*world.words_of(ALICE), *world.refs_of(ALICE)]

    sent, frames = await thrown_at_everything(world, is_somebody=is_somebody)

    assert sent >= EACH * len(EVENTS)
    assert world.rows() == before
    assert DEFECT.findall(frames) == []
    assert [one for one in alices if one in frames] == []
    assert [line for line in lines(world.said(mark)) if junk.CANARY in line] == []
    assert "Traceback" not in world.said(mark)
    async with Tab(world, world.visitors[ALICE]) as tab:
        await tab.settle()


@NOBODYS
@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
async def test_case_01_every_event_that_nobody_may_send_is_refused_and_logged(world):
    for event in EVENTS:
        if event.policy.access == "public":
            continue
        mark, sorts = world.mark(), junk.payloads(event.name, event.parameters, 1)  # one of each
        async with Tab(world) as tab:
            for payload in sorts:
                await tab.send(event.name, payload)
            await tab.settle()
        refused = world.said(mark).count(f"event refused: {event.name}: ")
        assert (event.name, refused) == (event.name, len(sorts))


async def thrown_at_everything(world, *, is_somebody):
    """Send every handler its junk. Return how much that was, and what came back."""
    sent, frames = 0, []
    for event in EVENTS:
        async with Tab(world, world.cookie_for(event) if is_somebody else None) as tab:
            for payload in junk.payloads(event.name, event.parameters, EACH):
                await tab.send(event.name, payload)
                sent += 1
            await tab.settle()
        frames += tab.frames
    return sent, "".join(frames)


def lines(said):
    return [line for line in said.splitlines() if BROWSER_SAID not in line]
