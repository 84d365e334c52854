"""Passwords out of other people's leaks at the real entrance, from a new address each time."""

import logging

import pytest

from finance_portal.services import throttle
from finance_portal.services.budgets import FIVE_MINUTES, Line
from finance_portal.services.client import Client
from finance_portal.services.password_desk import PasswordDesk
from finance_portal.services.sign_in import Browser, SignInRefused
from finance_portal.services.throttle import TooManyTries
from tests.api.doors import COST, HOME, NOON, PASSWORD, PEPPERS, entrance_of, history, login

pytestmark = pytest.mark.anyio

PAIRS = 300
BRAKE = Line("everybody", 100, FIVE_MINUTES, "wrong passwords")


class CountingDesk(PasswordDesk):
    """A desk that knows how many passwords it was shown."""

    shown = 0

    async def compare(self, *args, **kwargs):
        self.shown += 1
        return await super().compare(*args, **kwargs)


@pytest.fixture
def desk(monkeypatch):
    monkeypatch.setattr(throttle, "SIGN_IN_BRAKE", BRAKE)
    return CountingDesk(PEPPERS, cost=COST)


async def knock(entrance, user_name, password, client):
    browser = Browser(client)
    return await entrance.sign_in(user_name=user_name, password=password, browser=browser, now=NOON)


async def stuff(entrance):
    for number in range(PAIRS):
        with pytest.raises((SignInRefused, TooManyTries)):
            await knock(entrance, f"user{number}", "leaked", Client(f"198.18.1.{number}", ""))


async def test_case_35_after_the_brake_one_password_in_a_hundred_is_compared(db, desk, caplog):
    entrance = entrance_of(db, desk=desk)
    with caplog.at_level(logging.CRITICAL):
        await stuff(entrance)

    assert desk.shown == 100 + 1
    assert history(db).count("account:sign_in:throttled") == PAIRS - 101
    assert [r.message for r in caplog.records] == ["alarm: over 100 wrong passwords in 300 s"]


async def test_case_35_a_borrower_at_a_familiar_address_enters_meanwhile(db, desk):
    login(db)
    entrance = entrance_of(db, desk=desk)
    await knock(entrance, "elena", PASSWORD, HOME)
    await stuff(entrance)

    assert await knock(entrance, "elena", PASSWORD, HOME)
    with pytest.raises(TooManyTries):
        await knock(entrance, "elena", PASSWORD, Client("192.0.2.200", "a new phone"))
