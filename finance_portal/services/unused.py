"""What is known of borrowers and was used for the last time two years ago goes, with evidence (K8).

What the books, the papers and the trail need stays as long as `domain/retention.py` says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Table, and_, delete, select
from sqlmodel import SQLModel

from finance_portal.db import Database
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.retention import unused_since
from finance_portal.models.base import table_of
from finance_portal.models.delegates import QuoteLink
from finance_portal.models.factors import TrustedDevice
from finance_portal.models.messages import Message
from finance_portal.models.notices import InboundText, Notice
from finance_portal.models.profile import PostalAddress, Telephone
from finance_portal.models.security import PortalSession
from finance_portal.models.your_data import CalendarEntry
from finance_portal.services import audit

AT_A_TIME = 500


@dataclass(frozen=True)
class Unused:
    """Rows of a table that nobody needs once they were used for the last time before a moment."""

    model: type[SQLModel]
    is_over: Callable[[Table, datetime], ColumnElement[bool]]


def _before(*names: str) -> Callable[[Table, datetime], ColumnElement[bool]]:
    """Return the condition that all these moments of a row have passed; a missing one has not."""
    return lambda table, at: and_(*(table.c[name] < at for name in names))


UNUSED = (
    Unused(Message, _before("written_at", "due_at")),
    Unused(Notice, _before("at")),
    Unused(PortalSession, _before("last_seen_at", "revoked_at")),
    Unused(TrustedDevice, _before("expires_at")),
    Unused(PostalAddress, _before("until")),
    Unused(Telephone, _before("removed_at")),
    Unused(QuoteLink, lambda table, at: table.c.through_on < at.date()),
    Unused(CalendarEntry, lambda table, at: table.c.ends_on < at.date()),
    Unused(InboundText, _before("came_at")),
)
"""What goes. A table that holds what is known of somebody and is not here is kept for a reason."""


def dispose(db: Database, *, today: date, now: datetime) -> int:
    """Remove what was last used before `unused_since(today)`. Return how many rows those were."""
    at = datetime.combine(unused_since(today), time(), EASTERN)
    return sum(_dispose_of(db, each, at, now) for each in UNUSED)


def _dispose_of(db: Database, unused: Unused, at: datetime, now: datetime) -> int:
    table, removed = table_of(unused.model), 0
    old = select(table.c.id).where(unused.is_over(table, at)).limit(AT_A_TIME)
    while True:
        with db.read() as session:  # mostly there is none, and nobody has to wait for a writer
            ids = session.connection().execute(old).scalars().all()
        if not ids:
            return removed
        with db.begin() as session:
            session.connection().execute(delete(table).where(table.c.id.in_(ids)))
            audit.record(
                session, kind="unused:disposed", at=now, table=table.name, count=str(len(ids))
            )
        removed += len(ids)
