"""What is agreed to for one payment: account, amount, day, how to take it back; and its hash."""

import hashlib
from datetime import timedelta

import pytest

from finance_portal.models.payments import Payment
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import SecurityEvent
from tests import make
from tests.make import CHECKING, MORNING
from tests.services.known import rows

pytestmark = pytest.mark.anyio


@pytest.fixture
def books(db, tmp_path):
    return make.boarded(db, tmp_path)


def on_record(books, kind):
    (line,) = [each for each in rows(books.db, SecurityEvent) if each.kind == kind]
    return line.detail["authorization"]


def sealed(words):
    return f"payment-2:{hashlib.sha256(words.encode()).hexdigest()}"


async def test_what_is_agreed_to_now_says_how_to_take_it_back_and_is_on_record(books, world):
    method = await make.method(books.db, world.processor, books.borrower_id, CHECKING)

    await make.pay(books, world.processor, method, "100.00")

    (payment,) = rows(books.db, Payment)
    assert "••6789 once for $100.00, submitted on November 23, 2026." in payment.authorization
    assert payment.authorization.endswith("at once, or ask my bank to stop it.")
    assert on_record(books, "payment:made") == sealed(payment.authorization)


async def test_what_is_agreed_to_for_later_says_until_when_it_can_be_canceled(books, world):
    method = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    on = MORNING.date() + timedelta(days=8)

    make.schedule(books, make.order(books, method, "100.00", pay_on=on))

    (order,) = rows(books.db, ScheduledPayment)
    assert "to be submitted on December 1, 2026. I can change or cancel it" in order.authorization
    assert on_record(books, "payment:scheduled") == sealed(order.authorization)
