"""The lender's own people: how they get in, why they looked, what they proposed and noted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text

ROLES = ("agent", "supervisor", "auditor")
PROPOSALS = ("waiver", "credit", "request")
OUTCOMES = ("open", "approved", "declined", "withdrawn")
LOOKED_AT = ("payment", "refund", "dispute", "processor_event", "set_aside", "security_case")


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class DeskUser(SQLModel, table=True):
    """Somebody who works at the lender. Never a borrower's login, and never deleted."""

    __tablename__ = "desk_user"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("user_name"),
        CheckConstraint(f"role IN ({_quoted(ROLES)})", name="role"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    user_name: str = text(64)
    name: str = text(80)
    role: str = text(12)
    password_hash: str = text(160)  # services/passwords.py
    seed_sealed: str = text(200)  # of the authenticator app
    last_step: int = 0  # of 30 seconds; a code of this one or an earlier one is refused
    created_at: datetime = instant()
    disabled_at: datetime | None = instant(nullable=True)


class DeskSession(SQLModel, table=True):
    """One signed-in browser at the desk. The cookie's secret is here by its keyed hash only."""

    __tablename__ = "desk_session"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("secret_hash"),
        CheckConstraint("(ended_at IS NULL) = (ended_for IS NULL)", name="ended"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    user_id: int = refers("desk_user.id")
    secret_hash: str = text(64)
    signed_in_at: datetime = instant()
    last_seen_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_for: str | None = text(20, nullable=True)
    ip: str = text(45)
    user_agent: str = text(200)


class DeskLook(SQLModel, table=True):
    """Why somebody opened an account, and until when that reason lets them look."""

    __tablename__ = "desk_look"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_desk_look_of", "user_id", "contract_id", "until"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    user_id: int = refers("desk_user.id", index=False)
    contract_id: int = refers("contract.id")
    reason: str = text(20)  # services/desk/looks.REASONS
    note_sealed: str | None = text(1000, nullable=True)
    at: datetime = instant()
    until: datetime = instant()


class DeskProposal(SQLModel, table=True):
    """What one person proposes and another one decides: money, and what moves money."""

    __tablename__ = "desk_proposal"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("form_token"),
        UniqueConstraint("event_id"),
        CheckConstraint(f"kind IN ({_quoted(PROPOSALS)})", name="kind"),
        CheckConstraint(f"status IN ({_quoted(OUTCOMES)})", name="status"),
        CheckConstraint("(status = 'open') = (decided_by_id IS NULL)", name="decided"),
        CheckConstraint(
            "status <> 'approved' OR decided_by_id <> proposed_by_id", name="four_eyes"
        ),
        Index("ix_desk_proposal_status", "status"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    form_token: str = text(40)  # one filled-in form is one proposal, however often it is sent
    kind: str = text(12)
    contract_id: int = refers("contract.id")
    request_id: int | None = refers("service_request.id", index=False, nullable=True)
    bucket: str | None = text(20, nullable=True)
    amount_cents: int | None = cents(nullable=True)
    effective_on: date | None = Field(default=None)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    reason: str = text(500)
    status: str = text(12, default="open")
    proposed_by_id: int = refers("desk_user.id", index=False)
    proposed_at: datetime = instant()
    decided_by_id: int | None = refers("desk_user.id", index=False, nullable=True)
    decided_at: datetime | None = instant(nullable=True)
    decided_note: str | None = text(500, nullable=True)
    event_id: int | None = refers("contract_event.id", index=False, nullable=True)


class DeskMark(SQLModel, table=True):
    """Somebody looked at what needs a person, and says what came of it."""

    __tablename__ = "desk_mark"
    __table_args__ = (
        UniqueConstraint("kind", "row_id", "finding"),
        CheckConstraint(f"kind IN ({_quoted(LOOKED_AT)})", name="kind"),
        STRICT,
    )

    id: int | None = key()
    kind: str = text(20)
    row_id: int
    finding: str = text(300)  # as it stood: another one needs another look
    note: str = text(500)
    user_id: int = refers("desk_user.id", index=False)
    at: datetime = instant()
