"""Whatever a page draws is marked, so that it can be spoken: no sentence is only English."""

import re

import pytest

from finance_portal import contents
from finance_portal.language import LANGUAGES
from finance_portal.settings import settings

LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
CLASSES = re.compile(r'className:"[^"]*"')
MARK = re.compile(r"\{%.*?%\}", re.DOTALL)
# A word that begins with a capital, or two words side by side: not a class, an id or an icon.
WORDS = re.compile(r"^[A-Z][a-z]+\W*$|[A-Za-z]{2,}[,.;:?!]? [a-z]{2,}|[a-z]{2,} [A-Z]?[a-z]+")
STYLED = re.compile(r"^[^A-Z.?!]*[-:\[][^A-Z?!]*$")
NAMES = {settings.brand.name, settings.brand.legal_entity, *LANGUAGES.values()}


@pytest.mark.parametrize("page", contents.PAGES, ids=lambda page: page.route)
def test_every_sentence_of_a_page_is_marked(page):
    assert [words for words in literals(page.draw().render()) if is_only_english(words)] == []


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("Sign in", True),
        ("Sandbox", True),
        ("{%Sign in%}", False),
        ("{%Sign in%} with us", True),
        ("mt-5 grid gap-2", False),
        ("log-out", False),
        ("Español", False),
    ],
)
def test_a_sentence_is_told_from_a_class(words, is_so):
    assert is_only_english(words) is is_so


def is_only_english(words):
    left = MARK.sub("", words).strip()
    if left in NAMES or STYLED.match(left) or any(left.startswith(name) for name in NAMES):
        return False
    return WORDS.search(left) is not None


def literals(drawn):
    """Yield every text that stands between quotes in what a component renders."""
    if isinstance(drawn, dict):
        for part in drawn.values():
            yield from literals(part)
    elif isinstance(drawn, list | tuple):
        for part in drawn:
            yield from literals(part)
    else:
        yield from LITERAL.findall(CLASSES.sub("", str(drawn)))
