"""What the processor does not accept is said to whoever is not looking, and is not hoped for."""

from datetime import timedelta

import pytest

from finance_portal import jobs
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.services import deliveries, settlement
from tests import make
from tests.make import CHECKING, MORNING
from tests.services.known import rows

pytestmark = pytest.mark.anyio


@pytest.fixture
def books(db, tmp_path):
    record = make.loan(all_payments=False, last_payments=[])
    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")
    make.login(books)
    return books


def said(books, kind):
    return [
        " ".join(deliveries.opened(each)[1].paragraphs)
        for each in rows(books.db, Message)
        if each.kind == kind
    ]


async def ordered(books, world, token, *, days=3):
    """A payment for a later day."""
    method = await make.method(books.db, world.processor, books.borrower_id, token)
    on = MORNING.date() + timedelta(days=days)
    make.schedule(books, make.order(books, method, "581.52", pay_on=on))


async def run(books, world, days):
    now = MORNING + timedelta(days=days)
    await world.engine.move_to(now)
    return await jobs.run(books.db, world.processor, now=now)


async def test_a_scheduled_payment_that_is_refused_is_told_of(books, world):
    await ordered(books, world, CHECKING)
    (method,) = rows(books.db, PaymentMethod)
    async with world.client() as client:
        await client.post(f"/v1/payment_methods/{method.method}/detach")

    for _ in range(2):
        await run(books, world, 3)

    assert [each.status for each in rows(books.db, Payment)] == [PaymentStatus.REFUSED]
    (told,) = said(books, "payment_not_taken")
    assert "It was not accepted" in told


async def test_a_payment_that_is_canceled_at_the_processor_later_is_told_of(books, world):
    endless = "pm_usBankAccount_processing"
    method = await make.method(books.db, world.processor, books.borrower_id, endless)
    await make.pay(books, world.processor, method, "581.52")
    (payment,) = rows(books.db, Payment)
    async with world.client() as client:
        answer = await client.post(f"/v1/payment_intents/{payment.processor_intent}/cancel")
    assert answer.json()["status"] == "canceled"

    for _ in range(2):
        await settlement.drive(books.db, world.processor, payment_id=payment.id, now=MORNING)

    assert len(said(books, "payment_not_taken")) == 1


async def test_what_a_borrower_sees_on_the_page_is_not_written_to_them_too(books, world):
    method = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    (row,) = rows(books.db, PaymentMethod)
    async with world.client() as client:
        await client.post(f"/v1/payment_methods/{row.method}/detach")

    await make.pay(books, world.processor, method, "581.52")

    assert [each.status for each in rows(books.db, Payment)] == [PaymentStatus.REFUSED]
    assert said(books, "payment_not_taken") == []


async def test_an_account_that_the_processor_has_blocked_is_blocked_here_and_needs_nobody(
    books, world
):
    closed = "pm_usBankAccount_accountClosed"
    method = await make.method(books.db, world.processor, books.borrower_id, closed)
    await make.pay(books, world.processor, method, "581.52")
    later = MORNING + timedelta(days=10)
    await world.engine.move_to(later)  # it is closed by now, and that news has not come
    with books.db.begin() as session:
        session.get_one(Payment, 1).status = PaymentStatus.SETTLED

    await make.pay(books, world.processor, method, "100.00", now=later)

    payment = rows(books.db, Payment)[-1]
    assert (payment.status, payment.review) == (PaymentStatus.FAILED, None)
    (row,) = rows(books.db, PaymentMethod)
    assert not row.usable
    assert "the bank does not allow debits from this account" in row.why_not
    assert "the bank does not allow debits" in said(books, "payment_returned")[0]
