"""What the engine did, noted while it does it, so that every figure can say how it came about.

Nothing is computed here: the notes are of the one book that also makes the figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from finance_portal.domain import interest as accrual
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.book import Book
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.events import Event, Payment
from finance_portal.domain.position import Position
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import standing_events
from finance_portal.domain.terms import LoanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Days in which interest accrued on one principal, at one rate (R1.4)."""

    start: date
    end: date
    principal: Cents
    rate: Rate
    day_count: DayCount
    due_day: int

    @property
    def interest(self) -> Fraction:
        """Return the exact interest of these days, in cents."""
        return accrual.interest(
            self.principal,
            self.rate,
            self.day_count,
            self.start,
            self.end,
            due_day=self.due_day,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What one bucket took of a payment: the smaller of what was left of it and `owed`."""

    bucket: Bucket
    owed: Cents
    taken: Cents


@dataclass(slots=True, kw_only=True)
class Phase:
    """A part of a payment that was divided in one go."""

    money: Cents
    held: Cents = ZERO  # kept from before, and used now
    is_regular: bool = True  # else chosen for these buckets alone
    due: Cents | None = None  # of installments due by then; None: all that is left
    takings: list[Taking] = field(default_factory=list)
    curtailed: Cents = ZERO  # the surplus that went to principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event, and what was owed before and after it."""

    event: Event
    before: Mapping[Bucket, Cents]
    after: Mapping[Bucket, Cents]
    held_before: Cents
    held_after: Cents
    segments: tuple[Segment, ...]  # of the interest that was not taken before it
    took_interest: bool
    phases: tuple[Phase, ...]

    def change(self, bucket: Bucket) -> Cents:
        """Return by how much a bucket grew; below zero, by how much it shrank."""
        return self.after[bucket] - self.before[bucket]


class NotingBook(Book):
    """A book that notes the days in which interest accrued, and how each payment was divided."""

    def __init__(self, terms: LoanTerms) -> None:
        super().__init__(terms)
        self.steps: list[Step] = []
        self._open: list[Segment] = []
        self._phases: list[Phase] = []
        self._offered: dict[Bucket, Cents] | None = None

    def apply(self, event: Event) -> None:
        """Let one event change what is owed, and note it."""
        before, held, self._phases = self.owed.copy(), self.unapplied, []
        super().apply(event)
        step = Step(
            event=event,
            before=before,
            after=self.owed.copy(),
            held_before=held,
            held_after=self.unapplied,
            segments=tuple(self._open),
            took_interest=not self.accrued,
            phases=tuple(self._phases),
        )
        self.steps.append(step)
        if step.took_interest:
            self._open = []

    def segments_through(self, day: date) -> list[Segment]:
        """Return the days whose interest was not taken yet, up to a day."""
        return _continued(self._open, self._segment(day))

    def _accrue_through(self, day: date) -> None:
        self._open = self.segments_through(day)
        super()._accrue_through(day)

    def _segment(self, day: date) -> Segment | None:
        if day <= self._accrued_through or not self.principal or not self.rate.exact:
            return None
        return Segment(
            start=self._accrued_through,
            end=day,
            principal=self.principal,
            rate=self.rate,
            day_count=self.terms.day_count,
            due_day=self.due_day,
        )

    def _pay_regular(self, money: Cents, on: date, taken: dict[Bucket, Cents]) -> Cents:
        if money:
            due = self.installments.remaining(self.installments.current(on))
            self._phases.append(Phase(money=money, held=self.unapplied, due=due))
        return super()._pay_regular(money, on, taken)

    def _owed_through(self, installment: int) -> dict[Bucket, Cents]:
        self._offered = super()._owed_through(installment)
        return self._offered

    def _take(self, money: Cents, buckets: tuple[Bucket, ...], taken: dict[Bucket, Cents]) -> Cents:
        if money:
            self._phases.append(Phase(money=money, is_regular=False))
        return super()._take(money, buckets, taken)

    def _settle(self, parts: dict[Bucket, Cents], taken: dict[Bucket, Cents]) -> None:
        owed, self._offered = self._offered or self.owed, None
        if any(parts.values()):
            phase = self._phases[-1]
            phase.takings = [_taking(bucket, owed[bucket], part) for bucket, part in parts.items()]
            phase.curtailed = sum(parts.values()) - sum(each.taken for each in phase.takings)
        super()._settle(parts, taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A contract at the end of a day, with everything that led there."""

    position: Position
    steps: tuple[Step, ...]
    left_out: tuple[Payment, ...]  # returned: they count as never made (R7.1)
    book: NotingBook

    def segments_through(self, day: date) -> list[Segment]:
        """Return the days whose interest was not taken yet, if nothing is paid until a day."""
        return self.book.segments_through(day)

    def step_of(self, payment_id: str) -> Step | None:
        """Return what a payment did; None when it does not count."""
        return next(
            (
                step
                for step in self.steps
                if isinstance(step.event, Payment) and step.event.id == payment_id
            ),
            None,
        )


def trace(terms: LoanTerms, events: Iterable[Event], on: date) -> Trace:
    """Replay a contract to the end of a day and keep what was done, step by step (R2.2)."""
    happened = list(events)
    standing = [event for event in standing_events(happened) if event.effective_on <= on]
    book = NotingBook(terms)
    for event in standing:
        book.apply(event)
    counted = {event.sequence for event in standing}
    return Trace(
        position=book.position(on),
        steps=tuple(book.steps),
        left_out=tuple(
            event
            for event in happened
            if isinstance(event, Payment)
            and event.effective_on <= on
            and event.sequence not in counted
        ),
        book=book,
    )


def _taking(bucket: Bucket, owed: Cents, part: Cents) -> Taking:
    return Taking(bucket=bucket, owed=owed, taken=min(part, owed))


def _continued(segments: list[Segment], following: Segment | None) -> list[Segment]:
    """Add days to a list; those that go on as the last ones did belong to them."""
    if following is None:
        return segments
    if not segments or replace(segments[-1], start=following.start, end=following.end) != following:
        return [*segments, following]
    if segments[-1].end != following.start:
        return [*segments, following]
    return [*segments[:-1], replace(segments[-1], end=following.end)]
