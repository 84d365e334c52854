import sys

import pytest

from tools.steps import Refused, StepFailed, alone, step, tool


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def python(code):
    return [sys.executable, "-c", code]


def test_a_step_returns_what_was_said(capsys):
    assert step("Adding", python("print(1 + 1)"), "adding") == "2\n"
    assert capsys.readouterr().out == "Adding … 0 s\n"


def test_a_step_that_fails_tells_its_last_words_and_where_the_others_are():
    with pytest.raises(StepFailed, match=r"(?s)Adding failed: lost.*adding\.log") as failure:
        step("Adding", python("print('at first'); raise SystemExit('lost')"), "adding")

    assert "at first" in failure.value.output


def test_a_refusal_is_a_sentence_and_an_exit_code():
    def refuse():
        raise Refused("There is no room.")

    with pytest.raises(SystemExit, match=r"^There is no room\.$"):
        tool(refuse)


def test_an_interrupt_is_quiet():
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as end:
        tool(interrupt)

    assert end.value.code == 130


def test_who_comes_second_is_told_who_is_there(tmp_path):
    with (
        alone(tmp_path / "lock", "The portal already runs: http://localhost:8123"),
        pytest.raises(Refused, match=r"already runs: http://localhost:8123$"),
        alone(tmp_path / "lock", "Another one"),
    ):
        pass


def test_who_comes_later_is_let_in(tmp_path):
    for notice in ("A long notice of the first", "Second"):
        with alone(tmp_path / "lock", notice):
            assert (tmp_path / "lock").read_text() == notice
