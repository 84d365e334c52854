"""Whatever breaks on the way, the money is taken once and the books say what the processor says.

What happens when the process dies on the way, or the processor fails, is in tests/sweep.
"""

from datetime import datetime, timedelta

import httpx
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from finance_portal import jobs
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.gateways.processor import DisputeSeen, ProcessorRefused, ProcessorUnavailable
from finance_portal.models.payments import Payment, ProcessorEvent
from finance_portal.services import disputes, ledger, processor_events, settlement
from tests import make
from tests.gateways.checked import checked_sandbox
from tests.make import CARD, CHECKING, MORNING, cents

pytestmark = pytest.mark.anyio

AMOUNT = cents("581.52")
LATER = [MORNING + timedelta(days=days) for days in (0, 1, 3, 10)]
OUTCOMES = {
    CARD: PaymentStatus.SETTLED,
    CHECKING: PaymentStatus.SETTLED,
    "pm_usBankAccount_insufficientFunds": PaymentStatus.FAILED,
    "pm_card_chargeCustomerFail": PaymentStatus.FAILED,
}


@pytest.fixture
def inbox(db):
    """The portal's webhook, as the sandbox reaches it."""

    async def receive(request):
        body = await request.body()
        event = webhook["world"].processor.read_event(body, request.headers["stripe-signature"])
        for _ in range(2):  # each event comes twice
            processor_events.receive(db, "stripe", event, body, MORNING)
        return PlainTextResponse("Received.")

    webhook = {"app": Starlette(routes=[Route("/webhooks/stripe", receive, methods=["POST"])])}
    return webhook


@pytest.fixture
def world(tmp_path, inbox):
    checked = checked_sandbox(tmp_path / "sandbox.db", webhooks=httpx.ASGITransport(inbox["app"]))
    inbox["world"] = checked
    yield checked
    checked.engine.close()


async def attempt(books, world, order):
    """Click, and click again as a borrower does who sees nothing happen."""
    for _ in range(2):
        await make.click(books, world.processor, order)


async def live_on(books, world):
    for day in LATER:
        await world.engine.move_to(day)
        for _ in range(2):
            await jobs.run(books.db, world.processor, now=day)


async def run(books, world, token):
    method = await make.method(books.db, world.processor, books.borrower_id, token)
    order = make.order(books, method, "581.52")
    await world.engine.register_endpoint("http://portal/webhooks/stripe", secret(world))
    await attempt(books, world, order)
    await live_on(books, world)


def secret(world):
    return world.processor._webhook_secret


async def assert_money_is_right(books, world, expected):
    with books.db.read() as session:
        (payment,) = session.exec(select(Payment).where(Payment.origin == "borrower")).all()
        booked = ledger.balances(session, books.contract.id)
    intents = await world.processor.intents(created_after=0)
    taken = [intent for intent in intents if intent.status == "succeeded"]
    boarded = cents("581.52") * 9  # the installments from March to November
    assert payment.status == expected
    assert payment.review is None
    assert len(taken) == (expected is PaymentStatus.SETTLED)
    assert booked[Account.CASH] - boarded == sum(intent.amount_received for intent in taken)
    assert sum(booked.values()) == 0


@pytest.mark.parametrize("token", OUTCOMES)
async def test_news_alone_settles_a_payment(token, books, world, monkeypatch):
    monkeypatch.setattr(jobs, "settle_payments", lambda *_, **__: nothing())

    await run(books, world, token)

    await assert_money_is_right(books, world, OUTCOMES[token])
    with books.db.read() as session:
        events = session.exec(select(ProcessorEvent)).all()
    assert events
    assert all(event.handled_at for event in events)


async def nothing():
    return 0


async def test_an_event_that_cannot_be_handled_waits_for_a_person_and_blocks_no_other(
    books, world, monkeypatch
):
    monkeypatch.setattr(jobs, "settle_payments", lambda *_, **__: nothing())
    await run(books, world, CHECKING)
    with books.db.begin() as session:
        poison = session.exec(select(ProcessorEvent).order_by(col(ProcessorEvent.id))).first()
        poison.handled_at, poison.intent = None, "pi_unknown_sbx"

    for _ in range(processor_events.MOST_TRIES):
        await processor_events.handle_waiting(books.db, world.processor, now=MORNING)

    with books.db.read() as session:
        waiting = session.exec(
            select(ProcessorEvent).where(col(ProcessorEvent.handled_at).is_(None))
        ).one()
    assert waiting.review
    await assert_money_is_right(books, world, PaymentStatus.SETTLED)


async def test_a_processor_that_does_not_answer_leaves_the_payment_to_the_next_pass(
    books, world, monkeypatch
):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)

    async def silent(*_arguments, **_named):
        raise ProcessorUnavailable("no answer")

    with monkeypatch.context() as patched:
        patched.setattr(type(world.processor), "create_intent", silent)
        await make.pay(books, world.processor, card, "581.52")
    await jobs.run(books.db, world.processor, now=MORNING)

    await assert_money_is_right(books, world, PaymentStatus.SETTLED)


async def test_an_intent_that_cannot_be_read_says_nothing_about_the_money(
    books, world, monkeypatch
):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    await make.pay(books, world.processor, checking, "581.52")

    async def unknown(*_arguments, **_named):
        raise ProcessorRefused("no such intent", code="resource_missing")

    with monkeypatch.context() as patched:
        patched.setattr(type(world.processor), "intent", unknown)
        await jobs.settle_payments(books.db, world.processor, now=MORNING)

    with books.db.read() as session:
        payment = session.exec(select(Payment)).one()
    assert payment.status == PaymentStatus.PROCESSING
    assert "resource_missing" in payment.review


async def test_an_unknown_status_is_left_to_a_person(books, world):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    await make.pay(books, world.processor, checking, "581.52")
    (intent,) = await world.processor.intents(created_after=0)
    odd = type(intent)(**{**vars(intent), "status": "requires_ceremony"})

    settlement.settle(books.db, odd, datetime.now(EASTERN))

    with books.db.read() as session:
        payment = session.exec(select(Payment)).one()
    assert payment.status == PaymentStatus.PROCESSING
    assert "requires_ceremony" in payment.review


async def test_a_dispute_after_settlement_reverses_the_payment(books, world):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    await make.pay(books, world.processor, checking, "581.52")
    await live_on(books, world)
    (intent,) = await world.processor.intents(created_after=0)
    seen = DisputeSeen(
        id="du_sbx",
        status="lost",
        reason="insufficient_funds",
        amount=intent.amount,
        intent_id=intent.id,
        charge_id=intent.charge_id,
        network_code=None,
        withdrawn=intent.amount,
        created=intent.created,
        livemode=False,
    )

    for _ in range(2):
        disputes.settle(books.db, "stripe", seen, intent, LATER[-1])

    with books.db.read() as session:
        payment = session.exec(select(Payment)).one()
        booked = ledger.balances(session, books.contract.id)
    assert payment.status == PaymentStatus.RETURNED
    assert booked[Account.CASH] == cents("581.52") * 9
    assert booked[Account.RETURNED_FEES] == cents("25.00")


async def test_case_55_an_amount_that_was_not_asked_for_is_not_booked(books, world):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    await make.pay(books, world.processor, checking, "581.52")
    (intent,) = await world.processor.intents(created_after=0)
    odd = type(intent)(**{**vars(intent), "status": "succeeded", "amount_received": 100})

    settlement.settle(books.db, odd, MORNING)

    with books.db.read() as session:
        payment = session.exec(select(Payment)).one()
    assert payment.status == PaymentStatus.PROCESSING
    assert "100 cents" in payment.review


async def test_case_55_an_intent_of_the_other_mode_is_never_booked(books, world):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    await make.pay(books, world.processor, checking, "581.52")
    (intent,) = await world.processor.intents(created_after=0)
    live = type(intent)(**{**vars(intent), "status": "succeeded", "livemode": True})

    settlement.settle(books.db, live, MORNING)

    with books.db.read() as session:
        payment = session.exec(select(Payment)).one()
    assert payment.status == PaymentStatus.PROCESSING
    assert "mode" in payment.review
