"""Builders for whoever stands before the door: borrowers with logins, sessions, and the portal."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from finance_portal.api.portal import Portal
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login, PortalSession, SecurityEvent
from finance_portal.services import passwords
from finance_portal.services.client import Client
from finance_portal.services.client_tokens import ClientTokens
from finance_portal.services.logins import add_login
from finance_portal.services.one_time_codes import OneTimeCodes
from finance_portal.services.passkeys import Passkeys
from finance_portal.services.password_desk import PasswordDesk
from finance_portal.services.passwords import Peppers
from finance_portal.services.pre_auth import PreAuths
from finance_portal.services.recovery_codes import RecoveryCodes
from finance_portal.services.second_factor import SecondFactor
from finance_portal.services.sessions import Sessions
from finance_portal.services.sign_in import Entrance, Standing
from finance_portal.services.step_up import StepUps
from finance_portal.services.throttle import Budgets, Throttle
from finance_portal.services.trusted_devices import TrustedDevices
from finance_portal.services.vault import live_vault
from finance_portal.settings import Settings

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
HOME = Client("203.0.113.7", "Mozilla/5.0")
PASSWORD = "correct horse battery staple"
PEPPERS = Peppers({"1": b"pepper" * 6}, "1")
COST = 4  # the least that bcrypt takes; the tests of passwords use the real one
DESK = PasswordDesk(PEPPERS, cost=COST)
DEVICES = TrustedDevices(b"device key")
ORIGIN = "https://portal.test"

_numbers = count(1)


def later(**delta):
    return NOON + timedelta(**delta)


def sessions_of(db, **limits):
    limits = {"idle": timedelta(minutes=15), "absolute": timedelta(hours=12)} | limits
    return Sessions(db, key=b"session key", **limits)


def pre_auths_of(db):
    return PreAuths(db, key=b"way key")


def borrower(session, first_name="Elena", last_name="Marsh"):
    number = next(_numbers)
    row = Borrower(
        ref=f"b{number}", external_id=f"x{number}", first_name=first_name, last_name=last_name
    )
    session.add(row)
    session.flush()
    return row


def login(db, user_name="elena", password=PASSWORD, *, email=None, phone=None, **names):
    with db.begin() as session:
        stored = passwords.hash_password(password, PEPPERS, cost=COST)
        return add_login(
            session,
            borrower=borrower(session, **names),
            user_name=user_name,
            password_hash=stored,
            now=NOON,
            email=email,
            phone=phone,
        )


def begin(db, sessions, owner, *, now=NOON, client=HOME):
    with db.begin() as session:
        return sessions.begin(session, login=owner, now=now, client=client)


def entrance_of(db, sessions=None, *, factor=1, desk=None, required=False):
    """An entrance that asks for a password alone, unless a second factor is required."""
    return Entrance(
        Standing(
            db,
            sessions or sessions_of(db),
            pre_auths_of(db),
            DEVICES,
            Throttle(factor=factor),
            desk or DESK,
            b"index key",
            is_second_factor_required=required,
        )
    )


def second_factor_of(db, *, factor=1):
    return SecondFactor(
        db,
        OneTimeCodes(b"code key"),
        RecoveryCodes(b"paper key"),
        Passkeys(b"handle key", rp_id="portal.test", origin=ORIGIN, rp_name="Portal"),
        live_vault(),
        Budgets(factor=factor),
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


def portal_of(db, *, now=NOON, required=False, **settings):
    """A portal whose clock stands still; `portal.tabs` is a FakeTabs."""
    sessions = sessions_of(db)
    chosen = {"origin": ORIGIN, "port": 8000} | settings
    factor = chosen.get("rate_limit_factor", 1)
    second_factor = second_factor_of(db, factor=factor)
    return Portal(
        settings=Settings(**chosen),
        db=db,
        sessions=sessions,
        pre_auths=pre_auths_of(db),
        entrance=entrance_of(db, sessions, factor=factor, required=required),
        desk=DESK,
        second_factor=second_factor,
        step_ups=StepUps(db, sessions, second_factor),
        trusted_devices=DEVICES,
        tokens=ClientTokens(b"token key"),
        tabs=FakeTabs(),
        now=lambda: now,
        ticks=lambda: 0.0,
    )
