"""What the desk stands on, put together once; and one request of somebody who works there."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from starlette.requests import Request

from finance_portal import clock
from finance_portal.db import Database, database
from finance_portal.gateways import live
from finance_portal.models.desk import DeskLook
from finance_portal.services import keys
from finance_portal.services.client import Client
from finance_portal.services.desk.acting import Colleague, Deed
from finance_portal.services.desk.entrance import DeskEntrance
from finance_portal.services.desk.sessions import DeskSessions
from finance_portal.services.password_desk import live_password_desk
from finance_portal.services.throttle import Throttle, live_tallies
from finance_portal.services.vault import Vault, live_vault
from finance_portal.settings import Settings, settings


class Refused(Exception):
    """What was asked for is not done; the message is fit for whoever asked."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Office:
    """The collaborators of every page of the desk."""

    settings: Settings
    db: Database
    vault: Vault
    sessions: DeskSessions
    entrance: DeskEntrance
    processor: str
    now: Callable[[], datetime] = clock.now
    business_now: Callable[[], datetime] = clock.business_now
    ticks: Callable[[], float] = time.monotonic

    @property
    def is_demo(self) -> bool:
        """Tell whether nothing here is real."""
        return self.settings.mode == "demo"


@dataclass(frozen=True)
class Call:
    """One request: by whom, with what form, and the look that lets them see an account."""

    office: Office
    request: Request
    client: Client
    now: datetime
    form: Mapping[str, str] = field(repr=False)
    colleague: Colleague | None = None
    look: DeskLook | None = None

    @property
    def who(self) -> Colleague:
        """Return who asks. Raises RuntimeError, a defect, on a page that is open to anyone."""
        if self.colleague is None:
            raise RuntimeError("nobody is signed in on this page")
        return self.colleague

    @property
    def deed(self) -> Deed:
        """Return the deed of whoever asks, now."""
        business_now = self.office.business_now()
        return Deed(who=self.who, client=self.client, now=self.now, business_now=business_now)

    @property
    def today(self) -> date:
        """Return the lender's day."""
        return self.office.business_now().date()

    @property
    def db(self) -> Database:
        """Return the database."""
        return self.office.db

    def path(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str:
        """Return a field of the address; "" where it is not there."""
        return self.request.query_params.get(name, "").strip()

    def text(self, name: str) -> str:
        """Return a field of the form, as it was typed; "" where it was not sent."""
        return self.form.get(name, "")

    def word(self, name: str) -> str:
        """Return a field of the form without the spaces around it."""
        return self.text(name).strip()

    def day(self, name: str) -> date:
        """Return a day of the form. Raises Refused."""
        try:
            return date.fromisoformat(self.word(name))
        except ValueError:
            raise Refused("Enter a day, like 2026-11-23.") from None


@cache
def live_office() -> Office:
    """Return the desk of this installation."""
    sessions = DeskSessions(database, key=keys.derive("desk session"))
    return Office(
        settings=settings,
        db=database,
        vault=live_vault(),
        sessions=sessions,
        entrance=DeskEntrance(
            database,
            sessions,
            live_vault(),
            Throttle(
                live_tallies(), key=keys.derive("desk limits"), factor=settings.rate_limit_factor
            ),
            live_password_desk(),
            keys.derive("desk name index"),
        ),
        processor=live.configured().name,
    )
