import json
import timeit
from concurrent.futures import ThreadPoolExecutor

import pytest

from finance_portal.db import Database
from finance_portal.models.factors import Passkey
from finance_portal.services import passkeys
from finance_portal.services.passkeys import ENROL, MOST, PasskeyRefused, Passkeys
from tests.authenticator import Authenticator
from tests.services.known import NOON, later, login, rows

ORIGIN = "https://portal.test"
OWNER, OTHER = "s1", "s2"
VERIFY, CONFIRM = "verify", "confirm:methods"
SEVERAL = 8


@pytest.fixture
def service():
    return Passkeys(b"handle key", rp_id="portal.test", origin=ORIGIN, rp_name="Portal")


@pytest.fixture
def elena(db):
    return login(db)


@pytest.fixture
def mallory(db):
    return login(db, "mallory")


@pytest.fixture
def phone():
    return Authenticator(ORIGIN)


def creation(db, service, owner, *, of=OWNER, now=NOON):
    with db.begin() as session:
        return service.to_register(session, owner=of, login=owner, display="Elena Marsh", now=now)


def enrolled(db, service, owner, device, *, of=OWNER, name="", now=NOON):
    credential = device.create(creation(db, service, owner, of=of, now=now))
    return register(db, service, credential, owner.id, of=of, name=name, now=now)


def register(db, service, credential, login_id, *, of=OWNER, name="", now=NOON):
    return service.register(
        db, owner=of, login_id=login_id, credential=credential, name=name, now=now
    )


def asked(db, service, login_id, *, of=OWNER, purpose=VERIFY, now=NOON):
    with db.begin() as session:
        return service.to_prove(session, owner=of, purpose=purpose, login_id=login_id, now=now)


def prove(db, service, credential, login_id, *, of=OWNER, purpose=VERIFY, now=NOON):
    return service.prove(
        db, owner=of, purpose=purpose, credential=credential, login_id=login_id, now=now
    )


def refused(reason):
    return pytest.raises(PasskeyRefused, check=lambda refusal: refusal.reason == reason)


def stored(db):
    return rows(db, Passkey)


class TestEnrolling:
    def test_keeps_what_the_browser_made_under_the_name_it_was_given(
        self, db, service, elena, phone
    ):
        passkey = enrolled(db, service, elena, phone, name="  My   phone\u202e\n")

        assert stored(db) == [passkey]
        assert (passkey.login_id, passkey.name) == (elena.id, "My phone")
        assert (passkey.created_at, passkey.last_used_at) == (NOON, None)

    def test_w1_asks_for_a_verified_user_and_excludes_what_is_there(
        self, db, service, elena, phone
    ):
        passkey = enrolled(db, service, elena, phone)

        options = creation(db, service, elena)

        chosen = options["authenticatorSelection"]
        assert (chosen["userVerification"], chosen["residentKey"]) == ("required", "preferred")
        assert [one["id"] for one in options["excludeCredentials"]] == [passkey.credential_id]
        assert options["rp"]["id"] == "portal.test"
        assert options["attestation"] == "none"

    def test_tells_authenticators_nothing_but_the_user_name(self, db, service, elena, mallory):
        first, second = creation(db, service, elena)["user"], creation(db, service, mallory)["user"]

        assert first["id"] != second["id"]
        assert first == creation(db, service, elena)["user"]
        assert (first["name"], first["displayName"]) == ("elena", "Elena Marsh")

    def test_w1_every_challenge_is_new_and_has_256_bits(self, db, service, elena):
        made = {creation(db, service, elena)["challenge"] for _ in range(SEVERAL)}

        assert len(made) == SEVERAL
        assert {len(value) for value in made} == {43}

    def test_a_name_of_nothing_is_the_plain_word(self, db, service, elena, phone):
        assert enrolled(db, service, elena, phone, name=" \t ").name == "Passkey"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "https://portal.test.evil.example"},
            {"origin": "http://portal.test"},
            {"origin": ["https://portal.test"]},
            {"type": "webauthn.get"},
        ],
    )
    def test_case_32_a_passkey_made_elsewhere_is_refused(self, db, service, elena, phone, wrong):
        credential = phone.create(creation(db, service, elena), **wrong)

        with refused("wrong"):
            register(db, service, credential, elena.id)

        assert stored(db) == []

    def test_case_32_a_passkey_for_another_site_is_refused(self, db, service, elena, phone):
        options = creation(db, service, elena)
        options["rp"]["id"] = "evil.example"

        with refused("wrong"):
            register(db, service, phone.create(options), elena.id)

    def test_case_32_a_passkey_without_a_verified_user_is_refused(self, db, service, elena):
        with refused("wrong"):
            enrolled(db, service, elena, Authenticator(ORIGIN, is_verifying=False))

        assert stored(db) == []

    def test_case_32_a_registration_counts_once(self, db, service, elena, phone):
        credential = phone.create(creation(db, service, elena))
        register(db, service, credential, elena.id)

        with refused("expired"):
            register(db, service, credential, elena.id)

    @pytest.mark.parametrize("at", [later(minutes=5), later(days=1)])
    def test_case_30_a_registration_that_was_begun_long_ago_is_refused(
        self, db, service, elena, phone, at
    ):
        credential = phone.create(creation(db, service, elena))

        with refused("expired"):
            register(db, service, credential, elena.id, now=at)

        assert stored(db) == []

    def test_case_30_a_passkey_that_another_session_was_asked_for_is_refused(
        self, db, service, elena, mallory, phone
    ):
        planted = phone.create(creation(db, service, mallory, of=OTHER))

        with refused("expired"):
            register(db, service, planted, elena.id, of=OWNER)

        assert stored(db) == []

    def test_case_30_the_challenge_of_a_sign_in_makes_no_passkey(self, db, service, elena, phone):
        challenge = asked(db, service, elena.id)["challenge"]
        options = creation(db, service, elena) | {"challenge": challenge}

        with refused("expired"):
            register(db, service, phone.create(options), elena.id)

    def test_case_32_a_credential_that_anybody_has_is_refused(
        self, db, service, elena, mallory, phone
    ):
        enrolled(db, service, elena, phone)

        with refused("duplicate"):
            enrolled(db, service, elena, phone)
        with refused("duplicate"):
            enrolled(db, service, mallory, phone)

        assert [passkey.login_id for passkey in stored(db)] == [elena.id]

    def test_there_is_a_limit_to_how_many(self, db, service, elena):
        for _ in range(MOST):
            enrolled(db, service, elena, Authenticator(ORIGIN))

        with refused("too_many"):
            enrolled(db, service, elena, Authenticator(ORIGIN))

    def test_an_id_longer_than_webauthn_has_is_refused(self, db, service, elena):
        with refused("wrong"):
            enrolled(db, service, elena, Authenticator(ORIGIN, id=bytes(1_024)))


class TestProving:
    def test_w2_a_discoverable_passkey_says_whose_it_is(self, db, service, elena, mallory, phone):
        enrolled(db, service, elena, phone)
        enrolled(db, service, mallory, Authenticator(ORIGIN))

        options = asked(db, service, None, purpose="sign-in")

        assert options["allowCredentials"] == []
        assert options["userVerification"] == "required"
        assert prove(db, service, phone.get(options), None, purpose="sign-in") == elena.id

    def test_a_login_is_asked_for_its_own_passkeys(self, db, service, elena, mallory, phone):
        mine = enrolled(db, service, elena, phone)
        enrolled(db, service, mallory, Authenticator(ORIGIN))

        options = asked(db, service, elena.id)

        assert [one["id"] for one in options["allowCredentials"]] == [mine.credential_id]
        assert prove(db, service, phone.get(options), elena.id) == elena.id

    def test_w1_use_is_noted(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)

        prove(db, service, phone.get(asked(db, service, elena.id)), elena.id, now=later(minutes=1))

        (passkey,) = stored(db)
        assert (passkey.last_used_at, passkey.sign_count) == (later(minutes=1), 1)

    def test_an_authenticator_that_never_counts_is_taken_each_time(self, db, service, elena):
        device = Authenticator(ORIGIN, signs=None)
        enrolled(db, service, elena, device)

        for _ in range(2):
            assert prove(db, service, device.get(asked(db, service, elena.id)), elena.id)

    def test_an_authenticator_that_holds_no_user_serves_a_known_login_only(
        self, db, service, elena, phone
    ):
        enrolled(db, service, elena, phone)
        phone.handle = None

        assert prove(db, service, phone.get(asked(db, service, elena.id)), elena.id)
        with refused("wrong"):
            prove(db, service, phone.get(asked(db, service, None)), None)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "https://evil.example"},
            {"origin": "https://PORTAL.test"},
            {"origin": "https://portal.test:444"},
            {"origin": None},
            {"type": "webauthn.create"},
        ],
    )
    def test_case_32_a_signature_for_another_origin_is_refused(
        self, db, service, elena, phone, wrong
    ):
        enrolled(db, service, elena, phone)

        with refused("wrong"):
            prove(db, service, phone.get(asked(db, service, elena.id), **wrong), elena.id)

        assert stored(db)[0].last_used_at is None

    def test_case_32_without_a_verified_user_is_refused(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        phone.is_verifying = False

        with refused("wrong"):
            prove(db, service, phone.get(asked(db, service, elena.id)), elena.id)

    def test_case_32_a_replayed_signature_is_refused(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        credential = phone.get(asked(db, service, elena.id))
        prove(db, service, credential, elena.id)

        with refused("expired"):
            prove(db, service, credential, elena.id)

    @pytest.mark.parametrize("where", [{"of": OTHER}, {"purpose": CONFIRM}, {"purpose": ENROL}])
    def test_case_32_the_challenge_of_another_session_or_purpose_is_refused(
        self, db, service, elena, phone, where
    ):
        enrolled(db, service, elena, phone)
        credential = phone.get(asked(db, service, elena.id, **where))

        with refused("expired"):
            prove(db, service, credential, elena.id)

    def test_case_32_a_challenge_works_for_five_minutes(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        first, second = (asked(db, service, elena.id) for _ in range(2))

        assert prove(db, service, phone.get(first), elena.id, now=later(minutes=4, seconds=59))
        with refused("expired"):
            prove(db, service, phone.get(second), elena.id, now=later(minutes=5))

    def test_case_32_a_challenge_of_ones_own_is_refused(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        options = asked(db, service, elena.id) | {"challenge": "A" * 43}

        with refused("expired"):
            prove(db, service, phone.get(options), elena.id)

    def test_case_32_a_refused_answer_has_used_its_challenge_up(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        options = asked(db, service, elena.id)
        with refused("wrong"):
            prove(db, service, phone.get(options, origin="https://evil.example"), elena.id)

        with refused("expired"):
            prove(db, service, phone.get(options), elena.id)

    @pytest.mark.parametrize("behind", [0, 5])
    def test_case_32_a_counter_that_stands_or_goes_back_is_refused(
        self, db, service, elena, phone, behind
    ):
        phone.signs = 10
        enrolled(db, service, elena, phone)
        phone.signs = 9 - behind

        with refused("cloned"):
            prove(db, service, phone.get(asked(db, service, elena.id)), elena.id)

        assert stored(db)[0].sign_count == 10

    def test_case_32_a_counter_that_starts_to_say_nothing_is_refused(
        self, db, service, elena, phone
    ):
        phone.signs = 10
        enrolled(db, service, elena, phone)
        phone.signs = None

        with refused("cloned"):
            prove(db, service, phone.get(asked(db, service, elena.id)), elena.id)

    def test_case_32_somebody_elses_passkey_is_refused(self, db, service, elena, mallory, phone):
        enrolled(db, service, mallory, phone)

        with refused("unknown"):
            prove(db, service, phone.get(asked(db, service, elena.id)), elena.id)

    def test_case_32_a_passkey_of_nobody_is_refused(self, db, service, elena, phone):
        with refused("unknown"):
            prove(db, service, phone.get(asked(db, service, None)), None)

    def test_case_32_anothers_id_on_ones_own_signature_is_refused(
        self, db, service, elena, mallory, phone
    ):
        enrolled(db, service, elena, phone)
        forged = Authenticator(ORIGIN, id=phone.id, handle=phone.handle, signs=50)

        with refused("wrong"):
            prove(db, service, forged.get(asked(db, service, None)), None)

    def test_case_32_a_signature_filed_under_another_login_is_refused(
        self, db, service, elena, mallory, phone
    ):
        enrolled(db, service, elena, phone)
        phone.handle = Passkeys._handle(service, mallory.id)

        with refused("wrong"):
            prove(db, service, phone.get(asked(db, service, None)), None)

    def test_case_32_a_removed_passkey_proves_nothing(self, db, service, elena, phone):
        passkey = enrolled(db, service, elena, phone)
        credential = phone.get(asked(db, service, elena.id))
        with db.begin() as session:
            assert passkeys.remove(session, elena.id, passkey.ref)

        with refused("unknown"):
            prove(db, service, credential, elena.id)

    def test_whatever_is_wrong_the_borrower_reads_one_sentence(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        said = set()
        for wrong in ({"origin": "x"}, {"challenge": "AAAA"}, {"type": "x"}):
            with pytest.raises(PasskeyRefused) as refusal:
                prove(db, service, phone.get(asked(db, service, elena.id), **wrong), elena.id)
            said.add(str(refusal.value))

        assert said == {passkeys.NOT_ACCEPTED}

    def test_one_of_many_at_once_counts(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        credential = phone.get(asked(db, service, elena.id))

        def attempt(_):
            try:
                return prove(db, service, credential, elena.id)
            except PasskeyRefused:
                return None

        with ThreadPoolExecutor(SEVERAL) as pool:
            entered = list(filter(None, pool.map(attempt, range(SEVERAL))))

        assert entered == [elena.id]

    def test_one_of_two_with_the_same_count_is_a_copy(self, db, service, elena, phone):
        enrolled(db, service, elena, phone)
        first = phone.get(asked(db, service, elena.id))
        phone.signs = 0
        copy = phone.get(asked(db, service, elena.id))

        assert prove(db, service, first, elena.id)
        with refused("cloned"):
            prove(db, service, copy, elena.id)


JUNK = ["", "AAAA", "a" * 9_999, "\x00", "é", "\ud800", 5, [], {}]


class TestJunk:
    @pytest.mark.parametrize(
        "junk",
        [
            "",
            "null",
            "[]",
            '"text"',
            "\x00",
            "\ud800",
            "[" * 16_000,
            "9" * 16_000,
            '{"id": 1}',
            '{"id": "a", "rawId": "\x00", "type": "public-key", "response": {}}',
            "a!" * 100_000,
        ],
        ids=range(11),
    )
    def test_case_69_what_is_no_credential_is_refused_at_once(self, fresh_sqlite, service, junk):
        db = Database(fresh_sqlite)

        def both():
            with refused("wrong"):
                prove(db, service, junk, 1)
            with refused("wrong"):
                register(db, service, junk, 1)

        assert timeit.timeit(both, number=1) < 0.1

    @pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject"])
    def test_a_registration_with_junk_in_it_is_refused(self, db, service, elena, phone, part):
        for junk in JUNK:
            credential = json.loads(phone.create(creation(db, service, elena)))
            credential["response"][part] = junk

            with refused("wrong"):
                register(db, service, json.dumps(credential), elena.id)

    @pytest.mark.parametrize(
        "part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"]
    )
    def test_a_signature_with_junk_in_it_is_refused(self, db, service, elena, phone, part):
        enrolled(db, service, elena, phone)
        for junk in JUNK:
            credential = json.loads(phone.get(asked(db, service, elena.id)))
            credential["response"][part] = junk

            with refused("wrong"):
                prove(db, service, json.dumps(credential), elena.id)

    @pytest.mark.parametrize("key", [b"", b"\x00", b"\xa0", b"\xa1\x01\x02", b"\x04" * 9])
    def test_a_public_key_that_makes_no_sense_is_refused(self, db, service, elena, phone, key):
        phone.key = key

        with refused("wrong"):
            enrolled(db, service, elena, phone)


class TestList:
    def test_w1_lists_the_passkeys_of_a_login_by_age(self, db, service, elena, mallory):
        for name in ("Phone", "Key"):
            enrolled(db, service, elena, Authenticator(ORIGIN), name=name)
        enrolled(db, service, mallory, Authenticator(ORIGIN))

        with db.read() as session:
            assert [p.name for p in passkeys.of_login(session, elena.id)] == ["Phone", "Key"]

    def test_renames_ones_own_only(self, db, service, elena, mallory, phone):
        ref = enrolled(db, service, elena, phone).ref

        with db.begin() as session:
            assert not passkeys.rename(session, mallory.id, ref, "Mine now")
            assert passkeys.rename(session, elena.id, ref, "Blue key" + "x" * 99)

        assert stored(db)[0].name == ("Blue key" + "x" * 99)[:60]

    def test_removes_ones_own_only(self, db, service, elena, mallory, phone):
        ref = enrolled(db, service, elena, phone).ref

        with db.begin() as session:
            assert not passkeys.remove(session, mallory.id, ref)
            assert stored(db) != []
            assert passkeys.remove(session, elena.id, ref)

        assert stored(db) == []


def test_the_live_service_belongs_to_the_public_address():
    live = passkeys.live_passkeys()

    assert (live.rp_id, live.origin) == ("localhost", "http://localhost:8000")
    assert "key=" not in repr(live)
