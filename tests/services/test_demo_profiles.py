"""What the demo's borrowers have said of themselves before anybody looks."""

import pytest
from sqlmodel import col, select

from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services import demo, demo_profiles, numbers
from finance_portal.services.boarding.board import board
from finance_portal.services.logins import add_login
from finance_portal.services.reminder_choices import reminders_of
from tests.make import MORNING
from tests.services.known import rows


@pytest.fixture
def demo_db(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    with db.begin() as session:
        for login in demo.LOGINS:
            found = select(Borrower).where(col(Borrower.external_id) == login.borrower)
            if person := session.exec(found).one_or_none():
                add_login(
                    session,
                    borrower=person,
                    user_name=login.user_name,
                    password_hash="-",
                    now=MORNING,
                    phone=person.phone,
                )
    demo_profiles.fill(db, now=MORNING, signed_up_at=MORNING)
    return db


def test_one_has_agreed_to_texts_and_is_reminded_by_them_and_nobody_else_is_texted(demo_db):
    logins = rows(demo_db, Login)
    with demo_db.read() as session:
        agreed = {
            each.user_name
            for each in logins
            if each.phone and numbers.has_agreed(session, each.borrower_id, each.phone)
        }
    texted = {
        each.user_name
        for each in logins
        if reminders_of(demo_db, borrower_id=each.borrower_id).by_text
    }

    assert agreed == texted == {"marcus"}
    assert sum(each.phone is not None for each in logins) > 1
