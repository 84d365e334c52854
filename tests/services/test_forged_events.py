"""News that lies, however well it is signed: what it is about is read at the processor."""

from dataclasses import replace

import pytest
from sqlmodel import select

from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.gateways.processor import ProcessorEvent
from finance_portal.models.payments import Payment
from finance_portal.services import ledger, processor_events, settlement
from tests import make
from tests.make import CHECKING, MORNING

pytestmark = pytest.mark.anyio


@pytest.fixture
async def intent(db, tmp_path, world):
    """A debit on its way, as the processor knows it."""
    books = make.boarded(db, tmp_path, make.CURRENT, business_date="2026-11-23")
    checking = await make.method(db, world.processor, books.borrower_id, CHECKING)
    await make.pay(books, world.processor, checking, "581.52")
    (there,) = await world.processor.intents(created_after=0)
    return there


def payment(db):
    with db.read() as session:
        return session.exec(select(Payment)).one()


def received(db):
    with db.read() as session:
        return ledger.balances(session, payment(db).contract_id).get(Account.CASH, 0)


def told(db, world, kind, about, intent_id):
    event = ProcessorEvent(
        id=f"evt_{kind}",
        type=kind,
        object_id=about,
        intent_id=intent_id,
        livemode=False,
        created=7,
    )
    processor_events.receive(db, world.processor.name, event, b"{}", MORNING)


async def test_case_55_news_of_a_success_that_is_none_books_nothing(db, world, intent):
    before = received(db)
    told(db, world, "payment_intent.succeeded", intent.id, intent.id)

    await processor_events.handle_waiting(db, world.processor, now=MORNING)

    assert payment(db).status == PaymentStatus.PROCESSING
    assert received(db) == before


async def test_case_55_news_of_what_is_not_there_books_nothing(db, world, intent):
    before = received(db)
    told(db, world, "payment_intent.succeeded", "pi_of_nobody", "pi_of_nobody")
    told(db, world, "charge.dispute.created", "du_of_nobody", intent.id)

    await processor_events.handle_waiting(db, world.processor, now=MORNING)

    assert payment(db).status == PaymentStatus.PROCESSING
    assert received(db) == before


@pytest.mark.parametrize("amount", [58151, 58153, 0])
async def test_case_55_another_amount_than_was_asked_for_waits_for_a_person(
    db, world, intent, amount
):
    before = received(db)

    settlement.settle(db, replace(intent, status="succeeded", amount_received=amount), MORNING)

    assert payment(db).review == f"The processor received {amount} cents for it."
    assert received(db) == before
