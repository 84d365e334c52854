"""Which requests are answered at all, as tables."""

import pytest

from finance_portal.api.arrival import Arrival
from finance_portal.api.rules import Elsewhere, Refused, Rules
from finance_portal.services.client import Client
from finance_portal.settings import Settings

ORIGIN, HOST = "https://portal.test", "portal.test"
PRODUCTION = Rules.of(Settings(mode="production", origin=ORIGIN, port=8000))
DEMO = Rules.of(Settings(mode="demo", port=8000))
LOCAL = "http://localhost:8000"


def arrival(path="/overview", **changes):
    asked = {
        "query": b"",
        "method": "GET",
        "host": HOST,
        "origin": None,
        "secret": None,
        "way_secret": None,
        "device_secret": None,
        "client": Client("203.0.113.7", ""),
        "is_loopback": False,
        "wants_html": True,
        "language": "en",
    }
    return Arrival(path=path, **(asked | changes))


def status(rules, *args, **changes):
    try:
        rules.check(arrival(*args, **changes))
    except Refused as refusal:
        return refusal.status
    except Elsewhere as address:
        return str(address)
    return 200


def post(rules, path="/auth/sign-in", **changes):
    return status(rules, path, **({"method": "POST", "origin": ORIGIN} | changes))


class TestHost:
    @pytest.mark.parametrize(
        "host",
        [None, "", "evil.com", "portal.test.evil.com", "evil-portal.test", "portal.test:8000",
         "PORTAL.TEST", "portal.test.", "127.0.0.1:8000", "localhost:8000"],
    )  # fmt: skip
    def test_case_24_only_the_exact_host_is_served(self, host):
        assert status(PRODUCTION, host=host) == 421

    def test_the_exact_host_is_served(self):
        assert status(PRODUCTION) == 200

    def test_a_demo_sends_who_typed_the_number_to_its_name(self):
        assert status(DEMO, host="127.0.0.1:8000") == LOCAL
        assert post(DEMO, host="127.0.0.1:8000", origin="http://127.0.0.1:8000") == 421

    @pytest.mark.parametrize("host", ["127.0.0.1:8001", "127.0.0.1", "0.0.0.0:8000"])
    def test_a_demo_knows_no_other_number(self, host):
        assert status(DEMO, host=host) == 421


class TestOrigin:
    @pytest.mark.parametrize(
        "origin",
        [None, "", "null", "https://evil.com", "https://portal.test.evil.com",
         "https://sub.portal.test", "http://portal.test", "https://portal.test:8443",
         "HTTPS://PORTAL.TEST", "https://portal.test/", "https://portal.test, https://evil.com"],
    )  # fmt: skip
    def test_case_09_case_46_only_our_own_pages_change_anything(self, origin):
        assert post(PRODUCTION, origin=origin) == 403

    def test_x8_our_own_page_may(self):
        assert post(PRODUCTION) == 200

    def test_a_processor_proves_itself_by_its_signature(self):
        assert post(PRODUCTION, "/webhooks/stripe", origin=None) == 200


class TestMethod:
    @pytest.mark.parametrize(
        "method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"]
    )
    def test_case_18_what_no_page_of_ours_uses_is_not_allowed(self, method):
        assert status(PRODUCTION, method=method, origin=ORIGIN) == 405

    def test_head_is(self):
        assert status(PRODUCTION, method="HEAD") == 200


class TestPath:
    @pytest.mark.parametrize(
        "path",
        ["/_event", "/_event/", "/_upload", "/_upload/x", "/_all_routes", "/_health", "/ping",
         "/auth-codespace", "/.git/config", "/.env", "/.states/x", "/assets/.htaccess",
         "/data/portal.db", "/portal.db-wal", "/assets/app.js.map", "/rxconfig.py", "/secret.key",
         "/..", "/../etc/passwd", "/a/../b", "/a\\b", "/a\x00b", "/PORTAL.DB", "/README.md"],
    )  # fmt: skip
    def test_case_17_what_lies_about_is_not_found(self, path):
        assert status(PRODUCTION, path) == 404

    @pytest.mark.parametrize(
        "path",
        ["/", "/overview", "/overview/", "/sign-in", "/assets/app-AbC.js", "/fonts/inter.woff2",
         "/sw.js", "/.well-known/security.txt", "/health", "/pingpong", "/manifest.webmanifest"],
    )  # fmt: skip
    def test_what_is_ours_is_served(self, path):
        assert status(PRODUCTION, path) == 200

    def test_case_44_a_nul_in_a_query_is_not_found(self):
        assert status(PRODUCTION, "/auth/document.pdf", query=b"ref=a%00b") == 404

    def test_an_endless_query_is_refused(self):
        assert status(PRODUCTION, query=b"a" * 4_097) == 414


OUR_CALL = {"host": "127.0.0.1:8000", "is_loopback": True, "wants_html": False, "origin": None}


class TestOurOwnCalls:
    """A demo's server calls its own sandbox, and the sandbox the demo's webhook."""

    @pytest.mark.parametrize("path", ["/_sandbox/stripe/v1/customers", "/webhooks/stripe"])
    def test_they_need_no_origin(self, path):
        assert post(DEMO, path, **OUR_CALL) == 200

    def test_the_sandbox_knows_delete_as_the_processor_does(self):
        assert status(DEMO, "/_sandbox/stripe/v1/x", **OUR_CALL, method="DELETE") == 200

    @pytest.mark.parametrize(
        "changed",
        [{"is_loopback": False}, {"host": "evil.com:8000"}, {"origin": "https://evil.com"},
         {"origin": "null"}, {"origin": "http://127.0.0.1:8000"}],
    )  # fmt: skip
    def test_nobody_else_passes_for_them(self, changed):
        assert post(DEMO, "/_sandbox/stripe/v1/customers", **(OUR_CALL | changed)) in {403, 421}

    @pytest.mark.parametrize("path", ["/auth/sign-in", "/overview", "/"])
    def test_nothing_else_is_opened_by_them(self, path):
        assert post(DEMO, path, **OUR_CALL) == 421

    def test_a_browser_there_is_sent_to_the_name(self):
        call = OUR_CALL | {"wants_html": True}
        assert status(DEMO, "/_sandbox/stripe", **call) == LOCAL

    def test_production_has_no_such_door(self):
        assert post(PRODUCTION, "/_sandbox/stripe/v1/customers", **OUR_CALL) == 421
        assert post(PRODUCTION, "/webhooks/stripe", **OUR_CALL) == 421
