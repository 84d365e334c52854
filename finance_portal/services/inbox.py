"""The notification centre: every notice that somebody was told, read or unread."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import func, update
from sqlalchemy.orm import Session
from sqlmodel import col, select

from finance_portal.db import Database, insert
from finance_portal.models.notices import Notice
from finance_portal.notices.catalogue import topic_of
from finance_portal.notices.wording import Link, Wording
from finance_portal.services import vault
from finance_portal.settings import settings

LONGEST_PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice, as its reader sees it."""

    ref: str
    subject: str
    paragraphs: tuple[str, ...]
    language: str  # in which it was told
    page: str  # what it is about: an address without a host, or ""
    at: datetime
    is_read: bool


def post(
    session: Session,
    wording: Wording,
    *,
    borrower_id: int,
    kind: str,
    now: datetime,
    key: str | None = None,
) -> None:
    """Put a notice into somebody's centre; with a `key` once, however often it is told."""
    ref = secrets.token_hex(12)
    words = json.dumps([wording.subject, *wording.paragraphs])
    row = insert(session, Notice).values(
        ref=ref,
        key=key,
        borrower_id=borrower_id,
        kind=kind,
        words_sealed=vault.live_vault().seal(words, table="notice", column="words_sealed", row=ref),
        language=wording.language,
        page=_page_of(wording.link) or topic_of(kind).page,
        at=now,
    )
    session.connection().execute(row.on_conflict_do_nothing(index_elements=["key"]))


def unread(db: Database, *, borrower_id: int) -> int:
    """Return how many notices somebody has not read: one look at a small index."""
    with db.read() as session:
        mine = select(func.count()).select_from(Notice).where(*_unread(borrower_id))
        return session.exec(mine).one()


def notices_of(db: Database, *, borrower_id: int, most: int) -> list[Told]:
    """Return somebody's notices, the newest first. Raises vault.SealBroken."""
    with db.read() as session:
        rows = session.exec(
            select(Notice)
            .where(col(Notice.borrower_id) == borrower_id)
            .order_by(col(Notice.id).desc())
            .limit(most)
        )
        return [_told(row) for row in rows]


def mark_read(db: Database, *, borrower_id: int, now: datetime, ref: str | None = None) -> None:
    """Mark one notice of somebody's as read, or all of them. What is not theirs stays as it is."""
    with db.begin() as session:
        read = update(Notice).where(*_unread(borrower_id)).values(read_at=now)
        session.connection().execute(read.where(col(Notice.ref) == ref) if ref else read)


def _unread(borrower_id: int) -> tuple:  # type: ignore[type-arg]
    return col(Notice.borrower_id) == borrower_id, col(Notice.read_at).is_(None)


def _told(row: Notice) -> Told:
    opened = vault.live_vault().open(
        row.words_sealed, table="notice", column="words_sealed", row=row.ref
    )
    subject, *paragraphs = json.loads(opened)
    return Told(
        ref=row.ref,
        subject=subject,
        paragraphs=tuple(paragraphs),
        language=row.language,
        page=row.page,
        at=row.at,
        is_read=row.read_at is not None,
    )


def _page_of(link: Link | None) -> str:
    """Return the page of ours that a notice leads to; a link with a secret is not kept."""
    if link is None or not link.url.startswith(f"{settings.public_origin}/"):
        return ""
    parts = urlsplit(link.url)
    if parts.fragment:
        return ""
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    wanted = parse_qs(parts.query).get("next", [""])[0] if parts.path == "/sign-in" else page
    is_ours = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if is_ours and len(wanted) <= LONGEST_PAGE else ""
