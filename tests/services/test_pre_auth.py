from datetime import timedelta

import pytest

from finance_portal.models.security import PreAuth
from finance_portal.services import pre_auth
from finance_portal.services.pre_auth import LIFE, Journey, Step, WayLost, is_on_the_way
from finance_portal.services.proofs import Proof
from tests.api.doors import HOME, NOON, begin, later, login, pre_auths_of, rows, sessions_of


@pytest.fixture
def ways(db):
    return pre_auths_of(db)


def start(db, ways, owner=None, **known):
    chosen = {"journey": Journey.SIGN_IN, "step": Step.VERIFY, "client": HOME, "now": NOON}
    with db.begin() as session:
        return ways.begin(session, login_id=owner and owner.id, **(chosen | known))


class TestBeginning:
    def test_a_way_is_found_by_its_cookie_and_by_its_ref(self, db, ways):
        new = start(db, ways, login(db), next_page="/pay")

        found = ways.of_secret(new.secret, now=NOON)

        assert found == ways.of_ref(new.ref, now=NOON)
        assert (found.journey, found.step, found.next_page) == ("sign-in", "verify", "/pay")

    def test_its_ref_is_of_another_kind_than_a_sessions(self, db, ways):
        new, session = start(db, ways), begin(db, sessions_of(db), login(db))

        assert is_on_the_way(new.ref)
        assert not is_on_the_way(session.ref)
        assert sessions_of(db).of_ref(new.ref, now=NOON) is None
        assert ways.of_ref(session.ref, now=NOON) is None

    def test_k3_the_table_does_not_hold_the_secret(self, db, ways):
        new = start(db, ways)

        (row,) = rows(db, PreAuth)
        assert new.secret not in str(row.model_dump())
        assert new.secret not in repr(new)

    @pytest.mark.parametrize("secret", ["", "x", "x" * 9_000, "\ud800"])
    def test_any_other_secret_finds_nothing(self, db, ways, secret):
        start(db, ways)

        assert ways.of_secret(secret, now=NOON) is None

    def test_it_lasts_half_an_hour(self, db, ways):
        new = start(db, ways)

        assert ways.of_ref(new.ref, now=NOON + LIFE - timedelta(seconds=1))
        assert ways.of_ref(new.ref, now=NOON + LIFE) is None


class TestWhatItTells:
    def test_a_decoy_looks_like_somebody_with_the_floor_only(self, db, ways):
        decoy = ways.of_ref(start(db, ways, channel="email").ref, now=NOON)
        elena = login(db, email="elena@example.com", phone="+12125550101")
        real = ways.of_ref(start(db, ways, elena, channel="email").ref, now=NOON)

        assert (decoy.methods, decoy.sent_to) == (real.methods, real.sent_to) == (("email",), "")

    def test_who_has_shown_the_password_sees_where_the_code_went(self, db, ways):
        elena = login(db, email="elena@example.com", phone="+12125550101")
        shown = {"proven": {Proof.PASSWORD}, "channel": "text"}

        way = ways.of_ref(start(db, ways, elena, **shown).ref, now=NOON)

        assert way.sent_to == "(•••) •••-0101"
        assert way.methods == ("text", "email")


class TestGoingOn:
    def test_a_step_is_taken_once(self, db, ways):
        way = ways.of_ref(start(db, ways, login(db)).ref, now=NOON)
        with db.begin() as session:
            pre_auth.advance(session, way, step=Step.CODE, now=NOON, proven={Proof.EMAIL})

        assert ways.of_ref(way.ref, now=NOON).proven == {Proof.EMAIL}
        with db.begin() as session, pytest.raises(WayLost):
            pre_auth.advance(session, way, step=Step.FINISH, now=NOON)

    def test_it_arrives_once(self, db, ways):
        way = ways.of_ref(start(db, ways, login(db)).ref, now=NOON)
        with db.begin() as session:
            pre_auth.finish(session, way, now=NOON)

        assert ways.of_ref(way.ref, now=NOON) is None
        with db.begin() as session, pytest.raises(WayLost):
            pre_auth.finish(session, way, now=NOON)

    def test_it_cannot_go_on_when_its_time_is_over(self, db, ways):
        way = ways.of_ref(start(db, ways, login(db)).ref, now=NOON)

        with db.begin() as session, pytest.raises(WayLost):
            pre_auth.finish(session, way, now=later(minutes=30))

    def test_all_ways_to_a_login_can_be_ended_at_once(self, db, ways):
        elena, other = login(db), login(db, "sam")
        mine, theirs = start(db, ways, elena), start(db, ways, other)

        with db.begin() as session:
            pre_auth.abandon_all(session, elena.id, now=NOON)

        assert ways.of_ref(mine.ref, now=NOON) is None
        assert ways.of_ref(theirs.ref, now=NOON)
