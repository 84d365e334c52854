"""What open tabs have to know of: one query says for all of them whether to look again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, exists, func, select

from finance_portal.db import Database
from finance_portal.models.security import Login, PortalSession
from finance_portal.models.threads import DeskPresence, Thread
from finance_portal.services.messages.presence import AWAY_AFTER


@dataclass(frozen=True)
class Sight:
    """What a borrower would see. When it differs from before, their tabs look again."""

    version: int = 0  # of all their threads together
    unread: int = 0
    is_online: bool = False


def sights(db: Database, refs: Collection[str], *, at: datetime) -> dict[str, Sight]:
    """Return what there is to see through each of these sessions. `at` is the wall's clock."""
    is_there = exists().where(col(DeskPresence.seen_at) > at - AWAY_AFTER)
    unread = func.sum(col(Thread.count) - col(Thread.borrower_read))
    asked = (
        select(PortalSession.ref, func.sum(Thread.version), unread, is_there)
        .join(Login, col(Login.id) == PortalSession.login_id)
        .outerjoin(Thread, col(Thread.borrower_id) == Login.borrower_id)
        .where(col(PortalSession.ref).in_(list(refs)), col(PortalSession.revoked_at).is_(None))
        .group_by(col(PortalSession.ref))
    )
    with db.read() as session:
        return {
            ref: Sight(int(version or 0), int(count or 0), bool(is_online))
            for ref, version, count, is_online in session.execute(asked)
        }
