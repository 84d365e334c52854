"""docs/CAPABILITIES.md says where each of the 102 capabilities is: pages and tests that exist."""

import re
from pathlib import Path

import pytest

from finance_portal.ui import routes

ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.*?) \| (.*?) \| (\w+) \|$", re.MULTILINE)
ROWS = ROW.findall(Path("docs/CAPABILITIES.md").read_text())
PAGES = {value for name, value in vars(routes).items() if name.isupper() and "FORM" not in name}
ELSEWHERE = {"every page", "every change", "desk"}


def test_every_capability_has_its_row():
    assert [int(number) for number, *_ in ROWS] == list(range(1, 103))


@pytest.mark.parametrize(("number", "pages"), [(row[0], row[2]) for row in ROWS])
def test_its_pages_are_pages(number, pages):
    assert set(pages.split(", ")) - ELSEWHERE <= PAGES, number


@pytest.mark.parametrize(("number", "tests"), [(row[0], row[3]) for row in ROWS])
def test_its_tests_are_tests(number, tests):
    named = [each.strip("`").partition("::") for each in tests.split("<br>")]

    assert named
    for file, _, function in named:
        text = (Path("tests") / file).read_text()
        assert not function or re.search(rf"def {function}\(", text), f"{number}: {function}"


def test_what_is_not_there_yet_is_said():
    assert {row[0]: row[4] for row in ROWS if row[4] != "yes"} == {"97": "later"}
