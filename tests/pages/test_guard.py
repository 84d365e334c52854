"""The guard on a small application: nothing is entered that its policy does not allow."""

import logging
from datetime import date

import pytest
import reflex as rx
from reflex.state import State
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY
from sqlalchemy.exc import OperationalError

from finance_portal import clock
from finance_portal.db import Database
from finance_portal.services.client_tokens import ClientTokens
from finance_portal.ui.guard import Guard, UnguardedHandlers, check_policies, policy_for
from finance_portal.ui.session import (
    NobodySignedIn,
    PolicyMisused,
    SignedIn,
    borrower_event,
    internal_event,
    public_event,
)
from finance_portal.ui.session_state import SessionState
from tests.api.doors import begin, login, pre_auths_of, sessions_of
from tests.pages import tiny
from tests.pages.tiny import Color, Order, Tiny
from tests.pages.wire import Wire, token_of

pytestmark = pytest.mark.anyio

BORROWERS = {
    Tiny.load: {},
    Tiny.submit: {"form": {"amount": "1"}},
    Tiny.steps: {},
    Tiny.plain: {"n": 1},
    Tiny.generated: {},
    Tiny.background: {},
    Tiny.poll: {},
    Tiny.slow: {"wait": 0},
    Tiny.chain: {},
    Tiny.inherited: {},
    Tiny.typed: {"n": 1, "on": "2026-11-23", "color": "red", "flags": [True]},
}

NAMES = [handler.fn.__name__ for handler in BORROWERS]


@pytest.fixture
def db(fresh_sqlite):
    database = Database(fresh_sqlite)
    yield database
    database.close()


@pytest.fixture
def sessions(db):
    return sessions_of(db)


@pytest.fixture
def tokens():
    return ClientTokens(b"key")


@pytest.fixture
def guarded(db, sessions, tokens):
    tiny.entered.clear()
    tiny.app._middlewares[:] = [Guard(sessions, pre_auths_of(db), tokens)]
    return tiny.app


@pytest.fixture
def elena(db, sessions):
    return begin(db, sessions, login(db), now=clock.now())


@pytest.fixture
def signed_in(guarded, tokens, elena):
    return Wire(guarded, token_of(tokens, elena.ref))


@pytest.fixture
def anonymous(guarded, tokens):
    return Wire(guarded, token_of(tokens))


class TestBorrowerEvent:
    @pytest.mark.parametrize(("handler", "payload"), BORROWERS.items(), ids=NAMES)
    async def test_case_01_nobody_enters(self, anonymous, handler, payload):
        async with anonymous as wire:
            await wire.send(handler, **payload)

            assert tiny.entered == []
            assert wire.shown(SessionState) == {"session_over": "login"}

    @pytest.mark.parametrize(("handler", "payload"), BORROWERS.items(), ids=NAMES)
    async def test_a_borrower_does(self, signed_in, handler, payload):
        async with signed_in as wire:
            await wire.send(handler, **payload)

            assert tiny.entered[0][0] == handler.fn.__name__
            assert wire.errors == []

    @pytest.mark.parametrize(("handler", "payload"), BORROWERS.items(), ids=NAMES)
    async def test_without_the_guard_these_tests_would_fail(
        self, guarded, anonymous, handler, payload
    ):
        guarded._middlewares.clear()

        async with anonymous as wire:
            await wire.send(handler, **payload)

            assert wire.shown(SessionState)["session_over"] == ""
            assert {type(error) for error in wire.errors} == {NobodySignedIn}
            assert tiny.entered == []  # the second bolt: no borrower to hand on, no handler

    async def test_a_generator_shows_its_steps(self, signed_in):
        async with signed_in as wire:
            await wire.send(Tiny.steps)

            steps = [d[Tiny.get_full_name()] for d in wire.deltas if Tiny.get_full_name() in d]
            assert [s.get("shown_rx_state_") for s in steps if "shown_rx_state_" in s][-2:] == [
                "one",
                "two",
            ]

    async def test_case_05_a_borrower_cannot_be_sent_along(self, signed_in):
        async with signed_in as wire:
            await wire.send(Tiny.load, borrower={"name": "Mallory", "borrower_id": 1})

            assert tiny.entered == []

    async def test_case_77_an_ended_session_is_told_so_and_enters_nothing(
        self, signed_in, sessions, elena
    ):
        async with signed_in as wire:
            await wire.send(Tiny.load)
            tiny.entered.clear()
            sessions.end(elena.ref, why="signed-out", now=clock.now())
            for name in ("load", "open_to_all"):
                await wire.send(getattr(Tiny, name), **({} if name == "load" else {"n": 1}))
            await wire.send(State.event_handlers["hydrate_and_load"])

            assert tiny.entered == []
            assert wire.shown(SessionState)["session_over"] == "expired"

    async def test_x2_it_counts_as_activity_unless_it_is_passive(
        self, signed_in, sessions, elena, monkeypatch
    ):
        touched = touches(monkeypatch, sessions)

        async with signed_in as wire:
            await wire.send(Tiny.poll)
            await wire.send(State.event_handlers["hydrate_and_load"])
            assert touched == []

            await wire.send(Tiny.load)
            assert touched == [elena.ref]

    async def test_what_an_event_sets_off_is_no_activity_of_its_own(
        self, signed_in, sessions, monkeypatch
    ):
        touched = touches(monkeypatch, sessions)

        async with signed_in as wire:
            await wire.send(Tiny.chain)

            assert len(touched) == 1
            assert tiny.entered[-1] == ("inner", "from a handler")

    async def test_two_borrowers_at_once_do_not_mix(self, db, sessions, tokens, guarded, elena):
        sam = begin(
            db, sessions, login(db, "sam", first_name="Sam", last_name="Osei"), now=clock.now()
        )
        async with Wire(guarded, token_of(tokens, elena.ref)) as wire:
            one = await wire.start(Tiny.slow, wait=0.05)
            wire.token = token_of(tokens, sam.ref)
            other = await wire.start(Tiny.slow, wait=0.01)
            for future in (one, other):
                await future.wait_all()

        assert sorted(tiny.entered) == [
            ("slow", "Elena Marsh", "Elena Marsh", "Elena Marsh"),
            ("slow", "Sam Osei", "Sam Osei", "Sam Osei"),
        ]

    def test_reflexs_options_arrive(self):
        assert Tiny.submit.event_actions == {"temporal": True}
        assert Tiny.background.is_background

    def test_reflex_does_not_see_the_borrower(self):
        assert list(Tiny.submit._parameters) == ["self", "form"]
        assert Tiny.submit._get_type_hints()["form"] == dict[str, str]


class TestOtherPolicies:
    async def test_a_public_event_is_open_to_all(self, anonymous):
        async with anonymous as wire:
            await wire.send(Tiny.open_to_all, n=3)

        assert tiny.entered == [("open_to_all", 3)]

    @pytest.mark.parametrize("who", ["anonymous", "signed_in"])
    async def test_an_internal_event_is_open_to_no_browser(self, request, who):
        async with request.getfixturevalue(who) as wire:
            await wire.send(Tiny.inner, text="from a browser")
            await wire.send(SessionState.tell, level="error", text="Your account is closed")

            assert tiny.entered == []
            assert wire.shown(SessionState) == {}

    async def test_a_message_is_shown_once_and_forgotten(self, signed_in):
        async with signed_in as wire:
            await wire.send(Tiny.speak)

            shown = [d[SessionState.get_full_name()] for d in wire.deltas
                     if SessionState.get_full_name() in d]  # fmt: skip
            flashes = [s["flash_rx_state_"].text for s in shown if "flash_rx_state_" in s]
            assert flashes[-2:] == ["Saved.", ""]

    async def test_staying_signed_in_takes_the_warning_away(self, signed_in):
        async with signed_in as wire:
            await wire.send(SessionState.stay_signed_in)

            assert wire.errors == []


class TestFramework:
    async def test_case_07_no_setter_and_no_storage_var_is_reached(self, signed_in):
        async with signed_in as wire:
            for name in tiny.names():
                if name.endswith((".setvar", ".update_vars_internal")):
                    await wire.send_raw(name, {"var_name": "shown", "value": "x", "vars": {}})

            assert wire.shown(Tiny) == {}
            assert wire.errors == []

    async def test_every_framework_event_is_decided_by_name(self, guarded):
        with tiny.registry():
            framework = {
                ".".join(name.split(".")[-2:]).split("___")[-1].strip("_"): policy_for(name).access
                for name, handler in tiny.names().items()
                if handler.fn.__module__.startswith("reflex") and not name.endswith("setvar")
            }

        assert framework == {
            "state.hydrate": "internal",
            "state.set_is_hydrated": "internal",
            "state.hydrate_and_load": "public",
            "frontend_event_exception_state.handle_frontend_exception": "public",
            "update_vars_internal_state.update_vars_internal": "denied",
            "on_load_internal_state.on_load_internal": "public",
            "on_load_internal_state.set_is_hydrated": "internal",
        }

    async def test_a_page_is_hydrated_and_loaded_for_a_borrower(self, signed_in):
        async with signed_in as wire:
            wire.page = "/loaded"
            await wire.send(State.event_handlers["hydrate_and_load"])

            assert wire.shown(Tiny)["shown"] == "Elena Marsh"
            assert "canary" not in str(wire.deltas)

    async def test_a_page_is_hydrated_without_its_load_for_nobody(self, anonymous):
        async with anonymous as wire:
            wire.page = "/loaded"
            await wire.send(State.event_handlers["hydrate_and_load"])

            assert wire.shown(Tiny)["shown"] == ""
            assert tiny.entered == []
            assert wire.shown(SessionState)["session_over"] == "login"


class TestToken:
    @pytest.mark.parametrize("forged", ["", "anon", "anon.x.y", "x" * 36, "{ref}", "{ref}.t"])
    async def test_case_13_a_token_that_the_gate_did_not_make_enters_nothing(
        self, guarded, elena, forged
    ):
        async with Wire(guarded, forged.format(ref=elena.ref)) as wire:
            await wire.send(Tiny.load)
            await wire.send(Tiny.open_to_all, n=1)
            await wire.send(State.event_handlers["hydrate_and_load"])

            assert tiny.entered == []
            assert wire.deltas == []

    async def test_case_13_forged_router_data_gives_nothing(self, anonymous, tokens, elena):
        forged = {"token": token_of(tokens, elena.ref), "headers": {"cookie": "__Host-sid=x"}}
        async with anonymous as wire:
            await wire.send_raw(name_of(Tiny.load), {}, router_data=forged | {"pathname": "/"})

        assert tiny.entered == []

    async def test_no_database_means_no_entry_and_a_sentence(
        self, signed_in, sessions, monkeypatch
    ):
        def unreachable(*_args, **_options):
            raise OperationalError("SELECT", {}, Exception())

        monkeypatch.setattr(sessions, "of_ref", unreachable)
        async with signed_in as wire:
            await wire.send(Tiny.load)

            assert tiny.entered == []
            assert "cannot reach our records" in wire.shown(SessionState)["flash"].text


GOOD = {"n": 1, "on": "2026-11-23", "color": "red", "flags": [True, False]}


class TestArguments:
    async def test_what_fits_arrives_as_what_it_is(self, signed_in):
        async with signed_in as wire:
            await wire.send(Tiny.typed, **GOOD)

        assert tiny.entered == [("typed", 1, date(2026, 11, 23), Color.RED, [True, False])]

    @pytest.mark.parametrize(
        "changed",
        [{"n": "1"}, {"n": 1.5}, {"n": True}, {"n": None}, {"n": [1]}, {"n": {}}, {"n": "abc"},
         {"on": "2026-02-31"}, {"on": 0}, {"on": None}, {"on": "junk"}, {"on": {}},
         {"color": "green"}, {"color": 1}, {"color": None}, {"color": ["red"]},
         {"flags": "false"}, {"flags": ["true"]}, {"flags": [1]}, {"flags": {}}, {"flags": None},
         {"is_admin": True}, {"user_id": 1}, {"borrower": {}}, {"self": {}}],
        ids=str,
    )  # fmt: skip
    async def test_case_04_case_06_what_does_not_fit_is_refused(self, signed_in, changed):
        async with signed_in as wire:
            await wire.send(Tiny.typed, **(GOOD | changed))

            assert tiny.entered == []
            assert "reload the page" in wire.shown(SessionState)["flash"].text

    @pytest.mark.parametrize("missing", ["n", "on", "color", "flags"])
    async def test_case_06_a_missing_argument_is_refused(self, signed_in, missing):
        async with signed_in as wire:
            await wire.send(Tiny.typed, **{k: v for k, v in GOOD.items() if k != missing})

        assert tiny.entered == []

    async def test_a_default_stands_in(self, signed_in):
        async with signed_in as wire:
            await wire.send(Tiny.plain)

        assert tiny.entered == [("plain", 3)]

    @pytest.mark.parametrize(
        "form",
        [None, 1, "a=b", [], {"a": 1}, {"a": None}, {"a": ["b"]}, {"a": {"b": "c"}},
         {"a": "x" * 20_001}],
        ids=lambda form: str(form)[:20],
    )  # fmt: skip
    async def test_case_04_a_form_is_texts_and_nothing_else(self, signed_in, form):
        async with signed_in as wire:
            await wire.send(Tiny.submit, form=form)

        assert tiny.entered == []

    async def test_a_forms_fields_arrive_as_the_browser_wraps_them(self, signed_in):
        wrapped = {FORM_DATA_ENTRIES_KEY: [["a", "1"], ["b", "2"]]}
        async with signed_in as wire:
            await wire.send(Tiny.submit, form=wrapped)

        assert tiny.entered == [("submit", {"a": "1", "b": "2"})]

    async def test_case_05_fields_that_are_not_asked_for_are_refused(self, signed_in):
        async with signed_in as wire:
            await wire.send(Tiny.order, order={"amount": 1, "user_id": 2})
            await wire.send(Tiny.order, order={"amount": "1"})
            assert tiny.entered == []

            await wire.send(Tiny.order, order={"amount": 1})
            assert tiny.entered == [("order", Order(1))]

    @pytest.mark.parametrize("payload", [None, "x", 1, [], [["n", 1]]], ids=str)
    async def test_case_10_arguments_that_are_no_mapping_are_refused(self, signed_in, payload):
        async with signed_in as wire:
            await wire.send_raw(name_of(Tiny.plain), payload)

            assert tiny.entered == []

    async def test_case_11_a_form_nested_900_deep_is_refused(self, signed_in):
        deep = {}
        for _ in range(900):
            deep = {"a": deep}
        async with signed_in as wire:
            await wire.send(Tiny.submit, form=deep)

        assert tiny.entered == []

    async def test_a_refusal_logs_no_value(self, signed_in, caplog):
        caplog.set_level(logging.INFO, logger="finance_portal")
        async with signed_in as wire:
            await wire.send(Tiny.typed, **(GOOD | {"n": "canary", "extra": "canary"}))

        assert "typed" in caplog.text
        assert "canary" not in caplog.text


class TestCheckPolicies:
    """Each in a registry of its own, so that the portal's stays clean."""

    @pytest.fixture(autouse=True)
    def fresh(self):
        token = RegistrationContext.set(RegistrationContext())
        yield
        RegistrationContext.reset(token)

    def test_handlers_with_policies_pass(self):
        class Good(rx.State):
            @borrower_event
            async def load(self, borrower: SignedIn) -> None: ...

            @internal_event
            async def inner(self, n: int) -> None: ...

            @public_event(reason="x")
            async def open_to_all(self, form: dict[str, str]) -> None: ...

        check_policies()

    def test_case_03_a_method_without_a_policy_is_refused(self):
        class Bare(rx.State):
            def helper(self, n: int) -> None: ...

        refuses("helper: it declares no policy")

    def test_case_03_so_is_a_plain_event_of_reflex(self):
        class Plain(rx.State):
            @rx.event
            def load(self) -> None: ...

        refuses("load: it declares no policy")

    def test_case_03_and_a_mixins_method(self):
        class Mixed(rx.State, mixin=True):
            def helper(self) -> None: ...

        class User(Mixed, rx.State):
            pass

        refuses("helper: it declares no policy")

    def test_arguments_that_nobody_can_check_are_refused(self):
        class Loose(rx.State):
            @public_event(reason="x")
            def bare(self, n) -> None: ...  # type: ignore[no-untyped-def]

        refuses("bare: its parameter n has no type")

    def test_any_is_no_type(self):
        class Loose(rx.State):
            @internal_event
            def anything(self, n: "Any") -> None: ...  # noqa: F821

        refuses("anything: its hint Any does not resolve")

    def test_star_arguments_are_refused(self):
        class Stars(rx.State):
            @internal_event
            def starred(self, *names: str, **more: str) -> None: ...

        refuses(r"starred: its parameter \*names")

    def test_every_fault_is_told_at_once(self):
        class Bare(rx.State):
            def one(self) -> None: ...

            def two(self) -> None: ...

        with pytest.raises(UnguardedHandlers) as refusal:
            check_policies()
        assert len(str(refusal.value).splitlines()) == 3

    @pytest.mark.parametrize("first", ["form", "who"])
    def test_a_borrower_event_takes_its_borrower_first(self, first):
        with pytest.raises(PolicyMisused, match="must take `borrower`"):
            exec(  # noqa: S102  the parameter's name is what is tried
                f"@borrower_event\ndef handler(self, {first}: SignedIn): ...", globals()
            )


def touches(monkeypatch, sessions):
    """Return a list that fills with the sessions that were touched."""
    touched = []

    def touch(ref, *, now):
        touched.append(ref)

    monkeypatch.setattr(sessions, "touch", touch)
    return touched


def refuses(reason):
    with pytest.raises(UnguardedHandlers, match=reason):
        check_policies()


def name_of(handler):
    return f"{handler.state.get_full_name()}.{handler.fn.__name__}"
