"""Open fees can be paid by themselves: nothing else takes the money first (R3.3 d)."""

from datetime import timedelta

import pytest

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Charge, Intent
from finance_portal.domain.postings import Account
from finance_portal.services import ledger, payments, scheduled
from tests import make
from tests.make import CARD, MORNING, cents

pytestmark = pytest.mark.anyio

FEE = cents("29.08")


@pytest.fixture
def books(db, tmp_path):
    """A contract that is paid up, with a late charge open and interest accrued."""
    record = make.loan(all_payments=False, last_payments=[])
    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")
    charge = Charge(
        effective_on=MORNING.date(),
        sequence=ledger.NEXT,
        bucket=Bucket.LATE_CHARGES,
        amount=FEE,
        installment=9,
    )
    with db.begin() as session:
        ledger.enter(session, books.contract.id, [ledger.Happening(charge, "late")], MORNING)
    return books


def balances(books):
    with books.db.read() as session:
        return ledger.balances(session, books.contract.id)


async def test_what_is_offered_as_open_fees_pays_them_and_takes_no_interest(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    owed = balances(books)[Account.PRINCIPAL]

    draft = make.draft(books, card, "0.00", choice="past_due")
    seen = payments.review(books.db, borrower_id=books.borrower_id, order=draft, now=MORNING)
    assert (seen.order.amount, seen.fees, seen.interest, seen.fees_after) == (FEE, FEE, 0, 0)

    await make.pay(books, world.processor, card, "0.00", choice="past_due")

    after = balances(books)
    assert after.get(Account.LATE_CHARGES, 0) == 0
    assert after[Account.PRINCIPAL] == owed


async def test_open_fees_can_be_scheduled_by_themselves(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    on = MORNING.date() + timedelta(days=3)
    order = make.order(books, card, "0.00", choice="past_due", pay_on=on)

    ref = make.schedule(books, order)

    found = scheduled.scheduled_of(books.db, borrower_id=books.borrower_id, ref=ref, now=MORNING)
    assert (found.amount, found.intent) == (FEE, Intent.FEES)
