"""Open tabs learn of messages within a second: who may, and only when something is new."""

from contextlib import asynccontextmanager

import pytest
from sqlalchemy import update

from finance_portal import clock
from finance_portal.language import SPANISH, spoken
from finance_portal.models.security import PortalSession
from finance_portal.services.client_tokens import ClientTokens
from finance_portal.services.messages import presence
from finance_portal.ui.frame import FrameState
from finance_portal.ui.live import LiveMessages
from tests.api.doors import begin, sessions_of
from tests.services.desks import HOME
from tests.services.obligors import both
from tests.services.test_messages import answer, look, start

pytestmark = pytest.mark.anyio


class Frame:
    name, unread_messages = "Ada Byron", ""


class Tabs:
    """Tabs that are open, and what was pushed to them."""

    def __init__(self):
        self.open, self.frames, self.waiting = {}, {}, []

    def join(self, token, ref):
        self.open[token], self.frames[token] = ref, Frame()

    def signed_in(self):
        return dict(self.open)

    @asynccontextmanager
    async def held(self, token):
        yield Root(token, self.frames[token])

    def soon(self, push):
        self.waiting.append(push)

    async def drain(self):
        pushes, self.waiting = self.waiting, []
        for push in pushes:
            await push


class Root:
    def __init__(self, token, frame):
        self.token, self._frame = token, frame

    async def get_state(self, cls):
        assert cls is FrameState
        return self._frame


@pytest.fixture
def people(db, tmp_path):
    return both(db, tmp_path)


@pytest.fixture
def live(db, people):
    """A watcher; `live.seen` is what the page was told of, for each look that told it something."""
    seen, tokens, tabs = [], ClientTokens(b"token key"), Tabs()

    async def look_again(root, who, sight):
        seen.append((root.token, who.borrower_id, sight.unread, spoken()))

    watcher = LiveMessages(tabs, db, sessions_of(db), tokens, look_again)
    watcher.seen, watcher.tabs, watcher.tokens = seen, tabs, tokens
    return watcher


def joins(live, who, language="en"):
    session = begin(who.db, sessions_of(who.db), who.login, client=HOME, now=clock.now())
    tab = f"{len(live.tabs.open):032x}"
    token = live.tokens.issue(session.ref, tab, language, is_taken=lambda _: False)
    live.tabs.join(token, session.ref)
    return token


async def looks(live):
    live.seen.clear()
    await live.look()
    await live.tabs.drain()
    return list(live.seen)


async def test_a_tab_is_told_of_an_answer_at_the_next_look_and_only_then(live, people):
    ada, _ = people
    ref = start(ada)
    token = joins(live, ada)
    assert len(await looks(live)) == 1
    assert await looks(live) == []

    answer(ada, ref)

    assert await looks(live) == [(token, ada.person.id, 1, "en")]
    assert live.tabs.frames[token].unread_messages == "1"
    assert await looks(live) == []
    look(ada, ref)
    assert [each[2] for each in await looks(live)] == [0]
    assert live.tabs.frames[token].unread_messages == ""


async def test_somebody_elses_tab_is_told_nothing(live, people):
    ada, grace = people
    ref = start(ada)
    mine, theirs = joins(live, ada), joins(live, grace)
    await looks(live)

    answer(ada, ref)

    assert [each[0] for each in await looks(live)] == [mine]
    assert live.tabs.frames[theirs].unread_messages == ""


async def test_every_tab_learns_that_somebody_is_at_the_desk(live, people):
    tokens = {joins(live, each) for each in people}
    await looks(live)

    presence.touch(people[0].db, "pat", at=clock.now())

    assert {each[0] for each in await looks(live)} == tokens
    assert await looks(live) == []


async def test_a_tab_is_told_in_its_own_language(live, people):
    joins(live, people[0], SPANISH)

    assert [each[3] for each in await looks(live)] == [SPANISH]


async def test_case_33_whose_session_is_over_is_told_nothing(live, people):
    ada, _ = people
    ref = start(ada)
    joins(live, ada)
    await looks(live)
    with ada.db.begin() as session:
        over = update(PortalSession).values(revoked_at=clock.now(), revoked_for="signed-out")
        session.execute(over)

    answer(ada, ref)

    assert await looks(live) == []


async def test_a_tab_that_shows_no_page_yet_is_left_to_read_by_itself(live, people):
    token = joins(live, people[0])
    live.tabs.frames[token].name = ""

    assert await looks(live) == []


async def test_without_tabs_nothing_is_asked(live, monkeypatch):
    monkeypatch.setattr(live, "_db", None)

    assert await looks(live) == []
