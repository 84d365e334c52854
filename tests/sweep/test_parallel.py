"""Many hands at once on one contract: exact sums, nothing beyond the payoff, no lock ever shown."""

import asyncio
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.models.payments import Payment
from finance_portal.services import ledger, payments
from tests import make
from tests.make import MORNING, cents
from tests.sweep.scene import AMOUNT, BOARDED

pytestmark = pytest.mark.anyio

HANDS = 50
CARD = "pm_card_visa_debit"
CHANCE = random.Random(62)  # noqa: S311  when an impatient borrower tries again


@pytest.fixture
def many_threads():
    """As many threads for the databases as there are hands."""

    def widen():
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(HANDS))

    return widen


async def pay(scene, order):
    return await payments.make_payment(
        scene.books.db,
        scene.world.processor,
        borrower_id=scene.books.borrower_id,
        order=order,
        now=MORNING,
        ip="127.0.0.1",
        user_agent="tests",
    )


async def insist(scene, amount):
    """Pay, and look again whenever somebody else was faster; say how it ended."""
    token = payments.new_form_token()
    while True:
        try:
            order = await asyncio.to_thread(
                make.order, scene.books, scene.methods[CARD], amount, token=token
            )
            return await pay(scene, order)
        except payments.Requoted:
            continue
        except payments.PaymentRefused as refusal:
            if "Another payment" not in str(refusal):
                return str(refusal)
            await asyncio.sleep(CHANCE.uniform(0.1, 1.0))


async def test_case_62_fifty_parallel_payments_end_exact_and_never_exceed_the_payoff(
    scene, many_threads
):
    many_threads()
    with scene.books.db.read() as session:
        owed = ledger.balances(session, scene.books.contract.id)[Account.PRINCIPAL]
    amount = f"{owed // 20 // 100}.{owed // 20 % 100:02}"

    answers = await asyncio.gather(*(insist(scene, amount) for _ in range(HANDS)))

    with scene.books.db.read() as session:
        made = session.exec(select(Payment)).all()
        booked = ledger.balances(session, scene.books.contract.id)
    intents = await scene.world.processor.intents(created_after=0)
    taken = sum(intent.amount_received for intent in intents)
    paid = [answer for answer in answers if answer.startswith("P-")]
    assert len(set(paid)) == len(paid) == len(made) == len(intents)
    assert {payment.status for payment in made} == {PaymentStatus.SETTLED}
    assert booked[Account.CASH] - BOARDED == taken == len(made) * cents(amount)
    assert booked[Account.PRINCIPAL] >= 0
    assert booked.get(Account.CREDIT_BALANCE, 0) == 0
    assert 18 <= len(made) < HANDS
    assert Counter(answer for answer in answers if answer not in paid).total() == HANDS - len(made)


async def test_case_50_one_form_sent_by_thirty_hands_pays_once(scene, many_threads):
    many_threads()
    order = make.order(scene.books, scene.methods[CARD], AMOUNT)

    answers = await asyncio.gather(*(pay(scene, order) for _ in range(30)))

    intents = await scene.world.processor.intents(created_after=0)
    with scene.books.db.read() as session:
        booked = ledger.balances(session, scene.books.contract.id)
    assert len(set(answers)) == 1
    assert [intent.amount_received for intent in intents] == [cents(AMOUNT)]
    assert booked[Account.CASH] - BOARDED == cents(AMOUNT)
