"""The websocket, through the gate and the guard, as a client without manners would use it."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from finance_portal import clock
from finance_portal.api.gate import wrap
from finance_portal.models.security import PortalSession
from finance_portal.settings import settings
from finance_portal.ui.guard import Guard
from finance_portal.ui.session_state import SessionState
from finance_portal.ui.tabs import OpenTabs
from tests.api.browser import TAB, Socket, serving
from tests.api.doors import begin, login, portal_of
from tests.pages import tiny
from tests.pages.tiny import Tiny

pytestmark = pytest.mark.anyio

ORIGIN = settings.public_origin


@pytest.fixture
def portal(db):
    return real_portal(db)


def real_portal(db):
    """A portal on the real clock, whose tabs are those of the small application."""
    built = portal_of(db, origin="")
    tabs = OpenTabs(built.sessions, built.tokens)
    tabs.attach(tiny.app)
    built = replace(built, tabs=tabs, now=clock.now)
    tiny.entered.clear()
    tiny.app._middlewares[:] = [Guard(built.sessions, built.pre_auths, built.tokens)]
    return built


@pytest.fixture
async def asgi(portal):
    """The small application behind the gate, as it is served."""
    async with serving(tiny.app, portal) as served:
        yield served


@pytest.fixture
def elena(db, portal):
    return begin(db, portal.sessions, login(db), now=clock.now())


def entered():
    return [name for name, *_ in tiny.entered]


@pytest.fixture
def gate(portal):
    """The gate before something that takes every socket, so that only the gate can refuse."""

    async def take(_scope, _receive, send):
        await send({"type": "websocket.accept"})

    return wrap(portal)(take)


class TestHandshake:
    async def test_our_own_page_opens_it(self, gate, asgi):
        assert await Socket(gate).open()
        assert await Socket(asgi).open()

    @pytest.mark.parametrize(
        "origin",
        [None, "", "null", "https://evil.com", "http://localhost:8000.evil.com",
         "http://sub.localhost:8000", "https://localhost:8000", "http://localhost:8443",
         "HTTP://LOCALHOST:8000", "http://localhost", "http://127.0.0.1:8000"],
    )  # fmt: skip
    async def test_case_08_case_09_x7_a_foreign_page_does_not(self, gate, elena, origin):
        assert not await Socket(gate, cookie=elena.secret, headers={"origin": origin}).open()

    @pytest.mark.parametrize("host", [None, "evil.com", "localhost", "127.0.0.1:8000"])
    async def test_another_host_does_not(self, gate, host):
        assert not await Socket(gate, headers={"host": host}).open()

    @pytest.mark.parametrize("path", ["/", "/_event/x", "/ws", "/_sandbox/stripe"])
    async def test_there_is_no_other_socket(self, gate, path):
        assert not await Socket(gate, path=path, raw_path=path.encode()).open()

    @pytest.mark.parametrize("tab", ["", "x", "0" * 8_000, "../../etc", ["a" * 32, "b" * 32]])
    async def test_case_13_f1_a_tab_is_named_as_browsers_name_it(self, gate, tab):
        assert not await Socket(gate, tab=tab).open()

    async def test_case_12_sixty_sockets_at_once_from_one_address(self, gate):
        taken = [await Socket(gate, ip="198.51.100.1").open() for _ in range(500)]

        assert taken.count(True) == 60
        assert await Socket(gate, ip="198.51.100.2").open()

    async def test_reflex_never_sees_the_cookie_or_the_browsers_own_token(self, asgi, elena):
        socket = await Socket(asgi, cookie=elena.secret).join()

        (token,) = tiny.app.event_namespace.token_to_sid
        socket.call(Tiny.load)
        await socket.until("Elena Marsh")

        assert token.startswith(elena.ref)
        assert TAB not in token
        assert elena.secret not in str(tiny.app.state_manager.states[token].router_data)


class TestEvents:
    async def test_a_borrower_is_served(self, asgi, elena):
        socket = await Socket(asgi, cookie=elena.secret).join()

        socket.call(Tiny.load)

        assert "Elena Marsh" in await socket.until("Elena Marsh")

    async def test_case_01_nobody_is_not(self, asgi):
        socket = await Socket(asgi).join()
        socket.call(Tiny.load)

        assert "login" in await socket.until("session_over")
        assert tiny.entered == []

    async def test_case_07_a_made_up_cookie_is_nobodys(self, asgi, elena):
        socket = await Socket(asgi, cookie="made-up").join()
        socket.call(Tiny.load)

        await socket.until("login")
        assert tiny.entered == []

    async def test_case_13_forged_headers_and_tokens_are_overwritten(self, asgi, elena):
        socket = await Socket(asgi).join()
        forged = {
            "token": elena.ref,
            "sid": "x",
            "ip": "6.6.6.6",
            "headers": {"cookie": f"__Host-sid={elena.secret}"},
            "pathname": "/overview",
        }
        socket.call(Tiny.load, router_data=forged, token=elena.ref)

        await socket.until("login")
        assert tiny.entered == []

    async def test_case_14_the_address_that_reflex_sees_is_the_gates(self, asgi, elena):
        headers = {"x-forwarded-for": "6.6.6.6"}
        socket = await Socket(asgi, cookie=elena.secret, headers=headers).join()
        socket.call(Tiny.load)
        await socket.until("Elena Marsh")

        (token,) = tiny.app.event_namespace.token_to_sid
        data = tiny.app.state_manager.states[token].router_data
        assert data["ip"] == "203.0.113.7"
        assert "x-forwarded-for" not in data["headers"]

    @pytest.mark.parametrize(
        "name", ["", "x", "_redirect", "_call_function", "state.x", "__class__", "a" * 9_000]
    )
    async def test_case_06_case_03_an_unknown_handler_does_nothing(self, asgi, elena, name):
        socket = await Socket(asgi, cookie=elena.secret).join()
        socket.send({"name": name, "payload": {"path": "https://evil.com"}})

        assert await still_served(asgi, socket)
        assert "evil" not in "".join(socket.frames)

    async def test_case_16_no_backend_var_and_no_cookie_is_in_any_frame(self, asgi, elena):
        socket = await Socket(asgi, cookie=elena.secret).join()
        for handler in (Tiny.load, Tiny.steps, Tiny.speak, Tiny.fail):
            socket.call(handler)
        await socket.until("Sorry")

        frames = "".join(socket.frames)
        assert "Elena Marsh" in frames
        assert "canary" not in frames
        assert elena.secret not in frames
        assert "ZeroDivisionError" not in frames


async def still_served(asgi, socket):
    """Read the socket to its end or its silence; then the process must serve another one."""
    await socket.quiet()
    other = await Socket(asgi, ip="192.0.2.77").join()
    other.call(Tiny.open_to_all, {"n": 5})
    await other.read_until(lambda: ("open_to_all", 5) in tiny.entered)
    return True


class TestJunk:
    """Each case: the process serves on, and nothing of what was sent is in a log."""

    @pytest.mark.parametrize(
        "data",
        ["canary", 1, None, [], {}, True, {"name": "canary"}, {"name": None}, {"name": 1},
         {"name": ["canary"]}, {"name": {}, "payload": "canary"}, {"payload": {"a": "canary"}},
         '{"name": "canary"', "[1, 2", {"canary": 1}],
        ids=str,
    )  # fmt: skip
    async def test_case_10_what_is_no_event_does_nothing(self, asgi, elena, logged, data):
        socket = await Socket(asgi, cookie=elena.secret).join()
        socket.send(data)

        assert await still_served(asgi, socket)
        assert "canary" not in logged.text

    @pytest.mark.parametrize(
        "fields",
        [{"payload": None}, {"payload": "canary"}, {"payload": ["canary"]}, {"payload": 1},
         {"router_data": None}, {"router_data": "canary"}, {"router_data": ["canary"]},
         {"router_data": {"pathname": ["canary"]}}, {"router_data": {"query": "canary"}},
         {"router_data": {"asPath": {"canary": 1}}}],
        ids=str,
    )  # fmt: skip
    async def test_case_10_an_event_with_junk_in_it_enters_nothing_wrong(
        self, asgi, elena, logged, fields
    ):
        socket = await Socket(asgi, cookie=elena.secret).join()
        socket.call(Tiny.submit, {"form": {"a": 1}}, **fields)

        assert await still_served(asgi, socket)
        assert "submit" not in entered()
        assert "canary" not in logged.text

    @pytest.mark.parametrize(
        "frame",
        ["", "canary", "9", "4", "42", "42/_event,", "42/_event,canary", "42/_event,[]",
         '42/_event,["canary"]', "42/_event,[1]", '42/_event,["event"]', '42/other,["event",1]',
         '42["event",1]', "40/other,", "41/_event,", '43/_event,1["canary"]',
         '42/_event,7["event",{}]',
         '451-/_event,["event",{"_placeholder":true,"num":0}]', "2probe", "6", "1", "[" * 60_000],
        ids=lambda frame: frame[:30],
    )  # fmt: skip
    async def test_case_10_frames_that_are_none(self, asgi, elena, logged, frame):
        socket = await Socket(asgi, cookie=elena.secret).join()
        socket.say(frame)

        assert await still_served(asgi, socket)
        assert "canary" not in logged.text

    @pytest.mark.parametrize("data", [b"", b"canary", b"\x00" * 1_000])
    async def test_case_10_binary_frames(self, asgi, elena, logged, data):
        socket = await Socket(asgi, cookie=elena.secret).join()
        socket._to_server.put_nowait({"type": "websocket.receive", "bytes": data})

        assert await still_served(asgi, socket)
        assert "canary" not in logged.text

    async def test_case_10_a_browsers_error_report_is_one_clean_line(self, asgi, elena, logged):
        socket = await Socket(asgi, cookie=elena.secret).join()
        for data in (None, 1, "canary", {"message": "a\r\nb" * 9_000}, {"error_type": ["canary"]}):
            socket.send(data, name="client_error")

        assert await still_served(asgi, socket)
        assert all(len(record.getMessage()) <= 500 for record in logged.records)

    async def test_case_11_a_frame_over_64_kib_closes_its_socket_only(self, asgi, elena):
        socket = await Socket(asgi, cookie=elena.secret).join()
        socket.say("4" * 65_537)
        await socket.read_until(lambda: socket.closed is not None)

        assert socket.closed == 1009
        assert await still_served(asgi, socket)

    async def test_case_11_900_levels_and_thousands_of_keys_are_refused(self, asgi, elena):
        socket = await Socket(asgi, cookie=elena.secret).join()
        deep = '{"a":' * 900 + "1" + "}" * 900
        many = json.dumps({f"k{n}": "v" for n in range(4_000)})
        name = f"{Tiny.get_full_name()}.submit"
        for form in (deep, many):
            socket.say(f'42/_event,["event",{{"name":"{name}","payload":{{"form":{form}}}}}]')

        assert await still_served(asgi, socket)


class TestRate:
    async def test_case_12_eighty_events_at_once_then_the_socket_is_closed(self, asgi, elena):
        socket = await Socket(asgi, cookie=elena.secret).join()
        started = time.perf_counter()
        for _ in range(5_000):
            socket.call(Tiny.poll)
        await socket.read_until(lambda: socket.closed is not None)

        assert socket.closed == 1008
        assert entered().count("poll") <= 80
        assert await still_served(asgi, socket)
        assert time.perf_counter() - started < 5


class TestDefects:
    async def test_a_defect_closes_its_socket_and_is_logged(self, portal, logged):
        words = "secret " + "plan"

        async def broken(_scope, _receive, send):
            await send({"type": "websocket.accept"})
            raise RuntimeError(words)

        socket = Socket(wrap(portal)(broken))
        await socket.open()
        await socket.quiet()

        assert socket.closed == 1011
        assert "a defect behind a socket" in logged.text
        assert "secret plan" not in logged.text


class TestSignOut:
    async def post(self, asgi, path, secret):
        transport = httpx.ASGITransport(asgi, client=("203.0.113.7", 5))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            headers = {"Origin": ORIGIN, "Cookie": f"__Host-sid={secret}"}
            return await client.post(path, headers=headers)

    async def test_case_15_x3_every_tab_is_wiped_and_leaves_within_a_second(
        self, asgi, portal, elena
    ):
        tabs = [await Socket(asgi, cookie=elena.secret, tab=f"{n}" * 32).join() for n in range(3)]
        for tab in tabs:
            tab.call(Tiny.load)
            await tab.until("Elena Marsh")

        await self.post(asgi, "/auth/sign-out", elena.secret)

        for tab in tabs:
            last = await tab.until("signed-out", seconds=1)
            assert '"shown_rx_state_":""' in last
        tiny.entered.clear()
        tabs[1].call(Tiny.load)
        await tabs[1].quiet(0.1)
        assert tiny.entered == []

    async def test_case_15_other_borrowers_and_nobodys_tabs_stay(self, asgi, portal, db, elena):
        sam = begin(db, portal.sessions, login(db, "sam", first_name="Sam"), now=clock.now())
        sams = await Socket(asgi, cookie=sam.secret).join()
        nobodys = await Socket(asgi, tab="f" * 32).join()

        await self.post(asgi, "/auth/sign-out-everywhere", elena.secret)
        for tab in (sams, nobodys):
            await tab.quiet(0.1)
            assert "signed-out" not in "".join(tab.frames)

        sams.call(Tiny.load)
        assert await sams.until("Sam Marsh")

    async def test_x3_a_session_ended_elsewhere_is_noticed_at_the_next_look(
        self, asgi, portal, elena
    ):
        tab = await Socket(asgi, cookie=elena.secret).join()
        with portal.db.begin() as session:
            portal.sessions.end_within(session, named(elena), why="replaced", now=clock.now())

        await portal.tabs.look()
        await portal.tabs.drain()

        assert await tab.until('"session_over_rx_state_":"expired"')

    async def test_x3_what_was_shared_no_longer_is_wiped_once_and_the_session_goes_on(
        self, asgi, portal, elena
    ):
        tab = await Socket(asgi, cookie=elena.secret).join()
        tab.call(Tiny.load)
        await tab.until("Elena Marsh")
        at = clock.now()
        portal.tabs._shared = lambda refs, _since: dict.fromkeys(refs, at)

        await portal.tabs.look()
        await portal.tabs.drain()
        last = await tab.until('"session_over_rx_state_":"shared"')
        pushed = len(tab.frames)
        await portal.tabs.look()
        await portal.tabs.drain()
        await tab.quiet(0.1)

        assert '"shown_rx_state_":""' in last or '"shown_rx_state_":""' in "".join(tab.frames)
        assert len(tab.frames) == pushed
        tab.call(Tiny.load)
        assert await tab.until("Elena Marsh")

    async def test_x2_a_tab_is_warned_and_the_warning_is_taken_back(self, asgi, portal, elena):
        tab = await Socket(asgi, cookie=elena.secret).join()
        idle_for(portal, elena, minutes=14)
        await portal.tabs.look()
        assert await tab.until('"session_ending_rx_state_":true')

        tab.call(SessionState.stay_signed_in)
        assert await tab.until('"session_ending_rx_state_":false')

    async def test_x2_an_idle_session_sends_its_tabs_away(self, asgi, portal, elena):
        tab = await Socket(asgi, cookie=elena.secret).join()
        idle_for(portal, elena, minutes=16)

        await portal.tabs.look()

        assert await tab.until('"session_over_rx_state_":"expired"')

    async def test_a_copied_tab_is_told_its_new_name(self, asgi, elena):
        first = await Socket(asgi, cookie=elena.secret).join()
        second = await Socket(asgi, cookie=elena.secret).join()
        second.call(Tiny.load)

        frame = await second.until("new_token")
        name = json.loads(frame.partition(",")[2])[1]
        await second.close()
        third = await Socket(asgi, cookie=elena.secret, tab=name).join()
        third.call(Tiny.load)

        assert await third.until("Elena Marsh")
        assert first.closed is None
        assert len(tiny.app.event_namespace.token_to_sid) == 2


def named(new):
    return col(PortalSession.ref) == new.ref


def idle_for(portal, new, **time_ago):
    with portal.db.begin() as session:
        seen = clock.now() - timedelta(**time_ago)
        session.execute(update(PortalSession).where(named(new)).values(last_seen_at=seen))
