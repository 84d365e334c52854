"""Every route outside the pages as nobody, as somebody else, too late, from afar, and rightly."""

import pytest

from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.proofs import Purpose
from tests.perimeter.inventory import routes
from tests.perimeter.served import ENTERED
from tests.perimeter.visitors import LOST, MALLORY, NOBODY, OVER, fresh, on_the_way, stale

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1", "localhost"]), pytest.mark.xdist_group("dry")]

# Open to anyone, and no form of a page. Each was reviewed: what it does for a stranger.
OPEN = {
    "GET /.well-known/change-password",
    "GET /.well-known/document-keys.json",
    "GET /.well-known/security.txt",
    "GET /_sandbox/calendar",
    "GET /_sandbox/outbox",
    "GET /_sandbox/payments",
    "GET /calendar/{secret}.ics",
    "GET /health",
    "POST /_sandbox/calendar",
    "POST /_sandbox/payments",
    "POST /auth/check-a-document",
    "POST /auth/password-advice",
    "POST /auth/shared-quote/letter.pdf",
    "POST /webhooks/texts/inbound",
    "POST /webhooks/{processor}",
}
ROUTES = routes()
FORMS = [one for one in ROUTES if one.is_form]
FILES = [one for one in ROUTES if one.method == "POST" and one.path == "/auth/messages/file"]
READS = [one for one in ROUTES if not one.is_form and one not in FILES and str(one) not in OPEN]
CHANGES = [one for one in ROUTES if one.method == "POST" and not one.path.startswith("/webhooks/")]
ELSEWHERE = (
    None,
    "null",
    "https://evil.example",
    "http://localhost",
    "http://localhost.evil.example",
)
KINDS = {
    "text/plain": b"a=b",
    "application/json": b'{"a": "b"}',
    "multipart/form-data; boundary=x": b"--x--",
    None: b"a=b",
}
WAYS = {on_the_way(journey, step): (journey, step) for journey in Journey for step in Step}
STEPPED = [name(purpose) for purpose in Purpose for name in (fresh, stale)]
EVERYBODY = [NOBODY, MALLORY, *OVER, *LOST, *WAYS, *STEPPED]
JSON = {"Accept": "application/json"}
SERVED = {200, 404}  # a document that they do not have; whoever is not welcome is sent elsewhere


def welcome(policy):
    """Return who may use a route."""
    match policy.access:
        case "anyone":
            return set(EVERYBODY)
        case "on_the_way":
            return {
                who
                for who, (journey, step) in WAYS.items()
                if journey in policy.journeys and policy.step in {None, step}
            }
        case "signed_in" if policy.fresh:
            return {fresh(policy.fresh)}
        case "signed_in":
            return {MALLORY, *STEPPED}


def somebody(route):
    """Return one who may use a route."""
    return min(welcome(route.policy))


@pytest.fixture
def ask(dry_world):
    """Send a form to a route as a visitor, from one of our own pages unless told otherwise."""
    with dry_world.client() as client:

        def ask(method, path, who=NOBODY, **sent):
            headers = {"Origin": dry_world.origin, "Cookie": dry_world.visitors[who]}
            headers |= JSON | sent.pop("headers", {})
            form = {} if method == "GET" else {"data": {"a": "b"}}
            return client.request(
                method,
                path,
                headers={name: value for name, value in headers.items() if value},
                **(sent or form),
            )

        yield ask


def has_entered(answer):
    return ENTERED in answer.text


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_case_01_case_33_case_77_only_who_is_welcome_enters(dry_world, ask, route):
    before, mark = dry_world.rows(), dry_world.mark()

    entered = {who for who in EVERYBODY if has_entered(ask(route.method, route.path, who))}

    assert entered == welcome(route.policy)
    assert dry_world.rows() == before
    assert "Traceback" not in dry_world.said(mark)


@pytest.mark.parametrize("route", READS, ids=str)
def test_case_01_only_who_is_welcome_reads(dry_world, ask, route):
    mark = dry_world.mark()

    served = {who for who in EVERYBODY if ask("GET", route.path, who).status_code in SERVED}

    assert served == welcome(route.policy)
    assert "Traceback" not in dry_world.said(mark)


@pytest.mark.parametrize("route", FILES, ids=str)
def test_case_01_case_68_only_who_is_welcome_has_a_file_read(dry_world, ask, route):
    before, mark = dry_world.rows(), dry_world.mark()

    codes = {who: ask(route.method, route.path, who).status_code for who in EVERYBODY}

    assert {who for who, code in codes.items() if code == 415} == welcome(route.policy)
    assert dry_world.rows() == before
    assert "Traceback" not in dry_world.said(mark)


@pytest.mark.parametrize("route", [*FORMS, *FILES], ids=str)
def test_who_is_not_welcome_is_sent_where_they_can_become_it(ask, route):
    for who in set(EVERYBODY) - welcome(route.policy):
        to = ask(route.method, route.path, who).json()["go"]
        assert to.startswith(("/sign-in?over=", "/confirm?for="))


@pytest.mark.parametrize("route", CHANGES, ids=str)
def test_case_46_x8_no_other_site_changes_anything(ask, route):
    for origin in ELSEWHERE:
        answer = ask(route.method, route.path, somebody(route), headers={"Origin": origin})

        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_case_46_only_a_form_is_read(ask, route):
    for kind, body in KINDS.items():
        sent = {"content": body, "headers": {"Content-Type": kind}}

        assert ask(route.method, route.path, somebody(route), **sent).status_code == 415


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_case_18_case_46_nothing_but_post_enters_a_form(ask, route):
    for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = ask(method, route.path, somebody(route))

        assert answer.status_code in {404, 405}
        assert not has_entered(answer)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_case_18_no_other_site_reads_an_answer(ask, route):
    for origin in ELSEWHERE[1:]:
        for method in ("GET", "POST", "OPTIONS"):
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = ask(method, route.path, MALLORY, headers=asked)

            assert "Access-Control-Allow-Origin" not in answer.headers
            assert not has_entered(answer)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_answer_says_what_it_is(ask, route):
    for who in (NOBODY, MALLORY):
        answer = ask(route.method, route.path, who)

        kind = answer.headers.get("Content-Type", "")
        assert kind or not answer.content
        assert not kind.startswith("text/") or kind.endswith("charset=utf-8")


def test_z1_every_route_says_who_may_use_it_and_why_when_that_is_anyone():
    assert [str(one) for one in ROUTES if one.policy is None] == []
    open_ones = [one for one in ROUTES if one.policy.access == "anyone"]
    assert [str(one) for one in open_ones if not one.policy.reason] == []


def test_z1_what_is_open_and_no_form_is_exactly_what_was_reviewed():
    others = [one for one in ROUTES if not one.is_form]
    assert {str(one) for one in others if one.policy.access == "anyone"} == OPEN
