"""The forms of the security page: who may send them, and what they are answered."""

import json

import pytest
from pyotp import TOTP

from finance_portal.api import security
from finance_portal.api.cookies import Name
from finance_portal.models.security import Login, PortalSession, SecurityCase, SecurityEvent
from finance_portal.services.proofs import Purpose
from finance_portal.services.undo_links import live_undo_links
from finance_portal.ui import routes
from tests.api.doors import HOME, NOON, ORIGIN, PASSWORD, begin, history, login, rows
from tests.authenticator import Authenticator
from tests.services.desks import told, words

pytestmark = pytest.mark.anyio

MAIL, NEW = "elena@example.com", "elena.new@example.com"
BETTER = "eleven purple tractors sing"
FACTORS, CONTACT, REVEAL = Purpose.FACTORS, Purpose.CONTACT, Purpose.REVEAL
FORMS = {
    routes.SECURITY_PASSWORD_FORM: FACTORS,
    routes.SECURITY_USER_NAME_FORM: FACTORS,
    routes.SECURITY_APP_FORM: FACTORS,
    routes.SECURITY_APP_CODE_FORM: FACTORS,
    routes.SECURITY_PASSKEY_FORM: FACTORS,
    routes.SECURITY_PASSKEY_ANSWER: FACTORS,
    routes.SECURITY_RECOVERY_CODES_FORM: FACTORS,
    routes.SECURITY_EMAIL_FORM: CONTACT,
    routes.SECURITY_EMAIL_CODE_FORM: CONTACT,
    routes.SECURITY_PHONE_FORM: CONTACT,
    routes.SECURITY_PHONE_CODE_FORM: CONTACT,
    routes.SECURITY_NUMBER_FORM: REVEAL,
}
ELSEWHERE = {FACTORS: CONTACT, CONTACT: FACTORS, REVEAL: FACTORS}


@pytest.fixture
def elena(db):
    return login(db, email=MAIL)


@pytest.fixture
def client(browse, routed):
    return browse(routed)


@pytest.fixture
def send(client):
    """Post a form with a session's cookie, as the page's script does."""

    async def sent(path, session="", /, **fields):
        headers = {"Origin": ORIGIN, "Accept": "application/json"}
        cookie = {"Cookie": f"{Name.SESSION}={session}"} if session else {}
        return await client.post(path, data=fields or {"x": "y"}, headers=headers | cookie)

    return sent


@pytest.fixture
def fresh(db, portal, elena):
    """The secret of a session that has stepped up for a purpose."""

    def begun(purpose):
        old = begin(db, portal.sessions, elena)
        who = portal.sessions.of_secret(old.secret, now=NOON)
        with db.begin() as session:
            new = portal.sessions.step_up(session, who, purpose=purpose, client=HOME, now=NOON)
        return new.secret

    return begun


class TestWho:
    def test_every_form_of_the_page_is_here(self):
        known = {*FORMS, routes.SECURITY_NOT_ME_FORM, routes.NOT_ME_FORM}

        assert {route.path for route in security.ROUTES} == known

    @pytest.mark.parametrize("path", [*FORMS, routes.SECURITY_NOT_ME_FORM])
    async def test_case_01_nobody_without_a_session(self, db, send, elena, path):
        answer = await send(path)

        assert answer.json() == {"go": "/sign-in?over=login"}
        assert rows(db, SecurityEvent) == []

    @pytest.mark.parametrize("path", FORMS)
    @pytest.mark.parametrize("purpose", [None, *Purpose])
    async def test_x5_nobody_without_a_step_up_for_this_very_purpose(
        self, db, portal, send, elena, fresh, path, purpose
    ):
        if purpose is FORMS[path]:
            return
        secret = fresh(purpose) if purpose else begin(db, portal.sessions, elena).secret
        before = history(db)

        answer = await send(path, secret)

        assert answer.json() == {"go": f"/confirm?for={FORMS[path]}&next=/security"}
        assert history(db) == before

    @pytest.mark.parametrize("path", FORMS)
    async def test_x5_a_step_up_of_five_minutes_ago_is_none(self, db, send, fresh, path):
        secret = fresh(FORMS[path])
        with db.begin() as session:
            row = session.merge(next(r for r in rows(db, PortalSession) if r.fresh_at))
            row.fresh_at = NOON.replace(hour=16, minute=55)

        assert "/confirm?for=" in (await send(path, secret)).json()["go"]

    @pytest.mark.parametrize("path", FORMS)
    async def test_x5_after_the_step_up_it_is_answered(self, send, fresh, path):
        answer = await send(path, fresh(FORMS[path]))

        assert answer.status_code in {200, 422}
        assert "/confirm" not in answer.text


class TestPassword:
    async def test_it_changes_and_other_tabs_leave(self, db, portal, send, elena, fresh):
        other = begin(db, portal.sessions, elena)
        fields = {"current": PASSWORD, "password": BETTER, "everywhere_else": "on"}
        answer = await send(routes.SECURITY_PASSWORD_FORM, fresh(FACTORS), **fields)

        assert "Your password is changed" in answer.json()["say"]
        assert portal.tabs.left == [((other.ref,), "expired")]
        assert BETTER not in answer.text

    async def test_what_is_wrong_stands_beside_its_field(self, send, fresh):
        secret, path = fresh(FACTORS), routes.SECURITY_PASSWORD_FORM
        wrong = await send(path, secret, current="wrong", password=BETTER)
        weak = await send(path, secret, current=PASSWORD, password="short")

        assert (wrong.status_code, weak.status_code) == (422, 422)
        assert list(wrong.json()["errors"]) == ["current"]
        assert list(weak.json()["errors"]) == ["password"]


class TestContacts:
    async def test_an_address_changes_in_two_steps(self, db, send, fresh):
        secret = fresh(CONTACT)
        asked = (await send(routes.SECURITY_EMAIL_FORM, secret, email=NEW)).json()
        assert asked["show"]["new-email"] == NEW
        assert asked["reveal"] == "email-code"
        code = words(db, "contact_code").code
        assert code not in json.dumps(asked)

        done = await send(routes.SECURITY_EMAIL_CODE_FORM, secret, email=NEW, code=code)

        assert done.json() == {"go": "/security?done=email"}
        assert told(db, "email_changed") == sorted([MAIL, NEW])

    async def test_a_wrong_code_and_a_bad_number_stand_beside_their_fields(self, send, fresh):
        secret = fresh(CONTACT)
        number = await send(routes.SECURITY_PHONE_FORM, secret, phone="12")
        code = await send(routes.SECURITY_EMAIL_CODE_FORM, secret, email=NEW, code="000000")

        assert list(number.json()["errors"]) == ["phone"]
        assert list(code.json()["errors"]) == ["code"]

    async def test_a_number_is_dropped_only_when_that_is_asked(self, db, send, elena, fresh):
        with db.begin() as session:
            session.merge(elena).phone = "+12025550143"
        secret, path = fresh(CONTACT), routes.SECURITY_PHONE_FORM
        assert (await send(path, secret, phone="")).status_code == 422
        assert rows(db, Login)[0].phone

        await send(path, secret, remove="on")
        assert rows(db, Login)[0].phone is None


class TestFactors:
    async def test_t1_a_seed_is_shown_to_one_session_and_confirmed_by_a_code(self, send, fresh):
        secret = fresh(FACTORS)
        shown = (await send(routes.SECURITY_APP_FORM, secret, name="Phone")).json()["show"]
        code = TOTP(shown["app-key"].replace(" ", "")).at(NOON)
        assert shown["app-qr"].startswith("data:image/svg+xml")

        done = await send(routes.SECURITY_APP_CODE_FORM, secret, ref=shown["app-ref"], code=code)
        assert done.json() == {"go": "/security?done=authenticator"}

    async def test_w1_a_passkey_is_made_in_two_steps(self, send, fresh):
        secret = fresh(FACTORS)
        asked = (await send(routes.SECURITY_PASSKEY_FORM, secret, name="Laptop")).json()
        made = Authenticator(ORIGIN).create(asked["passkey"])
        done = await send(asked["then"], secret, name="Laptop", credential=made)

        assert asked["kind"] == "create"
        assert "Laptop" in done.json()["say"]

    async def test_case_32_a_passkey_of_another_origin_is_refused(self, send, fresh):
        secret = fresh(FACTORS)
        asked = (await send(routes.SECURITY_PASSKEY_FORM, secret)).json()
        made = Authenticator("https://evil.test").create(asked["passkey"])

        assert (await send(asked["then"], secret, credential=made)).status_code == 422

    async def test_q1_ten_codes_are_shown(self, db, send, fresh):
        shown = (await send(routes.SECURITY_RECOVERY_CODES_FORM, fresh(FACTORS))).json()

        assert len(shown["show"]["recovery-codes-list"].split()) == 10
        assert shown["reveal"] == "recovery-codes-shown"

    async def test_case_43_a_number_of_no_contract_of_theirs_is_not_shown(self, send, fresh):
        answer = await send(routes.SECURITY_NUMBER_FORM, fresh(REVEAL), account="nonsense")

        assert answer.status_code == 422
        assert "show" not in answer.json()


class TestNotMe:
    async def test_a_line_that_nobody_got_in_by_freezes_nothing(self, db, send, fresh):
        secret = fresh(FACTORS)
        (renewed,) = rows(db, SecurityEvent)
        answer = await send(routes.SECURITY_NOT_ME_FORM, secret, event=str(renewed.id))

        assert answer.status_code == 422
        assert rows(db, SecurityCase) == []

    @pytest.mark.parametrize("event", ["", "0", "-1", "1e3", "9" * 40, "\u0661", "x" * 5_000])
    async def test_case_45_no_line_is_no_line(self, db, send, fresh, event):
        answer = await send(routes.SECURITY_NOT_ME_FORM, fresh(FACTORS), event=event)

        assert answer.status_code == 422
        assert rows(db, SecurityCase) == []

    async def test_a_line_of_ones_own_freezes(self, db, portal, send, elena):
        new = begin(db, portal.sessions, elena)
        with db.begin() as session:
            line = SecurityEvent(
                at=NOON, kind="account:sign_in:success", login_id=elena.id, ip="", user_agent=""
            )
            session.add(line)
        answer = await send(routes.SECURITY_NOT_ME_FORM, new.secret, event=str(line.id))

        assert answer.json() == {"go": "/sign-in?over=frozen"}
        cleared = "; ".join(answer.headers.get_list("Set-Cookie"))
        assert all(f"{name}=;" in cleared for name in (Name.SESSION, Name.DEVICE))
        assert answer.headers["Clear-Site-Data"] == '"storage"'
        assert portal.tabs.left == [((new.ref,), "frozen")]
        assert rows(db, Login)[0].frozen_at == NOON

    async def test_x6_a_link_freezes_without_a_session(self, db, send, elena):
        with db.begin() as session:
            made = live_undo_links().make(session, login_id=elena.id, about="x", now=NOON)
        secret = made.partition("#")[2]

        answer = await send(routes.NOT_ME_FORM, secret=secret)

        assert answer.json() == {"go": "/sign-in?over=frozen"}
        assert rows(db, Login)[0].frozen_at == NOON
        assert (await send(routes.NOT_ME_FORM, secret=secret)).status_code == 422


class TestAfterAReport:
    async def test_nobody_freezes_without_a_session(self, db, send):
        answer = await send(routes.REPORT_FREEZE_FORM, since="2026-11-20")

        assert answer.json()["go"].startswith("/sign-in")
        assert rows(db, SecurityCase) == []

    @pytest.mark.parametrize("since", ["", "soon", "2026-13-01", "٢٠٢٦-01-01", "9" * 40])
    async def test_a_day_that_is_none_freezes_nothing(self, db, portal, send, elena, since):
        new = begin(db, portal.sessions, elena)

        answer = await send(routes.REPORT_FREEZE_FORM, new.secret, since=since)

        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["since"])
        assert rows(db, SecurityCase) == []

    async def test_the_sign_in_is_frozen_and_every_session_is_over(self, db, portal, send, elena):
        new = begin(db, portal.sessions, elena)

        answer = await send(routes.REPORT_FREEZE_FORM, new.secret, since="2026-11-20")

        assert answer.json() == {"go": "/sign-in?over=frozen"}
        assert portal.tabs.left == [((new.ref,), "frozen")]
        assert rows(db, Login)[0].frozen_at == NOON
        assert rows(db, PortalSession)[0].revoked_for == "frozen"
