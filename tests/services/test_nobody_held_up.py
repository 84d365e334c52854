"""One payment, one piece of news that cannot be worked out holds up nobody (payments.md 5.6)."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.gateways.processor import ProcessorUnavailable
from finance_portal.models.payments import Payment, ProcessorEvent
from finance_portal.services import processor_events, reconciler, settlement
from finance_portal.services.alone import each_alone
from finance_portal.services.collecting import submitting
from tests import make
from tests.make import CHECKING, MORNING
from tests.services.known import rows

pytestmark = pytest.mark.anyio

LATER = MORNING + timedelta(days=10)


@pytest.fixture
async def two(db, tmp_path, world):
    """Two debits on their way, which have settled at the processor."""
    for name in ("L1", "L2"):
        person = {"id": f"P{name}", "first_name": "Ada", "last_name": "Byron"}
        record = make.loan(
            id=name,
            all_payments=False,
            last_payments=[],
            borrowers=[person],
        )
        folder = tmp_path / name
        folder.mkdir()
        books = make.boarded(db, folder, record, business_date="2026-11-23")
        method = await make.method(db, world.processor, books.borrower_id, CHECKING)
        await make.pay(books, world.processor, method, "581.52")
    await world.engine.move_to(LATER)
    return db


@pytest.fixture
def broken(monkeypatch):
    """The first payment cannot be worked out; whoever asks twice gets the error again."""

    def failing(error):
        apply = settlement.apply

        def apply_but_the_first(session, intent, now):
            if intent.payment_id == "1":
                raise error
            apply(session, intent, now)

        monkeypatch.setattr(settlement, "apply", apply_but_the_first)

    return failing


def news(db):
    with db.begin() as session:
        for payment in session.exec(select(Payment)).all():
            session.add(
                ProcessorEvent(
                    processor="stripe",
                    event=f"evt_{payment.id}",
                    type="payment_intent.succeeded",
                    intent=payment.processor_intent,
                    object_id=payment.processor_intent,
                    livemode=False,
                    body_sealed="-",
                    received_at=LATER,
                    tries=0,
                )
            )


def statuses(db):
    return [each.status for each in rows(db, Payment)]


async def test_news_that_cannot_be_acted_on_are_left_to_a_person_in_the_end(two, world, broken):
    broken(ZeroDivisionError("no such day"))
    news(two)

    for _ in range(processor_events.MOST_TRIES + 1):
        await processor_events.handle_waiting(two, world.processor, now=LATER)

    first, second = rows(two, ProcessorEvent)
    assert statuses(two) == [PaymentStatus.PROCESSING, PaymentStatus.SETTLED]
    assert (first.handled_at, first.tries) == (None, processor_events.MOST_TRIES)
    assert first.review == "ZeroDivisionError: no such day"
    assert second.handled_at is not None


@pytest.mark.parametrize("job", [reconciler.settle_unfinished, submitting.submit])
async def test_a_payment_that_cannot_be_worked_out_is_left_to_a_person(
    two, world, broken, monkeypatch, job
):
    broken(ZeroDivisionError("no such day"))
    monkeypatch.setattr(submitting, "UNDER_WAY", {PaymentStatus.PROCESSING})

    await job(two, world.processor, now=LATER)

    first, second = rows(two, Payment)
    assert (first.status, second.status) == (PaymentStatus.PROCESSING, PaymentStatus.SETTLED)
    assert first.review == "It could not be worked out: ZeroDivisionError: no such day"
    assert second.review is None

    monkeypatch.undo()
    await job(two, world.processor, now=LATER)
    await reconciler.settle_unfinished(two, world.processor, now=LATER)

    assert [(each.status, each.review) for each in rows(two, Payment)] == [
        (PaymentStatus.SETTLED, None),
        (PaymentStatus.SETTLED, None),
    ]


async def test_a_database_in_trouble_is_nobodys_fault_and_stops_the_job(two, world, broken):
    broken(OperationalError("SELECT", None, Exception("disk is full")))
    news(two)

    with pytest.raises(OperationalError):
        await processor_events.handle_waiting(two, world.processor, now=LATER)
    with pytest.raises(OperationalError):
        await reconciler.settle_unfinished(two, world.processor, now=LATER)

    assert [each.tries for each in rows(two, ProcessorEvent)] == [0, 0]
    assert [each.review for each in rows(two, Payment)] == [None, None]


async def test_who_was_called_for_another_reason_stays_called(two, world):
    with two.begin() as session:
        session.get_one(Payment, 1).review = "A second intent exists at the processor: pi_2."

    await reconciler.settle_unfinished(two, world.processor, now=LATER)

    assert rows(two, Payment)[0].status == PaymentStatus.SETTLED
    assert "second intent" in rows(two, Payment)[0].review


async def test_the_daily_report_goes_on_and_finds_what_could_not_be_applied(two, world, broken):
    broken(ZeroDivisionError("no such day"))

    found = await reconciler.reconcile(two, world.processor, now=LATER)

    assert statuses(two) == [PaymentStatus.PROCESSING, PaymentStatus.SETTLED]
    (finding,) = found.findings
    assert finding.endswith("58152 cents at the processor, 0 in the books")


async def test_what_fails_is_left_and_the_others_go_on(caplog):
    seen = []

    async def do(each):
        seen.append(each)
        if each == 2:
            raise ZeroDivisionError

    assert await each_alone("a refund", [1, 2, 3], do) == 2
    assert seen == [1, 2, 3]
    assert "a refund failed" in caplog.text


@pytest.mark.parametrize(
    "trouble", [OperationalError("SELECT", None, Exception("full")), ProcessorUnavailable("no")]
)
async def test_what_is_in_trouble_for_all_stops_all(trouble):
    async def do(_):
        raise trouble

    with pytest.raises(type(trouble)):
        await each_alone("a refund", [1], do)
