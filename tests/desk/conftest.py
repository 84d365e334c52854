import pytest

from tests import make
from tests.desk.house import House


@pytest.fixture
def house(db):
    return House(db)


@pytest.fixture
def books(db, tmp_path):
    """A loan that is past due, with a late charge of its own."""
    return make.boarded(db, tmp_path, make.loan())


@pytest.fixture
def ref(books):
    return books.contract.ref
