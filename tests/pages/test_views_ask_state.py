"""Asking and reporting, through the real event processor and the real books."""

import pytest
from reflex.middleware.middleware import Middleware

from finance_portal import clock
from finance_portal.db import Database
from finance_portal.finance_portal import app
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.requests import ServiceRequest
from finance_portal.pages.ask import state as ask_state
from finance_portal.pages.ask import views
from finance_portal.pages.ask.page import ask
from finance_portal.pages.ask.state import AskState
from finance_portal.pages.report import state as report_state
from finance_portal.pages.report.page import report
from finance_portal.pages.report.state import ReportState
from finance_portal.services.proofs import Purpose
from finance_portal.services.requests import details_of
from finance_portal.services.sessions import SignedIn
from finance_portal.ui import frame
from finance_portal.ui.session import set_principal
from tests.pages.wire import Wire
from tests.services.known import NOON, rows
from tests.services.obligors import NOW, bound
from tests.services.payers import add_method

pytestmark = pytest.mark.anyio
INSURED = {
    "insurer": "Canary Mutual",
    "policy": "CANARY-77",
    "since": "2026-06-01",
    "until": "2027-06-01",
    "loss_payee": "yes",
}


class At(Middleware):
    """Stands in for the guard: this borrower is at the keyboard."""

    def __init__(self, who):
        self._who = who

    async def preprocess(self, app, state, event):
        set_principal(self._who)


@pytest.fixture
def ada(fresh_sqlite, tmp_path, monkeypatch):
    db = Database(fresh_sqlite)
    for module in (ask_state, report_state, frame):
        monkeypatch.setattr(module, "database", db)
    monkeypatch.setattr(clock, "business_now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    ada = bound(db, tmp_path)[0]
    who = SignedIn(
        ada.person.id, ada.login.id, "s", "Ada Byron", NOON, fresh_for="methods", fresh_at=NOON
    )
    monkeypatch.setattr(app, "_middlewares", [At(who)])
    yield ada
    db.close()


@pytest.fixture
async def wire(ada):
    async with Wire(app, "tab.0") as wire:
        yield wire
        assert wire.errors == []


async def test_everything_that_can_be_asked_for_is_offered(ada, wire):
    await wire.send(AskState.load)

    assert wire.shown(AskState)["found"]
    assert len(wire.shown(AskState)["kinds"]) == len(views.QUESTIONS) - 1  # no lease


async def test_a_form_is_sent_and_its_words_never_come_back(ada, wire):
    wire.page = f"/ask?account={ada.ref}&kind=insurance"
    await wire.send(AskState.load)
    assert wire.shown(AskState)["view"].kind == "insurance"

    await wire.send(AskState.ask, form=INSURED | {"until": ""})
    assert wire.shown(AskState)["errors"] == {"until": "Choose a day."}
    await wire.send(AskState.ask, form=INSURED)

    (request,) = rows(ada.db, ServiceRequest)
    assert "CANARY-77" in details_of(request)
    assert "CANARY" not in str(wire.deltas)


async def test_a_report_is_made_shown_and_taken_back(ada, wire):
    method = add_method(ada.db, ada.person.id)
    await wire.send(ReportState.load)
    await wire.send(ReportState.report, form={"details": "x"})
    assert wire.shown(ReportState)["errors"] == {"items": "Choose at least one of them."}

    await wire.send(ReportState.report, form={f"method-{method.ref}": "on", "details": "CANARY"})

    (request,) = rows(ada.db, ServiceRequest)
    assert wire.shown(ReportState)["view"].case.ref == request.ref
    assert "CANARY" not in str(wire.deltas)
    await wire.send(ReportState.take_back)
    assert rows(ada.db, ServiceRequest)[0].status == "withdrawn"
    assert rows(ada.db, PaymentMethod)[0].usable


def test_taking_a_report_back_asks_for_a_step_up():
    assert report_state.Purpose.METHODS is Purpose.METHODS
    policy = report_state.ReportState.event_handlers["take_back"].fn._portal_policy

    assert policy.fresh is Purpose.METHODS


@pytest.mark.parametrize("page", [ask, report])
def test_a_page_can_be_drawn(page):
    assert page().render()


def test_whatever_can_be_refused_can_take_the_focus():
    refs = ask()._get_all_refs()

    for questions in views.QUESTIONS.values():
        for each in questions:
            place = f"{each.name}_error" if each.look == "choice" else each.name
            assert f"ref_{place}" in refs
