"""The forms that add a way to pay, and those of guests: who may send them, what they answer."""

import pytest
from sqlmodel import select

from finance_portal import clock
from finance_portal.api import guest, methods
from finance_portal.api.cookies import Name
from finance_portal.models.payments import MethodSetup, Payment
from finance_portal.models.security import PreAuth
from finance_portal.sandbox import hosted
from finance_portal.services.guest import NOT_FOUND
from finance_portal.services.proofs import Purpose
from finance_portal.ui import routes
from tests import make
from tests.api.doors import HOME, NOON, ORIGIN, begin, login
from tests.gateways.checked import checked_sandbox
from tests.make import MORNING

pytestmark = pytest.mark.anyio

CLICK = "click-0123456789ab"
RIGHT = {"account_number": "L1", "zip": "12345", "amount": "100.00", "kind": "card"}


@pytest.fixture
def world(tmp_path, monkeypatch):
    checked = checked_sandbox(tmp_path / "sandbox.db")
    monkeypatch.setattr(methods.live, "configured", lambda: checked.processor)
    monkeypatch.setattr(clock, "business_now", lambda: MORNING)
    yield checked
    checked.engine.close()


@pytest.fixture
def books(db, tmp_path):
    person = {"id": "P1", "first_name": "Ada", "last_name": "Byron", "zip": "12345"}
    record = make.loan(borrowers=[person], all_payments=False, last_payments=[])
    return make.boarded(db, tmp_path, record, business_date="2026-11-23")


@pytest.fixture
def send(browse, routed, world):
    """Post a form with cookies, as the page's script does."""
    client = browse(routed)

    async def sent(path, cookie="", /, **fields):
        headers = {"Origin": ORIGIN, "Accept": "application/json"}
        return await client.post(
            path, data=fields, headers=headers | ({"Cookie": cookie} if cookie else {})
        )

    return sent


@pytest.fixture
def sessions(db, portal):
    """The cookies of a session that has stepped up for a purpose, or for none."""
    elena = login(db, email="elena@example.com")

    def cookie(purpose=None):
        old = begin(db, portal.sessions, elena)
        if purpose is None:
            return f"{Name.SESSION}={old.secret}"
        who = portal.sessions.of_secret(old.secret, now=NOON)
        with db.begin() as session:
            new = portal.sessions.step_up(session, who, purpose=purpose, client=HOME, now=NOON)
        return f"{Name.SESSION}={new.secret}"

    return cookie


def rows(db, table):
    with db.read() as session:
        return session.exec(select(table)).all()


@pytest.mark.parametrize("path", [routes.METHODS_ADD_FORM, routes.METHODS_DEPOSITS_FORM])
@pytest.mark.parametrize("purpose", [None, Purpose.AUTOPAY])
async def test_x5_a_way_to_pay_needs_its_own_step_up(db, send, sessions, path, purpose):
    answer = await send(path, sessions(purpose), kind="card", click=CLICK, ref="x")

    assert answer.json()["go"].startswith("/confirm?for=methods")
    assert rows(db, MethodSetup) == []


async def test_nobody_adds_a_way_to_pay_who_is_not_signed_in(db, send):
    answer = await send(routes.METHODS_ADD_FORM, kind="card", click=CLICK)

    assert answer.json()["go"] == routes.over("login")
    assert rows(db, MethodSetup) == []


async def test_adding_leads_to_the_processors_page_once_for_each_click(db, send, sessions):
    cookie = sessions(Purpose.METHODS)

    first = await send(routes.METHODS_ADD_FORM, cookie, kind="card", click=CLICK)
    second = await send(routes.METHODS_ADD_FORM, cookie, kind="card", click=CLICK)

    assert "/checkout/" in first.json()["go"]
    assert first.json() == second.json()
    assert len(rows(db, MethodSetup)) == 1


@pytest.mark.parametrize("click", ["", "short", "x" * 40, "../../../etc/passwd"])
async def test_a_click_that_is_none_is_refused(db, send, sessions, click):
    answer = await send(
        routes.METHODS_ADD_FORM, sessions(Purpose.METHODS), kind="card", click=click
    )

    assert "out of date" in answer.json()["error"]
    assert rows(db, MethodSetup) == []


async def test_deposits_of_a_method_that_is_not_theirs_are_not_found(send, sessions):
    answer = await send(
        routes.METHODS_DEPOSITS_FORM, sessions(Purpose.METHODS), ref="nobodys", code="SM11AA"
    )

    assert "cannot find" in answer.json()["error"]


async def test_a_guest_goes_from_the_form_to_the_confirmation(db, books, send, world):
    asked = await send(routes.GUEST_FORM, **RIGHT)
    way = asked.headers["set-cookie"].partition(";")[0]
    await world.engine.run(hosted.save, asked.json()["go"].rpartition("/")[2], "visa_debit")
    (setup,) = rows(db, MethodSetup)
    await guest.guest_payments.review(db, world.processor, rows(db, PreAuth)[0].ref, now=MORNING)

    paid = await send(routes.GUEST_PAY_FORM, way)
    again = await send(routes.GUEST_PAY_FORM, way)

    assert setup.borrower_id is None
    assert paid.json() == again.json() == {"go": f"{routes.GUEST_REVIEW}?paid=yes"}
    assert [one.origin for one in rows(db, Payment)] == ["guest"]


@pytest.mark.parametrize("wrong", [{"zip": "54321"}, {"account_number": "X9"}])
async def test_what_does_not_fit_sets_no_cookie_and_reads_the_same(db, books, send, wrong):
    answer = await send(routes.GUEST_FORM, **RIGHT | wrong)

    assert answer.json() == {"error": NOT_FOUND, "errors": {}}
    assert "set-cookie" not in answer.headers
    assert rows(db, PreAuth) == []


async def test_whoever_is_signed_in_stays_so_and_is_told(db, books, send, sessions):
    answer = await send(routes.GUEST_FORM, sessions(), **RIGHT)

    assert "You are signed in" in answer.json()["error"]
    assert rows(db, PreAuth) == []


async def test_nobody_pays_as_a_guest_without_the_cookie_of_one(db, books, send, sessions):
    for cookie in ("", sessions(), f"{Name.WAY}=guessed"):
        answer = await send(routes.GUEST_PAY_FORM, cookie)

        assert answer.json() == {"go": routes.over("way")}
    assert rows(db, Payment) == []
