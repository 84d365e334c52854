import dataclasses

import pytest
from sqlalchemy import select

from finance_portal.api import ways_in
from finance_portal.models.factors import Authenticator, Passkey, RecoveryCode
from finance_portal.models.security import Login, PreAuth, SecurityEvent
from finance_portal.services.client import Client
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.password_gate import PasswordTooWeak
from finance_portal.services.pre_auth import Journey, Step, WayLost
from finance_portal.services.proofs import Proof
from finance_portal.services.recovery import (
    HOLD,
    IdentityRefused,
    NotIndependent,
    ways_beside,
)
from finance_portal.services.sign_in import SignInRefused
from finance_portal.services.throttle import TooManyTries
from finance_portal.services.user_name_reminder import ContactUnreadable
from tests.api.doors import HOME, NOON, PASSWORD, history, later, portal_of, rows
from tests.services.newcomers import (
    ADA,
    BEN,
    BROWSER,
    NUMBER,
    PHRASE,
    boarded,
    claim,
    kinds,
    last_code,
    sent,
    stored_login,
    way_of,
    with_login,
)

pytestmark = pytest.mark.anyio

PHONE = "+12125550101"


@pytest.fixture
def portal(db):
    return portal_of(db, required=True)


@pytest.fixture
def recovery(portal):
    return ways_in.recovery_of(portal)


@pytest.fixture
def ada(db, tmp_path):
    boarded(db, tmp_path)
    return with_login(db)


def begin(recovery, typed="ada.byron", channel="email", *, client=HOME, now=NOON):
    return recovery.begin(typed, channel, client=client, now=now)


def at_proof(portal, db, *, typed="ada.byron", channel="email"):
    """Somebody whose code has come back."""
    recovery = ways_in.recovery_of(portal)
    new = begin(recovery, typed, channel)
    recovery.prove_contact(way_of(portal, new), last_code(db), client=HOME, now=NOON)
    return way_of(portal, new)


def at_end(portal, db, proof=None, **changes):
    """Somebody who has shown two things: a code, and a proof or who they are."""
    recovery, way = ways_in.recovery_of(portal), at_proof(portal, db, **changes)
    if proof is None:
        recovery.prove_identity(way, claim(), client=HOME, now=NOON)
    else:
        recovery.prove_more(way, proof, client=HOME, now=NOON)
    return portal.pre_auths.of_ref(way.ref, now=NOON)


def change(db, **columns):
    with db.begin() as session:
        login = session.scalars(select(Login)).one()
        for name, value in columns.items():
            setattr(login, name, value)


async def finish(portal, way, password=PHRASE, *, now=NOON):
    return await ways_in.recovery_of(portal).finish(way, password, browser=BROWSER, now=now)


class TestBeginning:
    @pytest.mark.parametrize(
        "typed", ["ada.byron", " ADA.Byron", "ada@example.com", "Ada@Example.com"]
    )
    def test_by_user_name_or_e_mail_a_code_goes_to_the_contact(self, db, recovery, ada, typed):
        begin(recovery, typed)

        assert [(kind, to) for kind, to, _ in sent(db)] == [("recovery_code", "ada@example.com")]

    def test_the_code_goes_to_the_phone_where_that_was_asked_for(self, db, recovery, ada):
        begin(recovery, channel="text")

        assert [to for _, to, _ in sent(db)] == [PHONE]

    @pytest.mark.parametrize(
        "typed", ["nobody.here", "nobody@example.com", "", "x" * 100_000, "ada.byron' --"]
    )
    def test_case_23_an_unknown_name_gets_the_same_way_in(self, db, portal, recovery, ada, typed):
        known = way_of(portal, begin(recovery))

        decoy = way_of(portal, begin(recovery, typed))

        own = {"ref": "", "login_id": None, "borrower_id": None}
        assert dataclasses.replace(decoy, **own) == dataclasses.replace(known, **own)
        assert decoy.login_id is None
        assert kinds(db) == ["recovery_code"]

    def test_case_77_a_login_that_the_lender_closed_is_as_unknown(self, db, portal, recovery, ada):
        change(db, disabled_at=NOON)

        assert way_of(portal, begin(recovery)).login_id is None
        assert kinds(db) == []

    def test_case_23_known_and_unknown_names_are_counted_alike(self, db, recovery, ada):
        for typed in ("ada.byron", "nobody.here"):
            for _ in range(5):
                begin(recovery, typed)
            with pytest.raises(TooManyTries):
                begin(recovery, typed)

    def test_case_23_two_names_of_one_login_are_not_told_apart_by_the_limit(
        self, db, recovery, ada
    ):
        for _ in range(5):
            begin(recovery, "ada.byron")

        begin(recovery, "ada@example.com")  # nothing more is sent, and nothing is said

        assert len(kinds(db)) == 2

    def test_r1_wrong_codes_are_answered_alike_for_a_decoy(self, db, portal, recovery, ada):
        known, decoy = way_of(portal, begin(recovery)), way_of(portal, begin(recovery, "nobody"))
        wrong = "000000" if last_code(db) != "000000" else "111111"

        said = [[refused(recovery, way, wrong) for _ in range(6)] for way in (known, decoy)]

        assert said[0] == said[1]


def refused(recovery, way, code):
    try:
        recovery.prove_contact(way, code, client=HOME, now=NOON)
    except CodeRefused as refusal:
        return refusal.reason
    except TooManyTries:
        return "too many"


class TestTheSecondProof:
    def test_the_code_alone_opens_nothing(self, db, portal, ada):
        way = at_proof(portal, db)

        assert way.step is Step.PROVE

    async def test_without_it_no_password_is_set(self, db, portal, ada):
        with pytest.raises(WayLost):
            await finish(portal, dataclasses.replace(at_proof(portal, db), step=Step.FINISH))

        assert stored_login(db).password_hash == ada.password_hash

    def test_is_offered_from_what_the_borrower_has_and_was_not_shown(
        self, db, portal, recovery, ada
    ):
        change(db, phone=PHONE)

        assert ways_beside(db, at_proof(portal, db)) == (Proof.TEXT, Proof.IDENTITY)

    @pytest.mark.parametrize("proof", [Proof.EMAIL, Proof.PASSKEY, Proof.AUTHENTICATOR])
    def test_what_was_shown_already_or_is_not_theirs_adds_nothing(
        self, db, portal, recovery, ada, proof
    ):
        with pytest.raises(NotIndependent):
            recovery.prove_more(at_proof(portal, db), proof, client=HOME, now=NOON)

    @pytest.mark.parametrize(
        "wrong", [{"account_number": "5300999902"}, {"tax_id_last4": "0000"}, {"vin": "S9A00118"}]
    )
    def test_r1_a_wrong_claim_is_one_refusal(self, db, portal, recovery, ada, wrong):
        way = at_proof(portal, db)

        with pytest.raises(IdentityRefused) as refusal:
            recovery.prove_identity(way, claim(**wrong), client=HOME, now=NOON)

        assert str(refusal.value) == str(IdentityRefused())
        assert history(db)[-1] == "account:identity:refused"

    def test_somebody_elses_contract_is_as_wrong(self, db, portal, recovery, tmp_path):
        boarded(db, tmp_path)
        boarded(db, tmp_path, BEN, number="5300999977", vin="WBA53BJ07R8P00228")
        with_login(db)
        theirs = {"account_number": "5300999977", "tax_id_last4": "4302", "vin": "R8P00228"}

        with pytest.raises(IdentityRefused):
            recovery.prove_identity(at_proof(portal, db), claim(**theirs), client=HOME, now=NOON)

    def test_a_claim_can_be_tried_five_times_an_hour(self, db, portal, recovery, ada):
        way, tries = at_proof(portal, db), []
        for guess in range(6):
            try:
                recovery.prove_identity(
                    way, claim(tax_id_last4=f"{guess:04}"), client=HOME, now=NOON
                )
            except (IdentityRefused, TooManyTries) as refusal:
                tries.append(type(refusal))

        assert tries == [IdentityRefused] * 5 + [TooManyTries]

    def test_strangers_who_try_to_register_do_not_stand_in_the_way(self, db, portal, recovery, ada):
        way = at_proof(portal, db)
        for guess in range(5):
            ways_in.registration_of(portal).begin(
                claim(tax_id_last4=f"{guess:04}"),
                "email",
                client=Client("192.0.2.66", ""),
                now=NOON,
            )

        recovery.prove_identity(way, claim(), client=HOME, now=NOON)


class TestTheNewPassword:
    async def test_opens_and_the_old_one_does_not(self, db, portal, ada):
        await finish(portal, at_end(portal, db))

        knock = {"user_name": "ada.byron", "browser": BROWSER, "now": NOON}
        with pytest.raises(SignInRefused):
            await portal.entrance.sign_in(password=PASSWORD, **knock)
        assert await portal.entrance.sign_in(password=PHRASE, **knock)

    async def test_signs_the_borrower_in_with_what_was_shown(self, db, portal, ada):
        recovered = await finish(portal, at_end(portal, db))

        who = portal.sessions.of_secret(recovered.entered.session.secret, now=NOON)
        assert who.login_id == ada.id
        assert who.method == "email+identity+password"

    async def test_ends_every_other_session_and_way_in(self, db, portal, ada):
        with db.begin() as session:
            old = portal.sessions.begin(session, login=ada, now=NOON, client=HOME)
        other = at_proof(portal, db)
        way = at_end(portal, db)

        recovered = await finish(portal, way)

        assert recovered.ended == (old.ref,)
        assert portal.sessions.of_secret(old.secret, now=NOON) is None
        assert portal.pre_auths.of_ref(other.ref, now=NOON) is None

    async def test_case_41_no_device_is_trusted_any_more(self, db, portal, ada):
        with db.begin() as session:
            secret = portal.trusted_devices.trust(session, login_id=ada.id, client=HOME, now=NOON)

        await finish(portal, at_end(portal, db))

        with db.begin() as session:
            trusted = portal.trusted_devices.recognise(session, secret, login_id=ada.id, now=NOON)
        assert trusted is None

    async def test_is_told_to_every_contact(self, db, portal, ada):
        await finish(portal, at_end(portal, db))

        told = {to for kind, to, _ in sent(db) if kind == "password_recovered"}
        assert told == {"ada@example.com", PHONE}
        assert {"account:recovery:finished", "account:password:changed"} <= set(history(db))

    async def test_with_nothing_strong_shown_money_waits_for_a_day(self, db, portal, ada):
        await finish(portal, at_end(portal, db))

        assert stored_login(db).held_until == NOON + HOLD

    async def test_a_text_beside_what_stands_in_the_contract_is_not_strong_enough(
        self, db, portal, ada
    ):
        await finish(portal, at_end(portal, db, channel="text"))

        assert stored_login(db).held_until == NOON + HOLD

    async def test_with_something_strong_shown_nothing_waits(self, db, portal, ada):
        change(db, phone=PHONE)

        await finish(portal, at_end(portal, db, Proof.TEXT))

        assert stored_login(db).held_until is None

    async def test_a_longer_hold_is_not_shortened(self, db, portal, ada):
        change(db, held_until=later(hours=72))

        await finish(portal, at_end(portal, db))

        assert stored_login(db).held_until == later(hours=72)

    @pytest.mark.parametrize(
        "weak", ["short", "Password1!Password1!", f"moons {NUMBER} umbrellas", "byron under a moon"]
    )
    async def test_has_to_pass_the_gate(self, db, portal, ada, weak):
        way = at_end(portal, db)

        with pytest.raises(PasswordTooWeak):
            await finish(portal, way, weak)

        assert stored_login(db).password_hash == ada.password_hash
        assert portal.pre_auths.of_ref(way.ref, now=NOON) is not None

    async def test_is_set_once(self, db, portal, ada):
        way = at_end(portal, db)
        await finish(portal, way)

        with pytest.raises(WayLost):
            await finish(portal, way, "another phrase of umbrellas and tea")

    async def test_case_38_works_where_the_stored_hash_is_corrupted(self, db, portal, ada):
        change(db, password_hash="rubbish")

        await finish(portal, at_end(portal, db))

        assert stored_login(db).password_hash.startswith("v1$")

    async def test_case_77_a_login_closed_on_the_way_stays_closed(self, db, portal, ada):
        way = at_end(portal, db)
        change(db, disabled_at=NOON)

        with pytest.raises(WayLost):
            await finish(portal, way)


class TestAFrozenLogin:
    def test_opens_for_who_knows_the_contract_alone(self, db, portal, recovery, ada):
        change(db, phone=PHONE, frozen_at=NOON)
        way = at_proof(portal, db)

        assert ways_beside(db, way) == (Proof.IDENTITY,)
        with pytest.raises(NotIndependent):
            recovery.prove_more(way, Proof.TEXT, client=HOME, now=NOON)

    async def test_is_thawed_by_a_recovery_with_it(self, db, portal, ada):
        change(db, frozen_at=NOON)

        await finish(portal, at_end(portal, db))

        login = stored_login(db)
        assert login.frozen_at is None
        assert login.held_until == NOON + HOLD
        assert "account:thawed" in history(db)

    async def test_that_froze_after_the_second_proof_is_not_thawed_without_it(
        self, db, portal, ada
    ):
        change(db, phone=PHONE)
        way = at_end(portal, db, Proof.TEXT)
        change(db, frozen_at=NOON)

        with pytest.raises(WayLost):
            await finish(portal, way)

        assert stored_login(db).frozen_at == NOON


class TestALostFactor:
    @pytest.fixture
    def lost(self, portal):
        return ways_in.lost_factors_of(portal)

    async def knock(self, portal):
        new = await portal.entrance.sign_in(
            user_name="ada.byron", password=PASSWORD, browser=BROWSER, now=NOON
        )
        return way_of(portal, new)

    async def at_code(self, portal, lost, channel="text", **wrong):
        way = await self.knock(portal)
        lost.begin(way, claim(**wrong), channel, client=HOME, now=NOON)
        return portal.pre_auths.of_ref(way.ref, now=NOON)

    async def test_q2_is_replaced_by_who_one_is_and_a_code(self, db, portal, lost, ada):
        add_factors(db, ada)
        way = await self.at_code(portal, lost)

        recovered = lost.finish(way, last_code(db), browser=BROWSER, now=NOON)

        who = portal.sessions.of_secret(recovered.entered.session.secret, now=NOON)
        assert who.method == "identity+password+text"
        assert [rows(db, table) for table in (Authenticator, Passkey, RecoveryCode)] == [[]] * 3

    async def test_q2_holds_money_for_three_days_and_tells_every_contact(
        self, db, portal, lost, ada
    ):
        way = await self.at_code(portal, lost)
        lost.finish(way, last_code(db), browser=BROWSER, now=NOON)

        assert stored_login(db).held_until == later(hours=72)
        told = {to for kind, to, _ in sent(db) if kind == "factors_removed"}
        assert told == {"ada@example.com", PHONE}

    async def test_the_contact_that_was_shown_is_where_codes_go_from_now_on(
        self, db, portal, lost, ada
    ):
        way = await self.at_code(portal, lost)
        lost.finish(way, last_code(db), browser=BROWSER, now=NOON)

        assert stored_login(db).phone == PHONE

    async def test_a_phone_that_did_not_help_is_lost_too(self, db, portal, lost, ada):
        change(db, phone="+12125550199")
        way = await self.at_code(portal, lost, "email")
        lost.finish(way, last_code(db), browser=BROWSER, now=NOON)

        assert stored_login(db).phone is None

    async def test_r1_a_wrong_claim_is_answered_alike_and_sends_nothing(
        self, db, portal, lost, ada
    ):
        right = await self.at_code(portal, lost)

        wrong = await self.at_code(portal, lost, tax_id_last4="0000")

        own = {"ref": "", "borrower_id": None}
        assert dataclasses.replace(wrong, **own) == dataclasses.replace(right, **own)
        assert kinds(db) == ["factors_code"]
        with pytest.raises(CodeRefused):
            lost.finish(wrong, last_code(db), browser=BROWSER, now=NOON)

    async def test_a_wrong_claim_can_be_made_right(self, db, portal, lost, ada):
        way = await self.at_code(portal, lost, tax_id_last4="0000")
        lost.begin(way, claim(), "text", client=HOME, now=NOON)
        way = portal.pre_auths.of_ref(way.ref, now=NOON)

        assert lost.finish(way, last_code(db), browser=BROWSER, now=NOON)

    async def test_a_frozen_login_needs_a_new_password_too(self, db, portal, lost, ada):
        change(db, frozen_at=NOON)
        way = await self.at_code(portal, lost)

        assert lost.finish(way, last_code(db), browser=BROWSER, now=NOON) is None

        way = portal.pre_auths.of_ref(way.ref, now=NOON)
        assert (way.journey, way.step) == (Journey.RECOVERY, Step.FINISH)
        await finish(portal, way)
        assert stored_login(db).frozen_at is None


def add_factors(db, login):
    with db.begin() as session:
        session.add(
            Authenticator(
                ref="a", login_id=login.id, name="", seed_sealed="", begun_by="", created_at=NOON
            )
        )
        session.add(RecoveryCode(login_id=login.id, code_hash="h", created_at=NOON))
        session.add(
            Passkey(
                ref="k",
                login_id=login.id,
                name="",
                credential_id="c",
                public_key="",
                sign_count=0,
                transports="",
                is_backed_up=False,
                created_at=NOON,
            )
        )


class TestAForgottenUserName:
    @pytest.fixture
    def reminder(self, portal):
        return ways_in.reminder_of(portal)

    @pytest.mark.parametrize(
        "typed", ["ada@example.com", " Ada@Example.COM", "(212) 555-0101", "+1 212 555 0101"]
    )
    def test_goes_to_the_contact_on_file(self, db, reminder, ada, typed):
        reminder.send(typed, client=HOME, now=NOON)

        [(kind, to, wording)] = sent(db)
        assert kind == "user_names"
        assert to in {"ada@example.com", PHONE}
        assert "ada.byron" in wording.paragraphs[0]

    def test_a_shared_contact_is_told_all_of_its_names(self, db, reminder, tmp_path):
        boarded(db, tmp_path, ADA, BEN | {"email": ADA["email"]})
        with_login(db)
        with_login(db, "P2", user_name="ben.byron", email=None)

        reminder.send("ada@example.com", client=HOME, now=NOON)

        [(_, _, wording)] = sent(db)
        assert "ada.byron and ben.byron" in wording.paragraphs[0]

    @pytest.mark.parametrize("typed", ["nobody@example.com", "(212) 555-0199"])
    def test_case_23_nobody_is_written_to_for_an_unknown_contact(self, db, reminder, ada, typed):
        reminder.send(typed, client=HOME, now=NOON)

        assert kinds(db) == []
        assert [row.kind for row in rows(db, SecurityEvent)] == ["account:user_name:not_reminded"]

    def test_somebody_who_is_not_registered_is_not_written_to(self, db, reminder, tmp_path):
        boarded(db, tmp_path)

        reminder.send("ada@example.com", client=HOME, now=NOON)

        assert kinds(db) == []

    @pytest.mark.parametrize("typed", ["", "ada", "555", "a@b", "a b@example.com", "x" * 100_000])
    def test_what_is_no_contact_is_told(self, db, reminder, typed):
        with pytest.raises(ContactUnreadable):
            reminder.send(typed, client=HOME, now=NOON)

    def test_case_28_is_capped(self, db, reminder, ada):
        for _ in range(5):
            reminder.send("ada@example.com", client=HOME, now=NOON)

        with pytest.raises(TooManyTries):
            reminder.send("ada@example.com", client=HOME, now=NOON)
        assert len(kinds(db)) == 2


def test_a_decoy_leaves_a_row_of_its_own(db, recovery):
    begin(recovery, "nobody")

    assert len(rows(db, PreAuth)) == 1
