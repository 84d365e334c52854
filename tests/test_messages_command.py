"""`python -m finance_portal messages`, beside the desk: what waits, answering, who is there."""

import pytest

from finance_portal import __main__ as portal
from finance_portal import clock
from finance_portal.commands import messages as commands
from finance_portal.services import call_pins
from finance_portal.services.messages import presence
from tests.services.desks import HOME, told
from tests.services.obligors import bound
from tests.services.test_messages import listed, start, unread


@pytest.fixture
def ada(db, tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "database", lambda: db)
    return bound(db, tmp_path)[0]


@pytest.fixture
def say(monkeypatch, capsys):
    def say(*arguments):
        monkeypatch.setattr("sys.argv", ["finance_portal", "messages", *arguments])
        code = portal.main()
        return code, capsys.readouterr()

    return say


def test_what_waits_is_listed_without_its_words_read_and_answered(ada, say):
    ref = start(ada, "The roof leaks")
    _, said = say("list")
    assert ref in said.out
    assert "roof" not in said.out

    _, said = say("show", ref)
    assert "The roof leaks" in said.out

    assert say("answer", ref, "We are sorry.", "--by", "pat")[0] == 0
    assert unread(ada) == 1
    assert told(ada.db, "new_message") == ["ada@example.com"]
    assert "answered" in say("list")[1].out


def test_what_cannot_be_answered_says_why(ada, say):
    ref = start(ada)

    for arguments in (("answer", "nothing", "x"), ("show", "nothing"), ("close", "nothing")):
        code, said = say(*arguments)
        assert (code, said.err) == (1, "There is no such conversation.\n")
    assert say("answer", ref, " ")[0] == 1


def test_a_conversation_is_closed(ada, say):
    ref = start(ada)

    assert say("close", ref)[0] == 0
    assert listed(ada)[0].closed_at is not None


def test_somebody_says_that_they_are_there(ada, say):
    say("here", "--by", "pat")

    assert presence.is_online(ada.db, at=clock.now())


def test_the_number_of_a_caller_is_checked(ada, say):
    pin = call_pins.make(ada.db, ada.act.who, client=HOME, now=clock.now()).digits

    assert say("pin", ada.person.ref, pin) == (0, ("It is right.\n", ""))
    assert say("pin", ada.person.ref, pin)[0] == 1


def test_files_that_a_crash_left_behind_are_taken_away(ada, say):
    assert say("sweep")[1].out == "0 files were taken away.\n"
