"""Registration, recovery and a further contract, as forms through the gate."""

import re

import pytest

from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.second_factor import SIGN_IN, Asking
from finance_portal.ui import routes
from tests import paper
from tests.api.doors import HOME, NOON, ORIGIN, PASSWORD, begin, history, portal_of
from tests.services.newcomers import (
    ADA,
    NUMBER,
    PHRASE,
    TAX_ID,
    VIN,
    application,
    boarded,
    kinds,
    last_code,
    sent,
    stored_login,
    with_login,
)

pytestmark = pytest.mark.anyio

SAME_SITE = {"Origin": ORIGIN}
SCRIPT = {"Accept": "application/json"}
TYPED = {"account_number": NUMBER, "tax_id_last4": TAX_ID[-4:], "vin": VIN, "channel": "email"}
SECOND = {"account_number": "5300999902", "tax_id_last4": "4301", "vin": "R8P00228"}
WRONG = [
    {"account_number": "5300999902"},
    {"tax_id_last4": "0000"},
    {"vin": "S9A00118"},
    {"channel": "carrier pigeon"},
]


@pytest.fixture
def portal(db):
    return portal_of(db, required=True)


@pytest.fixture
def client(browse, routed):
    return browse(routed)


@pytest.fixture
def ada(db, tmp_path):
    boarded(db, tmp_path)


async def post(client, address, *, cookie="", script=True, **fields):
    headers = SAME_SITE | (SCRIPT if script else {}) | ({"Cookie": cookie} if cookie else {})
    client.cookies.clear()
    return await client.post(address, data=fields, headers=headers)


def way_cookie(answer):
    given = "; ".join(answer.headers.get_list("Set-Cookie"))
    return f"__Host-way={re.search(r'__Host-way=([^;]+);', given).group(1)}"


def way_of(portal, cookie):
    return portal.pre_auths.of_secret(cookie.partition("=")[2], now=NOON)


def without_secrets(answer):
    cookies = [re.sub(r"=[\w-]{20,}", "=…", c) for c in answer.headers.get_list("Set-Cookie")]
    return answer.status_code, answer.content, cookies, sorted(answer.headers.keys())


async def at_finish(client, db):
    cookie = way_cookie(await post(client, routes.REGISTER_FORM, **TYPED))
    answer = await post(client, routes.REGISTER_CODE_FORM, cookie=cookie, code=last_code(db))
    assert answer.json() == {"go": routes.REGISTER_FINISH}
    return cookie


def filled_in(portal, cookie, **changes):
    wanted = application(portal, way_of(portal, cookie))
    form = {
        "user_name": wanted.user_name,
        "password": wanted.password,
        "esign_word": wanted.access_word,
        "accept_esign": "on",
        "accept_terms": "on",
    }
    return form | changes


class TestRegistering:
    @pytest.mark.parametrize("wrong", WRONG)
    async def test_r1_right_and_wrong_claims_are_answered_byte_for_byte_alike(
        self, client, ada, wrong
    ):
        right = await post(client, routes.REGISTER_FORM, **TYPED)

        answer = await post(client, routes.REGISTER_FORM, **TYPED | wrong)

        assert without_secrets(answer) == without_secrets(right)
        assert right.json() == {"go": routes.REGISTER_CODE}

    async def test_case_22_a_registered_borrower_too(self, client, db, ada):
        right = await post(client, routes.REGISTER_FORM, **TYPED)
        with_login(db)

        assert without_secrets(await post(client, routes.REGISTER_FORM, **TYPED)) == (
            without_secrets(right)
        )

    async def test_without_script_the_browser_is_led_on(self, client, ada):
        answer = await post(client, routes.REGISTER_FORM, script=False, **TYPED)

        assert (answer.status_code, answer.headers["Location"]) == (303, routes.REGISTER_CODE)

    async def test_what_cannot_be_right_is_told_by_field_and_not_repeated(self, client):
        answer = await post(client, routes.REGISTER_FORM, **TYPED | {"tax_id_last4": "98765"})

        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == ["tax_id_last4"]
        assert "98765" not in answer.text

    async def test_case_20_too_many_tries_are_told(self, client, portal, ada):
        answers = [
            await post(client, routes.REGISTER_FORM, **TYPED | {"tax_id_last4": f"{tries:04}"})
            for tries in range(6)
        ]

        assert [answer.status_code for answer in answers] == [200] * 5 + [429]

    async def test_case_39_the_cookie_of_the_way_has_every_flag(self, client, ada):
        answer = await post(client, routes.REGISTER_FORM, **TYPED)

        given = [c for c in answer.headers.get_list("Set-Cookie") if c.startswith("__Host-way")]
        assert re.fullmatch(
            r"__Host-way=[\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax", given[0]
        )

    async def test_the_code_and_the_last_form_open_the_portal(self, client, portal, db, ada):
        cookie = await at_finish(client, db)
        form = filled_in(portal, cookie)

        answer = await post(client, routes.REGISTER_FINISH_FORM, cookie=cookie, **form)

        assert answer.json() == {"go": routes.SECURE}
        secret = re.search(r"__Host-sid=([^;]+)", str(answer.headers)).group(1)
        assert portal.sessions.of_secret(secret, now=NOON).login_id == stored_login(db).id

    async def test_whoever_was_signed_in_here_is_not_any_more(self, client, portal, db, ada):
        boarded_login = with_login(db)
        old = begin(db, portal.sessions, boarded_login)

        await post(client, routes.REGISTER_FORM, cookie=f"__Host-sid={old.secret}", **TYPED)

        assert portal.sessions.of_secret(old.secret, now=NOON) is None
        assert portal.tabs.left[0][0] == (old.ref,)

    async def test_a_step_cannot_be_left_out(self, client, portal, db, ada):
        cookie = way_cookie(await post(client, routes.REGISTER_FORM, **TYPED))
        form = {
            "user_name": "ada.byron",
            "password": PHRASE,
            "esign_word": "meadow",
            "accept_esign": "on",
            "accept_terms": "on",
        }

        answer = await post(client, routes.REGISTER_FINISH_FORM, cookie=cookie, **form)

        assert answer.json() == {"go": routes.over("way")}

    async def test_case_26_the_way_of_a_registration_opens_no_recovery(
        self, client, portal, db, ada
    ):
        cookie = way_cookie(await post(client, routes.REGISTER_FORM, **TYPED))

        for address in (routes.RECOVER_CODE_FORM, routes.VERIFY_FORM, routes.RECOVER_FINISH_FORM):
            answer = await post(client, address, cookie=cookie, code=last_code(db))
            assert answer.json() == {"go": routes.over("way")}


class TestTheAccessTest:
    async def test_is_a_document_for_who_has_come_so_far(self, client, portal, db, ada):
        cookie = await at_finish(client, db)

        answer = await client.get(routes.ACCESS_TEST, headers={"Cookie": cookie})

        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        word = paper.text(answer.content).splitlines()[-2]
        assert word == filled_in(portal, cookie)["esign_word"]

    async def test_is_for_nobody_else(self, client, db, ada):
        cookie = way_cookie(await post(client, routes.REGISTER_FORM, **TYPED))
        client.cookies.clear()

        for headers in ({}, {"Cookie": cookie}):
            answer = await client.get(routes.ACCESS_TEST, headers=headers)
            assert (answer.status_code, answer.headers["Location"]) == (303, routes.over("way"))


class TestRecovering:
    async def begun(self, client, name="ada.byron", channel="email"):
        return await post(client, routes.RECOVER_FORM, name=name, channel=channel)

    async def at_proof(self, client, db):
        cookie = way_cookie(await self.begun(client))
        answer = await post(client, routes.RECOVER_CODE_FORM, cookie=cookie, code=last_code(db))
        assert answer.json() == {"go": routes.RECOVER_PROVE}
        return cookie

    async def test_case_23_known_and_unknown_names_are_answered_byte_for_byte_alike(
        self, client, db, ada
    ):
        with_login(db)

        known, unknown = await self.begun(client), await self.begun(client, "nobody.here")

        assert without_secrets(known) == without_secrets(unknown)

    async def test_case_23_wrong_codes_too(self, client, db, ada):
        with_login(db)
        ways = [way_cookie(await self.begun(client, name)) for name in ("ada.byron", "nobody")]
        wrong = "000000" if last_code(db) != "000000" else "111111"

        said = [
            without_secrets(await post(client, routes.RECOVER_CODE_FORM, cookie=way, code=wrong))
            for way in ways
        ]

        assert said[0] == said[1]

    async def test_case_23_forgotten_user_names_too(self, client, db, ada):
        with_login(db)

        said = [
            without_secrets(await post(client, routes.RECOVER_USER_NAME_FORM, contact=contact))
            for contact in ("ada@example.com", "nobody@example.com", "(212) 555-0101")
        ]

        assert said[0] == said[1] == said[2]
        assert kinds(db) == ["user_names", "user_names"]

    async def test_case_24_links_lead_to_our_own_address_whatever_the_host_header_says(
        self, client, db, ada
    ):
        with_login(db)
        headers = SAME_SITE | {"X-Forwarded-Host": "evil.example"}
        form = {"contact": "ada@example.com"}
        await client.post(routes.RECOVER_USER_NAME_FORM, data=form, headers=headers)

        [(_, _, wording)] = sent(db)
        assert wording.link.url == "http://localhost:8000/sign-in"

    async def test_a_code_and_the_contract_set_a_new_password(self, client, portal, db, ada):
        with_login(db)
        cookie = await self.at_proof(client, db)

        proven = await post(client, routes.RECOVER_IDENTITY_FORM, cookie=cookie, **TYPED)
        answer = await post(client, routes.RECOVER_FINISH_FORM, cookie=cookie, password=PHRASE)

        assert proven.json() == {"go": routes.RECOVER_PASSWORD}
        assert answer.json() == {"go": routes.OVERVIEW}
        assert "account:password:changed" in history(db)

    async def test_two_codes_to_two_contacts_set_a_new_password(self, client, portal, db, ada):
        with_login(db, phone=ADA["phone"])
        cookie = await self.at_proof(client, db)
        ask_by_text(portal, way_of(portal, cookie))

        proven = await post(
            client, routes.RECOVER_PROVE_FORM, cookie=cookie, method="text", code=last_code(db)
        )

        assert proven.json() == {"go": routes.RECOVER_PASSWORD}
        assert way_of(portal, cookie).step is Step.FINISH

    async def test_the_same_contact_twice_is_one_proof(self, client, portal, db, ada):
        with_login(db)
        cookie = await self.at_proof(client, db)

        answer = await post(
            client, routes.RECOVER_PROVE_FORM, cookie=cookie, method="email", code="123456"
        )

        assert answer.status_code == 422
        assert way_of(portal, cookie).step is Step.PROVE

    async def test_r1_a_wrong_contract_is_one_refusal(self, client, portal, db, ada):
        with_login(db)
        cookie = await self.at_proof(client, db)

        said = [
            without_secrets(
                await post(client, routes.RECOVER_IDENTITY_FORM, cookie=cookie, **TYPED | wrong)
            )
            for wrong in WRONG[:3]
        ]

        assert said[0] == said[1] == said[2]

    async def test_a_weak_password_is_told_and_can_be_chosen_anew(self, client, portal, db, ada):
        with_login(db)
        cookie = await self.at_proof(client, db)
        await post(client, routes.RECOVER_IDENTITY_FORM, cookie=cookie, **TYPED)

        answer = await post(client, routes.RECOVER_FINISH_FORM, cookie=cookie, password="short")

        assert list(answer.json()["errors"]) == ["password"]
        assert way_of(portal, cookie).step is Step.FINISH

    async def test_a_lost_factor_needs_the_password_first(self, client, portal, db, ada):
        with_login(db)
        cookie = await self.at_proof(client, db)

        answer = await post(client, routes.RECOVER_FACTORS_FORM, cookie=cookie, **TYPED)

        assert answer.json() == {"go": routes.over("way")}

    async def test_a_lost_factor_is_replaced_and_new_ones_are_offered(
        self, client, portal, db, ada
    ):
        with_login(db)
        form = {"user_name": "ada.byron", "password": PASSWORD}
        cookie = way_cookie(await post(client, routes.SIGN_IN_FORM, **form))

        begun = await post(client, routes.RECOVER_FACTORS_FORM, cookie=cookie, **TYPED)
        answer = await post(client, routes.RECOVER_CODE_FORM, cookie=cookie, code=last_code(db))

        assert begun.json() == {"go": routes.RECOVER_CODE}
        assert answer.json() == {"go": routes.SECURE}
        assert stored_login(db).held_until is not None

    async def test_a_frozen_sign_in_goes_on_to_who_one_is(self, client, portal, db, ada):
        with_login(db)
        with db.begin() as session:
            session.merge(stored_login(db)).frozen_at = NOON
        form = {"user_name": "ada.byron", "password": PASSWORD}
        cookie = way_cookie(await post(client, routes.SIGN_IN_FORM, **form))
        begun = await post(client, routes.RECOVER_FACTORS_FORM, cookie=cookie, **TYPED)

        answer = await post(client, routes.RECOVER_CODE_FORM, cookie=cookie, code=last_code(db))

        assert begun.json() == {"go": routes.RECOVER_CODE}
        assert answer.json() == {"go": routes.RECOVER_PASSWORD}
        assert way_of(portal, cookie).journey is Journey.RECOVERY


def ask_by_text(portal, way):
    """What the page's button does."""
    portal.second_factor.send(Asking(way.ref, SIGN_IN, way.login_id, HOME, NOON), "text")


class TestAFurtherContract:
    async def test_is_added_by_a_code(self, client, portal, db, ada, tmp_path):
        boarded(db, tmp_path, ADA | {"id": "P9"}, number="5300999902", vin="WBA53BJ07R8P00228")
        new = begin(db, portal.sessions, with_login(db))
        cookie = f"__Host-sid={new.secret}"

        begun = await post(client, routes.ADD_CONTRACT_FORM, cookie=cookie, **SECOND)
        answer = await post(
            client, routes.ADD_CONTRACT_CODE_FORM, cookie=cookie, code=last_code(db)
        )

        assert begun.json() == {"go": routes.ADD_CONTRACT_CODE}
        assert answer.json()["go"].startswith(f"{routes.OVERVIEW}?account=")

    async def test_r1_right_and_wrong_claims_are_answered_alike(
        self, client, portal, db, ada, tmp_path
    ):
        boarded(db, tmp_path, ADA | {"id": "P9"}, number="5300999902", vin="WBA53BJ07R8P00228")
        new = begin(db, portal.sessions, with_login(db))
        cookie = f"__Host-sid={new.secret}"

        said = [
            without_secrets(
                await post(client, routes.ADD_CONTRACT_FORM, cookie=cookie, **SECOND | wrong)
            )
            for wrong in ({}, {"tax_id_last4": "0000"}, {"account_number": "5300999903"})
        ]

        assert said[0] == said[1] == said[2]

    async def test_without_having_asked_there_is_nothing_to_add(self, client, portal, db, ada):
        new = begin(db, portal.sessions, with_login(db))

        answer = await post(
            client,
            routes.ADD_CONTRACT_CODE_FORM,
            cookie=f"__Host-sid={new.secret}",
            code="123456",
        )

        assert answer.status_code == 422

    async def test_is_for_who_is_signed_in(self, client, ada):
        answer = await post(client, routes.ADD_CONTRACT_FORM, **SECOND)

        assert answer.json() == {"go": routes.over("login")}


async def test_r5_nothing_that_was_typed_is_logged(client, portal, db, ada, logged):
    logged.set_level("DEBUG")
    cookie = await at_finish(client, db)
    await post(client, routes.REGISTER_FINISH_FORM, cookie=cookie, **filled_in(portal, cookie))

    for typed in (NUMBER, VIN, PHRASE, ADA["email"]):
        assert typed not in logged.text
