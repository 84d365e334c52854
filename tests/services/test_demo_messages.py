"""What the demo's borrowers find written already."""

import pytest
from sqlmodel import col, select

from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.models.threads import Thread
from finance_portal.services import demo, demo_sharing
from finance_portal.services.boarding.board import board
from finance_portal.services.demo_messages import write_demo_messages
from finance_portal.services.logins import add_login
from finance_portal.services.messages import desk, threads
from finance_portal.settings import settings
from tests.make import MORNING
from tests.services.known import rows


@pytest.fixture
def demo_db(db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "data_dir", tmp_path / "data")
    board(db, demo.PORTFOLIO, now=MORNING)
    demo_sharing.invite_helper(db, now=MORNING)
    with db.begin() as session:
        for login in demo.LOGINS:
            person = session.exec(
                select(Borrower).where(col(Borrower.external_id) == login.borrower)
            ).one()
            add_login(
                session, borrower=person, user_name=login.user_name, password_hash="-", now=MORNING
            )
    write_demo_messages(db, now=MORNING)
    return db


def of(db, name):
    (login,) = [each for each in rows(db, Login) if each.user_name == name]
    return threads.listed(db, borrower_id=login.borrower_id)


def test_elena_has_one_that_is_closed_and_one_with_news(demo_db):
    extra, insurance = of(demo_db, "elena")

    assert (extra.unread, extra.closed_at) == (1, None)
    assert (insurance.unread, insurance.closed_at) == (0, MORNING)
    (login,) = [each for each in rows(demo_db, Login) if each.user_name == "elena"]
    whole = threads.read(demo_db, borrower_id=login.borrower_id, ref=insurance.ref)
    assert [each.name for each in whole.lines[0].files] == ["declarations page.txt"]


def test_marcus_waits_and_the_desk_sees_it_first(demo_db):
    assert desk.inbox(demo_db)[0].head.subject == "Late this month"


def test_preparing_it_twice_writes_nothing_twice(demo_db):
    before = len(rows(demo_db, Thread))

    write_demo_messages(demo_db, now=MORNING)

    assert len(rows(demo_db, Thread)) == before == 4


def test_another_portfolio_gets_none_of_it(db, tmp_path):
    write_demo_messages(db, now=MORNING)

    assert rows(db, Thread) == []
