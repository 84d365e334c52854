"""How the last payment of a projection comes about: what is left before it, and its interest."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from finance_portal.domain.events import Event, Payment
from finance_portal.domain.schedule import ScheduleRow, projected_schedule
from finance_portal.domain.terms import LoanTerms
from finance_portal.domain.working.balances import interest_through
from finance_portal.domain.working.lines import Working, amount_line, day_text
from finance_portal.domain.working.trace import Trace, trace
from finance_portal.language import say


def last_payment(terms: LoanTerms, events: Iterable[Event], on: date) -> Working | None:
    """Return the last payment, if every one before it is made when due; None if none is left.

    Open fees are no part of it, as in the projected schedule (R5.4).
    """
    known = list(events)
    rows = projected_schedule(terms, known, on)
    if not rows:
        return None
    ahead, last = _before_the_last(trace(terms, known, on), rows), rows[-1]
    kept = ahead.position.unapplied
    lines = [
        say(
            "If every payment until {day} is made when it is due.", day=day_text(ahead.position.on)
        ),
        amount_line(say("Principal"), ahead.position.principal),
        *interest_through(ahead, last.due_on),
        *([amount_line(say("Kept, not applied yet"), -kept)] if kept else []),
        amount_line(say("Last payment, on {day}", day=day_text(last.due_on)), last.payment),
    ]
    return Working(tuple(lines), last.payment)


def _before_the_last(traced: Trace, rows: list[ScheduleRow]) -> Trace:
    """Make the payments of all rows but the last."""
    book, on = traced.book, traced.position.on
    book.set_fees_aside()
    for row in rows[:-1]:
        on = row.due_on
        if row.payment:
            book.apply(_made(row))
    return replace(traced, position=book.position(on))


def _made(row: ScheduleRow) -> Payment:
    return Payment(
        effective_on=row.due_on,
        sequence=row.number,
        id=f"projected {row.number}",
        amount=row.payment,
    )
