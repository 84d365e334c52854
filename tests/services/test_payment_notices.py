"""A payer hears of a payment once, in the transaction in which it happened, or not at all."""

from datetime import date, timedelta

import pytest

from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.notices.catalogue import PAYMENTS
from finance_portal.services import deliveries, notice_choices, payment_notices
from tests.services import texting
from tests.services.known import NOON, login, rows

MAIL, PHONE = "elena@example.com", "+12025550123"


def payment(borrower_id):
    return Payment(
        id=7,
        ref="P-ABCDE-FGHJK",
        borrower_id=borrower_id,
        amount_cents=58152,
        effective_on=date(2026, 12, 1),
    )


def order(borrower_id, **changes):
    about = {"pay_on": date(2026, 12, 1), "amount_cents": 58152, "version": 0}
    return ScheduledPayment(ref="P-1", borrower_id=borrower_id, **about | changes)


def told(db):
    return [(row.kind, row.channel, deliveries.opened(row)[0]) for row in rows(db, Message)]


def test_a_posted_payment_is_told_once_and_by_mail(db):
    elena = login(db, proven=(MAIL, PHONE), on_file=("old@example.com", None))

    for _ in range(2):
        with db.begin() as session:
            payment_notices.received(session, payment(elena.borrower_id), NOON)

    assert told(db) == [("payment_received", "email", MAIL)]


@pytest.mark.parametrize("address", [None, "call me, maybe"])
def test_a_payment_does_not_fail_for_an_address(db, address):
    elena = login(db, on_file=(address, None))

    with db.begin() as session:
        payment_notices.received(session, payment(elena.borrower_id), NOON)

    assert told(db) == []


def test_a_guest_and_who_never_signed_in_are_told_nothing_here(db):
    with db.begin() as session:
        payment_notices.received(session, payment(None), NOON)
        payment_notices.scheduled(session, order(12345), NOON)

    assert told(db) == []


def test_nothing_is_told_of_what_was_rolled_back(db):
    elena = login(db, proven=(MAIL, None))

    with pytest.raises(ArithmeticError):
        _tell_and_fail(db, elena)

    assert told(db) == []


def _tell_and_fail(db, elena):
    with db.begin() as session:
        payment_notices.received(session, payment(elena.borrower_id), NOON)
        raise ArithmeticError


def test_an_order_its_change_and_its_end_are_each_told_once_to_every_contact(db):
    elena = login(db, proven=(MAIL, PHONE))
    texting.agree(db, elena.borrower_id, PHONE)
    with db.begin() as session:
        notice_choices.put(session, elena.borrower_id, PAYMENTS, "text", is_on=True, now=NOON)
    first = order(elena.borrower_id)
    changed = order(elena.borrower_id, version=1, pay_on=date(2026, 12, 1) + timedelta(days=3))

    for _ in range(2):
        with db.begin() as session:
            payment_notices.scheduled(session, first, NOON)
            payment_notices.scheduled(session, changed, NOON)
            payment_notices.canceled(session, changed, NOON)

    kinds = [kind for kind, channel, _ in told(db) if channel == "text"]
    assert kinds == ["payment_scheduled", "scheduled_payment_changed", "payment_canceled"]
    assert len(told(db)) == 6
