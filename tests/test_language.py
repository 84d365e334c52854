import asyncio
from datetime import UTC, date, datetime

import pytest

from finance_portal import language
from finance_portal.language import keep, say, say_again, say_number, speaking, yearless

SENTENCE = "Please sign in to go on."
A_DAY = date(2026, 12, 3)


def test_english_is_said_as_it_is_written():
    assert say(SENTENCE) == SENTENCE
    assert say("You paid {amount}.", amount="$1.00") == "You paid $1.00."


def test_spanish_is_said_within_its_block_and_not_after_it():
    with speaking("es"):
        assert say(SENTENCE) == "Inicie sesión para continuar."
    assert say(SENTENCE) == SENTENCE


def test_what_has_no_words_yet_is_said_in_english():
    with speaking("es"):
        assert say("Nobody has translated this.") == "Nobody has translated this."


def test_one_and_many_are_different_sentences():
    assert say_number(1, "{number} payment", "{number} payments") == "1 payment"
    assert say_number(1200, "{number} payment", "{number} payments") == "1,200 payments"


def test_what_is_kept_is_said_in_the_language_of_whoever_reads_it():
    promised = "You will pay {amount} by {day}. That is noted; it is not a payment yet."
    kept = keep(promised, amount="$20.00", day=yearless(A_DAY))

    assert "{day=--12-03}" in kept
    assert say_again(kept) == say(promised, amount="$20.00", day="December 3")
    with speaking("es"):
        assert say_again(kept) == say(promised, amount="$20.00", day="3 de diciembre")


def test_a_day_is_kept_with_its_year_unless_it_is_yearless():
    assert say_again(keep("Due {day}.", day=A_DAY)) == "Due December 3, 2026."
    assert say_again(keep("Due {day}.", day=yearless(date(2028, 2, 29)))) == "Due February 29."


def test_what_somebody_has_typed_is_no_blank():
    kept = keep("Hello {name}.", name="{day=2026-12-03}")

    assert say_again(kept) == "Hello (day=2026-12-03)."


@pytest.mark.parametrize(
    ("spoken", "words"), [("en", SENTENCE), ("es", "Inicie sesión para continuar.")]
)
@pytest.mark.parametrize("said", [SENTENCE, "Inicie sesión para continuar."])
def test_what_was_said_whole_is_said_again_in_any_language(spoken, words, said):
    with speaking(spoken):
        assert say_again(said) == words


def test_what_nobody_has_said_stays_as_it_is():
    with speaking("es"):
        assert say_again("Call me {soon}, at 5.") == "Call me {soon}, at 5."


def test_an_unknown_language_is_refused():
    with pytest.raises(language.UnknownLanguage), speaking("xx"):
        pass
    with pytest.raises(language.UnknownLanguage):
        language.speak("xx")


def test_what_runs_beside_is_not_spoken_to():
    async def other():
        return language.spoken()

    async def spanish():
        language.speak("es")
        return await asyncio.to_thread(language.spoken)

    async def both():
        return await asyncio.gather(spanish(), other())

    assert asyncio.run(both()) == ["es", "en"]


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ("en", ["December 3, 2026", "Dec 3, 2026", "Thu, Dec 3, 2026", "Dec 2026", "December 3"]),
        ("es", ["3 de diciembre de 2026", "3 dic 2026", "jue, 3 dic 2026", "dic 2026"]),
    ],
)
def test_days_are_written_as_the_language_writes_them(spoken, words):
    ways = (language.long_day, language.short_day, language.week_day, language.month)
    with speaking(spoken):
        said = [way(A_DAY) for way in (*ways, language.day_of_year)]

    assert said[: len(words)] == words


def test_a_moment_is_a_day_and_an_hour():
    at = datetime(2026, 12, 3, 15, 4, tzinfo=UTC)

    assert language.moment(at, UTC) == "December 3, 2026, 3:04 PM"
    with speaking("es"):
        assert language.moment(at, UTC) == "3 de diciembre de 2026, 3:04 p.m."
