"""What pages read for a borrower holds no word that nobody said: each is there in Spanish, too."""

import re
import sys
from dataclasses import fields, is_dataclass

import pytest
from babel import Locale
from reflex.middleware.middleware import Middleware
from reflex_base.utils.format import format_event_handler
from sqlmodel import select

from finance_portal import clock, contents, language
from finance_portal.db import Database
from finance_portal.finance_portal import app
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower
from finance_portal.pages.add_contract.page import add_contract, add_contract_code
from finance_portal.services import demo
from finance_portal.services.boarding.board import board
from finance_portal.services.demo_papers import board_demo_papers
from finance_portal.services.logins import add_login
from finance_portal.services.sessions import SignedIn
from finance_portal.services.statements import past
from finance_portal.ui import frame
from finance_portal.ui.session import policy_of, set_principal
from tests.make import MORNING
from tests.pages.wire import Wire
from tests.services.desks import desk_of

pytestmark = pytest.mark.anyio
SHOWN = ("elena", "daniel", "sofia", "grace")  # a loan, a lease, a balloon, one paid off
ON_THE_WAY = {add_contract, add_contract_code}  # they begin with a step, not with figures
PAGES = [
    page
    for page in contents.PAGES
    if page.load and policy_of(page.load.fn).access == "borrower" and page.draw not in ON_THE_WAY
]
SAID = re.compile(r"⟦[^⟦⟧]*⟧")
WORDS = re.compile(r"[A-Za-z]{3,}")
NO_WORDS = re.compile(r"[?=@•/_]|[a-z]-")  # addresses of pages and people, keys
# Where a key stands, for the page to choose by.
KEYS = {"kind", "year", "sort", "mode", "state", "name", "choice", "which", "shape", "level", "way"}
KEYS |= {"tone", "icon", "ref", "d", "form", "key", "hold", "push_key", "place", "account", "click"}
ADDRESSES = {"mailing[]", "garaging[]"}
SPANISH = Locale.parse(language.LOCALES["es"])
DAYS = {
    name
    for width in ("wide", "abbreviated")
    for names in (SPANISH.months["format"][width], SPANISH.days["format"][width])
    for name in names.values()
}


class At(Middleware):
    """Stands in for the guard: a borrower is at the keyboard, and speaks Spanish."""

    def __init__(self, who):
        self._who = who

    async def preprocess(self, app, state, event):
        set_principal(self._who)
        language.speak("es")


@pytest.fixture
def db(fresh_sqlite, monkeypatch):
    db = Database(fresh_sqlite)
    board(db, demo.PORTFOLIO, now=MORNING)
    board_demo_papers(db, now=MORNING)
    past.issue_past(db, now=MORNING)
    desk = desk_of(db)
    for name, module in list(sys.modules.items()):
        if name.startswith("finance_portal.pages.") or name == frame.__name__:
            monkeypatch.setattr(module, "database", db, raising=False)
            monkeypatch.setattr(module, "live_security_desk", lambda: desk, raising=False)
    monkeypatch.setattr(clock, "business_now", lambda: MORNING)
    monkeypatch.setattr(language, "in_language", lambda _language, english: f"⟦{english}⟧")
    yield db
    db.close()


@pytest.fixture
def people(db):
    logins = {each.user_name: each.borrower for each in demo.LOGINS if each.user_name in SHOWN}
    with db.begin() as session:
        rows = session.exec(select(Borrower)).all()
        return [
            signed_in(session, name, next(row for row in rows if row.external_id == external))
            for name, external in logins.items()
        ]


def signed_in(session, user_name, row):
    login = add_login(session, borrower=row, user_name=user_name, password_hash="", now=MORNING)
    session.flush()
    return SignedIn(row.id, login.id, "s", row.name, clock.now())


@pytest.fixture
def data(db):
    with db.read() as session:
        names = [row.name for row in session.exec(select(Borrower))]
        vehicles = [row.vehicle for row in session.exec(select(Contract))]
    return set(WORDS.findall(" ".join([*SHOWN, *names, *vehicles])))


async def test_every_word_that_a_page_reads_is_said(people, data, monkeypatch):
    found = set()
    for who in people:
        monkeypatch.setattr(app, "_middlewares", [At(who)])
        for page in PAGES:
            async with Wire(app, f"tab.{who.login_id}") as wire:
                wire.page = page.route
                await wire.send_raw(format_event_handler(page.load), {})
                assert wire.errors == []
                found |= {
                    (page.route, path, left)
                    for path, left in unsaid(wire.deltas)
                    if not set(WORDS.findall(left)) <= data | DAYS
                }

    assert sorted(found) == []


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ({"said": "⟦Due ⟦today⟧⟧"}, []),
        ({"far": "today"}, [("far", "today")]),
        ({"rows": [{"label": "⟦Due⟧ on Friday"}]}, [("label", "on Friday")]),
        ({"title": "Certified mail"}, [("title", "Certified mail")]),
        ({"kind": "loan", "amount": "$20.00", "href": "/pay?account=abc"}, []),
    ],
)
def test_words_that_nobody_said_are_found(shown, found):
    assert list(unsaid(shown)) == found


def unsaid(shown, path=""):
    """Yield the words that stand outside of what is said, and where."""
    if is_dataclass(shown):
        shown = {field.name: getattr(shown, field.name) for field in fields(shown)}
    if isinstance(shown, dict):
        for name, value in shown.items():
            if not name.startswith("rx_"):
                yield from unsaid(value, name.removesuffix("_rx_state_"))
    elif isinstance(shown, list | tuple):
        for value in shown:
            yield from unsaid(value, path.removesuffix("[]") + "[]")
    elif isinstance(shown, str) and path not in KEYS | ADDRESSES and not NO_WORDS.search(shown):
        while shown != (shown := SAID.sub(" ", shown)):
            pass
        if WORDS.search(shown):
            yield path, shown.strip()
