import ast
import sys
from pathlib import Path

import pytest

from tools import bootstrap, steps
from tools.steps import Refused

PIP_WITHOUT_INDEX = "WARNING: Retrying (Retry(total=1)) after connection broken"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "argv", ["bootstrap", "requirements.txt"])
    Path("requirements.txt").write_text("reflex==0.10.1")
    return tmp_path


def fake_python(path, *, says="", code=0):
    """A Python that notes what it was asked to install, and has an answer ready."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '#!/bin/sh\ncase "$*" in\n-c*) echo 3 12 1;;\n'
        f'*install*) echo installed >> installations; echo "{says}"; exit {code};;\nesac\n'
    )
    path.chmod(0o755)


def old(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setattr(sys, "version", "3.8.18 (default)")


@pytest.mark.parametrize("module", [bootstrap, steps])
def test_what_runs_first_can_be_read_by_python_3_8(module):
    ast.parse(Path(module.__file__).read_text(), feature_version=(3, 8))


def test_a_python_that_is_too_old_is_told_what_is_needed(monkeypatch):
    old(monkeypatch)
    monkeypatch.setattr(bootstrap, "NEWER", ["python3.none"])

    with pytest.raises(Refused, match=r"Python 3\.11 or newer is needed and this one is 3\.8\.18"):
        bootstrap.interpreter()


def test_a_newer_python_on_the_path_is_taken_when_it_runs(monkeypatch, folder):
    old(monkeypatch)
    (folder / "python3.13").write_text("#!/bin/sh\nexit 127\n")
    (folder / "python3.13").chmod(0o755)
    fake_python(folder / "python3.12")

    assert bootstrap.interpreter() == "python3.12"


def test_what_is_installed_is_not_installed_again():
    fake_python(bootstrap.PYTHON)

    bootstrap.bootstrap()
    bootstrap.bootstrap()

    assert Path("installations").read_text().splitlines() == ["installed"]


def test_other_pins_are_installed():
    fake_python(bootstrap.PYTHON)

    bootstrap.bootstrap()
    Path("requirements.txt").write_text("reflex==0.10.2")
    bootstrap.bootstrap()

    assert len(Path("installations").read_text().splitlines()) == 2


def test_an_index_that_does_not_answer_is_named_as_the_reason():
    fake_python(bootstrap.PYTHON, says=PIP_WITHOUT_INDEX, code=1)

    with pytest.raises(Refused, match="The package index cannot be reached"):
        bootstrap.bootstrap()


def test_after_a_failure_the_installation_is_tried_again():
    fake_python(bootstrap.PYTHON, says="disk full", code=1)
    with pytest.raises(Refused, match="disk full"):
        bootstrap.bootstrap()

    fake_python(bootstrap.PYTHON)
    bootstrap.bootstrap()

    assert len(Path("installations").read_text().splitlines()) == 2
