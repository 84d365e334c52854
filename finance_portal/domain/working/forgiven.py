"""How the interest came about that a cap during military service has forgiven (1.22)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from finance_portal.domain.cents import Rounding, dollars, rounded
from finance_portal.domain.events import Event
from finance_portal.domain.rates import percent
from finance_portal.domain.scra import Span, forgiven_spans
from finance_portal.domain.terms import LoanTerms
from finance_portal.domain.working.lines import (
    MINUS,
    ROUNDED,
    TIMES,
    Working,
    amount_line,
    day_text,
    exact_text,
    part_of_year,
    span_text,
)
from finance_portal.language import say


def forgiven(terms: LoanTerms, events: Sequence[Event], *, since: date, until: date) -> Working:
    """Return what would have accrued above the cap, span by span, rounded once."""
    spans = list[Span]()
    for each in forgiven_spans(terms, events, since=since, until=until):
        if spans and replace(spans[-1], start=each.start, end=each.end) == each:
            spans[-1] = replace(spans[-1], end=each.end)
        else:
            spans.append(each)
    exact = sum((each.forgiven for each in spans), Fraction(0))
    result = rounded(exact)
    together = [say("Together: {exact}", exact=exact_text(exact))] if len(spans) > 1 else []
    lines = [
        *map(_line, spans),
        *together,
        *([amount_line(say(ROUNDED[Rounding.HALF_UP]), result)] if spans else []),
        amount_line(say("Forgiven through {day}", day=day_text(until)), result),
    ]
    return Working(tuple(lines), result)


def _line(each: Span) -> str:
    days = span_text(each.start, each.end)
    less = f"({percent(each.contract_rate)} {MINUS} {percent(each.rate)})"
    part = part_of_year(each.day_count, each.start, each.end, due_day=each.due_day)
    owed = f"{dollars(each.principal)} {TIMES} {less} {TIMES} {part}"
    return f"{days}: {owed} = {exact_text(each.forgiven)}"
