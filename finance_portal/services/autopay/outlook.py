"""The forecast of one contract's autopay, from what is posted, on its way and ordered."""

from datetime import date

from sqlmodel import Session

from finance_portal.domain.autopay import Debit, Draft, Plan, forecast, next_debit_on
from finance_portal.domain.cents import Cents
from finance_portal.domain.deadlines import varying_amount_notice
from finance_portal.domain.events import Event
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.models.autopay import Autopay, AutopayDebit
from finance_portal.services.autopay.drafting import allowed, skipped_days
from finance_portal.services.autopay.plans import debits_of, plan_of
from finance_portal.services.contracts import File
from finance_portal.services.waiting_orders import as_paid, waiting_on

A_LOT: Cents = 1_000_000_000


def foreseen(session: Session, file: File) -> list[Event]:
    """Return the events with all payments that are on their way or ordered for a later day."""
    waiting = waiting_on(session, file.contract.id or 0)
    return [*file.foreseen(), *as_paid(file, waiting)]


def outlook(
    session: Session, file: File, row: Autopay, today: date, *, months: int = 12
) -> list[Debit]:
    """Return every debit to come of an autopay that is on; none while it is paused for good."""
    if row.status != "active" or row.next_debit_on is None:
        return []
    debits = debits_of(session, row)
    return forecast(
        plan_of(row),
        file.terms.billing,
        foreseen(session, file),
        today=today,
        months=months,
        first=row.next_debit_on,
        skipped=skipped_days(debits),
        most=_most(row, debits, today),
        since=file.contract.serviced_from,
    )


def planned(
    session: Session, file: File, plan: Plan, today: date, *, months: int = 12
) -> list[Debit]:
    """Return every debit of a plan that is not signed yet."""
    return forecast(
        plan,
        file.terms.billing,
        foreseen(session, file),
        today=today,
        months=months,
        since=file.contract.serviced_from,
    )


def next_on(session: Session, file: File, row: Autopay, after: date) -> date | None:
    """Return the next day on which the job has to look, for the row."""
    return next_debit_on(plan_of(row), position_of(session, file, after), after)


def position_of(session: Session, file: File, on: date) -> Position:
    """Return where the contract stands on a day, with what is on its way."""
    return replay(file.terms.billing, foreseen(session, file), on)


def _most(row: Autopay, debits: list[AutopayDebit], today: date) -> dict[date, Cents]:
    """Return the cap of the next debit, when it is too late to announce more (R15.2)."""
    on = row.next_debit_on
    if on is None or today <= varying_amount_notice(on):
        return {}
    known = next((each for each in debits if each.debit_on == on), None)
    return {on: allowed(row, known, Draft(A_LOT), on).amount} if row.last_amount_cents else {}
