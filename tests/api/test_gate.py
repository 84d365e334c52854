"""The gate around a stand-in for Reflex, over ASGI."""

import asyncio

import pytest

from finance_portal.api.csp import script_hashes
from finance_portal.api.gate import wrap
from tests.api.conftest import PAGE
from tests.api.doors import (
    HOME,
    NOON,
    ORIGIN,
    begin,
    later,
    login,
    portal_of,
    sessions_of,
    stored_sessions,
)

pytestmark = pytest.mark.anyio


def cookie(secret):
    return {"Cookie": f"a=b; __Host-sid={secret}; theme=dark"}


class TestWhatIsTakenAway:
    async def test_no_cookie_and_no_key_reach_the_application(self, browse, behind):
        sent = {
            "Cookie": "__Host-sid=x; other=y",
            "Authorization": "Bearer x",
            "X-Forwarded-For": "1.1.1.1",
            "X-Forwarded-Host": "evil.com",
            "Forwarded": "for=1.1.1.1",
            "X-Real-IP": "1.1.1.1",
        }

        await browse().get("/overview", headers=sent)

        assert not {name.lower() for name in sent} & behind.headers.keys()

    async def test_the_sandbox_keeps_the_key_of_our_own_call(self, db, browse, behind):
        demo = portal_of(db, origin="", port=8000)
        client = browse(client=("127.0.0.1", 5), origin="http://127.0.0.1:8000", portal=demo)
        key = {"Authorization": "Bearer sk_test", "Cookie": "a=b"}

        answer = await client.post("/_sandbox/stripe/v1/customers", headers=key)

        assert answer.status_code == 200
        assert behind.headers["authorization"] == "Bearer sk_test"
        assert "cookie" not in behind.headers

    async def test_a_page_is_asked_for_whole_and_plain(self, browse, behind):
        sent = {"If-None-Match": '"x"', "Range": "bytes=0-1", "If-Modified-Since": "x"}

        await browse().get("/overview", headers=sent)

        taken = {"accept-encoding", "if-none-match", "if-modified-since", "range"}
        assert not taken & behind.headers.keys()

    async def test_a_file_may_come_compressed_or_not_at_all(self, browse, behind):
        await browse().get("/assets/a.js", headers={"If-None-Match": '"x"'})

        assert {"accept-encoding", "if-none-match"} <= behind.headers.keys()

    async def test_a_page_cannot_go_past_the_gate_as_a_file(self, portal, behind):
        offered = {"http.response.pathsend": {}, "http.response.debug": {}}
        scope = page_scope(extensions=offered)

        await wrap(portal)(behind)(scope, nothing, nothing)

        assert behind.scopes[-1]["extensions"] == {"http.response.debug": {}}

    async def test_the_scheme_is_ours_and_not_the_proxys(self, browse, behind):
        await browse().get("/overview")

        assert behind.scopes[-1]["scheme"] == "https"


class TestClientAddress:
    async def test_case_14_without_a_proxy_nobody_else_is_believed(self, browse, behind):
        await browse().get("/overview", headers={"X-Forwarded-For": "198.51.100.9"})

        assert behind.scopes[-1]["client"][0] == "203.0.113.7"

    @pytest.mark.parametrize(
        ("forwarded", "seen"),
        [
            ("198.51.100.9", "198.51.100.9"),
            ("6.6.6.6, 198.51.100.9", "198.51.100.9"),
            ("6.6.6.6, junk", "203.0.113.7"),
            ("", "203.0.113.7"),
        ],
    )
    async def test_case_14_with_one_proxy_only_its_own_word_is(
        self, db, browse, behind, forwarded, seen
    ):
        client = browse(portal=portal_of(db, trusted_proxy_hops=1))

        await client.get("/overview", headers={"X-Forwarded-For": forwarded})

        assert behind.scopes[-1]["client"][0] == seen

    async def test_case_14_a_forged_address_does_not_escape_the_limit(self, browse):
        client = browse()
        sent = [{"Origin": ORIGIN, "X-Forwarded-For": f"198.51.100.{n}"} for n in range(21)]

        codes = [(await client.post("/x", headers=headers)).status_code for headers in sent]

        assert codes == [200] * 20 + [429]


class TestHeaders:
    @pytest.mark.parametrize("path", ["/overview", "/assets/a.js", "/sw.js", "/.env"])
    async def test_b2_every_answer_has_them(self, browse, path):
        answer = await browse().get(path)

        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]

    @pytest.mark.parametrize("path", ["/overview", "/assets/a.js", "/sw.js", "/.env"])
    async def test_case_47_nothing_can_be_framed(self, browse, path):
        answer = await browse().get(path)

        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("path", "rule"),
        [
            ("/overview", "no-store"),
            ("/sw.js", "no-store"),
            ("/manifest.webmanifest", "no-store"),
            ("/assets/a.js", "public, max-age=31536000, immutable"),
            ("/fonts/inter.woff2", "public, max-age=31536000, immutable"),
            ("/icons/logo.svg", "public, max-age=86400"),
            ("/assets/secret.key", "no-store"),
        ],
    )
    async def test_case_48_only_what_holds_no_data_may_be_kept(self, browse, path, rule):
        assert (await browse().get(path)).headers["Cache-Control"] == rule

    async def test_the_service_worker_may_fetch(self, browse):
        policy = (await browse().get("/sw.js")).headers["Content-Security-Policy"]

        assert policy == "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"

    async def test_b1_a_page_runs_its_own_scripts_and_no_others(self, browse):
        answer = await browse().get("/overview")
        policy = dict(
            part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
            if " " in part
        )  # fmt: skip

        assert answer.text == PAGE
        assert policy["script-src"] == " ".join(["'self'", *script_hashes(PAGE.encode())])
        assert policy["connect-src"] == "'self' wss://portal.test"
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert "unsafe" not in policy["script-src"]
        assert answer.headers["Content-Security-Policy"].endswith("upgrade-insecure-requests")

    async def test_without_tls_nothing_is_upgraded(self, db, browse):
        demo = portal_of(db, origin="")
        answer = await browse(portal=demo, origin="http://localhost:8000").get("/overview")

        assert "Strict-Transport-Security" not in answer.headers
        assert "upgrade" not in answer.headers["Content-Security-Policy"]
        assert "ws://localhost:8000" in answer.headers["Content-Security-Policy"]

    async def test_case_18_no_other_site_may_read(self, browse):
        answer = await browse().get("/overview", headers={"Origin": "https://evil.com"})

        assert "Access-Control-Allow-Origin" not in answer.headers


class TestAddresses:
    @pytest.mark.parametrize(
        ("asked", "served"),
        [
            ("/overview", "/overview/"),
            ("/overview/", "/overview/"),
            ("/overview?account=1", "/overview/"),
            ("/", "/"),
            ("/assets/a.js", "/assets/a.js"),
            ("/manifest.webmanifest", "/manifest.webmanifest"),
            ("/health", "/health"),
            ("/auth/sign-in", "/auth/sign-in"),
        ],
    )
    async def test_a_page_is_served_where_it_is_asked_for(self, browse, behind, asked, served):
        assert (await browse().get(asked)).status_code == 200
        assert behind.scopes[-1]["path"] == served
        assert behind.scopes[-1]["raw_path"].split(b"?")[0].decode() == served

    async def test_a_demo_redirects_with_path_and_query(self, db, browse):
        client = browse(portal=portal_of(db, origin=""), origin="http://127.0.0.1:8000")

        answer = await client.get("/overview?account=a%2Fb")

        assert answer.status_code == 308
        assert answer.headers["Location"] == "http://localhost:8000/overview?account=a%2Fb"


class TestSizes:
    @pytest.mark.parametrize(
        ("path", "size", "code"),
        [
            ("/auth/sign-in", 16_384, 200),
            ("/auth/sign-in", 16_385, 413),
            ("/webhooks/stripe", 262_144, 200),
            ("/webhooks/stripe", 262_145, 413),
        ],
    )
    async def test_case_11_a_body_has_a_limit(self, browse, path, size, code):
        answer = await browse().post(path, content=b"x" * size, headers={"Origin": ORIGIN})

        assert answer.status_code == code

    async def test_case_11_a_body_in_pieces_has_the_same(self, browse):
        async def pieces():
            for _ in range(20):
                yield b"x" * 1_000

        answer = await browse().post("/auth/sign-in", content=pieces(), headers={"Origin": ORIGIN})

        assert answer.status_code == 413

    async def test_case_68_a_body_that_does_not_come_is_not_waited_for(self, browse, monkeypatch):
        monkeypatch.setattr("finance_portal.api.gate.BODY_SECONDS", 0.05)

        async def slow():
            yield b"x"
            await asyncio.sleep(5)
            yield b"y"

        answer = await browse().post("/auth/sign-in", content=slow(), headers={"Origin": ORIGIN})

        assert answer.status_code == 408


class TestRates:
    async def test_twenty_posts_at_once_and_no_more(self, browse):
        client = browse()
        codes = [await code_of(client) for _ in range(21)]

        assert codes == [200] * 20 + [429]

    async def test_another_address_is_not_held_up(self, browse):
        client, other = browse(), browse(client=("198.51.100.1", 5))
        for _ in range(21):
            await code_of(client)

        assert await code_of(other) == 200

    async def test_too_many_sign_ins_end_on_the_sign_in_page(self, browse):
        client = browse()
        for _ in range(20):
            await code_of(client)

        answer = await client.post("/auth/sign-in", headers={"Origin": ORIGIN})

        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?error=throttled")

    async def test_a_processors_burst_of_events_passes(self, browse):
        client = browse()
        codes = [(await client.post("/webhooks/stripe")).status_code for _ in range(200)]

        assert set(codes) == {200}
        assert (await client.post("/webhooks/stripe")).status_code == 429

    async def test_a_demos_calendar_may_be_moved_day_by_day(self, db, browse):
        demo = portal_of(db, origin="")
        client = browse(portal=demo, origin="http://localhost:8000")
        headers = {"Origin": "http://localhost:8000"}

        codes = {
            (await client.post("/_sandbox/calendar", headers=headers)).status_code
            for _ in range(50)
        }

        assert codes == {200}

    async def test_tests_can_raise_them(self, db, browse):
        client = browse(portal=portal_of(db, rate_limit_factor=100))

        assert {await code_of(client) for _ in range(50)} == {200}


async def code_of(client):
    return (await client.post("/x", headers={"Origin": ORIGIN})).status_code


class TestSession:
    async def test_a_page_renews_a_secret_of_fifteen_minutes(self, db, browse):
        elena, sessions = login(db), sessions_of(db)
        new = begin(db, sessions, elena)
        sessions.touch(new.ref, now=later(minutes=14))

        page = await browse(portal=portal_of(db, now=later(minutes=15))).get(
            "/overview", headers=cookie(new.secret)
        )

        secret = page.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        assert sessions.of_secret(secret, now=later(minutes=16)).session_id == new.ref

    async def test_case_39_the_renewed_cookie_has_every_flag(self, db, browse):
        new = begin(db, sessions_of(db), login(db))
        sessions_of(db).touch(new.ref, now=later(minutes=14))

        page = await browse(portal=portal_of(db, now=later(minutes=15))).get(
            "/overview", headers=cookie(new.secret)
        )

        flags = page.headers["Set-Cookie"].split("; ")
        assert flags[0].startswith("__Host-sid=")
        assert flags[1:] == ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]

    @pytest.mark.parametrize("path", ["/assets/a.js", "/sw.js"])
    async def test_a_file_renews_nothing(self, db, browse, path):
        new = begin(db, sessions_of(db), login(db))
        sessions_of(db).touch(new.ref, now=later(minutes=14))

        client = browse(portal=portal_of(db, now=later(minutes=15)))
        answer = await client.get(path, headers=cookie(new.secret))

        assert "Set-Cookie" not in answer.headers

    async def test_a_page_that_is_asked_for_is_activity(self, db, browse):
        new = begin(db, sessions_of(db), login(db))

        client = browse(portal=portal_of(db, now=later(minutes=10)))
        await client.get("/overview", headers=cookie(new.secret))

        assert stored_sessions(db)[0].last_seen_at == later(minutes=10)

    @pytest.mark.parametrize(
        "header",
        ["__Host-sid=made-up", "__Host-sid=", "__Host-sid=a; __Host-sid=b", "x" * 9_000, "sid=a"],
    )
    async def test_case_07_a_made_up_cookie_is_nobodys(self, db, browse, behind, header):
        begin(db, sessions_of(db), login(db))

        answer = await browse().get("/overview", headers={"Cookie": header})

        assert answer.status_code == 200
        assert behind.scopes[-1]["finance_portal.visit"].who is None

    async def test_the_routes_behind_are_told_whose_it_is(self, db, browse, behind):
        elena = login(db)
        new = begin(db, sessions_of(db), elena)

        await browse().get("/overview", headers=cookie(new.secret))

        visit = behind.scopes[-1]["finance_portal.visit"]
        assert (visit.who.login_id, visit.client.ip) == (elena.id, HOME.ip)
        assert visit.who.signed_in_at == NOON


def page_scope(**changes):
    return {
        "type": "http",
        "method": "GET",
        "path": "/overview",
        "raw_path": b"/overview",
        "query_string": b"",
        "headers": [(b"host", b"portal.test")],
        "client": ("203.0.113.7", 5),
    } | changes


async def nothing(_message=None):
    return {"type": "http.request", "body": b""}


class TestDefects:
    async def test_a_defect_is_an_answer_without_its_words(self, browse):
        async def broken(scope, receive, send):
            raise RuntimeError("the secret plan")

        answer = await browse(broken).get("/overview")

        assert answer.status_code == 500
        assert answer.text == "Something went wrong on our side."
        assert answer.headers["X-Frame-Options"] == "DENY"

    async def test_what_breaks_off_in_the_middle_is_not_passed_off_as_whole(self, browse):
        async def broken(scope, receive, send):
            start = {"type": "http.response.start", "status": 200, "headers": []}
            await send(start)
            await send({"type": "http.response.body", "body": b"half", "more_body": True})
            raise RuntimeError

        with pytest.raises(RuntimeError):
            await browse(broken).get("/assets/a.js")
