from datetime import timedelta

import pytest
from pyotp import TOTP

from finance_portal.models.factors import Authenticator as App
from finance_portal.models.factors import Passkey
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.passkeys import PasskeyRefused
from finance_portal.services.security import factor_changes, openings
from finance_portal.services.security.factor_changes import HOLD, FactorGone
from tests.api.doors import NOON, ORIGIN, begin, history, login, rows, stored_logins
from tests.authenticator import Authenticator
from tests.services.desks import desk_of, is_trusted, signed_in, told, trust, words

MAIL = "elena@example.com"


@pytest.fixture
def desk(db):
    return desk_of(db)


@pytest.fixture
def elena(db):
    return login(db, email=MAIL)


@pytest.fixture
def act(desk, elena):
    return signed_in(desk, elena)


def add_app(desk, act, name="Phone"):
    made = factor_changes.begin_authenticator(desk, act, name=name)
    code = TOTP(made.key_text.replace(" ", "")).at(act.now)
    factor_changes.confirm_authenticator(desk, act, ref=made.ref, code=code)
    return made.ref


def add_passkey(desk, act, name="Laptop"):
    made = Authenticator(ORIGIN).create(factor_changes.passkey_options(desk, act))
    return factor_changes.add_passkey(desk, act, credential=made, name=name)


def held_until(db):
    return stored_logins(db)[0].held_until


@pytest.mark.parametrize("add", [add_app, add_passkey])
class TestAdded:
    def test_x6_it_is_written_down_and_told_with_a_link_to_object(self, db, desk, act, add):
        add(desk, act)
        what = "authenticator" if add is add_app else "passkey"

        assert history(db) == [f"factor:{what}:added"]
        assert told(db) == [MAIL]
        assert "/not-me#" in words(db, f"{what}_added").link.url

    def test_q2_the_first_strong_factor_holds_what_moves_money_for_a_day(self, db, desk, act, add):
        add(desk, act)

        assert held_until(db) == act.now + HOLD == act.now + timedelta(hours=24)

    def test_the_second_one_holds_nothing(self, db, desk, act, add):
        add_passkey(desk, act)
        with db.begin() as session:
            session.merge(stored_logins(db)[0]).held_until = None
        add(desk, act)

        assert held_until(db) is None

    def test_a_longer_hold_stays(self, db, desk, elena, act, add):
        with db.begin() as session:
            session.merge(elena).held_until = NOON + timedelta(days=3)
        add(desk, act)

        assert held_until(db) == NOON + timedelta(days=3)

    def test_s3_no_device_is_trusted_after_it(self, desk, elena, act, add):
        secret = trust(desk, elena)
        add(desk, act)

        assert not is_trusted(desk, elena, secret, now=act.now)


class TestAuthenticators:
    def test_case_30_the_seed_of_another_session_is_not_confirmed(self, db, desk, elena, act):
        made = factor_changes.begin_authenticator(desk, act, name="")
        code = TOTP(made.key_text.replace(" ", "")).at(act.now)

        with pytest.raises(CodeRefused):
            factor_changes.confirm_authenticator(
                desk, signed_in(desk, elena), ref=made.ref, code=code
            )
        assert held_until(db) is None
        assert told(db) == []

    def test_removing_one_is_told(self, db, desk, elena, act):
        ref = add_app(desk, act)
        secret = trust(desk, elena, now=act.now)
        factor_changes.remove_authenticator(desk, act, ref=ref)

        assert rows(db, App) == []
        assert told(db, "authenticator_removed") == [MAIL]
        assert not is_trusted(desk, elena, secret, now=act.now)


class TestPasskeys:
    def test_one_without_a_name_is_called_by_its_browser(self, db, desk, act):
        assert add_passkey(desk, act, name=" ").name == "an unknown browser"

    def test_a_new_name_stays_and_is_written_down(self, db, desk, act):
        ref = add_passkey(desk, act).ref
        factor_changes.rename_passkey(desk, act, ref=ref, name="Kitchen tablet")

        assert [row.name for row in rows(db, Passkey)] == ["Kitchen tablet"]
        assert history(db)[-1] == "factor:passkey:renamed"

    def test_removing_one_is_told_by_its_name(self, db, desk, act):
        ref = add_passkey(desk, act).ref
        factor_changes.remove_passkey(desk, act, ref=ref)

        assert rows(db, Passkey) == []
        assert "Laptop" in str(words(db, "passkey_removed"))

    def test_case_32_the_options_of_another_session_make_no_passkey(self, db, desk, elena, act):
        options = factor_changes.passkey_options(desk, act)
        made = Authenticator(ORIGIN).create(options)

        with pytest.raises(PasskeyRefused):
            factor_changes.add_passkey(desk, signed_in(desk, elena), credential=made, name="")
        assert held_until(db) is None


class TestForeign:
    def test_case_2_what_is_somebody_elses_is_as_if_it_did_not_exist(self, db, desk, act):
        samuel = login(db, "samuel", first_name="Sam")
        his = signed_in(desk, samuel)
        passkey, app = add_passkey(desk, his).ref, add_app(desk, his)
        before = history(db)
        trust(desk, samuel, now=his.now)

        for change, more in (
            (factor_changes.remove_passkey, {}),
            (factor_changes.remove_authenticator, {}),
            (factor_changes.rename_passkey, {"name": "mine"}),
        ):
            for ref in (passkey, app, "nonsense"):
                with pytest.raises(FactorGone, match=r"^$"):
                    change(desk, act, ref=ref, **more)
        assert openings.end_session(desk, act, ref=his.who.session_id) == []
        with db.read() as session:
            (device,) = desk.devices.of_login(session, samuel.id, his.now)
        assert not openings.forget_device(desk, act, ref=device.ref)
        assert history(db) == before


class TestRecoveryCodes:
    def test_ten_codes_are_made_told_and_the_old_ones_die(self, db, desk, elena, act):
        (old, *_) = factor_changes.make_recovery_codes(desk, act)
        new = factor_changes.make_recovery_codes(desk, act)

        assert len(set(new)) == 10
        with pytest.raises(CodeRefused):
            desk.recovery_codes.use(db, elena.id, old, act.now)
        assert told(db) == [MAIL, MAIL]
        assert not any(code in str(words(db, "recovery_codes_made")) for code in new)


class TestOpenings:
    def test_x4_one_session_ends(self, db, desk, elena, act):
        other = begin(db, desk.sessions, elena)

        assert openings.end_session(desk, act, ref=other.ref) == [other.ref]
        assert desk.sessions.of_ref(act.who.session_id, now=act.now)

    def test_x4_all_others_end(self, db, desk, elena, act):
        others = {begin(db, desk.sessions, elena).ref for _ in range(3)}

        assert set(openings.end_others(desk, act)) == others
        assert desk.sessions.of_ref(act.who.session_id, now=act.now)

    def test_s3_a_device_is_forgotten_once(self, db, desk, elena, act):
        secret = trust(desk, elena)
        with db.read() as session:
            (device,) = desk.devices.of_login(session, elena.id, act.now)

        assert openings.forget_device(desk, act, ref=device.ref)
        assert not openings.forget_device(desk, act, ref=device.ref)
        assert not is_trusted(desk, elena, secret, now=act.now)
        assert history(db) == ["device:forgotten"]
