"""Mallory with the name of everything that is Alice's: each is as if it did not exist."""

import asyncio
import re

import pytest

from tests.perimeter.inventory import events, routes
from tests.perimeter.junk import FIELDS
from tests.perimeter.tab import Tab
from tests.perimeter.test_fuzz_routes import somebody
from tests.perimeter.test_routes import JSON
from tests.perimeter.visitors import ALICE

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("names"),
    pytest.mark.parametrize("world", ["postgresql"], indirect=True),
]

# A count of the messages that a process has shown to anybody, and the name of the next click.
CHANCE = re.compile(r'"(n|click_rx_state_)":("[^"]*"|\d+)')
FOUND = '"found_rx_state_":true'  # of the overview's own var
CALM_TRIES, CALM_SECONDS = 3, 0.3
QUERIES = ("account", "ref", "id")
NAMING = ("account", "contract", "device", "event", "id", "method", "passkey", "ref", "session")
FORMS = [one for one in routes() if one.is_form and not one.path.startswith("/auth/sign-out")]
DOES_IT_TO_HERSELF = ("send_again", "end_others", "read_all")  # without any name, and Mallory may
EVENTS = [
    event
    for event in events()
    if event.policy.access in {"borrower", "pre_auth"}
    and not event.name.endswith(DOES_IT_TO_HERSELF)
]


@pytest.mark.parametrize("event", EVENTS, ids=str)
async def test_case_02_case_43_what_is_alices_does_not_exist_for_mallory(world, event):
    before, mark, theirs = world.rows(), world.mark(), world.kinds_of(ALICE)

    async with Tab(world, world.cookie_for(event)) as tab:
        for place in places(event):
            await told(tab, event, place, "e")  # the first event is told all about the page
            nothing = {
                length: await told(tab, event, place, "f" * length)
                for length in sorted({len(ref) for ref in theirs})
            }
            for ref in theirs:
                if await told(tab, event, place, ref) != nothing[len(ref)]:
                    assert await calmly_the_same(tab, event, place, ref)

    assert len(theirs) >= 6
    assert [word for word in world.words_of(ALICE) if word in "".join(tab.frames)] == []
    assert world.rows() == before
    assert "Traceback" not in world.said(mark)


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_case_02_no_form_tells_what_is_alices_from_what_is_not_there(world, route):
    """Where two names of nothing are answered differently, by a secret, its words are searched."""
    mark, said = world.mark(), []
    with world.client() as client:
        for ref in world.kinds_of(ALICE):
            nothing, again = (answer_about(client, world, route, c * len(ref)) for c in "fe")
            found = answer_about(client, world, route, ref)
            assert found == nothing or nothing != again
            said.append(found)

    assert [word for word in world.words_of(ALICE) if word in "".join(said)] == []
    assert "Traceback" not in world.said(mark)


def answer_about(client, world, route, ref):
    """Return what a form is answered in whose fields a name stands, without that name."""
    headers = {**JSON, "Origin": world.origin, "Cookie": world.visitors[somebody(route)]}
    answer = client.post(route.path, data=dict.fromkeys(NAMING, ref), headers=headers)
    return f"{answer.status_code} {answer.text.replace(ref, '<ref>')}"


async def test_alices_own_contract_exists_for_her(world):
    overview = next(event for event in EVENTS if str(event) == "overview.load")
    with_account, mark = {"query": {"account": None}}, world.mark()

    async with Tab(world, world.visitors[ALICE]) as tab:
        nothing = await told(tab, overview, with_account, "f" * 24)
        for ref in world.refs_of(ALICE):
            await told(tab, overview, with_account, ref)
        await asyncio.sleep(CALM_SECONDS)
        await tab.settle()

    assert FOUND not in nothing
    assert any(FOUND in frame for frame in tab.frames), world.said(mark)


async def calmly_the_same(tab, event, place, ref):
    """Ask again, slowly: a message that a handler sets off may come with the next answer."""
    for _ in range(CALM_TRIES):
        said = []
        for asked in (ref, "f" * len(ref)):
            await asyncio.sleep(CALM_SECONDS)
            await tab.settle()
            said.append(await told(tab, event, place, asked))
        if said[0] == said[1]:
            return True
    return False


def places(event):
    """Yield every place in which an event could carry the name of something."""
    yield from ({"query": {name: None}} for name in QUERIES)
    for name, hint in event.parameters.items():
        if hint is str:
            yield {"payload": {name: None}}
        else:
            yield from ({"payload": {name: {field: None}}} for field in FIELDS)


async def told(tab, event, place, ref):
    """Return what a tab is told about a name, without that name."""
    query = "&".join(f"{name}={ref}" for name in place.get("query", ()))
    payload = named(place.get("payload", {}), ref)
    here = {"pathname": "/", "asPath": f"/?{query}", "query": named(place.get("query", {}), ref)}
    await tab.send(event.name, payload, router_data=here)
    frames = await tab.settle()
    while more := await tab.settle():  # what it set off comes after it
        frames += more
    said = "\n".join(frames)
    return CHANCE.sub("", said.replace(ref, "<ref>"))


def named(place, ref):
    """Return a place with the name put into it."""
    if place is None:
        return ref
    return {name: named(inner, ref) for name, inner in place.items()}
