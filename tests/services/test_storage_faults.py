"""A database that is full, that nobody may write to, or that another holds: nothing is charged."""

import resource
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from finance_portal.db import Database
from finance_portal.settings import settings
from tests import make
from tests.make import CARD

pytestmark = pytest.mark.anyio

IMPATIENT = 50  # milliseconds


@pytest.fixture
def books(fresh_sqlite, tmp_path):
    db = Database(fresh_sqlite, busy_milliseconds=IMPATIENT)
    yield make.boarded(db, tmp_path, make.CURRENT, business_date="2026-11-23")
    db.close()


@pytest.fixture
def order_it(books, world):
    """Review a payment while all is well, and return what pays it."""

    async def prepare():
        card = await make.method(books.db, world.processor, books.borrower_id, CARD)
        make.order(books, card, "25.00")  # it could be paid
        assert settings.master_key  # a running portal has read its keys

        async def pay():
            await make.pay(books, world.processor, card, "25.00")

        return pay

    return prepare


async def test_case_76_a_full_disk_lets_nothing_be_charged(world, order_it):
    pay = await order_it()

    with full_disk(), pytest.raises(DBAPIError, match=r"full|I/O error"):
        await pay()

    assert await world.processor.intents(created_after=0) == []


async def test_case_76_a_read_only_database_lets_nothing_be_charged(books, world, order_it):
    pay = await order_it()
    books.db.engine.dispose()
    event.listen(books.db.engine, "connect", read_only)

    with pytest.raises(DBAPIError, match="readonly"):
        await pay()

    assert await world.processor.intents(created_after=0) == []


async def test_case_76_a_database_held_by_another_lets_nothing_be_charged(books, world, order_it):
    pay = await order_it()

    with held(books.db), pytest.raises(DBAPIError, match="locked"):
        await pay()

    assert await world.processor.intents(created_after=0) == []


async def test_case_76_once_it_is_well_again_the_payment_goes_through(books, world, order_it):
    pay = await order_it()
    with held(books.db), pytest.raises(DBAPIError):
        await pay()

    await pay()

    assert len(await world.processor.intents(created_after=0)) == 1


@contextmanager
def full_disk():
    """Let no file grow, as a full disk does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def held(db):
    """Hold the one lock for writing, as another process would."""
    other = Database(db.engine.url.render_as_string(hide_password=False))
    with other.begin() as session:
        session.execute(text("SELECT 1"))
        yield
    other.close()


def read_only(connection, _record):
    connection.execute("PRAGMA query_only = ON")
