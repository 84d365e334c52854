"""After the last payment: the clearing of the money, the lien, the title (1.11)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, instant, key, refers, text


class Title(SQLModel, table=True):
    """What became of the title of a vehicle that is paid off. Days without which are to come."""

    __tablename__ = "title"
    __table_args__ = (
        UniqueConstraint("contract_id"),
        CheckConstraint("form IN ('electronic', 'paper')", name="form"),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    title_state: str | None = text(2, nullable=True)
    form: str | None = text(10, nullable=True)  # None: we were not told
    closed_on: date  # the payment that paid it off counts from here
    clears_on: date  # when the money is final for us (R11.2)
    release_by: date | None = Field(default=None, index=True)  # the state's clock (R11.3)
    released_on: date | None = Field(default=None)
    paid_in_full_id: int | None = refers("document.id", index=False, nullable=True)
    release_id: int | None = refers("document.id", index=False, nullable=True)
    sent_on: date | None = Field(default=None)
    sent_how: str | None = text(80, nullable=True)
    tracking: str | None = text(60, nullable=True)
    came_back_on: date | None = Field(default=None)  # the payoff: the contract is open again
    changed_at: datetime = instant()


class AccountFlag(SQLModel, table=True):
    """What changes how a contract is serviced: service orders, a bankruptcy, a death (1.22)."""

    __tablename__ = "account_flag"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('scra', 'bankruptcy', 'deceased', 'litigation', 'total_loss')", name="kind"
        ),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id")
    borrower_id: int | None = refers("borrower.id", index=False, nullable=True)  # whom it is about
    kind: str = text(12)
    starts_on: date
    ends_on: date | None = Field(default=None)
    noted_at: datetime = instant()
    noted_by: str = text(60)
