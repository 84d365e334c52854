"""What happens without anybody asking: when each job ran, and what it had to set aside."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_portal.models.base import STRICT, cents, instant, key, refers, text


class JobRun(SQLModel, table=True):
    """One run of a job that has done something, or has failed."""

    __tablename__ = "job_run"
    __table_args__ = (STRICT,)

    id: int | None = key()
    job: str = text(40, index=True)
    business_date: date
    started_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    done: int = 0
    set_aside: int = 0
    failure: str | None = text(200, nullable=True)


class SetAside(SQLModel, table=True):
    """A contract that a job could not do and passed over, until a person has looked at it."""

    __tablename__ = "set_aside"
    __table_args__ = (UniqueConstraint("job", "contract_id"), STRICT)

    id: int | None = key()
    job: str = text(40)
    contract_id: int = refers("contract.id")
    reason: str = text(300)
    at: datetime = instant()


class Bill(SQLModel, table=True):
    """An installment that was billed: what was asked for, and by when (R2.1)."""

    __tablename__ = "bill"
    __table_args__ = (
        UniqueConstraint("contract_id", "due_on"),
        CheckConstraint("amount_cents >= 0", name="amount"),
        STRICT,
    )

    id: int | None = key()
    contract_id: int = refers("contract.id", index=False)
    due_on: date
    installment: int
    amount_cents: int = cents()
    billed_on: date


class ReminderChoice(SQLModel, table=True):
    """How a borrower wants to be reminded of what falls due."""

    __tablename__ = "reminder_choice"
    __table_args__ = (
        UniqueConstraint("borrower_id"),
        CheckConstraint("days_before BETWEEN 1 AND 10", name="days_before"),
        STRICT,
    )

    id: int | None = key()
    borrower_id: int = refers("borrower.id", index=False)
    by_email: bool = True
    by_text: bool = False
    days_before: int = Field(default=3)
    changed_at: datetime = instant()
