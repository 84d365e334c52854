"""The guard on the portal itself: the registry of all its handlers, and who enters them."""

from dataclasses import dataclass
from datetime import date
from typing import get_origin

import pytest
from reflex_base.event.processor import base_state_processor

from finance_portal import clock
from finance_portal.db import Database
from finance_portal.finance_portal import app
from finance_portal.services.client_tokens import ClientTokens
from finance_portal.ui.arguments import model_of
from finance_portal.ui.guard import Guard
from finance_portal.ui.session import Policy, policy_of
from tests.api.browser import Socket, serving
from tests.api.doors import begin, login, portal_of, pre_auths_of, sessions_of
from tests.pages.wire import Wire, token_of

pytestmark = pytest.mark.anyio

# Open to anyone. Each was reviewed: what it does for a stranger, and that it needs no borrower.
PUBLIC = {"lost_factors_state.load"}

SAMPLES = {str: "x", int: 1, float: 1.0, bool: True, date: "2026-11-23", dict: {}, list: []}


@dataclass(frozen=True)
class Handler:
    """One of the portal's handlers, under the name that a browser would send."""

    name: str
    policy: Policy
    payload: dict[str, object]

    def __str__(self):
        return ".".join(self.name.split("___")[-1].strip("_").split("."))


def handlers(access=None):
    """Return every handler of the portal, or those of one access."""
    found = []
    for name, known in app._registration_context.event_handlers.items():
        function = known.handler.fn
        if getattr(function, "func", function).__module__.startswith("finance_portal."):
            hints = {n: f.annotation for n, f in model_of(function).model_fields.items()}
            payload = {n: SAMPLES[get_origin(h) or h] for n, h in hints.items()}
            found.append(Handler(name, policy_of(function), payload))
    return [handler for handler in found if access in {None, handler.policy.access}]


OF_BORROWERS = handlers("borrower")
BORROWERS = [handler for handler in OF_BORROWERS if handler.policy.fresh is None]
CLOSED = [handler for handler in handlers() if handler.policy.access != "public"]


@pytest.fixture
def db(fresh_sqlite):
    database = Database(fresh_sqlite)
    yield database
    database.close()


@pytest.fixture
def tokens():
    return ClientTokens(b"token key")


@pytest.fixture
def guarded(db, tokens, monkeypatch):
    monkeypatch.setattr(app, "_middlewares", [Guard(sessions_of(db), pre_auths_of(db), tokens)])
    return app


@pytest.fixture
def elena(db):
    return begin(db, sessions_of(db), login(db), now=clock.now())


@pytest.fixture
def entered(monkeypatch):
    """The handlers of the portal that are entered. None of them is run."""
    seen = []

    async def spy(handler, **_):
        if handler.fn.__module__.startswith("finance_portal."):
            seen.append(f"{handler.state.get_full_name()}.{handler.fn.__name__}")

    monkeypatch.setattr(base_state_processor, "process_event", spy)
    return seen


def test_z1_what_is_open_to_anyone_is_exactly_what_was_reviewed():
    assert {str(handler) for handler in handlers("public")} == PUBLIC


def test_every_public_event_says_why():
    assert all(handler.policy.reason for handler in handlers("public"))


def test_there_is_something_to_guard():
    assert len(BORROWERS) >= 5


@pytest.mark.parametrize("handler", CLOSED, ids=str)
async def test_case_01_nobody_enters(guarded, tokens, entered, handler):
    async with Wire(guarded, token_of(tokens)) as wire:
        await wire.send_raw(handler.name, handler.payload)

    assert entered == []


@pytest.mark.parametrize("handler", BORROWERS, ids=str)
async def test_a_borrower_does(guarded, tokens, elena, entered, handler):
    async with Wire(guarded, token_of(tokens, elena.ref)) as wire:
        await wire.send_raw(handler.name, handler.payload)

    assert entered == [handler.name]


@pytest.mark.parametrize("handler", handlers("internal"), ids=str)
async def test_no_browser_enters_an_internal_one(guarded, tokens, elena, entered, handler):
    async with Wire(guarded, token_of(tokens, elena.ref)) as wire:
        await wire.send_raw(handler.name, handler.payload)

    assert entered == []


@pytest.mark.parametrize("handler", CLOSED, ids=str)
async def test_without_the_guard_nobody_would_enter_them_all(
    guarded, tokens, entered, handler, monkeypatch
):
    monkeypatch.setattr(guarded, "_middlewares", [])

    async with Wire(guarded, token_of(tokens)) as wire:
        await wire.send_raw(handler.name, handler.payload)

    assert entered == [handler.name]


@pytest.mark.parametrize("handler", BORROWERS, ids=str)
async def test_case_77_an_ended_session_enters_nothing(
    db, guarded, tokens, elena, entered, handler
):
    sessions_of(db).end(elena.ref, why="signed-out", now=clock.now())

    async with Wire(guarded, token_of(tokens, elena.ref)) as wire:
        await wire.send_raw(handler.name, handler.payload)

    assert entered == []


@pytest.mark.parametrize("junk", [None, "x", [], {"is_admin": True}, {"borrower": {}}], ids=str)
async def test_case_04_case_05_no_handler_takes_junk(guarded, tokens, elena, entered, junk):
    async with Wire(guarded, token_of(tokens, elena.ref)) as wire:
        for handler in BORROWERS:
            await wire.send_raw(handler.name, junk)

    assert entered == []


async def test_case_01_nor_does_nobody_over_a_real_socket(db, guarded, entered):
    portal = portal_of(db, origin="", rate_limit_factor=1_000)
    guarded._middlewares[:] = [Guard(portal.sessions, portal.pre_auths, portal.tokens)]
    new = begin(db, portal.sessions, login(db), now=portal.now())

    async with serving(app, portal) as asgi:
        nobody = await Socket(asgi).join()
        somebody = await Socket(asgi, cookie=new.secret, tab="a" * 32).join()
        for handler in CLOSED:
            nobody.send({"name": handler.name, "payload": handler.payload})
        await nobody.read_until(lambda: told_to_sign_in(nobody) == len(OF_BORROWERS))
        assert entered == []

        for handler in BORROWERS:
            somebody.send({"name": handler.name, "payload": handler.payload})
        await somebody.read_until(lambda: len(entered) == len(BORROWERS))

    assert sorted(entered) == sorted(handler.name for handler in BORROWERS)


def told_to_sign_in(socket):
    return sum('"session_over_rx_state_":"login"' in frame for frame in socket.frames)
