"""A desk on a real database: people of each role, who sign in as a browser would."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
from pyotp import TOTP
from sqlmodel import select

from finance_portal.desk.app import desk_app
from finance_portal.desk.office import Office
from finance_portal.models.desk import DeskUser
from finance_portal.models.security import SecurityEvent
from finance_portal.services import passwords
from finance_portal.services.client import Client
from finance_portal.services.desk import people
from finance_portal.services.desk.acting import Colleague, Deed, Role
from finance_portal.services.desk.entrance import DeskEntrance
from finance_portal.services.desk.sessions import DeskSessions
from finance_portal.services.throttle import Throttle
from finance_portal.services.vault import live_vault
from finance_portal.settings import Settings
from tests.api.doors import COST, DESK, PEPPERS
from tests.make import MORNING

ORIGIN = "https://desk.test"
PASSWORD = "many quiet words at work"
HASHED = passwords.hash_password(PASSWORD, PEPPERS, cost=COST)
START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HERE = Client("203.0.113.9", "tests")


@dataclass
class House:
    """The desk, its clock, and its people."""

    db: object
    now: datetime = START
    business: datetime = MORNING
    seeds: dict = field(default_factory=dict)
    ids: dict = field(default_factory=dict)

    def __post_init__(self):
        sessions = DeskSessions(self.db, key=b"desk session")
        self.office = Office(
            settings=Settings(origin="https://portal.test", desk_origin=ORIGIN),
            db=self.db,
            vault=live_vault(),
            sessions=sessions,
            entrance=DeskEntrance(self.db, sessions, live_vault(), Throttle(), DESK, b"desk names"),
            processor="stripe",
            now=lambda: self.now,
            business_now=lambda: self.business,
            ticks=self._ticks,
        )
        self.app = desk_app(self.office)

    def _ticks(self):
        return self.now.timestamp()

    def hire(self, user_name, role):
        """Somebody who works here from now on."""
        ref, seed = secrets.token_hex(12), people.new_seed()
        with self.db.begin() as session:
            row = DeskUser(
                ref=ref,
                user_name=user_name,
                name=user_name.capitalize(),
                role=role,
                password_hash=HASHED,
                seed_sealed=live_vault().seal(seed, **people.place(ref)),
                created_at=self.now,
            )
            session.add(row)
            session.flush()
            self.ids[user_name] = row.id
        self.seeds[user_name] = seed
        return row

    def wait(self, **delta):
        self.now += timedelta(**delta)

    def code(self, user_name):
        return TOTP(self.seeds[user_name]).at(self.now)

    def browser(self, ip="203.0.113.9"):
        transport = httpx.ASGITransport(self.app, client=(ip, 5))
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN})

    async def sign_in(self, user_name, role=None):
        """A browser in which somebody is signed in."""
        if user_name not in self.seeds:
            self.hire(user_name, role)
        browser = self.browser()
        answer = await browser.post(
            "/sign-in",
            data={"user_name": user_name, "password": PASSWORD, "code": self.code(user_name)},
        )
        assert answer.status_code == 303, answer.text
        return browser

    def deed(self, user_name, role):
        """A deed without a browser."""
        if user_name not in self.ids:
            self.hire(user_name, role)
        who = Colleague(
            id=self.ids[user_name],
            user_name=user_name,
            name=user_name.capitalize(),
            role=Role(role),
            session_ref="s" * 24,
            signed_in_at=self.now,
        )
        return Deed(who=who, client=HERE, now=self.now, business_now=self.business)

    def trail(self, begins="desk:"):
        with self.db.read() as session:
            rows = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id)).all()
        return [row for row in rows if row.kind.startswith(begins)]


async def look(browser, ref, reason="call", note=""):
    """Open an account with a reason."""
    answer = await browser.post(f"/accounts/{ref}/why", data={"reason": reason, "note": note})
    assert answer.status_code == 303, answer.text
