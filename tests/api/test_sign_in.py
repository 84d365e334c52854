"""The form posts, through the gate."""

import re

import pytest
from sqlalchemy import text

from finance_portal.services.passwords import TooBusy
from finance_portal.ui import routes
from tests.api.doors import ORIGIN, PASSWORD, begin, history, login, stored_sessions

pytestmark = pytest.mark.anyio

SAME_SITE = {"Origin": ORIGIN}


@pytest.fixture
def elena(db):
    return login(db)


@pytest.fixture
def client(browse, routed):
    return browse(routed)


async def sign_in(client, user_name="elena", password=PASSWORD, *, headers=None, **fields):
    form = {"user_name": user_name, "password": password} | fields
    return await client.post(routes.SIGN_IN_FORM, data=form, headers=SAME_SITE | (headers or {}))


def secret_of(answer):
    return re.fullmatch(r"__Host-sid=([^;]*); .*", answer.headers["Set-Cookie"]).group(1)


def with_session(secret):
    return SAME_SITE | {"Cookie": f"__Host-sid={secret}"}


class TestSignIn:
    async def test_the_right_password_leads_to_the_overview_with_a_cookie(
        self, client, portal, elena
    ):
        answer = await sign_in(client)

        assert (answer.status_code, answer.headers["Location"]) == (303, routes.OVERVIEW)
        who = portal.sessions.of_secret(secret_of(answer), now=portal.now())
        assert who.login_id == elena.id

    async def test_case_39_the_cookie_has_every_flag(self, client, elena):
        given, gone = (await sign_in(client)).headers.get_list("Set-Cookie")

        assert re.fullmatch(r"__Host-sid=[\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax", given)
        assert gone == "__Host-way=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"

    @pytest.mark.parametrize("page", sorted(routes.SIGNED_IN))
    async def test_next_leads_to_a_page_of_ours(self, client, elena, page):
        assert (await sign_in(client, next=page)).headers["Location"] == page
        assert (await sign_in(client, next=f"{page}/")).headers["Location"] == page

    @pytest.mark.parametrize(
        "wanted",
        ["", "//evil.com", "/\\evil.com", "https:evil.com", "https://evil.com",
         "javascript:alert(1)", "%2f%2fevil.com", "/overview//evil.com", "/overview?x=//evil",
         "overview", "/sign-in", "/auth/sign-out", "/\t/evil.com", "\\\\evil.com",
         "/overview\r\nSet-Cookie: a=b"],
    )  # fmt: skip
    async def test_case_42_next_leads_nowhere_else(self, client, elena, wanted):
        answer = await sign_in(client, next=wanted)

        assert (answer.status_code, answer.headers["Location"]) == (303, routes.OVERVIEW)

    @pytest.mark.parametrize(
        "form",
        [
            {"password": "wrong"},
            {"user_name": "nobody"},
            {"user_name": ""},
            {"password": ""},
            {"password": "x" * 9_000},
            {"user_name": "x\0y"},
        ],
    )
    async def test_anything_wrong_is_one_answer(self, client, db, elena, form):
        answer = await sign_in(client, **form)

        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?error=refused")
        assert "Set-Cookie" not in answer.headers
        assert stored_sessions(db) == []

    async def test_what_was_wanted_survives_a_wrong_password(self, client, elena):
        answer = await sign_in(client, password="wrong", next="/pay")

        assert answer.headers["Location"] == "/sign-in?error=refused&next=%2Fpay"

    async def test_too_many_tries_have_an_answer_of_their_own(self, client, elena):
        for _ in range(5):
            await sign_in(client, password="wrong")

        answer = await sign_in(client)

        assert answer.headers["Location"] == "/sign-in?error=throttled"

    async def test_p8_so_has_a_full_queue(self, client, portal, elena, monkeypatch):
        async def full(_work):
            raise TooBusy

        monkeypatch.setattr(portal.entrance._on.desk._queue, "run", full)

        assert (await sign_in(client)).headers["Location"] == "/sign-in?error=busy"

    async def test_x1_the_browsers_old_session_ends_and_its_tabs_leave(
        self, client, portal, db, elena
    ):
        old = begin(db, portal.sessions, elena)

        await sign_in(client, headers=with_session(old.secret))

        assert portal.sessions.of_ref(old.ref, now=portal.now()) is None
        assert portal.tabs.left == [((old.ref,), "expired")]

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            ('{"user_name": "elena"}', "application/json"),
            ("user_name=elena", "text/plain"),
            ("user_name=elena", "multipart/form-data; boundary=x"),
            ("user_name=elena", ""),
        ],
    )
    async def test_case_46_only_a_form_is_read(self, client, db, elena, body, kind):
        headers = SAME_SITE | {"Content-Type": kind}

        answer = await client.post(routes.SIGN_IN_FORM, content=body, headers=headers)

        assert answer.status_code == 415
        assert history(db) == []

    @pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"a=b"] * 50), b"", b"&&=&"])
    async def test_a_form_that_no_browser_sends_is_refused(self, client, elena, body):
        headers = SAME_SITE | {"Content-Type": "application/x-www-form-urlencoded"}

        answer = await client.post(routes.SIGN_IN_FORM, content=body, headers=headers)

        assert answer.headers["Location"] == "/sign-in?error=refused"

    @pytest.mark.parametrize("origin", [None, "null", "https://evil.com"])
    async def test_case_46_a_foreign_page_signs_nobody_in(self, client, db, elena, origin):
        headers = {"Origin": origin} if origin else {}
        form = {"user_name": "elena", "password": PASSWORD}

        answer = await client.post(routes.SIGN_IN_FORM, data=form, headers=headers)

        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert stored_sessions(db) == []

    async def test_the_password_is_in_no_log(self, client, elena, caplog):
        await sign_in(client, password="hunter2 hunter2", next="/pay")

        assert "hunter2" not in caplog.text


class TestSignOut:
    async def test_ends_the_session_clears_the_browser_and_sends_its_tabs_away(
        self, client, portal, db, elena
    ):
        new = begin(db, portal.sessions, elena)

        answer = await client.post(routes.SIGN_OUT_FORM, headers=with_session(new.secret))

        assert portal.sessions.of_secret(new.secret, now=portal.now()) is None
        assert portal.tabs.left == [((new.ref,), "signed-out")]
        assert answer.headers["Location"] == "/sign-in?over=signed-out"
        assert answer.headers["Clear-Site-Data"] == '"storage"'
        flags = "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
        gone = [f"__Host-sid=; {flags}", f"__Host-way=; {flags}"]
        assert answer.headers.get_list("Set-Cookie") == gone

    async def test_leaves_other_devices_alone(self, client, portal, db, elena):
        here, there = (begin(db, portal.sessions, elena) for _ in range(2))

        await client.post(routes.SIGN_OUT_FORM, headers=with_session(here.secret))

        assert portal.sessions.of_ref(there.ref, now=portal.now())

    async def test_everywhere_ends_them_all(self, client, portal, db, elena):
        here, there = (begin(db, portal.sessions, elena) for _ in range(2))

        await client.post(routes.SIGN_OUT_EVERYWHERE_FORM, headers=with_session(here.secret))

        ((left, why),) = portal.tabs.left
        assert (set(left), why) == ({here.ref, there.ref}, "signed-out")
        assert all(row.revoked_for == "signed-out" for row in stored_sessions(db))

    @pytest.mark.parametrize("form", [routes.SIGN_OUT_FORM, routes.SIGN_OUT_EVERYWHERE_FORM])
    async def test_nobody_is_signed_out_all_the_same(self, client, portal, form):
        answer = await client.post(form, headers=SAME_SITE)

        assert answer.headers["Location"] == "/sign-in?over=signed-out"
        assert portal.tabs.left == []

    @pytest.mark.parametrize("form", [routes.SIGN_OUT_FORM, routes.SIGN_OUT_EVERYWHERE_FORM])
    async def test_case_46_a_foreign_page_signs_nobody_out(self, client, portal, db, elena, form):
        new = begin(db, portal.sessions, elena)
        session = {"Cookie": f"__Host-sid={new.secret}"}

        for headers in ({}, {"Origin": "https://evil.com"}, {"Origin": "null"}):
            assert (await client.post(form, headers=session | headers)).status_code == 403
        await client.get(form, headers=session)

        assert portal.sessions.of_ref(new.ref, now=portal.now())


class TestHealth:
    async def test_says_that_it_serves_and_no_more(self, client):
        answer = await client.get("/health")

        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    async def test_says_so_when_the_database_does_not_answer(self, client, portal, db, monkeypatch):
        broken = text("SELECT nothing FROM nowhere")
        monkeypatch.setattr("finance_portal.api.health.PROBE", broken)

        answer = await client.get("/health")

        assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})
