"""What a borrower proves themselves with beside a password, and every secret that works once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text


class Authenticator(SQLModel, table=True):
    """An authenticator app. Its seed is sealed (services/vault.py)."""

    __tablename__ = "authenticator"
    __table_args__ = (UniqueConstraint("ref"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    login_id: int = refers("login.id")
    name: str = text(60)
    seed_sealed: str = text(200)
    begun_by: str = text(24)  # the session that was shown the seed, and alone may confirm it
    created_at: datetime = instant()
    confirmed_at: datetime | None = instant(nullable=True)
    last_step: int = 0  # of 30 seconds; a code of this one or an earlier one is refused
    last_used_at: datetime | None = instant(nullable=True)


class Passkey(SQLModel, table=True):
    """A WebAuthn credential."""

    __tablename__ = "passkey"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("credential_id"),
        CheckConstraint("sign_count >= 0", name="sign_count"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    login_id: int = refers("login.id")
    name: str = text(60)
    credential_id: str = text(1400)  # base64url
    public_key: str = text(2800)  # base64url
    sign_count: int
    transports: str = text(80)  # separated by ","
    is_backed_up: bool
    created_at: datetime = instant()
    last_used_at: datetime | None = instant(nullable=True)


class Challenge(SQLModel, table=True):
    """What a passkey must sign: once, and only for whoever asked for it."""

    __tablename__ = "challenge"
    __table_args__ = (
        UniqueConstraint("value"),
        Index("ix_challenge_owner_purpose", "owner", "purpose"),
        STRICT,
    )

    id: int | None = key()
    owner: str = text(24)  # ref of a session or of a PreAuth
    purpose: str = text(40)
    value: str = text(88)  # base64url
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)


class OneTimeCode(SQLModel, table=True):
    """A code that was sent. The newest of its owner and purpose is the only one that works."""

    __tablename__ = "one_time_code"
    __table_args__ = (Index("ix_one_time_code_owner_purpose", "owner", "purpose"), STRICT)

    id: int | None = key()
    owner: str = text(24)  # ref of a session or of a PreAuth
    purpose: str = text(40)
    channel: str = text(8)  # email or text
    contact_hash: str = text(64)  # keyed
    code_hash: str = text(64)  # keyed, with owner, purpose and contact
    tries: int = 0
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)


class RecoveryCode(SQLModel, table=True):
    """One of the ten codes on paper."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("code_hash"), STRICT)

    id: int | None = key()
    login_id: int = refers("login.id")
    code_hash: str = text(64)  # keyed
    created_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)


class TrustedDevice(SQLModel, table=True):
    """A browser that is not asked for a second factor for 30 days."""

    __tablename__ = "trusted_device"
    __table_args__ = (UniqueConstraint("ref"), UniqueConstraint("secret_hash"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    login_id: int = refers("login.id")
    secret_hash: str = text(64)  # keyed, with the login
    created_at: datetime = instant()
    expires_at: datetime = instant()
    last_used_at: datetime | None = instant(nullable=True)
    revoked_at: datetime | None = instant(nullable=True)
    ip: str = text(45)
    user_agent: str = text(200)


class UndoLink(SQLModel, table=True):
    """The secret in a notice by which its receiver can say "this wasn't me", once, for 72 hours."""

    __tablename__ = "undo_link"
    __table_args__ = (UniqueConstraint("secret_hash"), STRICT)

    id: int | None = key()
    login_id: int = refers("login.id")
    secret_hash: str = text(64)  # keyed
    about: str = text(40)  # the kind of the event that was told
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)
