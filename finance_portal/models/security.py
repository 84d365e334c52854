"""What opens the door: logins, the sessions they begin, and a record of who knocked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text


class Login(SQLModel, table=True):
    """How one borrower proves who they are."""

    __tablename__ = "login"
    __table_args__ = (UniqueConstraint("user_name"), UniqueConstraint("borrower_id"), STRICT)

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    user_name: str = text(64)  # canonical form: services/sign_in.py
    password_hash: str = text(160)  # services/passwords.py
    created_at: datetime = instant()
    password_set_at: datetime = instant()
    disabled_at: datetime | None = instant(nullable=True)


class PortalSession(SQLModel, table=True):
    """One signed-in browser. The cookie's secret is known here only by its keyed hash."""

    __tablename__ = "portal_session"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("secret_hash"),
        UniqueConstraint("previous_hash"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_for IS NULL)", name="revoked"),
        Index("ix_portal_session_login_id_revoked_at", "login_id", "revoked_at"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)  # public: stands in the client token, carries no authority
    login_id: int = refers("login.id", index=False)
    secret_hash: str = text(64)
    previous_hash: str | None = text(64, nullable=True)
    created_at: datetime = instant()
    rotated_at: datetime = instant()
    last_seen_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
    revoked_for: str | None = text(20, nullable=True)
    ip: str = text(45)
    user_agent: str = text(200)


class SecurityEvent(SQLModel, table=True):
    """One line of the sign-in history. Rows are added, never changed or removed."""

    __tablename__ = "security_event"
    __table_args__ = (Index("ix_security_event_login_id_at", "login_id", "at"), STRICT)

    id: int | None = key()
    at: datetime = instant()
    kind: str = text(40)  # subject:action:result, such as account:sign_in:refused
    login_id: int | None = refers("login.id", index=False, nullable=True)
    session_ref: str | None = text(24, nullable=True)
    user_name_hash: str | None = text(64, nullable=True)  # keyed: people type passwords here
    ip: str = text(45)
    user_agent: str = text(200)
