"""Who may look at a contract that does not bind them, and every look that was taken."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text


class Delegation(SQLModel, table=True):
    """One person's access to one contract, given by one whom it binds.

    Its life: invited (a link by mail, 72 hours), accepted (`delegate_id`), ended. To see the
    figures is always part of it. What the other two rights are may be changed; `changed_at` says
    when anything was, so that open tabs learn of it.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("secret_hash"),
        Index("ix_delegation_changed_at", "changed_at"),
        CheckConstraint("(ended_at IS NULL) = (ended_for IS NULL)", name="ended"),
        CheckConstraint("accepted_at IS NULL OR delegate_id IS NOT NULL", name="accepted"),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    contract_id: int = refers("contract.id")
    giver_id: int = refers("borrower.id")
    delegate_id: int | None = refers("borrower.id", nullable=True)  # may be set up, not yet in
    name: str = text(80)  # as the giver calls them
    email: str = text(254)  # where the invitation went; lower case
    may_pay: bool
    may_see_documents: bool
    through_on: date  # the last day
    secret_hash: str = text(64)  # of the newest link
    invited_at: datetime = instant()
    expires_at: datetime = instant()  # of the link
    accepted_at: datetime | None = instant(nullable=True)
    changed_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_for: str | None = text(12, nullable=True)  # "revoked", "given_up", "frozen"


class QuoteLink(SQLModel, table=True):
    """A link to one quote, for whoever has it, until its last day or until it is taken back."""

    __tablename__ = "quote_link"
    __table_args__ = (UniqueConstraint("ref"), UniqueConstraint("secret_hash"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    contract_id: int = refers("contract.id")
    borrower_id: int = refers("borrower.id")
    quote_id: int = refers("quote.id")
    recipient: str = text(120)  # for whom it was made
    secret_hash: str = text(64)
    made_at: datetime = instant()
    through_on: date
    revoked_at: datetime | None = instant(nullable=True)


class AccessLook(SQLModel, table=True):
    """One look at a contract by somebody whom it does not bind. Rows are added, never changed."""

    __tablename__ = "access_look"
    __table_args__ = (
        UniqueConstraint("once"),
        Index("ix_access_look_of", "contract_id", "at"),
        CheckConstraint("kind IN ('delegate', 'link', 'servicer')", name="kind"),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    at: datetime = instant()
    kind: str = text(12)
    name: str = text(120)  # of who looked
    what: str = text(60)  # the page or the paper: a key of services/access_log.py: WHAT
    reason: str | None = text(200, nullable=True)  # why, of the servicer's people
    ip: str = text(45)
    once: str = text(160)  # who, what and which minute: one line for all looks of a minute
