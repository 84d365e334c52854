from datetime import timedelta

import pytest
from sqlalchemy import event, update

from finance_portal.models.factors import OneTimeCode
from finance_portal.services.one_time_codes import CodeRefused, OneTimeCodes
from tests.api.doors import NOON, later, rows
from tests.services.races import ROUNDS, openings

CODES = OneTimeCodes(b"code key")
ASKED = {"owner": "p1", "purpose": "sign-in", "contact": "elena@example.com"}


def issue(db, *, now=NOON, **asked):
    with db.begin() as session:
        return CODES.issue(session, channel="email", now=now, **ASKED | asked)


def check(db, code, *, now=NOON, **asked):
    CODES.check(db, code=code, now=now, **ASKED | asked)


def refusal(db, code, **asked):
    with pytest.raises(CodeRefused) as caught:
        check(db, code, **asked)
    return caught.value.reason


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_has_six_digits_and_works_once(db):
    code = issue(db)

    check(db, code)
    assert len(code) == 6
    assert code.isdigit()
    assert refusal(db, code) == "expired"


@pytest.mark.parametrize("typed", [" {0}{1} ", "{0} {1}", "{0}-{1}", "{0}{1}\r\n"])
def test_spaces_and_dashes_do_not_matter(db, typed):
    code = issue(db)

    check(db, typed.format(code[:3], code[3:]))


def test_c1_a_code_works_for_ten_minutes(db):
    code = issue(db)

    assert refusal(db, code, now=later(minutes=10)) == "expired"
    check(db, code, now=later(minutes=9, seconds=59))


def test_c1_the_sixth_try_fails_even_when_it_is_right(db):
    code = issue(db)

    reasons = [refusal(db, wrong(code)) for _ in range(5)]
    assert reasons == ["wrong"] * 4 + ["used_up"]
    assert refusal(db, code) == "used_up"


def test_c1_the_fifth_try_may_still_be_right(db):
    code = issue(db)
    for _ in range(4):
        refusal(db, wrong(code))

    check(db, code)


def test_c2_a_wrong_try_stays_counted(db):
    refusal(db, wrong(issue(db)))

    (row,) = rows(db, OneTimeCode)
    assert (row.tries, row.used_at) == (1, None)


def test_c2_a_try_is_counted_before_the_code_is_compared(db, monkeypatch):
    code, steps = issue(db), []

    def compare(*_):
        steps.append("compared")
        return False

    @event.listens_for(db.engine, "after_cursor_execute")
    def note(_connection, _cursor, statement, *_):
        if "tries=" in statement:
            steps.append("counted")

    monkeypatch.setattr("finance_portal.services.one_time_codes.hmac.compare_digest", compare)
    refusal(db, code)

    assert steps == ["counted", "compared"]


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "\uff11" * 6, "1" * 10**6])
def test_what_cannot_be_a_code_costs_no_try(db, typed):
    issue(db)

    assert refusal(db, typed) == "wrong"
    (row,) = rows(db, OneTimeCode)
    assert row.tries == 0


def test_a_code_that_was_never_sent_is_refused(db):
    assert refusal(db, "123456") == "expired"


@pytest.mark.parametrize(
    "other", [{"owner": "p2"}, {"purpose": "contact"}, {"contact": "mallory@example.com"}]
)
def test_case_26_a_code_opens_nothing_else_than_what_it_was_sent_for(db, other):
    code = issue(db)

    assert refusal(db, code, **other) in {"wrong", "expired"}
    check(db, code)


def test_case_26_not_even_where_another_code_was_asked_for(db):
    code, _ = issue(db), issue(db, purpose="contact")

    assert refusal(db, code, purpose="contact") == "wrong"


@pytest.mark.parametrize("other", [{"owner": "p2"}, {"purpose": "contact"}])
def test_k3_a_row_that_was_moved_to_another_owner_or_purpose_opens_nothing(db, other):
    code = issue(db)
    with db.begin() as session:
        session.execute(update(OneTimeCode).values(**other))

    assert refusal(db, code, **other) == "wrong"


def test_case_27_an_old_code_fails_after_a_new_one_was_sent(db):
    old = issue(db)
    new = issue(db, now=later(minutes=1))
    while new == old:  # one in a million
        new = issue(db, now=later(minutes=1))

    assert refusal(db, old, now=later(minutes=1)) == "wrong"
    check(db, new, now=later(minutes=1))
    assert refusal(db, old, now=later(minutes=1)) == "expired"


def test_k3_the_table_holds_neither_code_nor_contact(db):
    code = issue(db)

    (row,) = rows(db, OneTimeCode)
    assert code not in str(row.model_dump(exclude={"created_at", "expires_at"}))
    assert "elena" not in str(row.model_dump())
    assert row.expires_at - row.created_at == timedelta(minutes=10)


def test_codes_are_not_alike(db):
    assert len({issue(db) for _ in range(20)}) > 15


def test_a_race_of_a_thousand_rounds_opens_each_code_once(db):
    codes = issue_many(db, ROUNDS)

    def attempt(owner):
        check(db, codes[owner], owner=owner)

    assert openings(list(codes), attempt, CodeRefused) == [1] * ROUNDS


def test_a_race_of_wrong_tries_is_over_after_five(db):
    codes = issue_many(db, 50)

    def attempt(owner):
        for _ in range(3):
            refusal(db, wrong(codes[owner]), owner=owner)

    openings(list(codes), attempt, CodeRefused, hands=4)

    assert {row.tries for row in rows(db, OneTimeCode)} == {5}


def issue_many(db, count):
    with db.begin() as session:
        return {
            owner: CODES.issue(session, channel="email", now=NOON, **ASKED | {"owner": owner})
            for owner in (f"p{number}" for number in range(count))
        }
