"""Who acts at the desk, from where and when; and what that leaves in the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from finance_portal.services import audit
from finance_portal.services.client import Client


class Role(StrEnum):
    """What somebody at the desk is there for."""

    AGENT = "agent"  # works
    SUPERVISOR = "supervisor"  # works, and decides what others propose
    AUDITOR = "auditor"  # reads everything, changes nothing


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who works at the lender, proven by a live session."""

    id: int
    user_name: str
    name: str
    role: Role
    session_ref: str
    signed_in_at: datetime


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Somebody does something: `now` is the time of sessions, `business_now` that of money."""

    who: Colleague
    client: Client
    now: datetime
    business_now: datetime


def note(
    session: Session, deed: Deed, kind: str, *, subject: str | None = None, **detail: str
) -> None:
    """Add a line to the audit trail, in the transaction of what it tells of: `desk:` and `kind`."""
    audit.record(
        session,
        kind=f"desk:{kind}",
        at=deed.now,
        login_id=None,
        user_name_hash=None,
        client=deed.client,
        session_ref=deed.who.session_ref,
        subject=subject,
        by=deed.who.user_name,
        role=deed.who.role,
        **detail,
    )
