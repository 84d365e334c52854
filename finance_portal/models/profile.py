"""What borrowers say of themselves. Nothing is overwritten: what was said before stays."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text


class PostalAddress(SQLModel, table=True):
    """Where mail goes, or where the vehicle is kept; the current one has no end."""

    __tablename__ = "postal_address"
    __table_args__ = (
        UniqueConstraint("ref"),
        CheckConstraint("kind IN ('mailing', 'garaging')", name="kind"),
        Index(
            "uq_postal_address_current",
            "borrower_id",
            "kind",
            unique=True,
            sqlite_where=sql("until IS NULL"),
            postgresql_where=sql("until IS NULL"),
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int = refers("borrower.id")
    kind: str = text(8)
    address_sealed: str = text(900)  # JSON of domain/addresses.Address: services/addresses.py
    since: datetime = instant()
    until: datetime | None = instant(nullable=True)
    is_changed: bool = False  # by the borrower: what came with the contract holds up nothing


class Telephone(SQLModel, table=True):
    """A number on which a person of ours may call. Codes and texts go elsewhere: Login.phone."""

    __tablename__ = "telephone"
    __table_args__ = (
        UniqueConstraint("ref"),
        CheckConstraint("kind IN ('mobile', 'home', 'work')", name="kind"),
        Index(
            "uq_telephone_main",
            "borrower_id",
            unique=True,
            sqlite_where=sql("is_main = 1 AND removed_at IS NULL"),
            postgresql_where=sql("is_main AND removed_at IS NULL"),
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    borrower_id: int = refers("borrower.id")
    number_sealed: str = text(160)  # E.164
    kind: str = text(6)
    is_main: bool
    added_at: datetime = instant()
    removed_at: datetime | None = instant(nullable=True)


class PaperlessStep(SQLModel, table=True):
    """A consent to electronic records given, withdrawn, or refused by its test (1.20)."""

    __tablename__ = "paperless_step"
    __table_args__ = (
        CheckConstraint("action IN ('given', 'withdrawn', 'refused')", name="action"),
        STRICT,
    )

    id: int | None = key()
    borrower_id: int = refers("borrower.id")
    action: str = text(9)
    version: str = text(20)  # of the text that was shown
    at: datetime = instant()
    ip: str = text(45)
    user_agent: str = text(200)


class PaperPeriod(SQLModel, table=True):
    """A time in which somebody who had agreed to electronic records gets paper; open: until now."""

    __tablename__ = "paper_period"
    __table_args__ = (
        Index(
            "uq_paper_period_open",
            "borrower_id",
            unique=True,
            sqlite_where=sql("until IS NULL"),
            postgresql_where=sql("until IS NULL"),
        ),
        STRICT,
    )

    id: int | None = key()
    borrower_id: int = refers("borrower.id")
    since: datetime = instant()
    until: datetime | None = instant(nullable=True)


class PaperMail(SQLModel, table=True):
    """A document to be printed and posted to somebody, until the lender's export took it."""

    __tablename__ = "paper_mail"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("document_id", "borrower_id", "place"),
        CheckConstraint("place IN ('now', 'old', 'new')", name="place"),
        Index(
            "ix_paper_mail_waiting",
            "id",
            sqlite_where=sql("printed_at IS NULL"),
            postgresql_where=sql("printed_at IS NULL"),
        ),
        STRICT,
    )

    id: int | None = key()
    ref: str = text(24)
    document_id: int = refers("document.id", index=False)
    borrower_id: int = refers("borrower.id")
    place: str = text(3)  # now: where mail goes when it is printed; old, new: of a changed address
    to_sealed: str | None = text(900, nullable=True)  # of an old or new address
    marked_at: datetime = instant()
    printed_at: datetime | None = instant(nullable=True)


class PrivacyChoice(SQLModel, table=True):
    """What somebody has said about a way to share what is known of them; the last one counts."""

    __tablename__ = "privacy_choice"
    __table_args__ = (STRICT,)

    id: int | None = key()
    borrower_id: int = refers("borrower.id")
    choice: str = text(24)  # services/profile/privacy.py
    is_out: bool
    version: str = text(20)  # of the notice that was shown
    at: datetime = instant()
    ip: str = text(45)
    user_agent: str = text(200)
