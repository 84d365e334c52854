"""Exports that borrowers ask for: made once each, told of, fetched for a day, then gone (K10)."""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.models.security import Login
from finance_portal.models.your_data import DataExport
from finance_portal.notices import your_data as notices
from finance_portal.services import audit, deliveries
from finance_portal.services.security.desk import Act, SecurityDesk, note
from finance_portal.services.vault import Vault
from finance_portal.services.your_data import bundle, store
from finance_portal.services.your_data.store import StoreBroken
from finance_portal.settings import settings

LIFE = timedelta(hours=24)
STALE = timedelta(minutes=10)  # without progress: whoever made it was killed
EVERY = 10  # a day, for one borrower
UNDER_WAY = ("waiting", "making")
REF_BYTES = 15

log = logging.getLogger(__name__)


class ExportRefused(Exception):
    """No export is made now; the message is fit for the borrower."""


@dataclass(frozen=True)
class Export:
    """An export as its owner sees it."""

    ref: str
    status: str
    done: int
    total: int
    size: int
    digest: str
    asked_at: datetime
    expires_at: datetime | None
    taken_at: datetime | None


def ask(desk: SecurityDesk, act: Act) -> str:
    """Order an export and return its ref; while one is under way, it is that one.

    The step-up was asked for by whoever calls. Raises ExportRefused.
    """
    with desk.db.begin() as session:
        made = session.exec(
            select(DataExport).where(
                col(DataExport.borrower_id) == act.who.borrower_id,
                col(DataExport.asked_at) > act.now - LIFE,
            )
        ).all()
        if running := [each for each in made if each.status in UNDER_WAY]:
            return running[0].ref
        if len(made) >= EVERY:
            raise ExportRefused(notices.TOO_MANY)
        ref = secrets.token_urlsafe(REF_BYTES)
        session.connection().execute(
            insert(session, DataExport)
            .values(
                ref=ref,
                borrower_id=act.who.borrower_id,
                status="waiting",
                asked_at=act.now,
                changed_at=act.now,
                done=0,
                total=0,
                size=0,
            )
            .on_conflict_do_nothing()
        )
        note(session, act, "export:asked", subject=ref)
        desk.tell(session, act, notices.export_asked, about="export:asked")
    return ref


def make_waiting(db: Database, vault: Vault, *, now: datetime) -> int:
    """Make what waits, or was left behind by somebody who was killed. Return how many were made."""
    with db.read() as session:
        left = or_(
            col(DataExport.status) == "waiting",
            (col(DataExport.status) == "making") & (col(DataExport.changed_at) < now - STALE),
        )
        refs = session.exec(select(DataExport.ref).where(left).order_by(col(DataExport.id))).all()
    return sum(make(db, vault, ref, now=now) for ref in refs)


def make(db: Database, vault: Vault, ref: str, *, now: datetime) -> bool:
    """Make one export, unless somebody else does. Return whether it is ready."""
    borrower_id = _claimed(db, ref, now)
    if borrower_id is None:
        return False

    def progress(done: int, total: int) -> None:
        _set(db, ref, done=done, total=total)

    try:
        with store.Sealing(ref) as target:
            bundle.write(
                db,
                vault,
                target,  # type: ignore[arg-type]  # a raw file is one that is written to
                borrower_id=borrower_id,
                now=now,
                instance=settings.public_origin,
                progress=progress,
            )
            target.close()
        digest = hashlib.sha256()
        for piece in store.opened(ref):
            digest.update(piece)
    except Exception:
        log.exception("An export failed")
        store.forget(ref)
        _set(db, ref, status="failed", changed_at=now)
        return False
    _finish(db, ref, now, size=target.size, digest=digest.hexdigest())
    return True


def latest(db: Database, *, borrower_id: int, now: datetime) -> Export | None:
    """Return the last export of a borrower; what is over is gone."""
    with db.read() as session:
        row = session.exec(
            select(DataExport)
            .where(col(DataExport.borrower_id) == borrower_id)
            .order_by(col(DataExport.id).desc())
            .limit(1)
        ).one_or_none()
    if row is None:
        return None
    is_over = row.expires_at is not None and row.expires_at <= now
    return Export(
        ref=row.ref,
        status="gone" if is_over else row.status,
        done=row.done,
        total=row.total,
        size=row.size,
        digest=row.digest or "",
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        taken_at=row.taken_at,
    )


def fetched(db: Database, act: Act, ref: str) -> tuple[int, Iterator[bytes]] | None:
    """Return the size and the pieces of a bundle to its owner; None for anybody else, or too late.

    The first time is noted and told. Raises StoreBroken.
    """
    with db.begin() as session:
        row = session.exec(
            select(DataExport)
            .where(
                col(DataExport.ref) == ref,
                col(DataExport.borrower_id) == act.who.borrower_id,
                col(DataExport.status) == "ready",
                col(DataExport.expires_at) > act.now,
            )
            .with_for_update()
        ).one_or_none()
        if row is None:
            return None
        if not store.path_of(ref).exists():
            raise StoreBroken(ref)
        row.taken_at = row.taken_at or act.now
        note(session, act, "export:fetched", subject=ref)
        return row.size, store.opened(ref)


def forget_old(db: Database, *, now: datetime) -> int:
    """Remove the bundles whose day is over. Return how many there were."""
    with db.begin() as session:
        old = session.exec(
            select(DataExport).where(
                col(DataExport.status) == "ready", col(DataExport.expires_at) <= now
            )
        ).all()
        for row in old:
            store.forget(row.ref)
            row.status, row.changed_at = "gone", now
    return len(old)


def _claimed(db: Database, ref: str, now: datetime) -> int | None:
    """Take an export, and return whose it is; None if somebody else has it."""
    is_free = or_(
        col(DataExport.status) == "waiting",
        (col(DataExport.status) == "making") & (col(DataExport.changed_at) < now - STALE),
    )
    with db.begin() as session:
        return session.scalar(
            update(DataExport)
            .where(col(DataExport.ref) == ref, is_free)
            .values(status="making", changed_at=now)
            .returning(col(DataExport.borrower_id))
        )


def _set(db: Database, ref: str, **values: object) -> None:
    with db.begin() as session:
        session.connection().execute(
            update(DataExport).where(col(DataExport.ref) == ref).values(values)
        )


def _finish(db: Database, ref: str, now: datetime, *, size: int, digest: str) -> None:
    with db.begin() as session:
        row = session.exec(select(DataExport).where(col(DataExport.ref) == ref)).one()
        row.status, row.changed_at, row.ready_at = "ready", now, now
        row.size, row.digest, row.expires_at = size, digest, now + LIFE
        audit.record(session, kind="export:ready", at=now, subject=ref, digest=digest)
        _tell(session, row, now)


def _tell(session: Session, row: DataExport, now: datetime) -> None:
    login = session.exec(select(Login).where(col(Login.borrower_id) == row.borrower_id)).first()
    if login is not None and row.expires_at is not None:
        deliveries.tell(
            session,
            login,
            notices.export_ready(expires_at=row.expires_at),
            kind="export_ready",
            now=now,
            key=f"export:{row.ref}",
        )
