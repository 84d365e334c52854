"""`python -m finance_portal desk`: who works there."""

import io

import pytest

from finance_portal import __main__ as portal
from finance_portal.commands import desk
from finance_portal.models.desk import DeskUser
from finance_portal.models.security import SecurityEvent
from tests.services.known import rows

PASSWORD = "seven lamps above the harbor"


@pytest.fixture
def say(db, monkeypatch, capsys):
    monkeypatch.setattr(desk, "database", lambda: db)

    def say(*arguments, typed=PASSWORD):
        monkeypatch.setattr("sys.argv", ["finance_portal", "desk", *arguments])
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
        code = portal.main()
        return code, capsys.readouterr()

    return say


def add(say, name="ruth", **more):
    return say("add", name, "--role", "supervisor", "--name", "Ruth Vance", **more)


def test_somebody_is_added_and_their_seed_is_shown_once(db, say):
    code, said = add(say)

    (user,) = rows(db, DeskUser)
    assert (code, user.user_name, user.role, user.name) == (0, "ruth", "supervisor", "Ruth Vance")
    assert "otpauth://totp/" in said.out
    assert PASSWORD not in str(vars(user)) + said.out + said.err
    assert "otpauth" not in say("list")[1].out
    assert [line.kind for line in rows(db, SecurityEvent)] == ["desk:person:added"]


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("ruth", "short", "at least 12 characters"),
        ("ruth", "ruthruthruth1", "something about you"),
        ("Ruth Vance!", PASSWORD, "A user name has"),
    ],
)
def test_what_is_not_safe_is_refused_with_the_reason(db, say, name, typed, reason):
    code, said = add(say, name, typed=typed)

    assert (code, reason in said.err) == (1, True)
    assert rows(db, DeskUser) == []


def test_a_user_name_is_never_given_twice(db, say):
    add(say)
    say("shut-out", "ruth")

    code, said = add(say, "RUTH")

    assert (code, "never given to another person" in said.err) == (1, True)


def test_who_is_shut_out_is_listed_so(db, say):
    add(say)

    assert say("shut-out", "ruth")[0] == 0
    assert "shut out" in say("list")[1].out
    assert rows(db, DeskUser)[0].disabled_at is not None


def test_a_new_authenticator_is_another_one(db, say):
    _, first = add(say)

    _, second = say("enrol", "ruth")

    assert "otpauth://totp/" in second.out
    assert first.out != second.out


def test_another_password_is_as_safe_as_the_first(db, say):
    add(say)
    before = rows(db, DeskUser)[0].password_hash

    assert say("password", "ruth", typed="ruthvance1234")[0] == 1
    assert rows(db, DeskUser)[0].password_hash == before
    assert say("password", "ruth", typed="nine boats under the moon")[0] == 0
    assert rows(db, DeskUser)[0].password_hash != before
    assert rows(db, SecurityEvent)[-1].kind == "desk:person:password"


@pytest.mark.parametrize("verb", ["enrol", "password", "shut-out"])
def test_nobody_of_that_name_is_said(say, verb):
    code, said = say(verb, "nobody")

    assert (code, "Nobody at the desk" in said.err) == (1, True)
