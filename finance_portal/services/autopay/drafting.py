"""What may be drafted on a day, from the rows: the jobs and the forecast ask the same question."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from finance_portal.domain.autopay import Draft, draft_on, permitted
from finance_portal.domain.cents import ZERO
from finance_portal.domain.position import Position
from finance_portal.models.autopay import Autopay, AutopayDebit
from finance_portal.services.autopay.plans import plan_of

NOTHING = Draft(ZERO)


def draft_for(session: Session, row: Autopay, position: Position, on: date) -> Draft:
    """Return what the job debits on a day: nothing if skipped, capped if not announced (R15.2)."""
    known = session.exec(
        select(AutopayDebit).where(
            col(AutopayDebit.autopay_id) == row.id, col(AutopayDebit.debit_on) == on
        )
    ).one_or_none()
    return allowed(row, known, draft_on(plan_of(row), position, on), on)


def allowed(row: Autopay, known: AutopayDebit | None, wanted: Draft, on: date) -> Draft:
    """Return what may be debited of what is wanted, from what is known of that debit."""
    if known and known.status != "announced":  # skipped, or drafted before
        return NOTHING
    return permitted(
        wanted,
        previous=row.last_amount_cents if row.last_amount_cents is not None else wanted.amount,
        debit_on=on,
        announced=known.announced_cents if known else None,
        announced_on=known.announced_on if known else None,
    )


def skipped_days(debits: Iterable[AutopayDebit]) -> frozenset[date]:
    """Return the days on which nothing is debited, because the borrower said so."""
    return frozenset(each.debit_on for each in debits if each.status == "skipped")
