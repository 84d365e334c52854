"""docs/SECURITY.md says what is true: what it names exists, and nothing is missing from it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs/SECURITY.md").read_text()
REQUIREMENTS = Path(__file__).with_name("asvs-5.0-levels-1-2.txt")
CASES = range(1, 79)
ROW = re.compile(r"^\| ([\d.]+) \| (.+) \| (.+) \|$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")
EXCUSE = re.compile(r"open: issue \d|not applicable: ")
N_A = re.compile(r"n/a: \w")
ABOVE = re.compile(r"(?:deviation|[A-Z][\w ]+), above")


def rows_of(chapter):
    """Return the rows of a chapter of the document: number, middle, right."""
    return ROW.findall(DOCUMENT.partition(f"\n## {chapter}")[2].partition("\n## ")[0])


CASE_ROWS = rows_of("Abuse cases")
ASVS_ROWS = rows_of("ASVS")


@pytest.fixture(scope="module")
def tests():
    """The names of all tests."""
    found = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
    return {name for name in found if name.startswith("test_")}


def numbers_in(name):
    return {int(number) for number in re.findall(r"case_(\d+)", name)}


def test_every_test_that_is_named_exists(tests):
    named = {word for word in QUOTED.findall(DOCUMENT) if word.startswith("test_")}

    assert len(named) > 100
    assert named - tests == set()


def test_every_file_that_is_named_exists():
    named = {word for word in QUOTED.findall(DOCUMENT) if "/" in word and " " not in word}
    files = {word for word in named if not word.startswith("/")}

    assert len(files) > 10
    assert [file for file in sorted(files) if not (ROOT / file).exists()] == []


def test_every_case_has_one_row():
    assert [int(number) for number, *_ in CASE_ROWS] == list(CASES)


@pytest.mark.parametrize("row", CASE_ROWS, ids=lambda row: row[0])
def test_a_case_is_proven_by_a_test_of_its_number_or_says_why_not(row):
    number, _, proof = row
    proven = any(int(number) in numbers_in(word) for word in QUOTED.findall(proof))

    assert proven or EXCUSE.search(proof)


@pytest.mark.parametrize("row", CASE_ROWS, ids=lambda row: row[0])
def test_a_case_that_has_tests_names_one(tests, row):
    number, _, proof = row
    there = {name for name in tests if int(number) in numbers_in(name)}

    assert not there or there & set(QUOTED.findall(proof))


def test_every_requirement_stands_here_once_with_its_level():
    wanted = [line.split() for line in REQUIREMENTS.read_text().splitlines()]

    assert [[number, level] for number, level, _ in ASVS_ROWS] == wanted


def test_every_requirement_says_how_or_why_not():
    silent = [
        number
        for number, _, how in ASVS_ROWS
        if len(how.split()) < 2 and not QUOTED.search(how)  # a word alone says nothing
    ]

    assert silent == []


def test_what_is_said_above_is_a_decision_or_a_deviation():
    for number, _, how in ASVS_ROWS:
        for place in ABOVE.findall(how):
            heading = place.removesuffix(", above")
            decided = DOCUMENT.partition("\n## Abuse cases")[0]
            if heading == "deviation":
                assert f"| {number} " in decided
            else:
                assert all(f"**{one}**" in decided for one in heading.split(" and "))


def test_what_does_not_apply_says_why():
    assert [n for n, _, how in ASVS_ROWS if "n/a" in how and not N_A.search(how)] == []
