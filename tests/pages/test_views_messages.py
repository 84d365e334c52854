"""Conversations in words: who wrote what, by when there is an answer, whether somebody is there."""

from datetime import date, datetime, timedelta

import pytest

from finance_portal.domain.calendar import EASTERN
from finance_portal.language import ENGLISH, SPANISH, speaking
from finance_portal.pages.messages import views
from finance_portal.services.attachments.keeping import Attached
from finance_portal.services.messages.reading import Head, Line, Whole

NOW = datetime(2026, 11, 23, 10, tzinfo=EASTERN)
ANSWERED_IN_SPANISH = (
    "Ahora no hay nadie atendiendo. Lo que escriba tendrá respuesta a más tardar el martes,"
    " 24 de noviembre."
)
EVIL = "<img src=x onerror=alert(1)> [x](javascript:alert(1))"


def head(**changes):
    values = {
        "ref": "r1",
        "subject": "Title",
        "contract_ref": "c1",
        "about": "2026 Sedan ••4821",
        "opened_at": NOW,
        "written_at": NOW,
        "last_words": "Where is it?",
        "is_last_mine": True,
        "unread": 0,
        "waits_since": NOW,
        "answer_by": date(2026, 11, 24),
        "closed_at": None,
    }
    return Head(**values | changes)


def opened(*, now=NOW, **changes):
    file = Attached("f1", "letter.pdf", "pdf", 1_250_000)
    lines = (
        Line(number=1, is_mine=True, author="", words=EVIL, at=NOW, files=(file,)),
        Line(number=2, is_mine=False, author="robin", words="Here", at=NOW),
    )
    return views.opened(Whole(head=head(**changes), lines=lines), now=now)


def test_each_message_says_who_and_when_and_the_desks_people_have_no_name():
    shown = opened()

    assert [(each.who, each.at) for each in shown.lines] == [
        ("You", "Today, 10:00 AM"),
        ("Finance Portal", "Today, 10:00 AM"),
    ]
    assert "robin" not in str(shown)
    assert (shown.last, shown.transcript) == (2, "/auth/messages/transcript.pdf?ref=r1")


def test_case_64_words_are_shown_as_they_were_written():
    assert opened().lines[0].words == EVIL


def test_a_file_says_its_name_and_size():
    (file,) = opened().lines[0].files

    assert (file.name, file.size) == ("letter.pdf", "1.2 MB")
    assert file.href == "/auth/messages/attachment?ref=f1"


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 KB"), (240_900, "240 KB"), (1_000_000, "1.0 MB"), (10_000_000, "10.0 MB")],
)
def test_sizes_are_in_words(size, words):
    assert views.size_of(size) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "You have an answer by Tue, Nov 24, 2026."),
        ({"now": NOW + timedelta(days=2)}, "We are late with our answer, and sorry."),
        ({"answer_by": None}, ""),
        ({"closed_at": NOW}, "This conversation is closed. Write again, and it is open."),
    ],
)
def test_the_clock_says_by_when_and_admits_when_it_is_late(changes, words):
    assert opened(**changes).clock.startswith(words)
    assert bool(opened(**changes).clock) is bool(words)


def test_the_list_says_what_is_new_and_who_wrote_last():
    long = head(last_words="word " * 40, is_last_mine=False, unread=2, ref="r2")
    mine, theirs = views.listed([head(), long], chosen="r2", now=NOW + timedelta(days=1))

    assert (mine.glimpse, mine.unread, mine.at) == (
        "You: Where is it?",
        "",
        "Nov 23, 2026, 10:00 AM",
    )
    assert theirs.unread == "2 new"
    assert theirs.glimpse.endswith("…")
    assert theirs.is_chosen


@pytest.mark.parametrize(
    ("language", "is_online", "words"),
    [
        (ENGLISH, True, "Somebody is at the desk now. Answers come here while you wait."),
        (
            ENGLISH,
            False,
            "Nobody is at the desk right now. What you write is answered by Tuesday, November 24.",
        ),
        (
            SPANISH,
            False,
            ANSWERED_IN_SPANISH,
        ),
    ],
)
def test_outside_hours_it_says_when_somebody_answers(language, is_online, words):
    with speaking(language):
        assert views.presence(date(2026, 11, 24), is_online=is_online) == words
