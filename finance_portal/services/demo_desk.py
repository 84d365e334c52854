"""The demo's people at the desk, at least one of each role, and what waits for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.models.desk import DeskUser
from finance_portal.services import passwords
from finance_portal.services.desk import people
from finance_portal.services.desk.acting import Role
from finance_portal.services.desk.people import Newcomer
from finance_portal.services.vault import live_vault
from finance_portal.settings import settings

CODES = f"{settings.origin_of_desk}/_demo/codes"
PASSWORD = "steady-hands-at-the-desk"  # noqa: S105 printed for everybody who starts the demo


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as, and what for."""

    user_name: str
    name: str
    role: Role


PEOPLE = (
    DemoPerson("amy", "Amy Agent", Role.AGENT),
    DemoPerson("sam", "Sam Supervisor", Role.SUPERVISOR),
    DemoPerson("sue", "Sue Supervisor", Role.SUPERVISOR),
    DemoPerson("audra", "Audra Auditor", Role.AUDITOR),
)


def prepare(db: Database, *, now: datetime) -> None:
    """Give the demo its people at the desk, those whom it does not have yet."""
    with db.read() as session:
        known = set(session.exec(select(col(DeskUser.user_name))))
    for each in PEOPLE:
        if each.user_name not in known:
            newcomer = Newcomer(
                user_name=each.user_name, name=each.name, role=each.role, password=PASSWORD
            )
            people.add(db, live_vault(), passwords.live_peppers(), newcomer, now)
