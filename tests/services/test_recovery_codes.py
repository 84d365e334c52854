import re

import pytest
from sqlalchemy import update

from finance_portal.models.factors import RecoveryCode
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.recovery_codes import RecoveryCodes
from tests.api.doors import NOON, login, rows
from tests.services.races import ROUNDS, openings

CODES = RecoveryCodes(b"recovery key")


@pytest.fixture
def elena(db):
    return login(db).id


def make(db, login_id):
    with db.begin() as session:
        return CODES.make(session, login_id, NOON)


def use(db, login_id, code):
    return CODES.use(db, login_id, code, NOON)


def left(db, login_id):
    with db.read() as session:
        return CODES.left(session, login_id)


def is_refused(db, login_id, code):
    with pytest.raises(CodeRefused, match="not right, or it was used before"):
        use(db, login_id, code)
    return True


def test_q1_ten_codes_of_eighty_bits(db, elena):
    codes = make(db, elena)

    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}", c) for c in codes)


def test_k3_the_table_holds_no_code(db, elena):
    codes = make(db, elena)

    dumped = str([row.model_dump() for row in rows(db, RecoveryCode)])
    assert not any(code in dumped or code.replace("-", "") in dumped for code in codes)


def test_case_31_a_code_works_once(db, elena):
    code, *others = make(db, elena)

    assert use(db, elena, code) == 9
    assert is_refused(db, elena, code)
    assert use(db, elena, others[0]) == 8
    assert left(db, elena) == 8


@pytest.mark.parametrize(
    "retyped",
    [str.upper, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')}\n", str.title],
)
def test_case_31_however_it_is_typed_it_works_once(db, elena, retyped):
    code, *_ = make(db, elena)

    assert use(db, elena, retyped(code)) == 9
    assert is_refused(db, elena, code)
    assert is_refused(db, elena, retyped(code))


def test_letters_that_look_like_digits_are_read_as_these(db, elena, monkeypatch):
    monkeypatch.setattr(
        "finance_portal.services.recovery_codes._random_code", iter(_numbered(10)).__next__
    )
    make(db, elena)

    assert use(db, elena, "Il0o-0000-0000-0000") == 9


def test_case_31_after_new_ones_were_made_only_these_work(db, elena):
    old, new = make(db, elena), make(db, elena)

    assert all(is_refused(db, elena, code) for code in old)
    assert use(db, elena, new[0]) == 9


def test_a_code_opens_nobody_elses_login(db, elena):
    code, *_ = make(db, elena)
    sam = login(db, "sam").id
    make(db, sam)

    assert is_refused(db, sam, code)
    assert (left(db, elena), left(db, sam)) == (10, 10)


def test_k3_a_row_that_was_moved_to_another_login_opens_nothing(db, elena):
    code, *_ = make(db, elena)
    sam = login(db, "sam").id
    with db.begin() as session:
        session.execute(update(RecoveryCode).values(login_id=sam))

    assert is_refused(db, sam, code)


@pytest.mark.parametrize(
    "junk", ["", "-", "0000-0000-0000-0000", "0" * 10**6, "\ud800", "' OR 1=1"]
)
def test_junk_is_refused(db, elena, junk):
    make(db, elena)

    assert is_refused(db, elena, junk)
    assert left(db, elena) == 10


def test_without_codes_none_works(db, elena):
    assert left(db, elena) == 0
    assert is_refused(db, elena, "0000-0000-0000-0000")


def test_a_race_of_a_thousand_rounds_opens_each_code_once(db, elena):
    codes = []
    for number in range(ROUNDS // 10):
        owner = login(db, f"borrower{number}").id
        codes += [(owner, code) for code in make(db, owner)]

    assert openings(codes, lambda secret: use(db, *secret), CodeRefused) == [1] * ROUNDS


def test_sets_made_at_the_same_moment_leave_one_set(db, elena):
    assert openings([elena] * 50, lambda owner: make(db, owner), ()) == [2] * 50

    assert left(db, elena) == 10


def _numbered(count):
    return [f"{110 + number:0<16}" for number in range(count)]
