"""What was used for the last time two years ago goes by itself, and that it went is on record."""

import os
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import SQLModel, col, select

from finance_portal import jobs
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.retention import unused_since
from finance_portal.models.base import table_of
from finance_portal.models.messages import Message
from finance_portal.models.notices import Notice
from finance_portal.models.profile import PostalAddress, Telephone
from finance_portal.models.security import PortalSession, SecurityEvent
from finance_portal.services import audit, audit_check, unused
from finance_portal.services.attachments import storage
from finance_portal.services.unused import UNUSED
from tests.services.known import login, rows

NOW = datetime(2026, 11, 23, 10, tzinfo=EASTERN)
LAST = datetime.combine(unused_since(NOW.date()), datetime.min.time(), EASTERN)
BEFORE, AFTER = LAST - timedelta(seconds=1), LAST + timedelta(seconds=1)
SEALED = "v1$x"


def message(_borrower, at, ref):
    return Message(
        ref=ref, kind="payment_due", channel="email", to_sealed=SEALED, written_at=at, due_at=at
    )


def notice(borrower, at, ref):
    return Notice(ref=ref, borrower_id=borrower, kind="x", words_sealed=SEALED, page="", at=at)


def address(borrower, at, ref):
    return PostalAddress(
        ref=ref, borrower_id=borrower, kind="mailing", address_sealed=SEALED, since=at, until=at
    )


def telephone(borrower, at, ref):
    return Telephone(
        ref=ref,
        borrower_id=borrower,
        number_sealed=SEALED,
        kind="home",
        is_main=False,
        added_at=at,
        removed_at=at,
    )


def kinds(db):
    with db.read() as session:
        return [
            (row.kind, row.detail)
            for row in session.exec(select(SecurityEvent).order_by(col(SecurityEvent.id)))
        ]


@pytest.mark.parametrize("make", [message, notice, address, telephone])
def test_k8_what_was_last_used_two_years_ago_goes_and_nothing_younger(db, make):
    who = login(db).borrower_id
    with db.begin() as session:
        session.add_all([make(who, BEFORE, "old"), make(who, AFTER, "young")])
        model = type(make(who, AFTER, "x"))

    assert unused.dispose(db, today=NOW.date(), now=NOW) == 1

    assert [row.ref for row in rows(db, model)] == ["young"]
    (kind, detail) = kinds(db)[-1]
    assert kind == "unused:disposed"
    assert model.__tablename__ in str(detail)
    assert "1" in str(detail)
    assert audit_check.verify(db).findings == ()
    assert unused.dispose(db, today=NOW.date(), now=NOW) == 0


def test_k8_an_address_that_counts_and_a_session_that_lives_stay_however_old(db):
    known = login(db)
    with db.begin() as session:
        session.add(address(known.borrower_id, BEFORE, "a"))
        session.flush()
        for row in session.exec(select(PostalAddress)):
            row.until = None
        session.add(
            PortalSession(
                ref="s",
                login_id=known.id,
                secret_hash="h" * 64,
                method="password",
                signed_in_at=BEFORE,
                created_at=BEFORE,
                rotated_at=BEFORE,
                last_seen_at=BEFORE,
                ip="",
                user_agent="",
            )
        )

    unused.dispose(db, today=NOW.date(), now=NOW)

    assert len(rows(db, PostalAddress)) == 1
    assert len(rows(db, PortalSession)) == 1


def test_k8_each_table_is_one_that_nothing_refers_to():
    referred = {
        reference.column.table.name
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        for reference in column.foreign_keys
    }

    assert {table_of(each.model).name for each in UNUSED} & referred == set()


def test_k8_two_years_are_two_years():
    assert unused_since(date(2026, 11, 23)) == date(2024, 11, 23)


def test_k8_the_jobs_do_it_once_a_day_and_take_away_files_that_no_row_knows(db, tmp_path, aged):
    who = login(db).borrower_id
    lost = storage.keep(b"nobody's").name
    aged(lost)
    with db.begin() as session:
        session.add(notice(who, BEFORE, "old"))
        audit.record(session, kind="session:started", at=NOW)

    jobs.tidy(db, tmp_path / "anchors", now=NOW)
    assert rows(db, Notice) == []
    assert lost not in {each.name for each in storage.folder().iterdir()}

    with db.begin() as session:
        session.add(notice(who, BEFORE, "older"))
    jobs.tidy(db, tmp_path / "anchors", now=NOW)
    assert len(rows(db, Notice)) == 1


@pytest.fixture
def aged():
    """Return what makes a file look two days old."""

    def age(name):
        old = (NOW - timedelta(days=2)).timestamp()
        os.utime(storage.folder() / name, (old, old))

    return age
