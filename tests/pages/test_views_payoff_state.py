"""The payoff page's handlers, through the real event processor and the real books."""

import pytest
from reflex.middleware.middleware import Middleware
from sqlmodel import select

from finance_portal import clock
from finance_portal.db import Database
from finance_portal.finance_portal import app
from finance_portal.models.quotes import Quote
from finance_portal.pages.payoff import state as payoff_state
from finance_portal.pages.payoff.state import MUST_AGREE, NO_DAY, PayoffState
from finance_portal.services.sessions import SignedIn
from finance_portal.ui import frame
from finance_portal.ui.session import set_principal
from tests.make import MORNING
from tests.pages.wire import Wire
from tests.services.payers import payer

pytestmark = pytest.mark.anyio
SIGNED = {
    "good_through": "2026-12-03",
    "audience": "dealer",
    "recipient": "Main Street Cars",
    "name": "Ada Byron",
    "agreed": "on",
}


class At(Middleware):
    """Stands in for the guard: this borrower is at the keyboard."""

    def __init__(self, ada):
        self._who = SignedIn(ada.books.borrower_id, ada.login.id, "s", "Ada Byron", MORNING)

    async def preprocess(self, app, state, event):
        set_principal(self._who)


@pytest.fixture
def ada(fresh_sqlite, tmp_path, monkeypatch):
    db = Database(fresh_sqlite)
    for module in (payoff_state, frame):
        monkeypatch.setattr(module, "database", db)
    monkeypatch.setattr(clock, "business_now", lambda: MORNING)
    yield payer(db, tmp_path)
    db.close()


@pytest.fixture
async def page(ada, monkeypatch):
    monkeypatch.setattr(app, "_middlewares", [At(ada)])
    async with Wire(app, "tab.0") as wire:
        await wire.send(PayoffState.load)
        yield wire
        assert wire.errors == []


def shown(page):
    return page.shown(PayoffState)


def quotes(ada):
    with ada.db.read() as session:
        return session.exec(select(Quote)).all()


async def test_a_letter_is_made_for_the_day_and_listed(page, ada):
    await page.send(PayoffState.make_letter, form={"good_through": "2026-12-03"})

    (quote,) = quotes(ada)
    assert (quote.audience, quote.good_through.isoformat()) == ("borrower", "2026-12-03")
    assert shown(page)["ready"].startswith("/auth/document.pdf?ref=")
    assert [each.status for each in shown(page)["view"].letters] == ["Good"]


@pytest.mark.parametrize("typed", ["", "soon", "2026-13-01"])
async def test_what_is_no_day_is_refused(page, ada, typed):
    await page.send(PayoffState.make_letter, form={"good_through": typed})

    assert shown(page)["errors"] == {"form": NO_DAY}
    assert quotes(ada) == []


async def test_a_day_beyond_thirty_is_refused_in_words(page, ada):
    await page.send(PayoffState.make_letter, form={"good_through": "2027-01-15"})

    assert "30 days" in shown(page)["errors"]["form"]
    assert quotes(ada) == []


async def test_a_letter_to_a_dealer_is_signed(page, ada):
    await page.send(PayoffState.make_letter_for, form=SIGNED)

    (quote,) = quotes(ada)
    assert (quote.audience, quote.recipient) == ("dealer", "Main Street Cars")
    assert quote.authorized_name == "Ada Byron"


@pytest.mark.parametrize(
    ("field", "without", "said"),
    [
        ("agreed", "agreed", MUST_AGREE),
        ("audience", "audience", "Choose who the letter is for."),
        ("recipient", "recipient", "Type the name of the dealer or insurer."),
        ("name", "name", "Type your full name: it is your signature."),
    ],
)
async def test_what_is_missing_is_said_beside_its_field(page, ada, field, without, said):
    form = {name: value for name, value in SIGNED.items() if name != without}

    await page.send(PayoffState.make_letter_for, form=form)

    assert shown(page)["errors"] == {field: said}
    assert quotes(ada) == []
