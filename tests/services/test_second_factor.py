"""The second thing that is shown: at sign-in, and for a step-up."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from finance_portal.models.messages import Message
from finance_portal.models.security import Login, SecurityEvent
from finance_portal.services import authenticators
from finance_portal.services.deliveries import opened
from finance_portal.services.entering import Entered
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.pre_auth import NewPreAuth, WayLost
from finance_portal.services.proofs import Proof, Purpose, joined
from finance_portal.services.second_factor import SIGN_IN, Asking
from finance_portal.services.sessions import SessionOver
from finance_portal.services.sign_in import Browser, SignInFrozen, SignInRefused
from finance_portal.services.step_up import StepUpRefused
from finance_portal.services.throttle import TooManyTries
from finance_portal.services.vault import live_vault
from tests.api.doors import (
    HOME,
    NOON,
    PASSWORD,
    begin,
    history,
    later,
    login,
    portal_of,
    rows,
    stored_sessions,
)

pytestmark = pytest.mark.anyio

EMAIL, PHONE = "elena@example.com", "+12125550101"


@pytest.fixture
def portal(db):
    return portal_of(db, required=True)


@pytest.fixture
def elena(db):
    return login(db, email=EMAIL, phone=PHONE)


async def knock(portal, *, now=NOON, **browser):
    return await portal.entrance.sign_in(
        user_name="elena", password=PASSWORD, browser=Browser(HOME, **browser), now=now
    )


async def way_of(portal, **known):
    new = await knock(portal, **known)
    return portal.pre_auths.of_ref(new.ref, now=NOON)


def asking(way, *, purpose=SIGN_IN, now=NOON):
    return Asking(way.ref, purpose, way.login_id, HOME, now)


def arrive(portal, way, proof=Proof.EMAIL, *, now=NOON, trust=False):
    return portal.entrance.arrive(way, proof, browser=Browser(HOME), now=now, trust=trust)


def sent(db):
    """The newest message: its kind, where it went, and its code."""
    with db.read() as session:
        message = session.scalars(select(Message).order_by(Message.id.desc())).first()
        to, words = opened(message)
        return message.kind, to, words.code


def who_of(portal, session_of):
    return portal.sessions.of_ref(session_of.ref, now=NOON)


def add_app(db, owner):
    """Give somebody an authenticator app, and return what makes its codes."""
    with db.begin() as session:
        known = {"owner": "a session", "issuer": "Portal", "now": NOON - timedelta(minutes=5)}
        made = authenticators.begin(session, live_vault(), login=owner, **known)
    app = pyotp.TOTP(made.key_text.replace(" ", ""))
    at = NOON - timedelta(minutes=5)
    authenticators.confirm(
        db, live_vault(), login_id=owner.id, owner="a session", ref=made.ref,
        code=app.at(at), now=at,
    )  # fmt: skip
    return app


class TestThePassword:
    async def test_it_opens_only_the_way_to_the_second_factor(self, db, portal, elena):
        assert isinstance(await knock(portal), NewPreAuth)

        assert stored_sessions(db) == []
        assert history(db) == ["account:password:accepted"]

    async def test_sign_in_by_e_mail_address_is_the_same(self, portal, elena):
        new = await portal.entrance.sign_in(
            user_name=" Elena@Example.com ", password=PASSWORD, browser=Browser(HOME), now=NOON
        )

        assert portal.pre_auths.of_ref(new.ref, now=NOON).login_id == elena.id

    async def test_x1_the_session_that_the_browser_had_is_ended(self, db, portal, elena):
        old = begin(db, portal.sessions, elena)

        await knock(portal, replaces=old.ref)

        assert who_of(portal, old) is None


class TestCodes:
    @pytest.mark.parametrize(
        ("channel", "proof", "to"), [("email", Proof.EMAIL, EMAIL), ("text", Proof.TEXT, PHONE)]
    )
    async def test_a_code_goes_to_the_proven_contact_and_lets_in(
        self, db, portal, elena, channel, proof, to
    ):
        way = await way_of(portal)

        masked = portal.second_factor.send(asking(way), channel)
        kind, went_to, code = sent(db)
        portal.second_factor.check(asking(way), proof, code)
        entered = arrive(portal, way, proof)

        assert (kind, went_to) == ("sign_in_code", to)
        assert "•••" in masked
        assert who_of(portal, entered.session).method == joined(*sorted([Proof.PASSWORD, proof]))

    async def test_case_26_a_code_to_sign_in_confirms_nothing_else(self, db, portal, elena):
        way = await way_of(portal)
        portal.second_factor.send(asking(way), "text")
        _, _, code = sent(db)

        other = asking(way, purpose=f"confirm:{Purpose.METHODS}")
        with pytest.raises(CodeRefused):
            portal.second_factor.check(other, Proof.TEXT, code)

    async def test_case_26_nor_does_it_open_another_browsers_way(self, db, portal, elena):
        mine, other = await way_of(portal), await way_of(portal)
        portal.second_factor.send(asking(mine), "text")
        _, _, code = sent(db)

        with pytest.raises(CodeRefused):
            portal.second_factor.check(asking(other), Proof.TEXT, code)

    async def test_case_28_no_more_than_three_in_ten_minutes(self, portal, elena):
        way = await way_of(portal)
        for _ in range(3):
            portal.second_factor.send(asking(way), "email")

        with pytest.raises(TooManyTries):
            portal.second_factor.send(asking(way), "email")

    async def test_nobody_sends_where_no_contact_is_proven(self, db, portal):
        login(db)
        way = await way_of(portal)

        with pytest.raises(CodeRefused):
            portal.second_factor.send(asking(way), "email")
        assert rows(db, Message) == []

    async def test_a_wrong_one_is_written_down_and_five_are_all(self, db, portal, elena):
        way = await way_of(portal)
        portal.second_factor.send(asking(way), "email")
        _, _, code = sent(db)
        wrong = f"{(int(code) + 1) % 10**6:06d}"

        for _ in range(5):
            with pytest.raises(CodeRefused):
                portal.second_factor.check(asking(way), Proof.EMAIL, wrong)

        assert history(db)[-1] == "account:second_factor:refused"
        with pytest.raises(TooManyTries):
            portal.second_factor.check(asking(way), Proof.EMAIL, code)


class TestPaper:
    async def test_q1_a_recovery_code_lets_in_once_and_the_owner_is_told(self, db, portal, elena):
        with db.begin() as session:
            codes = portal.recovery_codes.make(session, elena.id, NOON)
        way = await way_of(portal)

        portal.second_factor.check(asking(way), Proof.RECOVERY_CODE, codes[0])

        assert {message.kind for message in rows(db, Message)} == {"recovery_code_used"}
        with pytest.raises(CodeRefused):
            portal.second_factor.check(asking(way), Proof.RECOVERY_CODE, codes[0])


class TestArriving:
    async def test_a_way_arrives_once(self, portal, elena):
        way = await way_of(portal)
        arrive(portal, way)

        with pytest.raises(WayLost):
            arrive(portal, way)

    async def test_case_77_a_login_closed_in_between_does_not_get_in(self, db, portal, elena):
        way = await way_of(portal)
        with db.begin() as session:
            session.get_one(Login, elena.id).disabled_at = NOON

        with pytest.raises(SignInRefused):
            arrive(portal, way)
        assert stored_sessions(db) == []

    async def test_a_frozen_login_goes_on_to_recovery_with_what_was_shown(self, db, portal, elena):
        way = await way_of(portal)
        with db.begin() as session:
            session.get_one(Login, elena.id).frozen_at = NOON

        with pytest.raises(SignInFrozen):
            arrive(portal, way, Proof.TEXT)

        assert stored_sessions(db) == []
        there = portal.pre_auths.of_ref(way.ref, now=NOON)
        assert (there.journey, there.step) == ("recovery", "prove")
        assert there.proven == {Proof.PASSWORD, Proof.TEXT}

    async def test_a_new_place_is_told_to_every_contact_and_a_known_one_is_not(
        self, db, portal, elena
    ):
        for _ in range(2):
            arrive(portal, await way_of(portal))

        told = [m.channel for m in rows(db, Message) if m.kind == "signed_in_somewhere_new"]
        assert sorted(told) == ["email", "text"]

    async def test_the_history_says_how(self, db, portal, elena):
        arrive(portal, await way_of(portal), Proof.AUTHENTICATOR)

        line = next(e for e in rows(db, SecurityEvent) if e.kind == "account:sign_in:success")
        assert line.detail == {"method": "authenticator+password"}


class TestTrustedDevice:
    async def test_s3_it_needs_the_password_alone(self, portal, elena):
        trusted = arrive(portal, await way_of(portal), trust=True)

        entered = await knock(portal, device_secret=trusted.device_secret)

        assert isinstance(entered, Entered)
        assert who_of(portal, entered.session).method == "password+trusted_device"

    async def test_case_41_it_is_nobody_elses(self, db, portal, elena):
        trusted = arrive(portal, await way_of(portal), trust=True)
        login(db, "sam", first_name="Sam")
        browser = Browser(HOME, device_secret=trusted.device_secret)

        outcome = await portal.entrance.sign_in(
            user_name="sam", password=PASSWORD, browser=browser, now=NOON
        )

        assert isinstance(outcome, NewPreAuth)

    async def test_it_opens_no_frozen_login(self, db, portal, elena):
        trusted = arrive(portal, await way_of(portal), trust=True)
        with db.begin() as session:
            session.get_one(Login, elena.id).frozen_at = NOON

        outcome = await knock(portal, device_secret=trusted.device_secret)

        assert isinstance(outcome, NewPreAuth)


class TestStepUp:
    def step(self, portal, who, purpose, proof, now=NOON):
        return portal.step_ups.grant(who, purpose, proof, client=HOME, now=now)

    def test_x1_x5_it_is_another_session_fresh_for_one_purpose(self, db, portal, elena):
        old = begin(db, portal.sessions, elena)
        who = who_of(portal, old)

        new = who_of(portal, self.step(portal, who, Purpose.CONTACT, Proof.TEXT))

        assert who_of(portal, old) is None
        assert new.is_fresh(Purpose.CONTACT, now=later(minutes=4, seconds=59))
        assert not new.is_fresh(Purpose.CONTACT, now=later(minutes=5))
        assert not new.is_fresh(Purpose.METHODS, now=NOON)

    def test_x2_the_absolute_limit_runs_on(self, db, portal, elena):
        who = who_of(portal, begin(db, portal.sessions, elena))
        evening = later(hours=11, minutes=55)
        portal.sessions.touch(who.session_id, now=evening)

        new = self.step(portal, who, Purpose.REVEAL, Proof.TEXT, now=evening)

        assert portal.sessions.of_ref(new.ref, now=evening).signed_in_at == NOON
        assert portal.sessions.of_ref(new.ref, now=later(hours=12)) is None

    def test_an_ended_session_steps_up_to_nothing(self, db, portal, elena):
        old = begin(db, portal.sessions, elena)
        who = who_of(portal, old)
        portal.sessions.end(old.ref, why="signed-out", now=NOON)

        with pytest.raises(SessionOver):
            self.step(portal, who, Purpose.REVEAL, Proof.TEXT)

    def test_case_33_e_mail_confirms_nothing_that_moves_money(self, db, portal):
        who = who_of(portal, begin(db, portal.sessions, login(db, email=EMAIL)))

        assert portal.step_ups.ways(who, Purpose.FACTORS, now=NOON) == (Proof.EMAIL,)
        with pytest.raises(StepUpRefused, match="e-mail is not enough"):
            portal.step_ups.ways(who, Purpose.METHODS, now=NOON)

    def test_case_33_who_has_something_stronger_cannot_choose_e_mail(self, db, portal, elena):
        add_app(db, elena)
        who = who_of(portal, begin(db, portal.sessions, elena))

        ways = portal.step_ups.ways(who, Purpose.REVEAL, now=NOON)

        assert ways == (Proof.AUTHENTICATOR, Proof.TEXT)
        with pytest.raises(CodeRefused):
            self.step(portal, who, Purpose.REVEAL, Proof.EMAIL)

    def test_q2_while_a_login_is_held_nothing_that_moves_money_can_be_changed(
        self, db, portal, elena
    ):
        with db.begin() as session:
            session.get_one(Login, elena.id).held_until = later(hours=72)
        who = who_of(portal, begin(db, portal.sessions, elena))

        with pytest.raises(StepUpRefused, match="until November 26"):
            portal.step_ups.ways(who, Purpose.CONTACT, now=NOON)
        assert portal.step_ups.ways(who, Purpose.FACTORS, now=NOON) == (Proof.TEXT,)
        assert portal.step_ups.ways(who, Purpose.CONTACT, now=later(hours=72))
