"""What the money cases ask for and no other test is named after: 53, 56, 58, 60 (security.md)."""

from datetime import timedelta

import pytest

from finance_portal.domain import ach
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.models.payments import Payment, ProcessorEvent
from finance_portal.services import disputes, ledger, processor_events, reconciler
from finance_portal.services.payment_methods import MethodNotFound
from finance_portal.services.payments import Requoted
from tests import make
from tests.make import CARD, MORNING, cents
from tests.services.known import rows

pytestmark = pytest.mark.anyio

BOARDED = cents("581.52") * 9
MUCH_LATER = MORNING + timedelta(days=60)


@pytest.fixture
def books(db, tmp_path):
    record = make.loan(all_payments=False, last_payments=[])
    return make.boarded(db, tmp_path, record, business_date="2026-11-23")


def balances(books):
    with books.db.read() as session:
        return ledger.balances(session, books.contract.id)


async def test_case_53_a_payoff_of_yesterday_is_quoted_anew_and_not_taken(books, world):
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    order = make.order(books, card, "0.00", choice="payoff")
    tomorrow = MORNING + timedelta(days=1)

    with pytest.raises(Requoted) as requoted:
        await make.click(books, world.processor, order, now=tomorrow)

    assert requoted.value.review.order.amount > order.amount
    assert rows(books.db, Payment) == []
    assert await world.processor.intents(created_after=0) == []


async def test_case_56_a_refund_that_is_heard_of_before_the_success_changes_no_ledger(books, world):
    """It was made at the processor by hand: the money is found, and a person is called."""
    card = await make.method(books.db, world.processor, books.borrower_id, CARD)
    await make.pay(books, world.processor, card, "100.00")
    (payment,) = rows(books.db, Payment)
    async with world.client() as client:
        made = await client.post("/v1/refunds", data={"payment_intent": payment.processor_intent})
    hear(books, ("refund.created", made.json()["id"]))
    hear(books, ("payment_intent.succeeded", payment.processor_intent))

    await processor_events.handle_waiting(books.db, world.processor, now=MORNING)

    assert [each.review for each in rows(books.db, ProcessorEvent)] == [None, None]
    assert rows(books.db, Payment)[0].status == PaymentStatus.SETTLED
    assert balances(books)[Account.CASH] == BOARDED + 100_00
    found = await reconciler.reconcile(books.db, world.processor, now=MORNING)
    assert [each.split(":")[0] for each in found.findings] == [f"refund {made.json()['id']}"]


async def test_case_58_a_return_after_posting_that_comes_twice_reverses_once(books, world):
    token = "pm_usBankAccount_dispute"
    method = await make.method(books.db, world.processor, books.borrower_id, token)
    await make.pay(books, world.processor, method, "581.52")
    await world.engine.move_to(MORNING + timedelta(days=10))
    await reconciler.settle_unfinished(books.db, world.processor, now=MORNING + timedelta(days=10))
    assert rows(books.db, Payment)[0].status == PaymentStatus.SETTLED
    posted = balances(books)[Account.CASH]
    await world.engine.move_to(MUCH_LATER)
    (seen,) = await world.processor.disputes(created_after=0)

    for _ in range(3):
        await disputes.read(books.db, world.processor, seen.id, MUCH_LATER)

    assert rows(books.db, Payment)[0].status == PaymentStatus.RETURNED
    assert (posted, balances(books)[Account.CASH]) == (BOARDED + cents("581.52"), BOARDED)
    assert sum(balances(books).values()) == 0


@pytest.mark.parametrize("number", ["110000001", "990000008", "11000000", "abc000000", ""])
def test_case_60_a_routing_number_that_cannot_be_is_known_as_such(number):
    assert not ach.is_routing_number(number)
    assert ach.is_routing_number("110000000")


async def test_case_60_nobody_pays_from_the_account_of_somebody_else(books, world, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    other = {"id": "P2", "first_name": "Grace", "last_name": "Hopper"}
    record = make.loan(id="L2", borrowers=[other], all_payments=False, last_payments=[])
    grace = make.boarded(books.db, folder, record, business_date="2026-11-23")
    foreign = await make.method(books.db, world.processor, grace.borrower_id, CARD)

    with pytest.raises(MethodNotFound):
        make.order(books, foreign, "100.00")


def hear(books, news):
    kind, about = news
    with books.db.begin() as session:
        session.add(
            ProcessorEvent(
                processor="stripe",
                event=f"evt_{kind}",
                type=kind,
                intent=about if kind.startswith("payment") else None,
                object_id=about,
                livemode=False,
                body_sealed="-",
                received_at=MORNING,
                tries=0,
            )
        )
