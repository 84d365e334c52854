"""Borrowers, as the lender knows them. What opens the door for them is in security.py."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from finance_portal.models.base import STRICT, key, refers, text


class Borrower(SQLModel, table=True):
    """A person who is bound by at least one contract."""

    __tablename__ = "borrower"
    __table_args__ = (UniqueConstraint("ref"), UniqueConstraint("external_id"), STRICT)

    id: int | None = key()
    ref: str = text(24)
    external_id: str = text(64)  # the lender's own name for this person, for boarding twice
    first_name: str = text(80)
    last_name: str = text(80)
    display_name: str | None = text(40, nullable=True)  # as they want to be called
    email: str | None = text(254, nullable=True)
    phone: str | None = text(20, nullable=True)  # E.164
    zip: str | None = text(5, nullable=True)  # of the mailing address; a guest types it
    language: str = text(2, default="en")  # a key of language.LANGUAGES
    tax_id_sealed: str | None = text(80, nullable=True)  # services/tax_ids.py

    @property
    def name(self) -> str:
        """Return the legal name, as papers have it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def shown_name(self) -> str:
        """Return the name that the portal's pages call somebody by."""
        return self.display_name or self.name


class Obligor(SQLModel, table=True):
    """A borrower's bond to a contract: the one who signed first, or a co-obligor."""

    __tablename__ = "obligor"
    __table_args__ = (UniqueConstraint("contract_id", "borrower_id"), STRICT)

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    borrower_id: int = refers("borrower.id")
    is_primary: bool
