"""What a route declares is what happens, and what a form is answered."""

import pytest
from starlette.applications import Starlette

from finance_portal.api import doors
from finance_portal.api.answers import AskPasskey, Go, Refuse, Show
from finance_portal.api.doors import UnguardedRoutes, anyone, form, on_the_way, signed_in
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.proofs import Purpose
from tests.api.doors import HOME, ORIGIN, begin, login

pytestmark = pytest.mark.anyio

JSON = {"Accept": "application/json"}
PAGE = "/overview"


@pytest.fixture
def ask(browse, portal):
    """Post a form to a handler, behind the gate, and return the answer."""

    async def posted(handler, data=None, *, cookie="", headers=JSON):
        app = Starlette(routes=[form("/auth/tried", handler, page=PAGE)])
        app.state.portal = portal
        client = browse(app)
        sent = {"Origin": ORIGIN} | headers | ({"Cookie": cookie} if cookie else {})
        return await client.post("/auth/tried", data=data or {"a": "b"}, headers=sent)

    return posted


def answering(answer, declare):
    @declare
    async def handler(call):
        handler.calls.append(call)
        return answer

    handler.calls = []
    return handler


OPEN = anyone(reason="a test")


def begin_way(db, portal, **known):
    with db.begin() as session:
        chosen = {"journey": Journey.SIGN_IN, "step": Step.VERIFY, "client": HOME}
        return portal.pre_auths.begin(session, now=portal.now(), **(chosen | known))


class TestAnyone:
    async def test_the_fields_arrive(self, ask):
        handler = answering(Go("/pay"), OPEN)

        await ask(handler, {"name": "  Elena ", "password": " x ", "agreed": "on"})

        (call,) = handler.calls
        assert (call.word("name"), call.text("password")) == ("Elena", " x ")
        assert call.is_checked("agreed")
        assert not call.is_checked("name")
        assert call.text("nothing") == ""

    async def test_a_calls_repr_holds_nothing_that_was_typed(self, ask):
        handler = answering(Go("/pay"), OPEN)

        await ask(handler, {"password": "hunter2 hunter2"})

        assert "hunter2" not in repr(handler.calls)

    def test_a_handler_without_a_policy_gets_no_route(self):
        async def handler(_call):
            return Go("/")

        with pytest.raises(UnguardedRoutes, match="/auth/tried"):
            form("/auth/tried", handler, page=PAGE)

    async def test_case_46_what_is_not_a_form_is_not_read(self, ask):
        handler = answering(Go("/pay"), OPEN)

        answer = await ask(handler, headers={"Content-Type": "text/plain"})

        assert (answer.status_code, handler.calls) == (415, [])


class TestOnTheWay:
    @pytest.mark.parametrize(
        "known",
        [{}, {"journey": Journey.RECOVERY}, {"step": Step.FINISH}],
        ids=["ours", "another journey", "another step"],
    )
    async def test_only_that_journey_at_that_step_comes_in(self, ask, db, portal, known):
        handler = answering(Go("/pay"), on_the_way(Journey.SIGN_IN, step=Step.VERIFY))
        new = begin_way(db, portal, **known)

        answer = await ask(handler, cookie=f"__Host-way={new.secret}")

        assert answer.json() == {"go": "/sign-in?over=way" if known else "/pay"}
        assert len(handler.calls) == (0 if known else 1)

    async def test_nobody_else_does(self, ask, db, portal):
        handler = answering(Go("/pay"), on_the_way(Journey.SIGN_IN))
        elena = begin(db, portal.sessions, login(db))

        for cookie in ("", "__Host-way=x", f"__Host-sid={elena.secret}"):
            assert (await ask(handler, cookie=cookie)).json() == {"go": "/sign-in?over=way"}
        assert handler.calls == []


class TestSignedIn:
    async def test_only_a_borrower_comes_in(self, ask, db, portal):
        handler = answering(Go("/pay"), signed_in())
        elena = begin(db, portal.sessions, login(db))
        way = begin_way(db, portal)

        for cookie in ("", "__Host-sid=x", f"__Host-way={way.secret}"):
            assert (await ask(handler, cookie=cookie)).json() == {"go": "/sign-in?over=login"}
        assert handler.calls == []
        assert (await ask(handler, cookie=f"__Host-sid={elena.secret}")).json() == {"go": "/pay"}

    async def test_x5_a_step_up_is_for_one_purpose(self, ask, db, portal):
        handler = answering(Go("/pay"), signed_in(fresh=Purpose.FACTORS))
        owner = login(db)

        for purpose, goes in ((Purpose.REVEAL, "/confirm?for=factors&next=/overview"),
                              (Purpose.FACTORS, "/pay")):  # fmt: skip
            stepped = stepped_up(db, portal, owner, purpose)
            answer = await ask(handler, cookie=f"__Host-sid={stepped.secret}")
            assert answer.json() == {"go": goes}


def stepped_up(db, portal, owner, purpose):
    old = begin(db, portal.sessions, owner)
    who = portal.sessions.of_ref(old.ref, now=portal.now())
    with db.begin() as session:
        return portal.sessions.step_up(session, who, purpose=purpose, client=HOME, now=portal.now())


class TestAnswers:
    async def test_a_script_is_told_everything(self, ask):
        told = [
            (Go("/pay"), 200, {"go": "/pay"}),
            (
                Refuse("No.", {"code": "Wrong."}, status=422),
                422,
                {"error": "No.", "errors": {"code": "Wrong."}},
            ),
            (
                Show({"key": "ABC"}, "shown", "Here it is.", 30),
                200,
                {"show": {"key": "ABC"}, "reveal": "shown", "say": "Here it is.", "hide_after": 30},
            ),
            (
                AskPasskey({"rpId": "x"}, "get", "/auth/then", {"for": "y"}),
                200,
                {"passkey": {"rpId": "x"}, "kind": "get", "then": "/auth/then",
                 "fields": {"for": "y"}},
            ),
        ]  # fmt: skip
        for answer, status, body in told:
            answered = await ask(answering(answer, OPEN))
            assert (answered.status_code, answered.json()) == (status, body)

    async def test_a_browser_without_script_is_redirected(self, ask):
        for answer, goes in (
            (Go("/pay"), "/pay"),
            (Refuse("No.", code="wrong"), "/overview?error=wrong&next=%2Fpay"),
            (Show({"key": "ABC"}), "/overview?error=script&next=%2Fpay"),
        ):
            answered = await ask(answering(answer, OPEN), {"next": "/pay"}, headers={})
            assert (answered.status_code, answered.headers["Location"]) == (303, goes)

    async def test_case_42_a_foreign_next_is_not_even_repeated(self, ask):
        answered = await ask(answering(Refuse("No."), OPEN), {"next": "//evil.com"}, headers={})

        assert answered.headers["Location"] == "/overview?error=refused"


@pytest.mark.parametrize(
    ("wanted", "page"),
    [
        ("/receipt?ref=abc-1_", "/receipt?ref=abc-1_"),
        ("/pay/?account=x", "/pay?account=x"),
        ("/pay", "/pay"),
        ("/pay?next=//evil", ""),
        ("/pay?" + "a" * 201, ""),
        ("/pay#x", ""),
        ("//evil.com/pay", ""),
        ("", ""),
    ],
)
def test_case_42_own_pages_keep_a_plain_query(wanted, page):
    assert doors.own_page(wanted) == page
