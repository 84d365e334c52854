"""How the cost of another due date, or of an extension, comes about: interest of more days."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.events import DueDateChanged, Event, Extended
from finance_portal.domain.position import Position
from finance_portal.domain.relief import ReliefPreview
from finance_portal.domain.schedule import ScheduleRow
from finance_portal.domain.terms import LoanTerms
from finance_portal.domain.working.balances import interest_through
from finance_portal.domain.working.lines import (
    Working,
    amount_line,
    count,
    day_text,
    interest_lines,
)
from finance_portal.domain.working.trace import Segment, Trace, trace
from finance_portal.language import say, say_number, sentence

AFTER_IT = (
    sentence("In the {number} payment after it"),
    sentence("In the {number} payments after it"),
)
AFTER_IT_NOW = (
    sentence("In the {number} payment after it, as it is now"),
    sentence("In the {number} payments after it, as it is now"),
)


def more_interest(
    terms: LoanTerms,
    events: Iterable[Event],
    change: DueDateChanged | Extended,
    preview: ReliefPreview,
) -> Working:
    """Return the interest that a change adds: in the next payment, and in those after it (R8.2).

    `preview` is what `preview_relief` makes of the same events and change.
    """
    traced = trace(terms, [*events, change], change.effective_on)
    after, before = preview.after, preview.before
    lines = [
        *_next_payment(traced, after[0]),
        amount_line(
            say("The same until {day}, as it is now", day=day_text(before[0].due_on)),
            -before[0].interest,
        ),
        *_later(after[1:], before[1:]),
        amount_line(say("More interest in all"), preview.total_interest_added),
    ]
    return Working(tuple(lines), preview.total_interest_added)


def waiting(position: Position, days: int, charge: Cents) -> Working:
    """Return what it costs to pay some days later: their interest, and a charge for being late."""
    segment = Segment(
        start=position.on,
        end=position.on + timedelta(days=days),
        principal=position.principal,
        rate=position.rate,
        day_count=position.terms.day_count,
        due_day=position.on.day,
    )
    rounding = position.terms.rounding
    total = rounded(segment.interest, rounding) + charge
    lines = [
        *interest_lines([segment], rounding),
        *([amount_line(say("Late charge"), charge)] if charge else []),
        amount_line(
            say("Costs at most, if it is paid {days} late", days=count(days, "day")), total
        ),
    ]
    return Working(tuple(lines), total)


def _next_payment(traced: Trace, row: ScheduleRow) -> list[str]:
    """Return the interest until the new due date; what a payment cannot take is paid later."""
    owed = traced.position.interest_through(row.due_on)
    later = amount_line(
        say("Beyond the payment, so it comes with those after it"), row.interest - owed
    )
    return [*interest_through(traced, row.due_on), *([later] if owed != row.interest else [])]


def _later(after: Sequence[ScheduleRow], before: Sequence[ScheduleRow]) -> list[str]:
    if not after and not before:
        return []
    return [
        amount_line(say_number(len(after), *AFTER_IT), _interest(after)),
        amount_line(
            say_number(len(before), *AFTER_IT_NOW),
            -_interest(before),
        ),
    ]


def _interest(rows: Iterable[ScheduleRow]) -> Cents:
    return sum((row.interest for row in rows), ZERO)
