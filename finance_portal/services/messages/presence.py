"""Is anybody at the desk? The desk's process says so again and again; the portal's asks."""

from datetime import datetime, timedelta

from sqlmodel import col, func, select

from finance_portal.db import Database, insert
from finance_portal.models.threads import DeskPresence

AWAY_AFTER = timedelta(seconds=90)
"""Who was not seen for this long has left; the desk says every half minute that it is there."""
NOTED_EVERY = timedelta(seconds=30)


def touch(db: Database, desk_user_name: str, *, at: datetime) -> None:
    """Note that somebody is at the desk. `at` is the clock on the wall."""
    seen = {"user_name": desk_user_name, "seen_at": at}
    with db.begin() as session:
        session.execute(
            insert(session, DeskPresence)
            .values(seen)
            .on_conflict_do_update(index_elements=["user_name"], set_={"seen_at": at})
        )


def stay(db: Database, desk_user_name: str, *, at: datetime) -> None:
    """Note that somebody is still at the desk, who says so far more often than it is written."""
    with db.read() as session:
        mine = select(DeskPresence.seen_at).where(col(DeskPresence.user_name) == desk_user_name)
        seen_at = session.exec(mine).one_or_none()
    if seen_at is None or seen_at <= at - NOTED_EVERY:
        touch(db, desk_user_name, at=at)


def leave(db: Database, desk_user_name: str, *, at: datetime) -> None:
    """Note that somebody has gone, without waiting until they are missed."""
    touch(db, desk_user_name, at=at - AWAY_AFTER)


def is_online(db: Database, *, at: datetime) -> bool:
    """Tell whether anybody is at the desk. `at` is the clock on the wall."""
    with db.read() as session:
        there = select(func.count()).select_from(DeskPresence)
        return session.exec(there.where(col(DeskPresence.seen_at) > at - AWAY_AFTER)).one() > 0
