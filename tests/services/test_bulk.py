"""Many rows at once: nothing is written twice, nothing is cut, and types hold on both databases."""

from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from finance_portal.bulk import insert_many, update_many
from finance_portal.db import LOOKS_AGAIN_SECONDS, Database
from finance_portal.models.base import table_of
from finance_portal.models.nightly import JobRun, SetAside
from tests import make
from tests.nightly.portfolio import boarded, loans

TABLE = table_of(SetAside)


@pytest.fixture
def contract_ids(db, tmp_path):
    return boarded(db, tmp_path, loans(3))


def rows(contract_ids, reason="It is odd."):
    return [
        {"job": "bill", "contract_id": each, "reason": reason, "at": make.MORNING}
        for each in contract_ids
    ]


def reasons(db):
    with db.read() as session:
        return {each.contract_id: each.reason for each in session.exec(select(SetAside))}


def test_rows_that_are_there_are_left_and_the_others_counted(db, contract_ids):
    with db.begin() as session:
        assert insert_many(session, TABLE, rows(contract_ids[:1], "It was first.")) == 1
        assert insert_many(session, TABLE, rows(contract_ids)) == 2

    assert sorted(reasons(db).values()) == ["It is odd.", "It is odd.", "It was first."]


def test_rows_that_are_there_are_written_over_where_that_is_wanted(db, contract_ids):
    key = ("job", "contract_id")
    with db.begin() as session:
        insert_many(session, TABLE, rows(contract_ids[:1], "It was first."))
        insert_many(session, TABLE, rows(contract_ids), over=key, changed=["reason"])

    assert set(reasons(db).values()) == {"It is odd."}


def test_instants_and_nothing_come_back_as_they_were(db):
    night = {"job": "night", "business_date": date(2026, 4, 1), "done": 1, "set_aside": 0}
    times = {"started_at": make.MORNING, "ended_at": None, "failure": None}
    with db.begin() as session:
        insert_many(session, table_of(JobRun), [night | times])

    with db.read() as session:
        (run,) = session.exec(select(JobRun)).all()
    assert (run.started_at, run.ended_at) == (make.MORNING, None)
    assert run.business_date == date(2026, 4, 1)


def test_a_text_that_is_too_long_is_never_cut(db, contract_ids):
    long = "x" * 500
    try:
        with db.begin() as session:
            insert_many(session, TABLE, rows(contract_ids, long))
    except DBAPIError:
        assert reasons(db) == {}
    else:
        assert set(reasons(db).values()) == {long}


def test_only_rows_that_are_found_by_all_of_the_key_are_changed(db, contract_ids):
    first, second, _ = contract_ids
    changes = [
        {"job": "bill", "contract_id": first, "reason": "It is new."},
        {"job": "autopay", "contract_id": second, "reason": "It is new."},
    ]
    with db.begin() as session:
        insert_many(session, TABLE, rows([first, second]))
        assert update_many(session, TABLE, changes, by=("job", "contract_id")) == 1

    assert reasons(db) == {first: "It is new.", second: "It is odd."}


def test_no_rows_are_no_statement(db):
    with db.begin() as session:
        assert insert_many(session, TABLE, []) == 0
        assert update_many(session, TABLE, [], by=["job"]) == 0


def test_who_waits_to_write_looks_again_at_once_and_not_when_sqlite_would(
    fresh_sqlite, monkeypatch
):
    job, click = Database(fresh_sqlite), Database(fresh_sqlite)
    slept, holds = [], job.engine.connect()
    work = holds.begin()

    def sleep(seconds):
        slept.append(seconds)
        work.rollback()

    monkeypatch.setattr("finance_portal.db.time.sleep", sleep)
    with click.begin() as session:
        assert session.connection().connection.driver_connection.in_transaction

    assert slept == [LOOKS_AGAIN_SECONDS]
    holds.close()
    job.close()
    click.close()
