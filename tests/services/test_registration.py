import dataclasses
import re

import pytest

from finance_portal.api import ways_in
from finance_portal.documents import agreements
from finance_portal.models.factors import OneTimeCode
from finance_portal.models.messages import Message
from finance_portal.models.security import Acceptance, Login, PreAuth
from finance_portal.services.client import Client
from finance_portal.services.identity import ClaimUnreadable
from finance_portal.services.new_login import REGISTERED, SHARED_EMAIL, RegistrationRefused
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.pre_auth import Journey, Step, WayLost
from finance_portal.services.proofs import Proof
from finance_portal.services.throttle import TooManyTries
from tests import paper
from tests.api.doors import HOME, NOON, history, later, portal_of, rows
from tests.services.newcomers import (
    ADA,
    BEN,
    BROWSER,
    NUMBER,
    OTHER_TAX_ID,
    TAX_ID,
    VIN,
    application,
    boarded,
    borrower,
    claim,
    kinds,
    last_code,
    proven,
    sent,
    stored_login,
    way_of,
    with_login,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def portal(db):
    return portal_of(db)


@pytest.fixture
def registration(portal):
    return ways_in.registration_of(portal)


def begin(registration, what=None, channel="email", *, client=HOME, now=NOON):
    return registration.begin(what or claim(), channel, client=client, now=now)


class TestAClaim:
    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"account_number": "5300-9999 01"},
            {"tax_id_last4": TAX_ID},
            {"tax_id_last4": "987-65-4301"},
            {"vin": VIN},
            {"vin": VIN.lower()},
            {"vin": " s9a 00117"},
        ],
    )
    def test_is_read_as_people_type_it(self, db, registration, tmp_path, typed):
        boarded(db, tmp_path)

        begin(registration, claim(**typed))

        assert kinds(db) == ["registration_code"]

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("account_number", ""),
            ("account_number", "x" * 40),
            ("account_number", "5300/999901"),
            ("tax_id_last4", "430"),
            ("tax_id_last4", "43011"),
            ("tax_id_last4", "abcd"),
            ("tax_id_last4", "٤٣٠١"),
            ("vin", "S9A0011"),
            ("vin", "S9A00II7"),
            ("vin", "x" * 1_000_000),
        ],
    )
    def test_that_can_be_nobodys_is_told_beside_its_field(self, field, typed):
        with pytest.raises(ClaimUnreadable) as refusal:
            claim(**{field: typed})

        assert list(refusal.value.errors) == [field]
        assert typed == "" or typed not in str(refusal.value)

    def test_hides_what_was_typed_from_logs(self):
        assert NUMBER not in repr(claim())
        assert TAX_ID[-4:] not in repr(claim())


WRONG = [
    {"account_number": "5300999902"},
    {"tax_id_last4": "0000"},
    {"tax_id_last4": "12345" + TAX_ID[-4:]},
    {"vin": "S9A00118"},
    {"vin": "4" + VIN[1:]},
    {"account_number": "5300999902", "tax_id_last4": "0000", "vin": "S9A00118"},
]


class TestBeginning:
    def test_r2_a_right_claim_sends_a_code_to_the_contact_on_file(self, db, registration, tmp_path):
        boarded(db, tmp_path)

        begin(registration)

        [(kind, to, wording)] = sent(db)
        assert (kind, to) == ("registration_code", "ada@example.com")
        assert re.fullmatch(r"\d{6}", wording.code)
        assert history(db) == ["account:registration:started"]

    def test_the_code_goes_by_text_where_that_was_asked_for(self, db, registration, tmp_path):
        boarded(db, tmp_path)

        begin(registration, channel="text")

        assert [to for _, to, _ in sent(db)] == ["+12125550101"]

    def test_the_code_goes_the_other_way_where_the_wanted_contact_is_not_on_file(
        self, db, registration, tmp_path
    ):
        boarded(db, tmp_path, ADA | {"phone": None})

        begin(registration, channel="text")

        assert [to for _, to, _ in sent(db)] == ["ada@example.com"]

    @pytest.mark.parametrize("wrong", WRONG)
    def test_r1_a_wrong_claim_gets_the_same_way_in_and_nothing_is_sent(
        self, db, portal, registration, tmp_path, wrong
    ):
        boarded(db, tmp_path)
        right = way_of(portal, begin(registration))

        decoy = way_of(portal, begin(registration, claim(**wrong)))

        own = {"ref": "", "borrower_id": None, "contract_id": None}
        assert dataclasses.replace(decoy, **own) == dataclasses.replace(right, **own)
        assert decoy.borrower_id is None
        assert kinds(db) == ["registration_code"]
        assert len(rows(db, PreAuth)) == len(rows(db, OneTimeCode)) == 2

    def test_a_borrower_without_a_tax_id_on_file_fits_nobody(self, db, registration, tmp_path):
        boarded(db, tmp_path, {name: ADA[name] for name in ADA if name != "tax_id"})

        begin(registration)

        assert kinds(db) == []

    def test_nothing_is_sent_where_no_contact_is_on_file(self, db, portal, registration, tmp_path):
        boarded(db, tmp_path, ADA | {"email": None, "phone": None})

        assert way_of(portal, begin(registration)).borrower_id is None
        assert kinds(db) == []

    def test_each_co_borrower_registers_on_their_own(self, db, registration, tmp_path):
        boarded(db, tmp_path, ADA, BEN)

        begin(registration, claim(tax_id_last4=OTHER_TAX_ID[-4:]))

        assert [to for _, to, _ in sent(db)] == ["ben@example.com"]

    def test_four_digits_that_two_obligors_share_fit_neither(self, db, registration, tmp_path):
        boarded(db, tmp_path, ADA, BEN | {"tax_id": "987764301"})

        begin(registration)
        assert kinds(db) == []

        begin(registration, claim(tax_id_last4=TAX_ID))
        assert [to for _, to, _ in sent(db)] == ["ada@example.com"]

    def test_case_22_registering_again_looks_the_same_and_the_owner_is_told(
        self, db, portal, registration, tmp_path
    ):
        boarded(db, tmp_path)
        with_login(db)

        way = way_of(portal, begin(registration))

        assert (way.journey, way.step) == (Journey.REGISTRATION, Step.CODE)
        assert way.borrower_id is None
        [(kind, to, wording)] = sent(db)
        assert (kind, to, wording.code) == ("registered_already", "ada@example.com", "")

    def test_case_22_the_owner_is_written_to_once_however_often_a_code_is_asked_for(
        self, db, portal, registration, tmp_path
    ):
        boarded(db, tmp_path)
        with_login(db)
        way = way_of(portal, begin(registration))

        for _ in range(3):
            ways_in.codes_of(portal).send_again(way, client=HOME, now=NOON)

        assert kinds(db) == ["registered_already"]

    def test_nothing_that_was_typed_is_stored(self, db, registration, tmp_path):
        boarded(db, tmp_path)
        begin(registration, claim(tax_id_last4=TAX_ID, vin=VIN))

        lines = [repr(row) for table in (PreAuth, OneTimeCode, Message) for row in rows(db, table)]

        assert not any(typed in line for typed in (NUMBER, TAX_ID, VIN) for line in lines)


class TestTheLimits:
    def test_case_20_the_last_four_of_one_account_can_be_tried_five_times(
        self, db, registration, tmp_path
    ):
        boarded(db, tmp_path)
        for tries in range(5):
            begin(
                registration,
                claim(tax_id_last4=f"{tries:04}"),
                client=Client(f"192.0.2.{tries}", ""),
            )

        with pytest.raises(TooManyTries):
            begin(registration, client=Client("192.0.2.9", ""))

        assert kinds(db) == ["registration_tried"]
        assert history(db)[-1] == "account:registration:throttled"

    def test_case_20_the_owner_is_told_once_a_day(self, db, registration, tmp_path):
        boarded(db, tmp_path)
        for tries in range(9):
            try_once(registration, client=Client(f"192.0.2.{tries}", ""))

        assert kinds(db).count("registration_tried") == 1

    def test_case_20_ten_times_a_day(self, db, registration, tmp_path):
        boarded(db, tmp_path)

        taken = [
            try_once(
                registration, client=Client(f"192.0.2.{hour}", ""), now=later(minutes=61 * hour)
            )
            for hour in range(20)
        ]

        assert sum(taken) == 10

    def test_case_20_an_account_that_does_not_exist_is_counted_alike(self, db, registration):
        taken = [
            try_once(registration, client=Client(f"192.0.2.{tries}", "")) for tries in range(7)
        ]

        assert taken == [True] * 5 + [False] * 2
        assert kinds(db) == []

    def test_r3_one_address_can_try_ten_times_and_no_owner_is_troubled(
        self, db, registration, tmp_path
    ):
        boarded(db, tmp_path)
        taken = [
            try_once(registration, claim(account_number=f"53009{tries:05}")) for tries in range(12)
        ]

        assert taken == [True] * 10 + [False] * 2
        assert not try_once(registration)
        assert kinds(db) == []

    def test_case_21_spraying_over_many_accounts_and_addresses_meets_the_brake(
        self, db, registration, caplog
    ):
        for tries in range(1_000):  # by others, in the last hour
            registration.budgets.take("identity:check", site=f"site {tries}", now=NOON)
        assert "alarm" in caplog.text

        taken = [
            try_once(
                registration,
                claim(account_number=f"53{tries:08}"),
                client=Client(f"198.51.100.{tries}", ""),
            )
            for tries in range(50)
        ]

        assert sum(taken) <= 10

    def test_case_28_a_hundred_new_codes_are_six_an_hour(self, db, portal, registration, tmp_path):
        boarded(db, tmp_path)
        way = way_of(portal, begin(registration))
        codes, refused = ways_in.codes_of(portal), 0
        for second in range(100):
            try:
                codes.send_again(way, client=HOME, now=later(seconds=15 * second))
            except TooManyTries:
                refused += 1

        assert refused == 94
        assert len(kinds(db)) <= 4

    def test_case_28_new_registrations_do_not_send_more_to_one_contact(
        self, db, registration, tmp_path
    ):
        boarded(db, tmp_path)
        for tries in range(5):
            begin(registration, client=Client(f"192.0.2.{tries}", ""))

        assert len(kinds(db)) == 2


def try_once(registration, what=None, *, client=HOME, now=NOON):
    try:
        begin(registration, what, client=client, now=now)
    except TooManyTries:
        return False
    return True


class TestTheCode:
    def test_leads_to_the_end_of_the_registration(self, db, portal, registration, tmp_path):
        boarded(db, tmp_path)

        way = proven(portal, db)

        assert way.step is Step.FINISH
        assert way.proven == {Proof.IDENTITY, Proof.EMAIL}

    def test_r6_works_for_its_own_browser_only(self, db, portal, registration, tmp_path):
        boarded(db, tmp_path)
        mine, other = begin(registration), begin(registration)
        code_of_other = last_code(db)

        with pytest.raises(CodeRefused):
            registration.prove(way_of(portal, mine), code_of_other, client=HOME, now=NOON)

        registration.prove(way_of(portal, other), code_of_other, client=HOME, now=NOON)

    def test_r6_works_once(self, db, portal, registration, tmp_path):
        boarded(db, tmp_path)
        way = way_of(portal, begin(registration))
        registration.prove(way, last_code(db), client=HOME, now=NOON)

        with pytest.raises(CodeRefused):
            registration.prove(way, last_code(db), client=HOME, now=NOON)

    def test_r6_works_for_ten_minutes(self, db, portal, registration, tmp_path):
        boarded(db, tmp_path)
        way = way_of(portal, begin(registration))

        with pytest.raises(CodeRefused):
            registration.prove(way, last_code(db), client=HOME, now=later(minutes=10))

    def test_case_27_the_old_one_is_dead_after_a_new_one(self, db, portal, registration, tmp_path):
        boarded(db, tmp_path)
        way = way_of(portal, begin(registration))
        old = last_code(db)
        ways_in.codes_of(portal).send_again(way, client=HOME, now=NOON)
        new = last_code(db)

        if old != new:
            with pytest.raises(CodeRefused):
                registration.prove(way, old, client=HOME, now=NOON)
        registration.prove(way, new, client=HOME, now=NOON)

    @pytest.mark.parametrize("is_right", [True, False])
    def test_r1_wrong_codes_are_answered_alike_for_a_decoy(
        self, db, portal, registration, tmp_path, is_right
    ):
        boarded(db, tmp_path)
        way = way_of(portal, begin(registration, None if is_right else claim(vin="S9A00118")))
        wrong = "000000" if not is_right or last_code(db) != "000000" else "111111"

        said = [refused(registration, way, wrong) for _ in range(6)]

        assert said == ["wrong"] * 4 + ["used_up", "too many"]

    def test_of_a_decoy_opens_nothing_even_if_it_is_guessed(
        self, db, portal, registration, monkeypatch
    ):
        monkeypatch.setattr("secrets.randbelow", lambda _most: 123_456)
        way = way_of(portal, begin(registration))

        with pytest.raises(CodeRefused):
            registration.prove(way, "123456", client=HOME, now=NOON)

        assert way_of_ref(portal, way).step is Step.CODE


def refused(registration, way, code):
    try:
        registration.prove(way, code, client=HOME, now=NOON)
    except CodeRefused as refusal:
        return refusal.reason
    except TooManyTries:
        return "too many"


def way_of_ref(portal, way):
    return portal.pre_auths.of_ref(way.ref, now=NOON)


class TestTheEnd:
    async def set_up(self, portal, way, **changes):
        wanted = application(portal, way, **changes)
        new_logins = ways_in.new_logins_of(portal)
        return await new_logins.set_up(way, wanted, browser=BROWSER, now=NOON)

    async def test_signs_the_borrower_in_with_what_was_shown(self, db, portal, tmp_path):
        boarded(db, tmp_path)

        entered = await self.set_up(portal, proven(portal, db))

        who = portal.sessions.of_secret(entered.session.secret, now=NOON)
        assert who.borrower_id == borrower(db).id
        assert who.method == "email+identity+password"

    async def test_keeps_the_contact_that_was_shown_as_proven_and_no_other(
        self, db, portal, tmp_path
    ):
        boarded(db, tmp_path)
        await self.set_up(portal, proven(portal, db, channel="text"))

        login = stored_login(db)

        assert (login.email, login.phone) == (None, "+12125550101")

    async def test_records_every_version_that_was_agreed_to(self, db, portal, tmp_path):
        boarded(db, tmp_path)
        await self.set_up(portal, proven(portal, db))

        agreed = {(row.document, row.version, row.ip) for row in rows(db, Acceptance)}

        assert agreed == {(each.name, each.version, HOME.ip) for each in agreements.ALL}

    async def test_tells_every_contact_on_file(self, db, portal, tmp_path):
        boarded(db, tmp_path)
        await self.set_up(portal, proven(portal, db))

        told = {to for kind, to, _ in sent(db) if kind == "registered"}

        assert told == {"ada@example.com", "+12125550101"}
        assert "account:registration:finished" in history(db)

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("user_name", {"user_name": "ada"}),
            ("user_name", {"user_name": "support"}),
            ("user_name", {"user_name": "\u0430da.byron"}),
            ("password", {"password": "Password1!Password1!"}),
            ("password", {"password": "byron loves purple moons"}),
            ("password", {"password": f"purple moon {NUMBER} umbrella"}),
            ("esign_word", {"access_word": "nonsense"}),
            ("esign_word", {"access_word": ""}),
            ("accept_esign", {"agrees_to_records": False}),
            ("accept_terms", {"agrees_to_terms": False}),
        ],
    )
    async def test_says_beside_each_field_what_is_wrong(self, db, portal, tmp_path, field, changes):
        boarded(db, tmp_path)
        way = proven(portal, db)

        with pytest.raises(RegistrationRefused) as refusal:
            await self.set_up(portal, way, **changes)

        assert list(refusal.value.errors) == [field]
        assert rows(db, Login) == []

    async def test_a64_consent_without_the_access_test_is_not_in_force(self, db, portal, tmp_path):
        boarded(db, tmp_path)
        way = proven(portal, db)

        with pytest.raises(RegistrationRefused):
            await self.set_up(portal, way, access_word="", agrees_to_records=True)

        assert rows(db, Acceptance) == []

    async def test_a_user_name_that_is_taken_is_not_given_twice(self, db, portal, tmp_path):
        boarded(db, tmp_path, ADA, BEN)
        way = proven(portal, db)
        with_login(db, "P2", user_name="ada.byron")

        with pytest.raises(RegistrationRefused) as refusal:
            await self.set_up(portal, way, user_name="ADA.Byron")

        assert list(refusal.value.errors) == ["user_name"]

    async def test_two_browsers_give_a_borrower_one_login(self, db, portal, tmp_path):
        boarded(db, tmp_path)
        first, second = proven(portal, db), proven(portal, db)
        await self.set_up(portal, first)

        with pytest.raises(RegistrationRefused, match=re.escape(REGISTERED)):
            await self.set_up(portal, second, user_name="ada.second")

    async def test_an_address_that_another_login_has_is_not_shared(self, db, portal, tmp_path):
        boarded(db, tmp_path, ADA, BEN | {"email": ADA["email"]})
        way = proven(portal, db)
        with_login(db, "P2", user_name="ben.byron")

        with pytest.raises(RegistrationRefused, match=re.escape(SHARED_EMAIL)):
            await self.set_up(portal, way)

    async def test_opens_once(self, db, portal, tmp_path):
        boarded(db, tmp_path)
        way = proven(portal, db)
        await self.set_up(portal, way)

        with pytest.raises((WayLost, RegistrationRefused)):
            await self.set_up(portal, way, user_name="ada.second")

        assert len(rows(db, Login)) == 1

    def test_the_access_test_holds_the_word_and_another_one_for_others(self, db, portal, tmp_path):
        boarded(db, tmp_path)
        new_logins = ways_in.new_logins_of(portal)
        ways = [way_of(portal, begin(ways_in.registration_of(portal))) for _ in range(5)]

        words = {new_logins._word(way) for way in ways}

        assert len(words) > 1
        page = paper.text(new_logins.access_test(ways[0], NOON.date()))
        assert new_logins._word(ways[0]) in page.splitlines()


async def test_nobody_registers_in_the_name_of_somebody_who_has_died(registration, db, tmp_path):
    died = {"kind": "deceased", "since": "2026-02-01", "borrower": "P1"}
    boarded(db, tmp_path, ADA, BEN, flags=[died])

    begin(registration)

    assert sent(db) == []
    assert history(db)[-1] == "account:registration:refused"
