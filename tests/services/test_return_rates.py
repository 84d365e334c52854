"""Debits that come back too often call a person before the network asks (R16.5, payments.md 16)."""

import secrets
from datetime import timedelta

import pytest

from finance_portal.domain.ach import limits_reached
from finance_portal.models.payments import Payment
from finance_portal.services import return_rates
from tests import make
from tests.make import MORNING
from tests.services.payers import add_method

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("debits", "returns", "reached"),
    [
        (1000, ["R10"] * 4, []),
        (1000, ["R10"] * 4 + ["R29"], ["unauthorized"]),
        (1000, ["R02"] * 29, []),
        (1000, ["R02", "R03", "R04"] * 10, ["administrative"]),
        (1000, ["R01"] * 149, []),
        (1000, ["R01"] * 149 + ["odd"], ["all"]),
        (1000, ["R10"] * 150, ["unauthorized", "all"]),
        (199, ["R10"] * 199, []),
        (0, [], []),
    ],
)
def test_a_limit_is_reached_at_its_share_of_the_debits(debits, returns, reached):
    assert [each.split()[0] for each in limits_reached(debits, returns)] == reached


class Processor:
    """Only its name is asked for."""

    name = "sandbox"


def add(books, method, count, **changes):
    values = {
        "contract_id": books.contract.id,
        "borrower_id": books.borrower_id,
        "method_id": method.id,
        "amount_cents": 100,
        "intent": "regular",
        "effective_on": MORNING.date(),
        "expected_on": MORNING.date(),
        "submitted_at": MORNING,
        "changed_at": MORNING,
        "processor": "sandbox",
        "livemode": False,
        "authorization": "agreed",
        "ip": "",
        "user_agent": "",
    }
    with books.db.begin() as session:
        for _ in range(count):
            name = secrets.token_hex(8)
            session.add(Payment(ref=name, form_token=name, **values | changes))


async def test_only_debits_of_the_last_60_days_count_and_cards_do_not(db, tmp_path, caplog):
    books = make.boarded(db, tmp_path)
    bank = add_method(db, books.borrower_id)
    card = add_method(db, books.borrower_id, kind="card", fingerprint="f2")
    add(books, bank, 200, status="settled")
    add(books, card, 10, status="returned", failure_code="R10")
    add(books, bank, 10, status="returned", failure_code="R10",
        submitted_at=MORNING - timedelta(days=61))  # fmt: skip

    assert await return_rates.watch(db, Processor(), now=MORNING) == 0
    add(books, bank, 2, status="failed", failure_code="debit_not_authorized")

    assert await return_rates.watch(db, Processor(), now=MORNING) == 1
    assert "unauthorized returns: 2 of 202 debits, the limit is 0.5 %" in caplog.text
