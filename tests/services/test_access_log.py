"""Every look at a contract by somebody else: one line a minute and page, and nobody else's."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance_portal.services import access_log
from finance_portal.services.access_log import Looker
from tests.services.known import NOON, login
from tests.services.payers import payer

ROSA = Looker("delegate", "Rosa Diaz", "2")


def note(ada, looker=ROSA, what="overview", at=NOON, **changes):
    with ada.db.begin() as session:
        access_log.note(
            session, ada.books.contract.id, looker, what, at=at, ip="203.0.113.7", **changes
        )


def looks(ada, borrower_id=None):
    return access_log.looks_at(ada.db, borrower_id=borrower_id or ada.books.borrower_id)


@pytest.fixture
def ada(db, tmp_path):
    return payer(db, tmp_path)


def test_a_look_is_noted_once_a_minute_and_page(ada):
    for seconds in (0, 1, 59, 60):
        note(ada, at=NOON + timedelta(seconds=seconds))
    note(ada, what="history")

    assert sorted(each.what for each in looks(ada)) == ["history", "overview", "overview"]


def test_two_people_of_one_name_are_two(ada):
    note(ada)
    note(ada, Looker("delegate", "Rosa Diaz", "3"))

    assert len(looks(ada)) == 2


def test_the_newest_comes_first_and_staff_say_why(ada):
    note(ada)
    staff = Looker("servicer", "M. Ortiz")
    note(ada, staff, at=NOON + timedelta(hours=1), reason="Caller asked about the due date")

    (first, _) = looks(ada)
    assert (first.kind, first.name, first.reason) == (
        "servicer",
        "M. Ortiz",
        "Caller asked about the due date",
    )


def test_nobody_sees_the_looks_at_somebody_elses_contract(ada):
    note(ada)

    assert looks(ada, login(ada.db, "mallory").borrower_id) == []


def test_z6_the_table_holds_no_formula(ada):
    note(ada, Looker("delegate", '=HYPERLINK("x")', "4"))

    lines = access_log.as_csv(looks(ada)).splitlines()

    assert lines[0] == "At (UTC),Contract,Who,As,What,Why,Address"
    assert '"\'=HYPERLINK(""x"")"' in lines[1]
    assert lines[1].startswith("2026-11-23T17:00:00Z,")


@pytest.mark.parametrize("change", ["UPDATE access_look SET name = 'x'", "DELETE FROM access_look"])
def test_no_line_is_changed_or_removed(ada, change):
    note(ada)

    with pytest.raises(DBAPIError), ada.db.begin() as session:
        session.connection().execute(text(change))
