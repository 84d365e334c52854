import pytest
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import finance_portal.models  # noqa: F401  fills the metadata


def tables(db):
    return set(inspect(db.engine).get_table_names())


def test_a_test_gets_a_migrated_database(db):
    assert set(SQLModel.metadata.tables) <= tables(db)


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_is_gone_for_the_next(db, turn):
    assert "scratch" not in tables(db)

    with db.begin() as session:
        session.execute(text("CREATE TABLE scratch (id integer)"))
