"""What was good for minutes is not kept for ever."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.models.factors import Challenge, OneTimeCode, UndoLink
from finance_portal.models.security import PreAuth

KEPT = timedelta(days=1)  # for whoever looks into what happened today
SHORT_LIVED = (Challenge, OneTimeCode, UndoLink, PreAuth)


def forget_expired(db: Database, *, now: datetime) -> int:
    """Remove challenges, codes, links and ways in that expired a day ago. Return how many."""
    removed = 0
    for table in SHORT_LIVED:
        with db.begin() as session:
            expired = delete(table).where(col(table.expires_at) < now - KEPT)
            removed += len(session.scalars(expired.returning(col(table.id))).all())
    return removed
