"""The audit trail, on both databases: a line that was tampered with is found, whoever did it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from finance_portal.db import Database
from finance_portal.models.security import Login, SecurityEvent
from finance_portal.services import audit, audit_anchors
from finance_portal.services.audit_anchors import AnchorsBroken
from finance_portal.services.audit_check import verify
from finance_portal.services.client import Client
from tests.services.known import HOME, NOON, later, login, rows


def write(db, *kinds, **about):
    for kind in kinds:
        with db.begin() as session:
            audit.record(session, kind=kind, at=NOON, client=HOME, **about)


def five(db):
    write(db, *(f"account:sign_in:{number}" for number in range(1, 6)))


def tamper(db, *statements, **values):
    """Do what only who owns the database can: change rows that its triggers guard."""
    with db.begin() as session:
        if session.get_bind().dialect.name == "sqlite":
            for action in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER IF EXISTS security_event_no_{action}"))
        else:
            session.execute(text("ALTER TABLE security_event DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(text(statement), values)


def cut_off_after(db, number):
    """Remove the end of the trail so that its head fits."""
    with db.read() as session:
        mac = session.scalar(select(SecurityEvent.mac).where(SecurityEvent.number == number))
    tamper(
        db,
        "DELETE FROM security_event WHERE number > :last",
        "UPDATE audit_head SET number = :last, mac = :mac",
        last=number,
        mac=mac,
    )


def findings(db, anchors=()):
    return verify(db, anchors).findings


def test_k7_an_untouched_trail_verifies(db):
    write(db, "account:sign_in:success", subject="s1", method="password+passkey")
    write(db, "account:password:changed", login_id=login(db).id, session_ref="s1")

    verdict = verify(db)

    assert (verdict.lines, verdict.findings) == (2, ())


def test_k7_an_empty_trail_verifies(db):
    assert verify(db).findings == ()


def test_the_lines_of_a_transaction_that_failed_are_not_written(db):
    def fail():
        with db.begin() as session:
            audit.record(session, kind="account:sign_in:success", at=NOON)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()

    assert rows(db, SecurityEvent) == []


def test_only_the_lines_of_a_part_that_was_taken_back_are_dropped(db):
    with db.begin() as session:
        audit.record(session, kind="first", at=NOON)
        part = session.begin_nested()
        audit.record(session, kind="taken back", at=NOON)
        part.rollback()
        part = session.begin_nested()
        audit.record(session, kind="second", at=NOON)
        part.commit()

    assert [line.kind for line in rows(db, SecurityEvent)] == ["first", "second"]
    assert findings(db) == ()


def test_case_70_a_line_says_who_where_and_what_in_plain_characters(db):
    with db.begin() as session:
        line = audit.record(
            session,
            kind="account:user_name:changed",
            at=NOON,
            client=Client("203.0.113.7", "Mozilla\r\n\x1b[2Jforged"),
            subject="ref1",
            old="eve\r\n\x1b[31m2026 account:sign_in:success\x00",
        )

    (stored,) = rows(db, SecurityEvent)
    assert stored.id == line.id
    assert (stored.number, stored.ip, stored.subject) == (1, "203.0.113.7", "ref1")
    assert stored.user_agent == "Mozilla   [2Jforged"
    assert stored.detail == {"old": "eve   [31m2026 account:sign_in:success "}


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'account:sign_in:refused'",
        "ip = '198.51.100.1'",
        "at = '2026-11-24 17:00:00'",
        "subject = 'somebody else'",
        """detail = '{"method": "passkey"}'""",
        "detail = NULL",
        "user_agent = ''",
        "session_ref = 'x'",
        "user_name_hash = 'x'",
        "mac = 'x'",
    ],
)
def test_k7_an_edited_line_is_found(db, change):
    write(db, "one", "two", "three", subject="s", method="password")
    tamper(db, "UPDATE security_event SET " + change + " WHERE number = 2")  # noqa: S608

    assert "line 2 was changed or moved" in findings(db)


def test_k7_a_line_given_to_somebody_else_is_found(db):
    mallory = login(db, "mallory")
    write(db, "one", "two", login_id=login(db).id)
    tamper(db, "UPDATE security_event SET login_id = :id WHERE number = 2", id=mallory.id)

    assert findings(db) == ("line 2 was changed or moved",)


def test_k7_a_removed_line_is_found(db):
    five(db)
    tamper(db, "DELETE FROM security_event WHERE number IN (2, 3)")

    assert findings(db) == ("missing: lines 2 to 3",)


def test_k7_a_removed_line_is_found_when_the_others_close_ranks(db):
    five(db)
    tamper(
        db,
        "DELETE FROM security_event WHERE number = 3",
        "UPDATE security_event SET number = 3 WHERE number = 4",
        "UPDATE security_event SET number = 4 WHERE number = 5",
        "UPDATE audit_head SET number = 4",
    )

    assert findings(db) == ("line 3 was changed or moved", "line 4 was changed or moved")


def test_k7_lines_that_changed_places_are_found(db):
    five(db)
    tamper(
        db,
        "UPDATE security_event SET number = 99 WHERE number = 2",
        "UPDATE security_event SET number = 2 WHERE number = 3",
        "UPDATE security_event SET number = 3 WHERE number = 99",
    )

    assert "line 2 was changed or moved" in findings(db)
    assert "line 3 was changed or moved" in findings(db)


@pytest.mark.parametrize("number", [0, -1])
def test_k7_a_line_before_the_first_is_found(db, number):
    five(db)
    tamper(db, "UPDATE security_event SET number = :to WHERE number = 2", to=number)

    assert f"line {number} stands where there is another, or before the first" in findings(db)


def test_k7_lines_missing_at_the_end_are_found(db):
    five(db)
    tamper(db, "DELETE FROM security_event WHERE number > 3")

    assert findings(db) == ("missing at the end: lines 4 to 5",)


def test_k7_an_end_cut_off_with_its_head_is_found_by_an_anchor(db, tmp_path):
    five(db)
    anchor = audit_anchors.write(db, tmp_path / "anchors", now=NOON)
    cut_off_after(db, 3)

    assert findings(db) == ()
    assert findings(db, [anchor]) == (
        "missing at the end, by the anchor of 2026-11-23 17:00: lines 4 to 5",
    )


def test_k7_a_trail_written_anew_is_found_by_an_anchor(db, tmp_path):
    five(db)
    anchor = audit_anchors.write(db, tmp_path / "anchors", now=NOON)
    cut_off_after(db, 3)
    write(db, "another", "another")

    assert findings(db) == ()
    assert findings(db, [anchor]) == (
        "line 5 is not the one that was anchored at 2026-11-23 17:00",
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("DELETE FROM audit_head", "the head is missing"),
        ("UPDATE audit_head SET number = 3", "the head is not line 5, which is the last"),
        ("UPDATE audit_head SET mac = 'x'", "the head is not line 5, which is the last"),
    ],
)
def test_k7_a_head_that_was_changed_is_found(db, change, found):
    five(db)
    tamper(db, change)

    assert findings(db) == (found,)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE security_event SET kind = 'x' WHERE number IS NULL",
        "DELETE FROM security_event WHERE number IS NULL",
        "INSERT INTO security_event (at, kind, ip, user_agent) VALUES ('2026-11-24', 'x', '', '')",
    ],
)
def test_k7_lines_from_before_the_chain_are_covered_by_its_root(db, change):
    with db.begin() as session:
        session.add(SecurityEvent(at=NOON, kind="old", ip="", user_agent=""))
    five(db)
    assert findings(db) == ()

    tamper(db, change)

    assert findings(db) == ("line 1, or a line from before the chain, was changed or moved",)


def test_many_writers_at_once_make_one_chain(db):
    logins = [login(db, name).id for name in ("elena", "bruno")]
    start = threading.Barrier(4)

    def writer(number):
        start.wait()
        for turn in range(25):
            write(db, f"w{number}:{turn}", login_id=logins[turn % 2])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(writer, range(4)))

    assert verify(db).lines == 100
    assert findings(db) == ()


def test_who_holds_a_login_and_who_holds_the_head_do_not_wait_for_each_other(fresh_postgresql):
    db = Database(fresh_postgresql)
    elena = login(db)
    held, waiting = threading.Event(), threading.Event()

    def holds_the_login():
        with db.begin() as session:
            session.scalar(select(Login).where(Login.id == elena.id).with_for_update())
            held.set()
            waiting.wait(1)
            audit.record(session, kind="holder", at=NOON)

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(holds_the_login)
        held.wait(5)
        write(db, "other", login_id=elena.id)
        holder.result()

    assert sorted(line.kind for line in rows(db, SecurityEvent)) == ["holder", "other"]
    db.close()


def test_anchors_are_appended_one_a_day(db, tmp_path):
    file = tmp_path / "new" / "anchors"
    assert audit_anchors.write_daily(db, file, now=NOON) is None  # nothing to remember yet
    write(db, "one")

    first = audit_anchors.write_daily(db, file, now=NOON)
    again = audit_anchors.write_daily(db, file, now=later(hours=1))
    write(db, "two")
    second = audit_anchors.write_daily(db, file, now=later(days=1))

    assert again is None
    assert audit_anchors.read(file) == [first, second]
    assert (first.number, second.number) == (1, 2)
    assert file.stat().st_mode & 0o777 == 0o600
    assert findings(db, audit_anchors.read(file)) == ()


def test_a_broken_file_of_anchors_is_named(tmp_path):
    file = tmp_path / "anchors"
    file.write_text("1 abc 2026-11-23T17:00:00+00:00\nnonsense\n")

    with pytest.raises(AnchorsBroken, match="anchors, line 2"):
        audit_anchors.read(file)
