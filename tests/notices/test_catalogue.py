"""One table says in which ways each notice may go, and what nobody can turn off."""

import importlib
import inspect
import pkgutil
from typing import get_type_hints

import pytest

from finance_portal import notices
from finance_portal.language import in_language, speaking
from finance_portal.notices import catalogue, texts
from finance_portal.notices.catalogue import ASKED_FOR, EMAIL, KINDS, SECURITY, TEXT, TOPICS
from finance_portal.notices.wording import GSM, Wording

LEGAL = {"autopay_coming", "autopay", "problems", "papers", "payoff", "lease", "account"}
SENTENCES = [words for topic in TOPICS for words in (topic.title, topic.about, topic.push)]


def kinds():
    """Yield the name of every function that words a notice."""
    for found in pkgutil.iter_modules(notices.__path__):
        module = importlib.import_module(f"{notices.__name__}.{found.name}")
        for name, word in inspect.getmembers(module, inspect.isfunction):
            is_ours = word.__module__ == module.__name__ and not name.startswith("_")
            if is_ours and get_type_hints(word).get("return") is Wording:
                yield name


def test_every_notice_has_exactly_one_topic_or_was_asked_for():
    listed = [kind for topic in KINDS.values() for kind in topic] + sorted(ASKED_FOR)

    assert sorted(listed) == sorted(set(kinds()) - {"worded"})


def test_the_table_holds_every_topic_once_and_its_ways_are_possible():
    assert len({topic.key for topic in TOPICS}) == len(TOPICS)
    assert set(KINDS) <= set(TOPICS)
    for topic in TOPICS:
        assert topic.fixed <= topic.ways
        assert topic.usual & topic.ways


def test_what_the_law_has_us_send_and_what_protects_the_sign_in_stays_on():
    assert {topic.key for topic in TOPICS if EMAIL in topic.fixed} == LEGAL | {"security"}
    assert [topic for topic in TOPICS if TEXT in topic.fixed] == [SECURITY]


def test_what_is_not_in_the_table_is_told_as_what_nobody_turns_off():
    assert EMAIL in catalogue.topic_of("something_new").fixed


@pytest.mark.parametrize("words", SENTENCES)
def test_case_71_a_topic_says_no_amount_name_or_account_in_any_language(words):
    for language in ("en", "es"):
        said = in_language(language, words)
        assert not any(letter.isdigit() for letter in said)
        assert not set(said) & set("{}$•")


def test_the_words_of_consent_say_what_the_rules_ask_for():
    said = texts.consent_words("(•••) •••-0123")

    for needed in ("automated", "rates may apply", "do not have to agree", "STOP", "HELP", "0123"):
        assert needed in said
    assert len(said) <= 2_000


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "word",
    [
        lambda: texts.texts_code("604213"),
        texts.texts_begun,
        texts.texts_stopped,
        texts.texts_help,
    ],
)
def test_case_71_what_is_said_about_texts_fits_into_one_whole(language, word):
    with speaking(language):
        said = word().text

    assert set(said) <= GSM
    assert said.endswith((".", "!"))
    assert len(said) < 160
