"""The security page's handlers, through the real event processor and the real guard."""

import pytest

from finance_portal.db import Database
from finance_portal.finance_portal import app
from finance_portal.models.factors import Passkey
from finance_portal.models.security import PortalSession
from finance_portal.pages.security import state as security_state
from finance_portal.pages.security.state import GONE, SecurityState
from finance_portal.services.client_tokens import ClientTokens
from finance_portal.services.proofs import Purpose
from finance_portal.services.security import factor_changes
from finance_portal.ui import frame, guard
from finance_portal.ui.guard import Guard
from finance_portal.ui.session_state import SessionState
from tests.api.doors import HOME, NOON, ORIGIN, begin, login, pre_auths_of, rows
from tests.authenticator import Authenticator
from tests.pages.wire import Wire, token_of
from tests.services.desks import desk_of, signed_in, told, trust

pytestmark = pytest.mark.anyio

TOKENS = ClientTokens(b"token key")
FRESH_ONLY = [
    (SecurityState.end_session, {"ref": "x"}),
    (SecurityState.end_others, {}),
    (SecurityState.forget_device, {"ref": "x"}),
    (SecurityState.rename_passkey, {"form": {"ref": "x", "name": "y"}}),
    (SecurityState.remove_passkey, {"ref": "x"}),
    (SecurityState.remove_authenticator, {"ref": "x"}),
]


@pytest.fixture
def db(fresh_sqlite):
    database = Database(fresh_sqlite)
    yield database
    database.close()


@pytest.fixture
def desk(db, monkeypatch):
    desk = desk_of(db)
    monkeypatch.setattr(security_state, "live_security_desk", lambda: desk)
    monkeypatch.setattr(frame, "database", db)
    for module in (security_state, guard):
        monkeypatch.setattr(module.clock, "now", lambda: NOON)
    monkeypatch.setattr(app, "_middlewares", [Guard(desk.sessions, pre_auths_of(db), TOKENS)])
    return desk


@pytest.fixture
def elena(db):
    return login(db, email="elena@example.com")


@pytest.fixture
def tab(desk, elena):
    """Open a tab of a session that has stepped up for a purpose, or for none."""

    def opened(purpose=None):
        new = begin(desk.db, desk.sessions, elena)
        if purpose:
            who = desk.sessions.of_secret(new.secret, now=NOON)
            with desk.db.begin() as session:
                new = desk.sessions.step_up(session, who, purpose=purpose, client=HOME, now=NOON)
        return Wire(app, token_of(TOKENS, new.ref))

    return opened


def flashes(wire):
    """Every message that the tab was told."""
    name = SessionState.get_full_name()
    told_of = [delta[name] for delta in wire.deltas if name in delta]
    found = [value for part in told_of for key, value in part.items() if key.startswith("flash")]
    return [each.text if hasattr(each, "text") else each["text"] for each in found]


async def test_it_shows_what_there_is_and_for_what_it_is_fresh(db, desk, elena, tab):
    trust(desk, elena)
    async with tab(Purpose.CONTACT) as wire:
        await wire.send(SecurityState.load)
        shown = wire.shown(SecurityState)

    assert not wire.errors
    assert (shown["loaded"], shown["fresh"]) == (True, "contact")
    standing = shown["standing"]
    assert standing.user_name == "elena"
    assert len(standing.sessions) == len(standing.devices) == 1


async def test_case_16_no_frame_holds_a_whole_contact_or_a_hash(db, desk, elena, tab):
    async with tab() as wire:
        await wire.send(SecurityState.load)

    assert "elena@example.com" not in str(wire.deltas)
    assert elena.password_hash not in str(wire.deltas)
    assert all(row.secret_hash not in str(wire.deltas) for row in rows(db, PortalSession))


@pytest.mark.parametrize(("handler", "payload"), FRESH_ONLY, ids=lambda each: str(each)[:40])
@pytest.mark.parametrize("purpose", [None, Purpose.CONTACT])
async def test_x5_every_change_leads_to_the_step_up_first(
    db, desk, elena, tab, handler, payload, purpose
):
    other = begin(db, desk.sessions, elena)
    async with tab(purpose) as wire:
        await wire.send(handler, **payload)

    assert wire.shown(SessionState)["session_over"] == "confirm:factors"
    assert desk.sessions.of_ref(other.ref, now=NOON)


async def test_x4_one_session_ends_and_the_list_is_new(db, desk, elena, tab):
    other = begin(db, desk.sessions, elena)
    async with tab(Purpose.FACTORS) as wire:
        await wire.send(SecurityState.end_session, ref=other.ref)
        shown = wire.shown(SecurityState)["standing"]

    assert [each.ref for each in shown.sessions if not each.is_this] == []
    assert "Signed out there." in flashes(wire)


async def test_x4_all_others_end(db, desk, elena, tab):
    others = {begin(db, desk.sessions, elena).ref for _ in range(2)}
    async with tab(Purpose.FACTORS) as wire:
        await wire.send(SecurityState.end_others)

    ended = {row.ref for row in rows(db, PortalSession) if row.revoked_for == "signed-out"}
    assert ended == others


@pytest.mark.parametrize(("handler", "payload"), FRESH_ONLY, ids=lambda each: str(each)[:40])
async def test_case_2_what_is_not_theirs_is_gone(desk, tab, handler, payload):
    if handler is SecurityState.end_others:
        return
    async with tab(Purpose.FACTORS) as wire:
        await wire.send(handler, **payload)

    assert GONE in flashes(wire)
    assert not wire.errors


async def test_a_passkey_is_renamed_and_removed(db, desk, elena, tab):
    act = signed_in(desk, elena)
    made = Authenticator(ORIGIN).create(factor_changes.passkey_options(desk, act))
    ref = factor_changes.add_passkey(desk, act, credential=made, name="Laptop").ref
    async with tab(Purpose.FACTORS) as wire:
        await wire.send(SecurityState.rename_passkey, form={"ref": ref, "name": "Tablet"})
        assert [row.name for row in rows(db, Passkey)] == ["Tablet"]
        await wire.send(SecurityState.remove_passkey, ref=ref)

    assert rows(db, Passkey) == []
    assert told(db, "passkey_removed") == ["elena@example.com"]


async def test_case_77_a_frozen_login_has_no_session_to_look_from(db, desk, elena, tab):
    async with tab(Purpose.FACTORS) as wire:
        await wire.send(SecurityState.load)
        desk.sessions.end_all(elena.id, why="frozen", now=NOON)
        await wire.send(SecurityState.refresh)

    assert wire.shown(SessionState)["session_over"] == "expired"
