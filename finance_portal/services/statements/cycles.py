"""How far the statements of contracts are, and from when on there are any."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session

from finance_portal.bulk import Values, insert_many
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.events import DueDateChanged, Event
from finance_portal.domain.statement import Period, stated_after, stated_before
from finance_portal.models.base import table_of
from finance_portal.models.documents import StatementCycle
from finance_portal.services.contracts import File
from finance_portal.services.nightly.files import plain

KEY = "contract_id"


def cycles_of(session: Session, contract_ids: list[int]) -> dict[int, StatementCycle]:
    """Return the cycles of contracts, to be read only; a new contract has none yet."""
    return {each.contract_id: each for each in plain(session, StatementCycle, KEY, contract_ids)}


def first_cycle(file: File, since: date) -> StatementCycle:
    """Return the cycle of a contract whose statements begin with the period that holds a day."""
    begun = max(since, file.terms.billing.interest_from)
    due_day = due_day_of(file)
    next_on = stated_after(begun, due_day)
    return StatementCycle(
        contract_id=file.contract.id or 0,
        starts_on=max(file.terms.billing.interest_from, stated_before(next_on, due_day)),
        next_on=next_on,
        version=file.contract.version,
        tax_year=since.year - 1,
    )


def period_of(cycle: StatementCycle) -> Period | None:
    """Return the period of the next statement; None when there are no more."""
    return Period(cycle.starts_on, cycle.next_on - ONE_DAY) if cycle.next_on else None


def due_day_of(file: File) -> int:
    """Return the day of the month on which a contract falls due now."""
    return _due_day(file.events) or file.contract.due_day


def write(session: Session, lines: Sequence[Values], changed: Sequence[str]) -> None:
    """Write cycles; of those that are there, only some columns."""
    insert_many(session, table_of(StatementCycle), lines, over=[KEY], changed=changed)


def values_of(cycle: StatementCycle) -> Values:
    """Return the columns of a cycle."""
    names = [column.name for column in table_of(StatementCycle).columns]
    return {name: getattr(cycle, name) for name in names}


def _due_day(events: Iterable[Event]) -> int | None:
    days = [event.due_day for event in events if isinstance(event, DueDateChanged)]
    return days[-1] if days else None
