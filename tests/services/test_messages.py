"""Threads with the servicer: both sides write and read, and nobody else sees any of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance_portal import jobs
from finance_portal.domain.calendar import EASTERN
from finance_portal.language import SPANISH
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.models.security import SecurityEvent
from finance_portal.models.threads import Thread, ThreadMessage
from finance_portal.notices.catalogue import MESSAGES
from finance_portal.notices.wording import GSM
from finance_portal.services import notice_choices
from finance_portal.services.attachments import keeping
from finance_portal.services.attachments.checking import Checked
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.messages import desk, presence, threads, watching
from finance_portal.services.messages.threads import Written
from finance_portal.services.messages.writing import (
    SubjectRefused,
    ThreadNotFound,
    WordsRefused,
)
from finance_portal.settings import settings
from tests.api.doors import begin, sessions_of
from tests.services import texting
from tests.services.desks import told, words
from tests.services.known import HOME, NOON, rows
from tests.services.obligors import NOW, both, bound

SECRET = "My new address is 12 Elm Street"
WALL = NOON


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def start(who, words="Where is my statement?", subject="Statement", now=NOW, **changes):
    sent = Written(borrower_id=who.person.id, words=words, token=changes.pop("token", words))
    place = {"contract_ref": who.ref} | changes
    return threads.start(who.db, sent, subject=subject, now=now, **place)


def write(who, ref, words, now=NOW, token=None):
    sent = Written(borrower_id=who.person.id, words=words, token=token or words)
    threads.write(who.db, sent, ref=ref, now=now)


def answer(who, ref, words="It is on its way.", now=NOW, at=WALL, by="pat", token=None):
    desk.answer(who.db, ref=ref, words=words, by=by, now=now, at=at, token=token or words)


def look(who, ref, at=WALL):
    whole = threads.read(who.db, borrower_id=who.person.id, ref=ref)
    number = whole.lines[-1].number
    threads.mark_read(who.db, borrower_id=who.person.id, ref=ref, number=number, at=at)
    return whole


def listed(who):
    return threads.listed(who.db, borrower_id=who.person.id)


def unread(who):
    return threads.unread(who.db, borrower_id=who.person.id)


def test_what_a_borrower_writes_is_kept_sealed_and_waits_for_the_desk(ada):
    ref = start(ada, SECRET, "Moving")

    (head,) = listed(ada)
    assert (head.ref, head.subject, head.last_words) == (ref, "Moving", SECRET)
    assert head.about == "2026 Sedan ••L1"
    assert (head.waits_since, head.answer_by) == (NOW, date(2026, 11, 24))
    (message,) = rows(ada.db, ThreadMessage)
    assert SECRET not in message.words_sealed
    assert "Moving" not in rows(ada.db, Thread)[0].subject_sealed


@pytest.mark.parametrize(
    ("written", "answered_by"),
    [
        (datetime(2026, 11, 23, 23, 30, tzinfo=EASTERN), date(2026, 11, 24)),
        (datetime(2026, 11, 25, 9, tzinfo=EASTERN), date(2026, 11, 27)),  # Thanksgiving between
        (datetime(2026, 11, 28, 9, tzinfo=EASTERN), date(2026, 11, 30)),  # a Saturday
    ],
)
def test_an_answer_is_due_one_business_day_later(ada, written, answered_by):
    start(ada, now=written)

    assert listed(ada)[0].answer_by == answered_by


def test_the_desk_answers_and_the_borrower_is_told_that_but_not_what(ada):
    ref = start(ada)
    answer(ada, ref, "Your statement is in your documents.")

    assert unread(ada) == 1
    assert told(ada.db, "new_message") == ["ada@example.com"]
    said = words(ada.db, "new_message")
    assert "statement" not in " ".join([said.subject, *said.paragraphs, said.text]).lower()
    lines = look(ada, ref).lines
    assert [(each.is_mine, each.author) for each in lines] == [(True, ""), (False, "pat")]
    assert unread(ada) == 0
    assert listed(ada)[0].answer_by is None


def test_case_67_case_71_nothing_of_a_message_reaches_mail_or_text(ada):
    with ada.db.begin() as session:
        login = session.get_one(type(ada.login), ada.login.id)
        login.phone = "+12025550143"
        notice_choices.put(session, ada.person.id, MESSAGES, "text", is_on=True, now=NOON)
    texting.agree(ada.db, ada.person.id, "+12025550143")
    evil = "Your code is 123456\r\nBcc: all@example.com"
    ref = start(ada, evil, f"{evil} {evil}")
    answer(ada, ref, evil, by="pat 123456")

    said = words(ada.db, "new_message")
    assert len(rows(ada.db, Message)) == 2  # by mail and by text
    everything = " ".join([said.subject, *said.paragraphs, said.text, said.link.url])
    assert "123456" not in everything
    assert "Bcc" not in everything
    assert GSM.issuperset(said.text)


def test_a_borrower_is_told_in_their_language(ada):
    with ada.db.begin() as session:
        session.get_one(Borrower, ada.person.id).language = SPANISH
    ref = start(ada)
    answer(ada, ref)

    assert words(ada.db, "new_message").subject == "Tiene un mensaje nuevo"


def test_several_unread_answers_are_one_notice_and_the_next_after_reading_is_another(ada):
    ref = start(ada)
    answer(ada, ref, "One")
    answer(ada, ref, "Two")
    assert len(told(ada.db, "new_message")) == 1

    look(ada, ref)
    answer(ada, ref, "Three", at=WALL + timedelta(minutes=3))
    assert len(told(ada.db, "new_message")) == 2


def test_who_looks_on_is_not_disturbed_and_is_told_once_they_have_left_without_reading(ada):
    ref = start(ada)
    look(ada, ref)
    answer(ada, ref, at=WALL + timedelta(seconds=30))
    assert told(ada.db, "new_message") == []

    assert desk.tell_untold(ada.db, at=WALL + timedelta(minutes=1)) == 0
    assert desk.tell_untold(ada.db, at=WALL + timedelta(minutes=3)) == 1
    assert desk.tell_untold(ada.db, at=WALL + timedelta(minutes=4)) == 0
    assert len(told(ada.db, "new_message")) == 1


def test_who_looked_on_and_read_it_is_told_nothing(ada):
    ref = start(ada)
    look(ada, ref)
    answer(ada, ref, at=WALL + timedelta(seconds=30))
    look(ada, ref, at=WALL + timedelta(seconds=31))

    assert desk.tell_untold(ada.db, at=WALL + timedelta(hours=1)) == 0


def test_the_longest_waiting_is_first_in_the_desks_list(ada):
    early = start(ada, "Early", now=NOW)
    answered = start(ada, "Answered", now=NOW + timedelta(minutes=1))
    late = start(ada, "Late", now=NOW + timedelta(minutes=2))
    answer(ada, answered)
    write(ada, early, "And another thing", now=NOW + timedelta(hours=1))

    found = desk.inbox(ada.db)

    assert [each.head.ref for each in found] == [early, late, answered]
    assert found[0].head.waits_since == NOW  # from the first word that nobody has answered
    assert (found[0].name, found[0].head.unread) == ("Ada Byron", 2)


def test_what_the_desk_reads_is_read_and_audited(ada):
    ref = start(ada)
    whole = desk.read(ada.db, ref=ref, by="pat", now=NOW)

    assert whole.lines[0].words == "Where is my statement?"
    assert desk.inbox(ada.db)[0].head.unread == 0
    (line,) = [each for each in rows(ada.db, SecurityEvent) if each.kind == "message:read"]
    assert (line.subject, line.detail) == (ref, {"by": "pat"})


def test_a_closed_thread_leaves_the_list_and_a_message_opens_it_again(ada):
    ref = start(ada)
    desk.close(ada.db, ref=ref, by="pat", now=NOW)
    assert desk.inbox(ada.db) == []
    assert [each.head.ref for each in desk.inbox(ada.db, with_closed=True)] == [ref]
    assert listed(ada)[0].closed_at == NOW

    write(ada, ref, "One more question")

    assert [each.head.ref for each in desk.inbox(ada.db)] == [ref]
    assert listed(ada)[0].closed_at is None


def test_the_desk_writes_first_and_the_borrower_is_told(ada):
    first = {
        "borrower_ref": ada.person.ref,
        "contract_ref": ada.ref,
        "subject": "Your insurance",
        "words": "Please send us the new card.",
        "by": "pat",
        "now": NOW,
        "token": "t",
    }
    ref = desk.start(ada.db, **first)
    assert desk.start(ada.db, **first) == ref

    (head,) = listed(ada)
    assert (head.subject, head.unread, head.is_last_mine) == ("Your insurance", 1, False)
    assert head.waits_since is None
    assert told(ada.db, "new_message") == ["ada@example.com"]
    with pytest.raises(ContractNotFound):
        desk.start(ada.db, **first | {"contract_ref": "nothing", "token": "u"})


def test_the_desk_opens_a_closed_thread_again(ada):
    ref = start(ada)
    desk.close(ada.db, ref=ref, by="pat", now=NOW)
    desk.reopen(ada.db, ref=ref, by="pat", now=NOW)

    assert listed(ada)[0].closed_at is None


def test_a_form_that_is_sent_twice_is_one_message_but_other_words_are_another(ada):
    ref = start(ada, token="form")
    assert start(ada, token="form") == ref
    for said in ("Hello?", "Hello?", "Anybody?"):
        write(ada, ref, said, token="same")
        answer(ada, ref, said, token="same")

    assert len(listed(ada)) == 1
    assert len(rows(ada.db, ThreadMessage)) == 5


def test_of_two_forms_at_the_same_time_each_gets_its_own_number(ada):
    ref = start(ada)

    with ThreadPoolExecutor(2) as both_at_once:
        list(both_at_once.map(lambda said: write(ada, ref, said), ["One", "Two"]))

    assert sorted(each.number for each in rows(ada.db, ThreadMessage)) == [1, 2, 3]


@pytest.mark.parametrize("said", ["", "  \n\t ", "\u202e\u200b", "a" * 4_001])
def test_nothing_and_too_much_are_refused_in_words(ada, said):
    with pytest.raises(WordsRefused):
        start(ada, said)

    assert listed(ada) == []


@pytest.mark.parametrize("subject", ["", " \n ", "a" * 121])
def test_a_subject_is_a_few_words(ada, subject):
    with pytest.raises(SubjectRefused):
        start(ada, subject=subject)


def test_what_turns_letters_round_is_not_kept(ada):
    start(ada, "Pay\u202e me\x00\x1b[31m now\r\n\n\n\nThanks", "My\u202e name\r\n")

    (head,) = listed(ada)
    assert head.last_words == "Pay me[31m now\n\nThanks"
    assert head.subject == "My name"


def test_case_02_case_43_somebody_elses_thread_does_not_exist(db, tmp_path):
    ada, grace = both(db, tmp_path)
    ref = start(ada)

    for act in (
        lambda: threads.read(db, borrower_id=grace.person.id, ref=ref),
        lambda: write(grace, ref, "It is mine"),
        lambda: threads.mark_read(db, borrower_id=grace.person.id, ref=ref, number=1, at=WALL),
        lambda: threads.read(db, borrower_id=grace.person.id, ref="nothing"),
    ):
        with pytest.raises(ThreadNotFound):
            act()

    assert listed(grace) == []
    assert len(rows(db, ThreadMessage)) == 1


def test_a_contract_of_somebody_else_cannot_be_written_about(ada):
    with pytest.raises(ContractNotFound):
        start(ada, contract_ref="nothing")

    assert rows(ada.db, Thread) == []


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM thread_message", "UPDATE thread_message SET side = 'desk'"],
)
def test_nobody_changes_or_removes_what_was_written(ada, change):
    start(ada)

    with pytest.raises(DBAPIError), ada.db.begin() as session:
        session.connection().execute(text(change))


def test_the_desk_is_online_while_somebody_is_seen_there(ada):
    assert not presence.is_online(ada.db, at=WALL)

    presence.touch(ada.db, "pat", at=WALL)
    presence.touch(ada.db, "pat", at=WALL + timedelta(seconds=30))

    assert presence.is_online(ada.db, at=WALL + timedelta(seconds=119))
    assert not presence.is_online(ada.db, at=WALL + timedelta(seconds=121))
    presence.touch(ada.db, "kim", at=WALL)
    presence.leave(ada.db, "pat", at=WALL)
    presence.leave(ada.db, "kim", at=WALL)
    assert not presence.is_online(ada.db, at=WALL)


def test_one_query_says_for_every_tab_whether_something_is_new(db, tmp_path):
    ada, grace = both(db, tmp_path)
    refs = [begin(db, sessions_of(db), each.login, client=HOME).ref for each in (ada, grace)]
    ref = start(ada)
    before = watching.sights(db, refs, at=WALL)

    answer(ada, ref)
    presence.touch(db, "pat", at=WALL)
    after = watching.sights(db, refs, at=WALL)

    assert before[refs[1]] == watching.Sight()
    assert after[refs[1]] == watching.Sight(is_online=True)
    assert after[refs[0]].version > before[refs[0]].version
    assert (before[refs[0]].unread, after[refs[0]].unread) == (0, 1)
    assert watching.sights(db, ["nobody"], at=WALL) == {}


def test_the_jobs_tell_who_has_left_and_forget_what_was_not_sent(ada, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "data_dir", tmp_path / "data")
    ref = start(ada)
    look(ada, ref)
    answer(ada, ref)
    letter = Checked("letter.txt", "text", b"Dear desk")
    keeping.add(ada.db, letter, borrower_id=ada.person.id, about=keeping.NEW, now=WALL)

    jobs.tidy(ada.db, tmp_path / "anchors", now=WALL + timedelta(days=2))

    assert len(told(ada.db, "new_message")) == 1
    assert keeping.waiting(ada.db, borrower_id=ada.person.id, about=keeping.NEW) == []
