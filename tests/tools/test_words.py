"""Every sentence that somebody may be told is in every language, whole."""

import re

import pytest
from babel.messages.extract import extract_from_file

from finance_portal.language import CATALOGUES, ENGLISH, LANGUAGES, in_language
from tools import words

BLANK = re.compile(r"\{\w*\}")
OTHERS = [each for each in LANGUAGES if each != ENGLISH]
PARTS = words.said_by_part()


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogues_are_of_what_is_said_today(language):
    assert set((CATALOGUES / language).iterdir()) == words.files_of(language, PARTS)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_has_words_with_the_same_blanks(part, language):
    said = words.translated(words.file_of(language, part), language)

    assert list(said) == PARTS[part]
    assert [sentence for sentence, own in said.items() if not own] == []
    assert [
        sentence for sentence, own in said.items() if blanks_of(own) != blanks_of(sentence)
    ] == []


@pytest.mark.parametrize("language", OTHERS)
def test_components_stand_in_one_order_in_every_language(language):
    for sentence in drawn_around_components():
        own = in_language(language, sentence)
        assert BLANK.findall(own) == BLANK.findall(sentence)


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_is_the_same_wherever_it_is_said(language):
    found = {}
    for part in PARTS:
        for sentence, own in words.translated(words.file_of(language, part), language).items():
            assert found.setdefault(sentence, own) == own


def drawn_around_components():
    for file in words.SOURCES.rglob("*.py"):
        for _line, sentence, _comments, _context in extract_from_file(
            "python", file, {"around": None}
        ):
            yield sentence


def blanks_of(sentence):
    return sorted(set(BLANK.findall(sentence)))


def test_a_sentence_inside_another_one_is_found(tmp_path):
    source = tmp_path / "page.py"
    source.write_text(
        'around("Read the {terms}.", terms=link(t("terms"), "/terms"))\n'
        'say_number(count, "{number} day", "{number} " "days")\n'
        "t(words)\n"
    )

    assert list(words.said_in(source)) == [
        "Read the {terms}.",
        "terms",
        "{number} day",
        "{number} days",
    ]
