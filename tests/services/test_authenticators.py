import re
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import segno
from pyotp import TOTP

from finance_portal.models.factors import Authenticator
from finance_portal.services import authenticators
from finance_portal.services.authenticators import OutOfSync, TooManyAuthenticators
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.vault import KeyRing, Vault
from tests.api.doors import NOON, later, login, rows
from tests.services.races import ROUNDS, openings

VAULT = Vault(KeyRing({"1": b"data key" * 4}, "1"))
SESSION = "a" * 24


@pytest.fixture
def elena(db):
    return login(db)


def begin(db, owner_login, *, owner=SESSION, now=NOON, **more):
    with db.begin() as session:
        return authenticators.begin(
            session, VAULT, login=owner_login, owner=owner, issuer="Example Lender", now=now, **more
        )


def app_of(enrolment):
    return TOTP(enrolment.key_text.replace(" ", ""))


def confirm(db, owner_login, enrolment, code, *, owner=SESSION, now=NOON):
    authenticators.confirm(
        db, VAULT, login_id=owner_login.id, owner=owner, ref=enrolment.ref, code=code, now=now
    )


def enrolled(db, owner_login, *, now=NOON):
    """An app that is in use; its last step is that of `now`."""
    enrolment = begin(db, owner_login, now=now)
    confirm(db, owner_login, enrolment, app_of(enrolment).at(now), now=now)
    return app_of(enrolment)


def check(db, owner_login, code, *, now):
    authenticators.check(db, VAULT, login_id=owner_login.id, code=code, now=now)


def reason(call, *args, **kwargs):
    with pytest.raises(CodeRefused) as caught:
        call(*args, **kwargs)
    return caught.value.reason


def names(db, owner_login):
    with db.read() as session:
        return [row.name for row in authenticators.of_login(session, owner_login.id)]


class TestEnrolment:
    def test_t1_the_seed_has_160_bits_and_the_key_stands_beside_the_picture(self, db, elena):
        enrolment = begin(db, elena)

        assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", enrolment.key_text)
        assert enrolment.qr_svg_data_uri.startswith("data:image/svg+xml")

    def test_the_picture_says_who_the_lender_is_and_which_login(self, db, elena, monkeypatch):
        drawn = []
        real = segno.make_qr
        monkeypatch.setattr(
            segno, "make_qr", lambda text, **k: drawn.append(text) or real(text, **k)
        )
        enrolment = begin(db, elena)

        address = urlsplit(drawn[0])
        asked = parse_qs(address.query)
        assert unquote(address.path) == "/Example Lender:elena"
        assert asked["issuer"] == ["Example Lender"]
        assert asked["secret"] == [enrolment.key_text.replace(" ", "")]

    def test_t1_the_seed_is_sealed_and_never_printed(self, db, elena):
        enrolment = begin(db, elena)
        seed = enrolment.key_text.replace(" ", "")

        (row,) = rows(db, Authenticator)
        assert seed not in str(row.model_dump())
        assert (
            VAULT.open(row.seed_sealed, table="authenticator", column="seed_sealed", row=row.ref)
            == seed
        )
        assert enrolment.key_text not in repr(enrolment)

    def test_t1_it_counts_for_nothing_until_a_code_confirms_it(self, db, elena):
        enrolment = begin(db, elena)

        assert names(db, elena) == []
        assert reason(check, db, elena, app_of(enrolment).at(NOON), now=NOON) == "wrong"

    def test_a_code_confirms_it_and_is_spent_by_that(self, db, elena):
        app = enrolled(db, elena)

        assert names(db, elena) == ["Authenticator app"]
        assert reason(check, db, elena, app.at(NOON), now=NOON) == "wrong"

    def test_it_can_have_a_name(self, db, elena):
        begun = begin(db, elena, name=f"  My phone {'x' * 100}")
        confirm(db, elena, begun, app_of(begun).at(NOON))

        assert names(db, elena) == [f"My phone {'x' * 51}"]

    def test_a_wrong_code_confirms_nothing_and_another_may(self, db, elena):
        enrolment = begin(db, elena)
        code = app_of(enrolment).at(NOON)

        assert reason(confirm, db, elena, enrolment, wrong(code)) == "wrong"
        confirm(db, elena, enrolment, code)

    def test_case_30_another_session_cannot_confirm_it(self, db, elena):
        enrolment = begin(db, elena)
        code = app_of(enrolment).at(NOON)

        assert reason(confirm, db, elena, enrolment, code, owner="b" * 24) == "expired"
        assert names(db, elena) == []

    def test_case_30_another_borrower_cannot_confirm_it(self, db, elena):
        enrolment = begin(db, elena)
        sam = login(db, "sam")

        assert reason(confirm, db, sam, enrolment, app_of(enrolment).at(NOON)) == "expired"
        assert names(db, sam) == []

    def test_case_30_a_seed_of_15_minutes_ago_is_stale(self, db, elena):
        enrolment = begin(db, elena)
        now = later(minutes=15)

        code = app_of(enrolment).at(now)
        assert reason(confirm, db, elena, enrolment, code, now=now) == "expired"

    def test_case_30_an_older_seed_is_stale_once_a_new_one_was_shown(self, db, elena):
        old, new = begin(db, elena), begin(db, elena)

        assert reason(confirm, db, elena, old, app_of(old).at(NOON)) == "expired"
        confirm(db, elena, new, app_of(new).at(NOON))

    def test_case_30_what_is_confirmed_cannot_be_confirmed_again(self, db, elena):
        enrolment = begin(db, elena)
        confirm(db, elena, enrolment, app_of(enrolment).at(NOON))
        now = later(minutes=1)

        code = app_of(enrolment).at(now)
        assert reason(confirm, db, elena, enrolment, code, now=now) == "expired"

    def test_a_race_confirms_it_once(self, db):
        owners = [login(db, f"borrower{number}") for number in range(100)]
        begun = [(owner, begin(db, owner)) for owner in owners]

        def attempt(one):
            confirm(db, *one, app_of(one[1]).at(NOON))

        assert openings(begun, attempt, CodeRefused) == [1] * 100

    def test_five_are_enough(self, db, elena):
        for _ in range(5):
            enrolled(db, elena)

        with pytest.raises(TooManyAuthenticators, match="remove one"):
            begin(db, elena)


class TestCodes:
    @pytest.mark.parametrize("shift", [-30, 0, 30])
    def test_t2_the_steps_beside_now_are_taken_too(self, db, elena, shift):
        app = enrolled(db, elena)
        now = later(minutes=10)

        check(db, elena, app.at(now + timedelta(seconds=shift)), now=now)

    @pytest.mark.parametrize("shift", [-61, 61])
    def test_t2_no_others(self, db, elena, shift):
        app = enrolled(db, elena)
        now = later(minutes=10, seconds=15)

        assert reason(check, db, elena, app.at(now + timedelta(seconds=shift)), now=now) == "wrong"

    def test_case_29_a_code_works_once(self, db, elena):
        app = enrolled(db, elena)
        now = later(minutes=10)
        check(db, elena, app.at(now), now=now)

        with pytest.raises(CodeRefused, match="used already"):
            check(db, elena, app.at(now), now=now)

    def test_case_29_an_older_step_fails_after_a_newer_one(self, db, elena):
        app = enrolled(db, elena)
        now = later(minutes=10)
        check(db, elena, app.at(now), now=now)

        older = app.at(now - timedelta(seconds=30))
        assert reason(check, db, elena, older, now=now) == "wrong"
        check(db, elena, app.at(now + timedelta(seconds=30)), now=now)

    @pytest.mark.parametrize("minutes", [-4, 4])
    def test_t3_a_clock_that_is_off_is_told_and_opens_nothing(self, db, elena, minutes):
        app = enrolled(db, elena)
        now = later(minutes=30)

        with pytest.raises(OutOfSync, match="clock of your phone"):
            check(db, elena, app.at(now + timedelta(minutes=minutes)), now=now)
        (row,) = rows(db, Authenticator)
        assert row.last_step == int(NOON.timestamp()) // 30

    def test_t3_it_is_told_while_setting_up_too(self, db, elena):
        enrolment = begin(db, elena)

        with pytest.raises(OutOfSync):
            confirm(db, elena, enrolment, app_of(enrolment).at(later(minutes=4)))

    def test_any_app_of_a_login_opens_it(self, db, elena):
        apps = [enrolled(db, elena) for _ in range(2)]
        now = later(minutes=1)

        for app in apps:
            check(db, elena, app.at(now), now=now)

    def test_nobody_elses_app_does(self, db, elena):
        enrolled(db, elena)
        sams = enrolled(db, login(db, "sam"))
        now = later(minutes=1)

        assert reason(check, db, elena, sams.at(now), now=now) == "wrong"

    @pytest.mark.parametrize("junk", ["", "12345", "abcdef", "1" * 10**6, "\ud800"])
    def test_junk_is_refused(self, db, elena, junk):
        enrolled(db, elena)

        assert reason(check, db, elena, junk, now=NOON) == "wrong"

    def test_without_an_app_no_code_is_right(self, db, elena):
        assert reason(check, db, elena, "123456", now=NOON) == "wrong"

    def test_case_73_a_seed_moved_from_another_login_opens_nothing(self, db, elena):
        enrolled(db, elena)
        sam = login(db, "sam")
        sams = enrolled(db, sam)
        elenas_row, sams_row = rows(db, Authenticator)
        with db.begin() as session:
            session.get_one(Authenticator, elenas_row.id).seed_sealed = sams_row.seed_sealed
        now = later(minutes=1)

        assert reason(check, db, elena, sams.at(now), now=now) == "wrong"
        check(db, sam, sams.at(now), now=now)

    def test_a_race_of_a_thousand_rounds_takes_each_code_once(self, db, elena):
        app = enrolled(db, elena)
        moments = [later(minutes=number) for number in range(1, ROUNDS + 1)]

        def attempt(now):
            check(db, elena, app.at(now), now=now)

        assert openings(moments, attempt, CodeRefused) == [1] * ROUNDS


class TestRemoval:
    def test_a_removed_app_opens_nothing(self, db, elena):
        lost = enrolled(db, elena)
        (row,) = rows(db, Authenticator)
        now = later(minutes=1)

        assert remove(db, elena, row.ref)
        assert reason(check, db, elena, lost.at(now), now=now) == "wrong"
        assert not remove(db, elena, row.ref)

    def test_nobody_removes_another_borrowers(self, db, elena):
        enrolled(db, elena)
        (row,) = rows(db, Authenticator)

        assert not remove(db, login(db, "sam"), row.ref)
        assert names(db, elena) == ["Authenticator app"]


def remove(db, owner_login, ref):
    with db.begin() as session:
        return authenticators.remove(session, login_id=owner_login.id, ref=ref)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"
