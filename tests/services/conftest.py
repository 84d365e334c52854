"""A borrower whose every installment was paid when due, and what they pay with at the sandbox."""

import pytest

from tests import make
from tests.make import CARD, CHECKING


@pytest.fixture
def books(db, tmp_path):
    return make.boarded(db, tmp_path, make.CURRENT, business_date="2026-11-23")


@pytest.fixture
async def checking(books, world):
    return await make.method(books.db, world.processor, books.borrower_id, CHECKING)


@pytest.fixture
async def card(books, world):
    return await make.method(books.db, world.processor, books.borrower_id, CARD)
