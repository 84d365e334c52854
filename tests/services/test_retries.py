"""A returned debit is tried again only while its payer still wants it and waits for it (R16.4)."""

from datetime import date, timedelta

import pytest

from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment
from finance_portal.services import deliveries, receipts, retries
from finance_portal.services.autopay import desk
from tests.make import cents
from tests.services.known import rows
from tests.services.payers import at, payer

pytestmark = pytest.mark.anyio

PLANNED = date(2026, 4, 8)
DAY = at("2026-04-08")


@pytest.fixture
def ada(db, tmp_path, world):
    """A borrower whose debit of autopay came back, and is to be tried again."""
    ada = payer(db, tmp_path)
    ada.sign()
    with db.begin() as session:
        session.add(
            Payment(
                ref="P-1",
                contract_id=ada.books.contract.id,
                borrower_id=ada.books.borrower_id,
                method_id=ada.row().method_id,
                origin="autopay",
                form_token="t1",
                due_key="autopay:1:2026-04-01:1",
                retry_on=PLANNED,
                amount_cents=cents("581.52"),
                intent="regular",
                status="failed",
                failure_code="R01",
                effective_on=date(2026, 4, 1),
                expected_on=date(2026, 4, 7),
                submitted_at=at("2026-04-01"),
                changed_at=at("2026-04-03"),
                processor=world.processor.name,
                livemode=False,
                authorization="As signed for autopay.",
                authorization_id=ada.row().authorization_id,
                ip="",
                user_agent="",
            )
        )
    return ada


async def tried(ada, world, now=DAY):
    """Let the job come by twice; return the tries, and what was said about them."""
    for _ in range(2):
        await retries.retry_returned(ada.db, world.processor, now=now)
    made = [each for each in rows(ada.db, Payment) if each.origin == "retry"]
    said = [
        " ".join(deliveries.opened(each)[1].paragraphs)
        for each in rows(ada.db, Message)
        if each.kind == "payment_not_taken"
    ]
    return made, said


def shown(ada):
    found = receipts.receipt(
        ada.db, borrower_id=ada.books.borrower_id, ref="P-1", today=date(2026, 4, 4)
    )
    return found.retry_on


async def test_while_autopay_is_on_it_is_tried_on_its_day(ada, world):
    made, said = await tried(ada, world)

    assert [each.due_key for each in made] == ["retry:1:1"]
    assert shown(ada) is None
    assert not any("try" in each for each in said)  # the sandbox knows no such account and says so


@pytest.mark.parametrize("until", [None, date(2026, 5, 20)])
async def test_while_autopay_is_paused_it_is_not_tried_and_that_is_said(ada, world, until):
    assert shown(ada) == PLANNED

    desk.pause(ada.db, ada.act, contract_ref=ada.contract_ref, until=until, now=at("2026-04-04"))

    assert shown(ada) is None
    made, (said,) = await tried(ada, world)
    assert made == []
    assert "Autopay is not on any more as it was" in said


async def test_after_autopay_was_canceled_nothing_of_it_is_tried_again(ada, world):
    desk.cancel(ada.db, ada.act, contract_ref=ada.contract_ref, now=at("2026-04-04"))

    assert shown(ada) is None
    made, (said,) = await tried(ada, world)
    assert made == []
    assert "Nothing was taken" in said


@pytest.mark.parametrize("late", [timedelta(days=6), timedelta(days=300)])
async def test_a57_what_was_not_tried_in_its_time_is_not_tried_any_more(ada, world, late):
    made, (said,) = await tried(ada, world, DAY + late)

    assert made == []
    assert "We did not try your returned payment again on its day" in said


async def test_a57_no_try_comes_after_180_days_even_a_planned_one(ada, world):
    with ada.db.begin() as session:
        payment = session.get_one(Payment, 1)
        payment.expected_on = DAY.date() - timedelta(days=181)

    made, _ = await tried(ada, world)

    assert made == []
