"""What a borrower's own tab is sent: what the pages show, masked, and nothing else."""

import json

import pytest

from finance_portal.finance_portal import app
from finance_portal.services.demo import PORTFOLIO
from tests.perimeter.inventory import events
from tests.perimeter.tab import Tab
from tests.perimeter.visitors import ALICE

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("junk"),
    pytest.mark.parametrize("world", ["postgresql"], indirect=True),
]

LOADS = [one for one in events() if one.policy.access == "borrower" and not one.parameters]
LOADS = [one for one in LOADS if one.name.endswith(".load")]


async def test_case_16_r5_k4_no_page_is_sent_what_it_must_not_show(world):
    mark = world.mark()

    frames = await everything_alice_is_shown(world)

    assert "Elena" in frames
    assert [one for one in [*identifiers(), *world.secrets()] if one in frames] == []
    assert [one for one in identifiers() if one in world.said(mark)] == []


async def test_case_16_f12_no_backend_var_is_in_any_frame(world):
    frames = await everything_alice_is_shown(world)

    hidden = {
        f"{name}_rx_state_"
        for state in app._registration_context.base_states.values()
        for name in state.__annotations__
        if name.startswith("_") and state.__module__.startswith("finance_portal.")
    }
    assert hidden
    assert [name for name in hidden if f'"{name}"' in frames] == []


async def everything_alice_is_shown(world):
    """Load every page as Alice, about each of her things, and return the frames."""
    seen = []
    async with Tab(world, world.visitors[ALICE]) as tab:
        for load in LOADS:
            for ref in ["", *world.kinds_of(ALICE)]:
                here = {"pathname": "/", "asPath": f"/?account={ref}&ref={ref}"}
                await tab.send(load.name, {}, router_data=here)
            seen += await tab.settle()
    return "".join(seen)


def identifiers():
    """Return what proves to us that one is Alice, in full and without its dashes."""
    (record,) = (
        one
        for one in json.loads(PORTFOLIO.read_text())["contracts"]
        if one["borrowers"][0]["first_name"] == "Elena"
    )
    person = record["borrowers"][0]
    plain = [record["id"], record["vin"], person["phone"], person["email"], person["tax_id"]]
    return [*plain, person["tax_id"].replace("-", "")]
