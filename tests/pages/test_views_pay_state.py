"""The pay page's handlers, through the real event processor, the real books and the sandbox."""

import pytest
from reflex.middleware.middleware import Middleware
from sqlmodel import select

from finance_portal import clock
from finance_portal.db import Database
from finance_portal.finance_portal import app
from finance_portal.gateways import live
from finance_portal.models.payments import Payment
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.pages.pay import state as pay_state
from finance_portal.pages.pay.state import PayState
from finance_portal.services.sessions import SignedIn
from finance_portal.ui import frame
from finance_portal.ui.session import set_principal
from tests import make
from tests.gateways.checked import checked_sandbox
from tests.make import CARD, CHECKING, MORNING
from tests.pages.wire import Wire

pytestmark = pytest.mark.anyio


class At(Middleware):
    """Stands in for the guard: this borrower is at the keyboard."""

    def __init__(self, borrower_id):
        self._who = SignedIn(borrower_id, 1, "s", "Ada Byron", MORNING)

    async def preprocess(self, app, state, event):
        set_principal(self._who)


@pytest.fixture
def books(fresh_sqlite, tmp_path, monkeypatch):
    db = Database(fresh_sqlite)
    for module in (pay_state, frame):
        monkeypatch.setattr(module, "database", db)
    monkeypatch.setattr(clock, "business_now", lambda: MORNING)
    current = make.loan(all_payments=False, last_payments=[])
    yield make.boarded(db, tmp_path, current, business_date="2026-11-23")
    db.close()


@pytest.fixture
def processor(tmp_path, monkeypatch):
    sandbox = checked_sandbox(tmp_path / "sandbox.db")
    monkeypatch.setattr(live, "configured", lambda: sandbox.processor)
    yield sandbox.processor
    sandbox.engine.close()


@pytest.fixture
async def card(books, processor):
    return await make.method(books.db, processor, books.borrower_id, CARD)


@pytest.fixture
async def page(books, card, monkeypatch):
    """The page, open and loaded, with a debit card to pay with."""
    monkeypatch.setattr(app, "_middlewares", [At(books.borrower_id)])
    async with Wire(app, "tab.0") as wire:
        await wire.send(PayState.load)
        yield wire
        assert wire.errors == []


def shown(page):
    return page.shown(PayState)


def payments_made(books):
    with books.db.read() as session:
        return session.exec(select(Payment)).all()


async def review(page, card, **form):
    await page.send(
        PayState.review_payment, form={"choice": "due", "when": "now", "method": card} | form
    )


async def test_what_is_reviewed_is_paid(page, books, card):
    await review(page, card)
    await page.send(PayState.make_payment)

    (payment,) = payments_made(books)
    assert shown(page)["preview"].amount == "$581.52"
    assert payment.amount_cents == 581_52
    assert payment.ref in str(page.events)


async def test_a_second_click_pays_nothing_more(page, books, card):
    await review(page, card)
    await page.send(PayState.make_payment)
    await page.send(PayState.make_payment)

    assert len(payments_made(books)) == 1


async def test_nothing_is_paid_without_a_review(page, books):
    await page.send(PayState.make_payment)

    assert payments_made(books) == []


async def test_a_browser_cannot_name_the_amount_of_a_choice(page, card):
    await review(page, card, amount="0.01")

    assert shown(page)["preview"].amount == "$581.52"


@pytest.mark.parametrize("choice", ["", "past_due", "everything"])
async def test_a_choice_that_was_not_offered_is_refused(page, card, choice):
    await review(page, card, choice=choice)

    assert shown(page)["errors"] == {"choice": "Choose how much you want to pay."}


@pytest.mark.parametrize(
    "typed",
    ["0", "-1", "0.001", "1e9", "1000000000", "1.000,00", "10e2", "1,00.00", "+5", "5 0", "\uff15"],
)
async def test_case_51_what_is_no_amount_that_can_be_paid_is_refused(page, books, card, typed):
    await review(page, card, choice="other", amount=typed)
    await page.send(PayState.make_payment)

    assert list(shown(page)["errors"]) == ["amount"]
    assert payments_made(books) == []


async def test_case_51_commas_of_thousands_are_read_as_they_are_meant(page, books, card):
    await review(page, card, choice="other", amount="1,000.00")
    await page.send(PayState.make_payment)

    assert [each.amount_cents for each in payments_made(books)] == [1_000_00]


async def test_case_50_whoever_goes_back_and_clicks_again_pays_nothing_more(page, books, card):
    await review(page, card)
    await page.send(PayState.make_payment)

    await page.send(PayState.load)  # back to the page, as it was
    await page.send(PayState.make_payment)

    assert len(payments_made(books)) == 1


@pytest.mark.parametrize("typed", ["12,34", "0.00", "-5.00", "1e3", "999999.00", ""])
async def test_a66_a_bad_amount_is_refused_beside_the_field(page, books, card, typed):
    await review(page, card, choice="other", amount=typed)

    assert list(shown(page)["errors"]) == ["amount"]
    assert shown(page)["typed"] == typed
    assert payments_made(books) == []


async def test_a_method_that_is_not_the_borrower_s_is_refused(page):
    await review(page, "not-a-method-of-mine")

    assert list(shown(page)["errors"]) == ["method"]


async def test_a_contract_of_somebody_else_is_not_found(page):
    page.page = "/pay?account=of-somebody-else"

    await page.send(PayState.load)

    assert shown(page)["found"] is False


async def test_a68_the_review_is_shown_anew_when_the_account_has_changed(
    page, books, processor, card
):
    await review(page, card, choice="other", amount="100.00")
    checking = await make.method(books.db, processor, books.borrower_id, CHECKING)
    await make.pay(books, processor, checking, "50.00")

    await page.send(PayState.make_payment)

    assert len(payments_made(books)) == 1
    assert "Nothing was paid." in shown(page)["preview"].notes[0]


async def test_going_back_keeps_what_was_chosen(page, card):
    await review(page, card, choice="other", amount="100.00")
    await page.send(PayState.change_payment)

    assert shown(page)["is_reviewing"] is False
    assert shown(page)["typed"] == "100.00"
    assert shown(page)["view"].asks_other is True


async def test_a_later_day_is_set_and_not_paid(page, books, card):
    await review(page, card, when="later", pay_on="2026-12-01")
    await page.send(PayState.make_payment)
    await page.send(PayState.make_payment)

    assert payments_made(books) == []
    (row,) = scheduled_on(books)
    assert (row.amount_cents, row.pay_on.isoformat()) == (581_52, "2026-12-01")
    assert row.ref in str(page.events)


@pytest.mark.parametrize(
    ("pay_on", "said"),
    [
        ("", "Choose a day in the calendar"),
        ("12/01/2026", "Choose a day in the calendar"),
        ("2027-02-30", "Choose a day in the calendar"),
        ("2026-12-1", "Choose a day in the calendar"),
        ("2026-11-22", "That day is over"),
        ("2027-01-23", "Choose a day up to January 22, 2027"),
    ],
)
async def test_case_52_a_bad_day_is_refused_beside_the_field(page, books, card, pay_on, said):
    await review(page, card, when="later", pay_on=pay_on)

    assert shown(page)["errors"]["pay_on"].startswith(said)
    assert shown(page)["is_reviewing"] is False
    assert scheduled_on(books) == []


async def test_a_browser_cannot_leave_out_when(page, card):
    await review(page, card, when="")

    assert list(shown(page)["errors"]) == ["when"]


async def test_the_same_amount_is_applied_as_the_borrower_chooses(page, books, card):
    await review(page, card, choice="other", amount="700.00")
    assert [way.purpose for way in shown(page)["preview"].ways] == ["regular", "next", "principal"]

    await page.send(PayState.choose_way, purpose="principal")
    await page.send(PayState.make_payment)

    (payment,) = payments_made(books)
    assert (payment.intent, payment.amount_cents) == ("principal_only", 700_00)


async def test_the_borrower_divides_an_amount(page, books, card):
    await review(page, card, choice="other", amount="700.00")
    await page.send(PayState.split_payment, form={"principal": "100.00"})
    await page.send(PayState.make_payment)

    (payment,) = payments_made(books)
    assert (payment.intent, payment.principal_only_cents) == ("split", 100_00)


@pytest.mark.parametrize("part", ["", "1e2", "700.00", "900.00"])
async def test_case_51_a_bad_part_is_refused_beside_its_field(page, card, part):
    await review(page, card, choice="other", amount="700.00")
    await page.send(PayState.split_payment, form={"principal": part})

    assert list(shown(page)["errors"]) == ["principal"]


async def test_a_way_that_nobody_knows_is_the_regular_one(page, card):
    await review(page, card, choice="other", amount="700.00")
    await page.send(PayState.choose_way, purpose="all_to_me")

    assert [way.purpose for way in shown(page)["preview"].ways if way.is_chosen] == ["regular"]


async def test_a_scheduled_payment_is_opened_to_be_changed(page, books, card):
    await review(page, card, choice="other", amount="50.00", when="later", pay_on="2026-12-01")
    await page.send(PayState.make_payment)
    (row,) = scheduled_on(books)
    page.page = f"/pay?change={row.ref}"

    await page.send(PayState.load)
    assert (shown(page)["typed"], shown(page)["view"].pay_on) == ("50.00", "2026-12-01")
    await review(page, card, choice="other", amount="60.00", when="later", pay_on="2026-12-02")
    await page.send(PayState.make_payment)

    (row,) = scheduled_on(books)
    assert (row.amount_cents, row.pay_on.isoformat()) == (60_00, "2026-12-02")


async def test_a_scheduled_payment_of_somebody_else_cannot_be_opened(page):
    page.page = "/pay?change=P-22222-33333"

    await page.send(PayState.load)

    assert shown(page)["errors"] == {"form": "We cannot find this payment."}


def scheduled_on(books):
    with books.db.read() as session:
        return session.exec(select(ScheduledPayment)).all()


def test_a_click_made_without_a_connection_is_dropped_and_not_kept():
    assert PayState.make_payment.event_actions == {"temporal": True}
