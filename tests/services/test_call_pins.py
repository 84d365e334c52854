"""A number to be said at the telephone: for ten minutes, once, and only the newest."""

from datetime import timedelta

import pytest

from finance_portal.models.factors import OneTimeCode
from finance_portal.models.security import SecurityEvent
from finance_portal.services import call_pins
from finance_portal.services.budgets import BUDGETS
from tests.services.desks import HOME
from tests.services.known import NOON, rows
from tests.services.obligors import both
from tests.services.races import openings

RACES = 25


@pytest.fixture
def people(db, tmp_path):
    return both(db, tmp_path)


def make(who, now=NOON):
    return call_pins.make(who.db, who.act.who, client=HOME, now=now).digits


def check(who, pin, now=NOON):
    return call_pins.check(who.db, borrower_ref=who.person.ref, pin=pin, by="pat", now=now)


def kinds(db):
    return [each.kind for each in rows(db, SecurityEvent) if each.kind.startswith("call_pin:")]


def other(pin):
    return f"{(int(pin) + 1) % 1_000_000:06d}"


def test_a_pin_opens_once(people):
    ada, _ = people
    pin = make(ada)

    assert len(pin) == 6
    assert check(ada, f"{pin[:3]} {pin[3:]}")
    assert not check(ada, pin)
    assert kinds(ada.db) == ["call_pin:made", "call_pin:accepted", "call_pin:refused"]


def test_a_pin_is_good_for_ten_minutes(people):
    ada, _ = people
    pin = make(ada)

    assert not check(ada, pin, NOON + timedelta(minutes=10))
    assert call_pins.MINUTES == 10


def test_a_new_pin_ends_the_one_before(people):
    ada, _ = people
    first, second = make(ada), make(ada)

    assert first == second or not check(ada, first)
    assert check(ada, second)


def test_somebody_elses_pin_opens_nothing(people):
    ada, grace = people
    pin = make(ada)

    assert not check(grace, pin)
    assert check(ada, pin)


def test_five_wrong_numbers_end_a_pin(people):
    ada, _ = people
    pin = make(ada)

    assert [check(ada, other(pin)) for _ in range(5)] == [False] * 5
    assert not check(ada, pin)


@pytest.mark.parametrize("said", ["", "12345", "1234567", "12345a", "\uff11" * 6, "1" * 400])
def test_what_is_no_pin_costs_no_try(people, said):
    ada, _ = people
    pin = make(ada)

    assert not any(check(ada, said) for _ in range(6))
    assert check(ada, pin)


def test_who_checked_is_written_down_and_the_pin_nowhere(people):
    ada, _ = people
    pin = make(ada)
    check(ada, other(pin))

    (line,) = [each for each in rows(ada.db, SecurityEvent) if each.kind == "call_pin:refused"]
    assert line.detail == {"by": "pat", "why": "wrong"}
    assert line.subject == ada.person.ref
    stored = str(rows(ada.db, OneTimeCode)) + str(rows(ada.db, SecurityEvent))
    assert pin not in stored.replace(ada.person.ref, "")


def test_of_two_who_check_at_the_same_moment_one_is_right(people):
    ada, _ = people

    class Wrong(Exception):
        pass

    def attempt(pin):
        if not check(ada, pin):
            raise Wrong

    opened = [openings([make(ada)], attempt, Wrong)[0] for _ in range(RACES)]

    assert opened == [1] * RACES


def test_a_borrower_makes_six_in_an_hour():
    assert {(line.amount, line.seconds) for line in BUDGETS["pin:make"].lines} == {
        (6, 3_600),
        (20, 86_400),
    }
