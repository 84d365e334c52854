"""Builders for whoever stands before the door: borrowers with logins, sessions, and the portal."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from finance_portal.api.portal import Portal
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login, PortalSession, SecurityEvent
from finance_portal.services import passwords
from finance_portal.services.client_tokens import ClientTokens
from finance_portal.services.passwords import Peppers
from finance_portal.services.sessions import Client, Sessions
from finance_portal.services.sign_in import Entrance, add_login
from finance_portal.services.throttle import Throttle
from finance_portal.settings import Settings

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
HOME = Client("203.0.113.7", "Mozilla/5.0")
PASSWORD = "correct horse battery staple"
PEPPERS = Peppers({"1": b"pepper" * 6}, "1")
COST = 4  # the least that bcrypt takes; the tests of passwords use the real one
ORIGIN = "https://portal.test"

_numbers = count(1)


def later(**delta):
    return NOON + timedelta(**delta)


def sessions_of(db, **limits):
    limits = {"idle": timedelta(minutes=15), "absolute": timedelta(hours=12)} | limits
    return Sessions(db, key=b"session key", **limits)


def borrower(session, first_name="Elena", last_name="Marsh"):
    number = next(_numbers)
    row = Borrower(
        ref=f"b{number}", external_id=f"x{number}", first_name=first_name, last_name=last_name
    )
    session.add(row)
    session.flush()
    return row


def login(db, user_name="elena", password=PASSWORD, **names):
    with db.begin() as session:
        stored = passwords.hash_password(password, PEPPERS, cost=COST)
        return add_login(
            session,
            borrower_id=borrower(session, **names).id,
            user_name=user_name,
            password_hash=stored,
            now=NOON,
        )


def begin(db, sessions, owner, *, now=NOON, client=HOME):
    with db.begin() as session:
        return sessions.begin(session, login=owner, now=now, client=client)


def entrance_of(db, sessions=None, *, factor=1, cost=COST, peppers=PEPPERS):
    return Entrance(
        db,
        sessions or sessions_of(db),
        key=b"index key",
        peppers=peppers,
        throttle=Throttle(factor=factor),
        cost=cost,
    )


def history(db):
    with db.read() as session:
        return [line.kind for line in session.scalars(select(SecurityEvent).order_by("id"))]


def rows(db, table):
    with db.read() as session:
        return list(session.scalars(select(table)))


def stored_sessions(db):
    return rows(db, PortalSession)


def stored_logins(db):
    return rows(db, Login)


@dataclass
class FakeTabs:
    """Tabs that only remember what they were told."""

    left: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    open: set[str] = field(default_factory=set)

    def is_open(self, token):
        return token in self.open

    def leave(self, refs, why):
        self.left.append((tuple(refs), why))


def portal_of(db, *, now=NOON, **settings):
    """A portal whose clock stands still; `portal.tabs` is a FakeTabs."""
    sessions = sessions_of(db)
    chosen = {"origin": ORIGIN, "port": 8000} | settings
    return Portal(
        settings=Settings(**chosen),
        db=db,
        sessions=sessions,
        entrance=entrance_of(db, sessions, factor=chosen.get("rate_limit_factor", 1)),
        tokens=ClientTokens(b"token key"),
        tabs=FakeTabs(),
        now=lambda: now,
        ticks=lambda: 0.0,
    )
