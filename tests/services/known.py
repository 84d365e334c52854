"""Builders of people whom the portal can reach. Nobody of them signs in: no password is hashed."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services.client import Client

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
HOME = Client("203.0.113.7", "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0")

_numbers = count(1)


def later(**delta):
    return NOON + timedelta(**delta)


def login(db, user_name="elena", *, proven=(None, None), on_file=(None, None)):
    """A login with its (mail, phone): proven ones, and those on the lender's file."""
    number = next(_numbers)
    with db.begin() as session:
        person = Borrower(
            ref=f"k{number}",
            external_id=f"k{number}",
            first_name="Elena",
            last_name="Marsh",
            email=on_file[0],
            phone=on_file[1],
        )
        session.add(person)
        session.flush()
        known = Login(
            borrower_id=person.id,
            user_name=user_name,
            email=proven[0],
            phone=proven[1],
            password_hash="none",
            created_at=NOON,
            password_set_at=NOON,
        )
        session.add(known)
    return known


def rows(db, table):
    with db.read() as session:
        return list(session.scalars(select(table).order_by(table.id)))
