"""News in any order, twice, or not at all: the ledger ends the same (abuse case 56)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.postings import Account
from finance_portal.gateways.processor import DisputeSeen, Intent
from finance_portal.models.ledger import ContractEvent
from finance_portal.models.payments import Dispute, Payment
from finance_portal.services import disputes, ledger, settlement
from tests.make import MORNING, cents
from tests.sweep.scene import BOARDED

pytestmark = pytest.mark.anyio

LATER = MORNING + timedelta(days=40)
NAMES = ("announced", "processing", "succeeded", "inquiry", "withdrawn", "disputed")


async def news_of(scene):
    """Six readings of one payment, from its announcement to its loss, as late as they may come."""
    await scene.click_twice("pm_usBankAccount_success")
    (now,) = await scene.world.processor.intents(created_after=0)
    paid = replace(now, status="succeeded", amount_received=now.amount)
    asked = DisputeSeen(
        id="du_sbx",
        status="warning_needs_response",
        reason="insufficient_funds",
        amount=now.amount,
        intent_id=now.id,
        charge_id=now.charge_id,
        network_code="R01",
        withdrawn=0,
        created=now.created,
        livemode=False,
    )
    return (
        replace(now, status="requires_confirmation"),
        now,
        paid,
        (replace(paid, disputed=True), asked),
        (replace(paid, disputed=True), replace(asked, withdrawn=now.amount, status="lost")),
        replace(paid, disputed=True),
    )


def hear(session, reading):
    match reading:
        case Intent():
            settlement.apply(session, reading, LATER)
        case (intent, dispute):
            settlement.apply(session, intent, LATER)
            disputes.apply(session, "stripe", dispute, LATER)
    session.flush()


def ending(session, scene):
    payment = session.exec(select(Payment)).one()
    return payment.status, payment.review, ledger.balances(session, scene.books.contract.id)


def grow(session, scene, left, last, seen, endings):
    """Hear what is left in every order, each piece twice, and stop after each: the rest is lost.

    Where the same rows and the same rest were met before, what follows is the same as well.
    """
    state = (*rows_of(session), tuple(left))
    if state in seen:
        return
    seen.add(state)
    with session.begin_nested() as kept:  # the reconciler reads how it stands in the end
        hear(session, last)
        endings.append(ending(session, scene))
        kept.rollback()
    session.expire_all()
    for name, reading in left.items():
        with session.begin_nested() as kept:
            hear(session, reading)
            hear(session, reading)
            others = {each: left[each] for each in left if each != name}
            grow(session, scene, others, last, seen, endings)
            kept.rollback()
        session.expire_all()


def rows_of(session):
    rows = [*session.exec(select(Payment)), *session.exec(select(Dispute))]
    told = [row.model_dump_json() for row in rows]
    events = session.exec(select(ContractEvent.key).order_by(col(ContractEvent.id)))
    return (*told, *events)


async def test_case_56_every_order_of_six_pieces_of_news_ends_in_the_same_ledger(on_sqlite):
    readings = dict(zip(NAMES, await news_of(on_sqlite), strict=True))
    seen, endings = set(), []

    with on_sqlite.books.db.begin() as session:
        grow(session, on_sqlite, readings, readings["withdrawn"], seen, endings)

    assert len(seen) >= 2 ** len(NAMES)  # each rest that can be left, at least
    assert {status for status, _, _ in endings} == {PaymentStatus.RETURNED}
    assert {review for _, review, _ in endings} == {None}
    assert len({tuple(sorted(booked.items())) for _, _, booked in endings}) == 1
    _, _, booked = endings[0]
    assert booked[Account.CASH] == BOARDED
    assert booked[Account.RETURNED_FEES] == cents("25.00")


async def test_case_56_the_same_news_a_hundred_times_books_once(scene):
    *_, last, _ = await news_of(scene)

    for _ in range(100):
        with scene.books.db.begin() as session:
            hear(session, last)

    with scene.books.db.read() as session:
        status, _, booked = ending(session, scene)
        (dispute,) = session.exec(select(Dispute)).all()
    assert status == PaymentStatus.RETURNED
    assert dispute.is_withdrawn
    assert booked[Account.CASH] == BOARDED
