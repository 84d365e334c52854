"""What borrowers ask for: opened once, signed by everybody, decided once, never taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from finance_portal.domain.calendar import EASTERN
from finance_portal.models.requests import RequestSignature, RequestStep, ServiceRequest
from finance_portal.services import desk_of_requests, requests, tracker
from finance_portal.services.asking.deciding import DecisionRefused
from finance_portal.services.requests import (
    Asked,
    RequestClosed,
    RequestNotFound,
    RequestOpen,
    new_form_token,
)
from finance_portal.services.signatures import NameRefused, name_of
from tests.services.desks import told, words
from tests.services.known import HOME, rows
from tests.services.obligors import NOW, both, bound

SECRET = "I was in hospital"


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def asked(who, **changes):
    values = {
        "form_token": new_form_token(),
        "contract_id": who.books.contract.id,
        "borrower_id": who.person.id,
        "kind": "hardship",
        "status": "review",
    }
    return Asked(**values | changes)


def open_request(who, now=NOW, **changes):
    with who.db.begin() as session:
        return requests.open_request(session, asked(who, **changes), "We have it.", now).ref


def row(db, ref):
    return next(each for each in rows(db, ServiceRequest) if each.ref == ref)


def decide(who, ref, status="granted", now=NOW):
    desk_of_requests.decide(
        who.db, ref, outcome=status, reply="Until March, half of it.", by="pat", now=now
    )


def test_what_is_asked_for_is_kept_told_and_has_its_first_step(ada):
    ref = open_request(ada)

    assert row(ada.db, ref).status == "review"
    assert [(each.status, each.words) for each in rows(ada.db, RequestStep)] == [
        ("review", "We have it.")
    ]
    assert words(ada.db, "request_moved").paragraphs == ("We have it.",)
    assert told(ada.db, "request_moved") == ["ada@example.com"]


def test_a_form_that_is_sent_twice_is_one_request(ada):
    token = new_form_token()

    assert open_request(ada, form_token=token) == open_request(ada, form_token=token)
    assert len(rows(ada.db, ServiceRequest)) == 1
    assert len(told(ada.db, "request_moved")) == 1


def test_one_of_a_kind_is_open_at_a_time(ada):
    ref = open_request(ada)

    with pytest.raises(RequestOpen) as refusal:
        open_request(ada)

    assert refusal.value.ref == ref
    assert open_request(ada, kind="promise", status="scheduled") != ref


def test_after_a_decision_it_can_be_asked_for_again(ada):
    first = open_request(ada)
    decide(ada, first, "declined")

    assert open_request(ada) != first


def test_of_two_forms_at_the_same_time_one_opens_the_request(ada):
    def ask(_number):
        try:
            return open_request(ada)
        except RequestOpen:
            return None

    with ThreadPoolExecutor(2) as both_at_once:
        made = list(both_at_once.map(ask, range(2)))

    assert len(rows(ada.db, ServiceRequest)) == 1
    assert sum(each is not None for each in made) == 1


def test_own_words_are_sealed_and_open_again(ada):
    ref = open_request(ada, details=SECRET)

    found = row(ada.db, ref)
    assert SECRET not in found.details_sealed
    assert requests.details_of(found) == SECRET


def test_a_decision_carries_who_decided_and_the_reply(ada):
    ref = open_request(ada)

    decide(ada, ref)

    found = row(ada.db, ref)
    assert (found.status, found.decided_by, found.decided_at) == ("granted", "pat", NOW)
    assert words(ada.db, "request_moved").paragraphs == (
        "We have said yes.",
        "Until March, half of it.",
    )


@pytest.mark.parametrize("status", ["granted", "declined"])
def test_what_was_decided_is_not_decided_again(ada, status):
    ref = open_request(ada)
    decide(ada, ref, status)

    with pytest.raises(RequestNotFound):
        decide(ada, ref, "declined")

    assert row(ada.db, ref).status == status


@pytest.mark.parametrize("status", ["review", "declined", "lapsed", "withdrawn", "broken"])
def test_what_was_granted_is_never_taken_back(ada, status):
    ref = open_request(ada)
    decide(ada, ref)

    with pytest.raises(RequestClosed), ada.db.begin() as session:
        requests.step(session, session.get_one(ServiceRequest, 1), status, "No.", NOW)
    with pytest.raises(RequestNotFound):
        requests.withdraw(ada.db, borrower_id=ada.person.id, ref=ref, now=NOW)

    assert row(ada.db, ref).status == "granted"


@pytest.mark.parametrize("reply", ["", "  ", "x" * 1_001])
def test_nobody_is_answered_with_nothing_or_with_a_novel(ada, reply):
    ref = open_request(ada)

    with pytest.raises(DecisionRefused):
        desk_of_requests.decide(ada.db, ref, outcome="granted", reply=reply, by="pat", now=NOW)

    assert row(ada.db, ref).status == "review"


def test_what_waits_for_signatures_is_not_decided_from_the_desk(ada):
    ref = open_request(ada, kind="extension", status="signing")

    with pytest.raises(RequestNotFound):
        decide(ada, ref)


def test_the_desk_lists_what_waits_without_a_word_of_it(ada):
    ref = open_request(ada, details=SECRET, option="reduced_payment", answer_by=date(2026, 12, 1))

    (line,) = desk_of_requests.waiting(ada.db)

    assert ref in line
    assert "reduced_payment" in line
    assert "2026-12-01" in line
    assert SECRET not in line
    decisions = "To decide: granted, declined, scheduled, done"
    assert desk_of_requests.written(ada.db, ref) == f"{SECRET}\n\n{decisions}"


def test_what_was_asked_for_is_taken_back_by_whoever_asked(db, tmp_path):
    ada, grace = both(db, tmp_path)
    ref = open_request(ada)

    with pytest.raises(RequestNotFound):
        requests.withdraw(db, borrower_id=grace.person.id, ref=ref, now=NOW)
    requests.withdraw(db, borrower_id=ada.person.id, ref=ref, now=NOW)

    assert row(db, ref).status == "withdrawn"


def test_signatures_are_taken_to_the_end_of_the_fifth_day(ada):
    until = requests.sign_until(NOW)
    ref = open_request(ada, kind="extension", status="signing", expires_at=until)

    assert until == datetime(2026, 11, 29, tzinfo=EASTERN)
    assert requests.signed_through(row(ada.db, ref)) == date(2026, 11, 28)
    assert requests.lapse(ada.db, until - timedelta(seconds=1)) == 0
    assert requests.lapse(ada.db, until) == 1
    assert requests.lapse(ada.db, until) == 0
    assert row(ada.db, ref).status == "lapsed"


def test_when_it_lapses_everybody_who_is_bound_hears_of_it(db, tmp_path):
    ada, _ = both(db, tmp_path)
    open_request(ada, kind="extension", status="signing", expires_at=NOW)

    requests.lapse(db, NOW)

    assert told(db, "request_moved") == ["ada@example.com", "ada@example.com", "grace@example.com"]


def test_everybody_signs_once(db, tmp_path):
    ada, grace = both(db, tmp_path)
    open_request(ada, kind="extension", status="signing")

    def sign(who):
        with db.begin() as session:
            found = session.get_one(ServiceRequest, 1)
            return requests.sign(session, found, who.person.id, who.name, HOME, NOW)

    assert [sign(ada), sign(ada), sign(grace)] == [False, False, True]
    assert [each.signed_name for each in rows(db, RequestSignature)] == [
        "Ada Byron",
        "Grace Hopper",
    ]


def test_of_two_who_sign_at_the_same_time_one_is_the_last(db, tmp_path):
    people = both(db, tmp_path)
    open_request(people[0], kind="extension", status="signing")

    def sign(who):
        with db.begin() as session:
            found = session.get_one(ServiceRequest, 1)
            return requests.sign(session, found, who.person.id, who.name, HOME, NOW)

    with ThreadPoolExecutor(2) as both_at_once:
        assert sorted(both_at_once.map(sign, people)) == [False, True]


@pytest.mark.parametrize("typed", ["", " ", "A", "12345", "A\x00da Byron"])
def test_what_is_nobodys_name_is_no_signature(typed):
    with pytest.raises(NameRefused):
        name_of(typed)


def test_a_name_is_kept_as_it_is_read():
    assert name_of("  Ada   Byron ") == "Ada Byron"


def test_five_banking_days_pass_over_the_holiday():
    assert requests.decide_by(date(2026, 11, 23)) == date(2026, 12, 1)


def tracked(who):
    return tracker.requests_of(who.db, borrower_id=who.person.id)


def test_the_tracker_shows_the_status_the_clock_and_each_step(ada):
    ref = open_request(ada, details=SECRET, answer_by=date(2026, 12, 1))
    decide(ada, ref)

    (found,) = tracked(ada)

    assert (found.ref, found.status_words, found.is_open) == (ref, "Granted", False)
    assert [each.words for each in found.steps] == ["We have it.", "We have said yes."]
    assert (found.own_words, found.reply) == (SECRET, "Until March, half of it.")


def test_the_other_borrower_sees_what_was_asked_but_no_word_of_it(db, tmp_path):
    ada, grace = both(db, tmp_path)
    decide(ada, open_request(ada, details=SECRET, option="surrender"))

    (found,) = tracked(grace)

    assert (found.title, found.status_words) == ("Your request for help", "Granted")
    assert (found.own_words, found.reply, found.steps, found.option) == ("", "", (), "")


def test_the_tracker_says_whose_signature_is_missing(db, tmp_path):
    ada, grace = both(db, tmp_path)
    open_request(ada, kind="extension", status="signing", expires_at=requests.sign_until(NOW))
    with db.begin() as session:
        found = session.get_one(ServiceRequest, 1)
        requests.sign(session, found, ada.person.id, "Ada Byron", HOME, NOW)

    (adas,), (graces,) = tracked(ada), tracked(grace)

    assert (adas.must_sign, adas.waits_for) == (False, ("Grace",))
    assert (graces.must_sign, graces.waits_for) == (True, ())
    assert graces.sign_through == date(2026, 11, 28)


def test_a_step_late_in_the_evening_stands_on_its_own_day(ada):
    open_request(ada, now=NOW.replace(hour=22))

    (found,) = tracked(ada)

    assert [each.at.date() for each in found.steps] == [NOW.date()]
