"""What opens the door: logins, the sessions they begin, and a record of who knocked."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text


class Login(SQLModel, table=True):
    """How one borrower proves who they are."""

    __tablename__ = "login"
    __table_args__ = (
        UniqueConstraint("user_name"),
        UniqueConstraint("email"),
        UniqueConstraint("borrower_id"),
        STRICT,
    )

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    user_name: str = text(64)  # canonical form: services/sign_in.py
    email: str | None = text(254, nullable=True)  # proven to be theirs; lower case
    phone: str | None = text(20, nullable=True)  # proven to be theirs; E.164
    password_hash: str = text(160)  # services/passwords.py
    created_at: datetime = instant()
    password_set_at: datetime = instant()
    disabled_at: datetime | None = instant(nullable=True)  # by the lender
    frozen_at: datetime | None = instant(nullable=True)  # by the borrower: "this wasn't me"
    held_until: datetime | None = instant(nullable=True)  # no new way to move money before


class PortalSession(SQLModel, table=True):
    """One signed-in browser. The cookie's secret is known here only by its keyed hash."""

    __tablename__ = "portal_session"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("secret_hash"),
        UniqueConstraint("previous_hash"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_for IS NULL)", name="revoked"),
        CheckConstraint("(fresh_for IS NULL) = (fresh_at IS NULL)", name="fresh"),
        Index("ix_portal_session_login_id_revoked_at", "login_id", "revoked_at"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # public: stands in the client token, carries no authority
    login_id: int = refers("login.id", index=False)
    secret_hash: str = text(64)
    previous_hash: str | None = text(64, nullable=True)
    method: str = text(40)  # how they proved themselves: services/proofs.py
    signed_in_at: datetime = instant()  # kept when a step-up replaces the row
    created_at: datetime = instant()
    rotated_at: datetime = instant()
    last_seen_at: datetime = instant()
    fresh_for: str | None = text(20, nullable=True)  # the one purpose of the last step-up
    fresh_at: datetime | None = instant(nullable=True)
    revoked_at: datetime | None = instant(nullable=True)
    revoked_for: str | None = text(20, nullable=True)
    ip: str = text(45)
    user_agent: str = text(200)


class PreAuth(SQLModel, table=True):
    """Somebody on the way in: signing in, registering or recovering, in one browser.

    It has a cookie of its own. Where nobody stands behind the name that was typed, the row is a
    decoy without a login, and everything goes on as if there were one.
    """

    __tablename__ = "pre_auth"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("secret_hash"),
        Index("ix_pre_auth_expires_at", "expires_at"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # begins with "p", which no session's does
    secret_hash: str = text(64)
    journey: str = text(20)  # services/pre_auth.Journey
    step: str = text(20)  # services/pre_auth.Step: what is asked next
    login_id: int | None = refers("login.id", index=False, nullable=True)
    borrower_id: int | None = refers("borrower.id", index=False, nullable=True)
    contract_id: int | None = refers("contract.id", index=False, nullable=True)
    channel: str | None = text(8, nullable=True)  # where the last code went: "email" or "text"
    proven: str = text(80)  # what has been shown so far, separated by "+"
    next_page: str = text(80)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ip: str = text(45)
    user_agent: str = text(200)


class SecurityEvent(SQLModel, table=True):
    """One line of the audit trail. Rows are added, never changed or removed.

    The lines of a login are its sign-in history. `number` and `mac` chain the rows:
    services/audit.py.
    """

    __tablename__ = "security_event"
    __table_args__ = (
        Index("ix_security_event_login_id_at", "login_id", "at"),
        Index("uq_security_event_number", "number", unique=True),
        STRICT,
    )

    id: int | None = key()
    at: datetime = instant()
    kind: str = text(40)  # subject:action:result, such as account:sign_in:refused
    login_id: int | None = refers("login.id", index=False, nullable=True)
    session_ref: str | None = text(24, nullable=True)
    user_name_hash: str | None = text(64, nullable=True)  # keyed: people type passwords here
    subject: str | None = text(64, nullable=True)  # the ref of what it is about
    detail: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    ip: str = text(45)
    user_agent: str = text(200)
    number: int | None = Field(default=None)  # its place in the chain; None before the chain began
    mac: str | None = text(64, nullable=True)


class AuditHead(SQLModel, table=True):
    """The newest line of the audit trail: one row, which every new line moves."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: int | None = key()
    number: int
    mac: str = text(64)


class SecurityCase(SQLModel, table=True):
    """Something a person at the lender must look at: a borrower said "this wasn't me"."""

    __tablename__ = "security_case"
    __table_args__ = (UniqueConstraint("ref"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    login_id: int = refers("login.id")
    kind: str = text(40)
    event_id: int | None = refers("security_event.id", index=False, nullable=True)
    opened_at: datetime = instant()
    closed_at: datetime | None = instant(nullable=True)


class Acceptance(SQLModel, table=True):
    """A version of a document that a borrower agreed to."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("login_id", "document", "version"), STRICT)

    id: int | None = key()
    login_id: int = refers("login.id", index=False)
    document: str = text(20)  # esign, terms, privacy
    version: str = text(20)
    accepted_at: datetime = instant()
    ip: str = text(45)
    user_agent: str = text(200)
