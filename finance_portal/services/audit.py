"""The audit trail: what happened, by whom, chained so that no line can be changed unseen (K7).

Each line's MAC covers the line and the MAC before it. Lines get their numbers at the end of their
transaction, because a number can only be drawn by one transaction after the other, and nobody
should wait for longer than that takes.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction
from sqlmodel import col

from finance_portal.db import insert
from finance_portal.models.security import AuditHead, Login, SecurityEvent
from finance_portal.services import keys
from finance_portal.services.client import SYSTEM, Client

LONGEST_DETAIL = 200
HEAD = 1  # the key of the only row

_WAITING = "lines of the audit trail"


def record(
    session: Session,
    *,
    kind: str,
    at: datetime,
    client: Client | None = None,
    login_id: int | None = None,
    session_ref: str | None = None,
    subject: str | None = None,
    user_name_hash: str | None = None,
    **detail: str,
) -> SecurityEvent:
    """Add a line to the audit trail, in the transaction of what it tells of.

    `kind` is `subject:action:result`, such as "account:sign_in:refused"; `subject` is the ref of
    what it is about; `detail` holds no secret and no personal data. The line is written when the
    transaction commits, and has its `id` and `number` from then on.
    """
    where = client or SYSTEM
    line = SecurityEvent(
        at=at,
        kind=kind,
        login_id=login_id,
        session_ref=session_ref,
        subject=subject,
        user_name_hash=user_name_hash,
        detail={name: _plain(value) for name, value in detail.items()} or None,
        ip=where.ip,
        user_agent=where.user_agent,
    )
    began = session.get_nested_transaction() or session.get_transaction() or session.begin()
    session.info.setdefault(_WAITING, []).append((line, began))
    return line


def mac_of(line: SecurityEvent, before: str) -> str:
    """Return the MAC of a numbered line that follows one whose MAC is `before`."""
    said = [line.number, before, *_said(line)]
    return hmac.digest(_key(), json.dumps(said).encode(), hashlib.sha256).hex()


def root_mac(unchained: Iterable[SecurityEvent]) -> str:
    """Return the MAC that the first line follows: it covers the lines from before the chain."""
    root = hmac.new(_key(), b"root", hashlib.sha256)
    for line in unchained:
        root.update(json.dumps([line.id, *_said(line)]).encode())
    return root.hexdigest()


def _said(line: SecurityEvent) -> list[object]:
    """Return everything that a line says, in one form for every database."""
    detail = sorted((line.detail or {}).items())
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    who = [line.login_id, line.session_ref, line.user_name_hash]
    return [at, line.kind, *who, line.subject, detail, line.ip, line.user_agent]


@event.listens_for(Session, "before_commit")
def _chain(session: Session) -> None:
    """Give the lines that wait their numbers, as the last thing of their transaction."""
    if session.in_nested_transaction():
        return
    lines: list[SecurityEvent] = [line for line, _ in session.info.pop(_WAITING, [])]
    if not lines:
        return
    session.flush()
    _hold_logins(session, {line.login_id for line in lines if line.login_id is not None})
    head = _head(session)
    for line in lines:
        line.number = head.number + 1
        line.mac = mac_of(line, head.mac)
        head.number, head.mac = line.number, line.mac
    session.add_all(lines)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """Drop the lines of what did not happen, which may be a part of a transaction only."""
    waiting = session.info.get(_WAITING, [])
    waiting[:] = [(line, began) for line, began in waiting if ended not in _around(began)]


def _around(began: SessionTransaction | None) -> Iterator[SessionTransaction]:
    while began is not None:
        yield began
        began = began.parent


def _hold_logins(session: Session, login_ids: set[int]) -> None:
    """Take the locks that the new rows' foreign keys need, before the head's.

    Otherwise a transaction that holds the head and waits for a login would wait for one that holds
    the login and waits for the head.
    """
    held = select(col(Login.id)).where(col(Login.id).in_(sorted(login_ids))).order_by(col(Login.id))
    session.execute(held.with_for_update(read=True, key_share=True)).all()


def _head(session: Session) -> AuditHead:
    """Return the newest line's number and MAC, locked; make the row where there is none yet."""
    held = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    if (head := session.scalar(held)) is not None:
        return head
    unchained = select(SecurityEvent).where(col(SecurityEvent.number).is_(None))
    root = root_mac(session.scalars(unchained.order_by(col(SecurityEvent.id))))
    session.execute(
        insert(session, AuditHead)
        .values(id=HEAD, number=0, mac=root)
        .on_conflict_do_nothing(index_elements=["id"])
    )
    return session.scalars(held).one()


@cache
def _key() -> bytes:
    return keys.derive("audit trail")


def _plain(text: str) -> str:
    """Leave nothing in a detail that could forge a line of a log or a report (case 70)."""
    return "".join(c if c.isprintable() else " " for c in text)[:LONGEST_DETAIL]
