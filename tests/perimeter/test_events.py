"""Every event as nobody, as somebody else, too late, and rightly: over a real socket."""

import pytest

from finance_portal.services.pre_auth import Journey
from finance_portal.services.proofs import Purpose
from tests.perimeter.inventory import events
from tests.perimeter.served import ENTERED
from tests.perimeter.tab import Tab
from tests.perimeter.visitors import LOST, MALLORY, NOBODY, OVER, fresh, on_the_way, stale

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("dry"),
]

OURS = [event for event in events() if event.is_ours]
WAYS = [on_the_way(journey) for journey in Journey]
EVERYBODY = [
    *(NOBODY, MALLORY, *OVER, *LOST, *WAYS),
    *(name(purpose) for purpose in Purpose for name in (fresh, stale)),
]


def welcome(policy):
    """Return who may trigger an event."""
    match policy.access:
        case "public":
            return set(EVERYBODY)  # the cookie of a session that is over is nobody's
        case "pre_auth":
            return set(WAYS)
        case "borrower" if policy.fresh:
            return {fresh(policy.fresh)}
        case "borrower":
            return {MALLORY, *(name(purpose) for purpose in Purpose for name in (fresh, stale))}
        case _:
            return set()


@pytest.mark.parametrize("event", OURS, ids=str)
async def test_case_01_case_15_case_33_case_77_only_who_is_welcome_enters(dry_world, event):
    before, mark = dry_world.rows(), dry_world.mark()
    entered = set()

    for who in EVERYBODY:
        here = dry_world.mark()
        async with Tab(dry_world, dry_world.visitors[who]) as tab:
            await tab.send(event.name, event.payload)
            await tab.until_logged(event.name, here)
        if f"{ENTERED} {event.name}" in dry_world.said(here):
            entered.add(who)

    assert entered == welcome(event.policy)
    assert dry_world.rows() == before
    assert "Traceback" not in dry_world.said(mark)


def test_z1_every_event_of_ours_says_who_may_trigger_it():
    assert [event.name for event in OURS if event.policy is None] == []


def test_there_is_something_to_guard():
    assert len(OURS) >= 10
