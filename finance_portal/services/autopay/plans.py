"""Autopay between its rows and the arithmetic of domain/autopay."""

from datetime import date

from sqlmodel import Session, col, select

from finance_portal.domain.autopay import AmountRule, Frequency, Plan
from finance_portal.language import say
from finance_portal.models.autopay import Autopay, AutopayDebit
from finance_portal.services.flags import restrictions

ON = ("active", "paused")


class AutopayRefused(Exception):
    """Autopay cannot be changed like that; the message is fit for the borrower."""

    def __init__(self, message: str, field: str = "form") -> None:
        super().__init__(message)
        self.field = field


def refuse_other(running: Autopay | None, borrower_id: int) -> None:
    """Raise AutopayRefused for the other borrower: whose account it is decides (R15.8)."""
    if running and running.borrower_id != borrower_id:
        raise AutopayRefused(say("The other borrower of this contract has set up autopay."))


def refuse_restricted(session: Session, contract_id: int, today: date) -> None:
    """Raise AutopayRefused for a contract of which nothing may be debited for a time."""
    restricted = restrictions(session, contract_id, today)
    if restricted.no_debits:
        raise AutopayRefused(f"{restricted.words} {restricted.contact}")


def plan_of(row: Autopay) -> Plan:
    """Return what a borrower has chosen."""
    return Plan(
        amount=AmountRule(row.amount),
        fixed=row.fixed_cents,
        extra=row.extra_cents,
        frequency=Frequency(row.frequency),
        days_after_due=row.days_after_due,
        starts_on=row.starts_on,
        drafts_while_ahead=row.drafts_while_ahead,
        covers_balloon=row.covers_balloon,
        resumes_on=row.paused_until,
    )


def put_plan(row: Autopay, plan: Plan) -> None:
    """Keep what a borrower has chosen; a pause ends with it."""
    row.amount, row.frequency = plan.amount, plan.frequency
    row.fixed_cents = plan.fixed if plan.amount is AmountRule.FIXED else 0
    row.extra_cents = plan.extra if plan.amount is AmountRule.DUE_PLUS else 0
    row.days_after_due, row.starts_on = plan.days_after_due, plan.starts_on
    row.drafts_while_ahead, row.covers_balloon = plan.drafts_while_ahead, plan.covers_balloon
    row.status, row.paused_until, row.why = "active", plan.resumes_on, None


def autopay_on(session: Session, contract_id: int, *, locks: bool = True) -> Autopay | None:
    """Return the autopay of a contract that is on or paused, locked for this transaction.

    Whoever locks it has locked the contract before.
    """
    found = select(Autopay).where(
        col(Autopay.contract_id) == contract_id, col(Autopay.status).in_(ON)
    )
    return session.exec(found.with_for_update() if locks else found).one_or_none()


def debits_of(session: Session, row: Autopay) -> list[AutopayDebit]:
    """Return what is known of single debits, the oldest first."""
    return list(
        session.exec(
            select(AutopayDebit)
            .where(col(AutopayDebit.autopay_id) == row.id)
            .order_by(col(AutopayDebit.debit_on))
        )
    )
