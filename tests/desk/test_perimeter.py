"""The desk's own perimeter: every route, every role, every header."""

import re

import pytest
from starlette.responses import PlainTextResponse

from finance_portal.api.headers import ALWAYS
from finance_portal.desk import routes
from finance_portal.desk.app import desk_app
from finance_portal.desk.doors import Door, Policy, UnguardedRoutes
from finance_portal.desk.gate import POLICY
from finance_portal.models.desk import DeskLook, DeskProposal
from finance_portal.models.ledger import ContractEvent
from finance_portal.services.desk.acting import Role
from tests.desk.house import ORIGIN, look
from tests.services.known import rows

pytestmark = pytest.mark.anyio

GUARDED = [door for door in routes.TABLE if door.policy.roles]
OPEN = [door for door in (*routes.TABLE, *routes.DEMO) if not door.policy.roles]


def address(door, ref="nothing"):
    return re.sub(r"\{\w+\}", ref, door.path)


async def knock(browser, door, ref="nothing"):
    return await browser.request(door.method, address(door, ref))


def named(door):
    return f"{door.method} {door.path}"


@pytest.mark.parametrize("door", GUARDED, ids=named)
async def test_nobody_gets_anywhere_without_signing_in(house, door):
    answer = await knock(house.browser(), door)

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("role", list(Role))
async def test_case_49_what_a_role_may_do_is_decided_on_the_server_for_every_route(
    house, ref, role
):
    browser = await house.sign_in("pat", role)

    for door in GUARDED:
        if door.path == "/sign-out":
            continue
        answer = await knock(browser, door, ref)
        assert answer.status_code < 500, named(door)
        is_refused = answer.status_code == 403
        assert is_refused is (role not in door.policy.roles), named(door)


async def test_case_49_a_role_that_a_browser_claims_is_nobodys(house, ref):
    browser = await house.sign_in("amy", "agent")
    browser.cookies.set("role", "auditor", domain="desk.test")
    claims = {"role": "auditor", "x-role": "auditor", "is_admin": "1"}

    for answer in (
        await browser.get("/trail", params=claims, headers=claims),
        await browser.post("/trail", data=claims, headers=claims),
    ):
        assert answer.status_code == 403
        assert "desk:" not in answer.text
    assert [line.kind for line in house.trail()][-2:] == ["desk:refused"] * 2


async def test_case_49_an_auditor_changes_nothing(house, books, ref):
    browser = await house.sign_in("audra", "auditor")
    await look(browser, ref, "audit")
    before = len(rows(house.db, ContractEvent))

    for door in GUARDED:
        if door.method == "POST" and Role.AUDITOR not in door.policy.roles:
            assert (await knock(browser, door, ref)).status_code == 403

    assert len(rows(house.db, ContractEvent)) == before
    assert rows(house.db, DeskProposal) == []


async def test_case_49_an_account_is_not_shown_without_a_reason(house, books, ref):
    browser = await house.sign_in("sam", "supervisor")

    for door in GUARDED:
        if door.policy.look:
            answer = await knock(browser, door, ref)
            assert answer.headers["location"] == f"/accounts/{ref}/why", named(door)
            assert "Byron" not in answer.text
    assert rows(house.db, DeskLook) == []
    assert {line.kind for line in house.trail()} == {"desk:sign_in", "desk:look:missing"}


@pytest.mark.parametrize(
    "form", [{}, {"reason": "curious"}, {"reason": "other"}, {"reason": "call", "note": "x" * 301}]
)
async def test_case_49_a_reason_that_is_none_opens_nothing(house, ref, form):
    browser = await house.sign_in("amy", "agent")

    answer = await browser.post(f"/accounts/{ref}/why", data=form)

    assert answer.status_code == 422
    assert rows(house.db, DeskLook) == []
    assert (await browser.get(f"/accounts/{ref}")).status_code == 303


async def test_case_49_every_view_is_in_the_audit_trail_with_its_reason(house, ref):
    browser = await house.sign_in("amy", "agent")
    await look(browser, ref, "call", "asks why the payment is late")

    await browser.get(f"/accounts/{ref}")
    await browser.get(f"/accounts/{ref}/history")

    opened, *viewed = house.trail("desk:account:")
    (kept,) = rows(house.db, DeskLook)
    assert (opened.subject, opened.detail["reason"], opened.detail["by"]) == (ref, "call", "amy")
    assert [line.detail["page"] for line in viewed] == ["account", "history"]
    assert {line.detail["look"] for line in viewed} == {kept.ref}
    assert "late" not in str(kept.note_sealed)


async def test_case_49_a_reason_lasts_half_an_hour_on_one_account_for_one_person(house, ref):
    amy = await house.sign_in("amy", "agent")
    sam = await house.sign_in("sam", "supervisor")
    await look(amy, ref)

    assert (await amy.get(f"/accounts/{ref}")).status_code == 200
    assert (await sam.get(f"/accounts/{ref}")).status_code == 303
    for _ in range(3):
        house.wait(minutes=10)
        answer = await amy.get(f"/accounts/{ref}")
    assert answer.status_code == 303


@pytest.mark.parametrize("origin", [None, "null", "https://portal.test", f"{ORIGIN}.evil.test"])
async def test_case_46_only_the_desks_own_pages_change_anything(house, ref, origin):
    browser = await house.sign_in("amy", "agent")
    del browser.headers["origin"]

    answer = await browser.post(
        f"/accounts/{ref}/why",
        data={"reason": "call"},
        headers={"origin": origin} if origin else {},
    )

    assert answer.status_code == 403
    assert rows(house.db, DeskLook) == []


async def test_it_answers_its_own_host_alone(house):
    browser = house.browser()

    for host in ("portal.test", "desk.test:444", "evil.test"):
        assert (await browser.get("/sign-in", headers={"host": host})).status_code == 421


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
async def test_other_methods_are_refused(house, method):
    assert (await house.browser().request(method, "/sign-in")).status_code == 405


async def test_every_answer_has_its_headers_and_is_kept_nowhere(house, ref):
    browser = await house.sign_in("amy", "agent")
    await look(browser, ref)

    for path in ("/", "/sign-in", "/nothing", f"/accounts/{ref}", "/trail", "/reviews?x=%00"):
        answer = await browser.get(path)
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_but_for_messages_the_policy_runs_no_script_at_all():
    assert POLICY.startswith("default-src 'none'")
    assert "script-src" not in POLICY
    assert "unsafe" not in POLICY


async def test_no_page_carries_a_script_or_a_style_of_its_own(house, ref):
    browser = await house.sign_in("amy", "agent")
    await look(browser, ref)

    for door in GUARDED:
        if door.method == "GET":
            text = (await knock(browser, door, ref)).text
            if door.path == "/messages":  # decision 26
                text = re.sub(r'<script src="/live\.js\?v=[0-9a-f]{12}" defer></script>', "", text)
            assert not re.search(r"<script|\son\w+=|style=|javascript:", text), named(door)


async def test_a_large_body_is_refused(house):
    answer = await house.browser().post("/sign-in", data={"user_name": "x" * 20_000})

    assert answer.status_code == 413


def test_a_route_without_a_policy_does_not_start(house):
    def show(_call):
        return PlainTextResponse("open")

    with pytest.raises(UnguardedRoutes, match="/open"):
        desk_app(house.office, [Door("GET", "/open", show, Policy(frozenset()))])


def test_what_is_open_to_anyone_says_why():
    assert [named(door) for door in OPEN] == [
        "GET /sign-in",
        "POST /sign-in",
        "GET /desk.css",
        "GET /icon.svg",
        "GET /live.js",
        "GET /_demo/codes",
    ]
    assert all(door.policy.reason for door in OPEN)
