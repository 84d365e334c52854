"""What one test leaves in a PostgreSQL database is gone for the next that gets the same one."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import col, func, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import Posting
from tests import make


@pytest.fixture
def used(emptied, tmp_path):
    """A database that was lent, filled and left open."""
    url = emptied.lend()
    database = Database(url.render_as_string(hide_password=False))
    make.boarded(database, tmp_path)
    yield url, database
    database.close()


def test_it_is_lent_again_without_a_row_and_counts_from_one(emptied, used, tmp_path):
    url, _ = used

    emptied.take_back(url)

    assert emptied.lend() == url
    again = Database(url.render_as_string(hide_password=False))
    with again.read() as session:
        assert session.exec(select(func.count(col(Posting.id)))).one() == 0
    books = make.boarded(again, tmp_path)
    again.close()
    emptied.take_back(url)
    assert (books.contract.id, books.borrower_id) == (1, 1)


def test_its_tables_still_refuse_to_lose_a_row(emptied, used, tmp_path):
    url, _ = used

    emptied.take_back(url)

    again = Database(emptied.lend().render_as_string(hide_password=False))
    make.boarded(again, tmp_path)
    with pytest.raises(Exception, match="append-only"), again.begin() as session:
        session.execute(text("DELETE FROM posting"))
    again.close()
    emptied.take_back(url)


def test_whoever_was_still_connected_no_longer_is(emptied, used):
    url, database = used
    with database.engine.connect() as connection:
        connection.execute(select(Contract)).all()  # and holds its locks

        emptied.take_back(url)

        with pytest.raises(Exception, match="terminating connection"):
            connection.execute(select(Contract)).all()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE scratch (id integer)",
        "ALTER TABLE contract DROP COLUMN vehicle",
        "ALTER TABLE contract ALTER COLUMN vehicle DROP NOT NULL",
        "DROP TRIGGER posting_no_change ON posting",
        "ALTER TABLE posting DISABLE TRIGGER posting_no_change",
        "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE contract ADD CHECK (id > 0)",
    ],
)
def test_it_is_not_lent_again_with_another_schema(emptied, used, change):
    url, database = used
    with database.begin() as session:
        session.execute(text(change))

    emptied.take_back(url)

    assert url not in emptied.free
    with pytest.raises(OperationalError, match="does not exist"):
        database.engine.connect()
