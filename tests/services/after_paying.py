"""A payment at the sandbox, the days after it, and what the books say then."""

from datetime import timedelta

from sqlmodel import select

from finance_portal.models.payments import Payment
from finance_portal.services import ledger, processor_events, reconciler
from tests import make
from tests.make import MORNING, cents

BOARDED = cents("581.52") * 9  # what make.CURRENT had paid before


async def paid(books, world, token, amount="581.52", *, days=10):
    """Pay, and let days go by; return the payment."""
    method = await make.method(books.db, world.processor, books.borrower_id, token)
    await make.pay(books, world.processor, method, amount)
    await live_until(books, world, days)
    return only(books, Payment)


async def live_until(books, world, days):
    now = MORNING + timedelta(days=days)
    await world.engine.move_to(now)
    await processor_events.handle_waiting(books.db, world.processor, now=now)
    await reconciler.settle_unfinished(books.db, world.processor, now=now)
    return now


def only(books, table):
    with books.db.read() as session:
        row = session.exec(select(table)).one()
        session.expunge(row)
    return row


def balances(books):
    with books.db.read() as session:
        return ledger.balances(session, books.contract.id)
