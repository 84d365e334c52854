"""Every notice is worded in Spanish as in English: whole, with the same figures, for both ways."""

import importlib
import inspect
import pkgutil
from datetime import UTC, date, datetime

import pytest

from finance_portal import notices
from finance_portal.language import ENGLISH, SPANISH, speaking
from finance_portal.notices import layout
from finance_portal.notices.delegates import Shared
from finance_portal.notices.wording import GSM, LONGEST_TEXT, Wording
from finance_portal.services.client import Client
from tests.spanish import english_in, figures

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
BY_NAME = {
    "at": NOON,
    "sent_on": NOON,
    "expires_at": NOON,
    "link": "https://portal.test/invitation#x",
    "held_until": NOON,
    "client": Client("203.0.113.7", "Mozilla/5.0 (iPhone) Safari/141.0"),
    "purpose": "payoff",
    "audience": "dealer",
    "name": "Llavero 2",
    "names": ["elena.marsh", "elena.work"],
    "signed_by": ["Elena Marsh", "Sam Marsh"],
    "words": ["Texto firmado."],
    "lines": ["Millas: $12.00"],
    "papers": [("Carta", "2026 Sedan"), ("Otra", "2025 Coupe")],
    "no_longer_skipped": (date(2027, 2, 3), date(2027, 3, 3)),
    "pay_by": date(2026, 12, 2),
    "was": date(2026, 12, 9),
    "sent_back": 0,
    "wording": Wording("Asunto", ("Texto.",)),
    "title": "Carta",
    "vehicle": "2026 Sedan",
    "until": "1 de mayo",
    "told": Shared(
        giver="Elena Marsh",
        name="Marta Ruiz",
        vehicle="2026 Sedan",
        number="••4417",
        may_pay=True,
        may_see_documents=False,
        through_on=date(2027, 5, 1),
    ),
    "not_me": "https://portal.test/not-me#secret",
}
BY_NAME_AND_NOTICE = {
    ("kind", "agreement_made"): "extension",
    ("of", "fee_waived"): "late_charges",
    ("of", "credit_given"): "interest",
    ("kind", "request_moved"): "hardship",
    ("words", "request_moved"): "Texto.",
    ("kind", "signature_wanted"): "balloon",
    ("name", "lease_milestone"): "inspection",
    ("until", "autopay_paused"): date(2026, 12, 2),
}
BY_KIND = {int: 1234, bool: True, date: date(2026, 12, 3), str: "x7"}


def value(word, parameter):
    """Return something for a parameter of a notice, with no English in it."""
    known = BY_NAME_AND_NOTICE.get((parameter.name, word), BY_NAME.get(parameter.name))
    if known is not None:
        return known
    kind = str(parameter.annotation).replace("Cents", "int")
    return next(given for each, given in BY_KIND.items() if each.__name__ in kind)


def every_notice():
    """Yield each notice, once with and once without what may be left out."""
    for found in pkgutil.iter_modules(notices.__path__):
        module = importlib.import_module(f"{notices.__name__}.{found.name}")
        for name, word in inspect.getmembers(module, inspect.isfunction):
            is_notice = hasattr(word, "__wrapped__") and word.__module__ == module.__name__
            if is_notice and "told" not in inspect.signature(word).parameters:
                asked = inspect.signature(word).parameters
                given = {each: value(name, one) for each, one in asked.items()}
                yield pytest.param(word, given, id=name)
                bare = given | {
                    each: BARE[kind]
                    for each, one in asked.items()
                    for kind in BARE
                    if kind in str(one.annotation)
                }
                yield pytest.param(word, bare, id=f"{name}-bare")


BARE = {"None": None, "bool": False}
NOTICES = list(every_notice())
each_notice = pytest.mark.parametrize(("word", "given"), NOTICES)


def test_all_notices_are_looked_at():
    assert len(NOTICES) >= 2 * 80


@each_notice
def test_a_notice_has_no_english_left_in_spanish(word, given):
    spanish = word(**given).spoken_in(SPANISH)

    assert english_in(f"{spanish.text}\n{layout.plain(spanish)}") == []


@each_notice
def test_a_notice_has_the_same_figures_in_both_languages(word, given):
    english, spanish = (word(**given).spoken_in(each) for each in (ENGLISH, SPANISH))

    for said in (lambda each: each.subject, lambda each: each.text, layout.plain):
        assert figures(said(spanish)) == figures(said(english))


@each_notice
def test_a_text_message_in_spanish_is_whole(word, given):
    spanish = word(**given).spoken_in(SPANISH)

    assert set(spanish.text) <= GSM
    assert spanish.text == "" or len(spanish.text) < LONGEST_TEXT


def test_a_notice_is_worded_again_for_whoever_it_is_written_to():
    word, given = NOTICES[0].values
    with speaking(SPANISH):
        worded = word(**given)

    assert worded.spoken_in(ENGLISH) == word(**given).spoken_in(ENGLISH)
    assert worded.spoken_in(ENGLISH).language == ENGLISH


def test_what_was_kept_stays_as_it_was_said():
    kept = NOTICES[0].values[0](**NOTICES[0].values[1]).spoken_in(SPANISH)

    assert kept.spoken_in(ENGLISH).subject == kept.subject
