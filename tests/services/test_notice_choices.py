"""Every kind of notice goes the ways its reader wants, and those that nobody can turn off."""

import pytest

from finance_portal.language import say
from finance_portal.models.messages import Message
from finance_portal.models.notices import Notice, NoticeChoice
from finance_portal.models.people import Borrower
from finance_portal.models.security import SecurityEvent
from finance_portal.notices.catalogue import ALL, KINDS, SECURITY, TOPICS, topic
from finance_portal.notices.wording import Wording, notice
from finance_portal.services import deliveries, notice_choices, push_devices, reminder_choices
from finance_portal.services.notice_choices import ChoiceRefused, Choosing
from finance_portal.services.sessions import SignedIn
from tests.gateways.push_service import PushService
from tests.services import texting
from tests.services.known import HOME, NOON, login, rows

MAIL, PHONE = "elena@example.com", "+12025550123"
WORDS = Wording("Subject", ("Words.",), text="Words.")
EVERY_KIND = [(kind, topic) for topic, kinds in KINDS.items() for kind in kinds]


@pytest.fixture
def elena(db):
    """Somebody who can be reached in every way."""
    known = login(db, proven=(MAIL, PHONE))
    texting.agree(db, known.borrower_id, PHONE)
    push_devices.add(db, who(known), PushService().browser(), client=HOME, now=NOON)
    return known


def who(known):
    return SignedIn(known.borrower_id, known.id, "s1", "Elena Marsh", NOON)


def choose(db, known, topic_key, way, *, is_on):
    act = Choosing(who(known), HOME, NOON)
    notice_choices.choose(db, act, topic_key=topic_key, way=way, is_on=is_on)


def told(db, known, kind):
    with db.begin() as session:
        found = deliveries.tell(session, known, WORDS, kind=kind, now=NOON)
    return {message.channel for message in found}


@notice
def about_requests():
    return Wording(say("Your requests"), ("x",))


def put_all(db, known, *, is_on):
    with db.begin() as session:
        for each in TOPICS:
            for way in ALL:
                notice_choices.put(session, known.borrower_id, each, way, is_on=is_on, now=NOON)


def test_each_kind_goes_every_way_it_may_when_all_are_wanted(db, elena):
    put_all(db, elena, is_on=True)

    for kind, one in EVERY_KIND:
        assert told(db, elena, kind) == one.ways, kind


def test_each_kind_goes_only_the_fixed_ways_when_none_is_wanted(db, elena):
    put_all(db, elena, is_on=False)

    for kind, one in EVERY_KIND:
        assert told(db, elena, kind) == one.fixed, kind


def test_each_kind_goes_as_is_usual_until_somebody_chooses(db, elena):
    for kind, one in EVERY_KIND:
        usual = (one.usual & one.ways) | one.fixed
        assert told(db, elena, kind) == usual, kind


def test_whatever_is_chosen_each_notice_stands_in_the_centre(db, elena):
    put_all(db, elena, is_on=False)

    for kind, _ in EVERY_KIND:
        told(db, elena, kind)

    assert [row.kind for row in rows(db, Notice)] == [kind for kind, _ in EVERY_KIND]


def test_a_choice_holds_at_once_and_is_on_the_record(db, elena):
    choose(db, elena, "payments", "email", is_on=False)
    assert told(db, elena, "payment_scheduled") == set()
    choose(db, elena, "payments", "email", is_on=True)
    assert told(db, elena, "payment_scheduled") == {"email"}

    assert len(rows(db, NoticeChoice)) == 1
    kinds = [event.kind for event in rows(db, SecurityEvent)]
    assert kinds.count("notices:choice:changed") == 2


@pytest.mark.parametrize(
    ("topic_key", "way"),
    [
        ("security", "email"),
        ("security", "text"),
        ("problems", "email"),
        ("papers", "text"),
        ("payments", "fax"),
        ("nothing", "email"),
        ("", ""),
    ],
)
def test_what_stays_on_and_what_there_is_not_cannot_be_chosen(db, elena, topic_key, way):
    with pytest.raises(ChoiceRefused):
        choose(db, elena, topic_key, way, is_on=False)
    assert rows(db, NoticeChoice) == []


def test_what_one_chooses_is_nobody_elses_choice(db, elena):
    mallory = login(db, "mallory", proven=("mallory@example.net", None))
    choose(db, mallory, "payments", "email", is_on=False)

    assert told(db, elena, "payment_scheduled") == {"email"}


def test_reminders_are_one_choice_wherever_it_is_made(db, elena):
    choose(db, elena, "due", "email", is_on=False)
    choose(db, elena, "due", "text", is_on=True)

    seen = reminder_choices.reminders_of(db, borrower_id=elena.borrower_id)
    assert (seen.by_email, seen.by_text, seen.days_before) == (False, True, 3)

    reminder_choices.choose(
        db,
        borrower_id=elena.borrower_id,
        by_email=True,
        by_text=False,
        days_before=7,
        client=HOME,
        now=NOON,
    )
    wanted = notice_choices.all_wanted(db, borrower_id=elena.borrower_id)["due"]
    assert wanted == {"email", "push"}
    choose(db, elena, "due", "push", is_on=False)
    assert reminder_choices.reminders_of(db, borrower_id=elena.borrower_id).days_before == 7


class TestTexts:
    def test_only_who_has_agreed_is_texted(self, db):
        known = login(db, proven=(MAIL, PHONE))
        put_all(db, known, is_on=True)

        assert told(db, known, "late_charge_added") == {"email"}

    def test_agreeing_for_one_number_is_not_agreeing_for_another(self, db):
        known = login(db, proven=(None, PHONE), on_file=(None, "+12025550199"))
        texting.agree(db, known.borrower_id, PHONE)
        put_all(db, known, is_on=True)
        told(db, known, "late_charge_added")

        sent = [deliveries.address_of(row) for row in rows(db, Message)]
        assert sent == [PHONE]

    def test_a_danger_to_the_sign_in_is_told_to_every_number_that_said_no_stop(self, db):
        known = login(db, proven=(MAIL, PHONE))

        assert told(db, known, "password_changed") == {"email", "text"}
        assert "text" in SECURITY.fixed


def test_each_reader_is_told_in_their_language(db, elena):
    with db.begin() as session:
        session.get_one(Borrower, elena.borrower_id).language = "es"

    with db.begin() as session:
        deliveries.tell(
            session,
            elena,
            about_requests(),
            kind="request_moved",
            now=NOON,
        )

    message = rows(db, Message)[0]
    _, wording = deliveries.opened(message)
    assert (wording.subject, wording.language) == ("Sus solicitudes", "es")
    assert deliveries.subject_of(message) == "Sus solicitudes"


def test_a_topic_is_found_by_its_key():
    assert all(topic(each.key) is each for each in TOPICS)
