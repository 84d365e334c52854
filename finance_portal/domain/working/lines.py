"""How a working is written: lines that a person can follow and a program can recompute.

A line with ` = ` is a formula, exact; `...` says that digits follow. Interest is summed exactly
until a line says how it is rounded. Amounts behind a colon are summed. The last line is the result.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import Cents, Rounding, dollars, rounded
from finance_portal.domain.day_count import DayCount, year_parts
from finance_portal.domain.rates import percent
from finance_portal.domain.working.trace import Segment
from finance_portal.language import say, say_number, sentence, short_day

TIMES = "\N{MULTIPLICATION SIGN}"
MINUS = "\N{MINUS SIGN}"

BUCKETS = {
    Bucket.INTEREST: sentence("interest"),
    Bucket.PRINCIPAL: sentence("principal"),
    Bucket.LATE_CHARGES: sentence("late charges"),
    Bucket.RETURNED_FEES: sentence("returned payment fees"),
    Bucket.OTHER_FEES: sentence("other fees"),
}
ROUNDED = {
    Rounding.HALF_UP: sentence("Rounded half up to whole cents"),
    Rounding.HALF_EVEN: sentence("Rounded to whole cents, halves to even"),
    Rounding.DOWN: sentence("Rounded down to whole cents"),
    Rounding.UP: sentence("Rounded up to whole cents"),
}


COUNTED = {
    "payment": (sentence("{number} payment"), sentence("{number} payments")),
    "month": (sentence("{number} month"), sentence("{number} months")),
    "mile": (sentence("{number} mile"), sentence("{number} miles")),
    "day": (sentence("{number} day"), sentence("{number} days")),
}


@dataclass(frozen=True, slots=True)
class Working:
    """How an amount was reached: lines as they are shown, the last of them the amount itself."""

    lines: tuple[str, ...]
    result: Cents


def day_text(day: date) -> str:
    """Write a day: "Nov 2, 2026"."""
    return short_day(day)


def span_text(start: date, end: date) -> str:
    """Write from when to when: "Nov 2, 2026 to Dec 2, 2026"."""
    return say("{first} to {last}", first=day_text(start), last=day_text(end))


def places_text(exact: Fraction, places: int = 4) -> str:
    """Write a number with some decimals, none of them rounded, and "..." where more follow."""
    scaled = exact * 10**places
    whole, decimals = divmod(scaled.numerator // scaled.denominator, 10**places)
    more = "" if scaled.denominator == 1 else "..."
    return f"{whole:,}.{decimals:0{places}d}{more}"


def exact_text(cents: Fraction) -> str:
    """Write exact cents in dollars with four decimals, none of them rounded."""
    return f"${places_text(cents / 100)}"


def amount_line(label: str, amount: Cents) -> str:
    """Write an amount behind its name."""
    return f"{label}: {dollars(amount)}"


def count(number: int, noun: str) -> str:
    """Write "1 payment", "12 payments". `noun` is a key of COUNTED."""
    return say_number(number, *COUNTED[noun])


def segment_line(segment: Segment) -> str:
    """Write the interest of some days: days x balance x rate / the days of the year."""
    span = span_text(segment.start, segment.end)
    factors = f"{dollars(segment.principal)} {TIMES} {percent(segment.rate)} {TIMES} "
    return f"{span}: {factors}{_part_of(segment)} = {exact_text(segment.interest)}"


def interest_lines(segments: list[Segment], rounding: Rounding) -> list[str]:
    """Write what accrued, day by day exact, and rounded once (R0.2)."""
    if not segments:
        return []
    exact = sum((segment.interest for segment in segments), Fraction(0))
    together = [say("Together: {exact}", exact=exact_text(exact))] if len(segments) > 1 else []
    return [
        *(segment_line(segment) for segment in segments),
        *together,
        amount_line(say(ROUNDED[rounding]), rounded(exact, rounding)),
    ]


def _part_of(segment: Segment) -> str:
    return part_of_year(segment.day_count, segment.start, segment.end, due_day=segment.due_day)


def part_of_year(day_count: DayCount, start: date, end: date, *, due_day: int) -> str:
    """Write which part of a year some days are: the days / the days of the year."""
    parts = year_parts(day_count, start, end, due_day=due_day)
    words = [f"{count(days, 'day')} / {_days_of_year(in_year)}" for days, in_year in parts]
    return words[0] if len(words) == 1 else f"({' + '.join(words)})"


def _days_of_year(days: Fraction) -> str:
    whole, hundredths = divmod(int(days * 100), 100)
    return f"{whole}.{hundredths:02d}" if hundredths else f"{whole}"
