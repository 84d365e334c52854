"""What paying more, or more often, would come to: the engine run on the payments to come (R5.4).

A projection is a list of payments. Posted on their days, they do exactly what was projected.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, takewhile

from finance_portal.domain.allocation import FEE_BUCKETS
from finance_portal.domain.book import Book
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Event, Intent, Payment
from finance_portal.domain.position import Position
from finance_portal.domain.replay import standing_events
from finance_portal.domain.terms import LoanTerms

TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What a borrower would pay beyond what falls due, in cents. All of it goes to principal."""

    once: Cents = ZERO  # today
    monthly: Cents = ZERO  # with every installment
    every_two_weeks: bool = False  # half an installment instead of one a month


NOTHING_EXTRA = Extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """The payments to come and what they do, from the end of a day until nothing is owed."""

    payments: tuple[Payment, ...]
    balances: tuple[tuple[date, Cents], ...]  # the principal after each payment
    interest: Cents

    @property
    def closes_on(self) -> date | None:
        """Return the day of the last payment; None when nothing is owed."""
        return self.payments[-1].effective_on if self.payments else None

    @property
    def total(self) -> Cents:
        """Return the sum of the payments."""
        return sum(payment.amount for payment in self.payments)


@dataclass(frozen=True, slots=True)
class _Step:
    """What is paid on a day: as it falls due, and beyond it. None pays all that is left."""

    on: date
    due: Cents | None = ZERO
    extra: Cents = ZERO
    intent: Intent = Intent.REGULAR


def project(
    terms: LoanTerms, events: Iterable[Event], extra: Extra = NOTHING_EXTRA, *, on: date
) -> Projection:
    """Return what is paid from a day on, if all is paid when due and some of it beyond.

    Open fees and what is past due are paid on that day; the last payment takes what is left. Money
    beyond what is due goes to principal alone, so that no due date moves (R3.3 b).
    """
    history = standing_events(events)
    book = Book(terms)
    for event in takewhile(lambda event: event.effective_on <= on, history):
        book.apply(event)
    position = book.position(on)
    last = max((event.sequence for event in history), default=0)
    return _run(book, _steps(position, extra), first_sequence=last + 1)


def _steps(position: Position, extra: Extra) -> Iterator[_Step]:
    the_rest = _Step(max(position.on, position.maturity_on), due=None)
    if the_rest.on == position.on:
        yield the_rest
        return
    now = [step for step in _when_due(position) if step.on == position.on]
    later = [step for step in _when_due(position) if step.on > position.on]
    yield _Step(position.on, position.fees, intent=Intent.FEES)
    yield from now
    yield _Step(position.on, extra=extra.once)
    if extra.every_two_weeks:
        yield from _every_two_weeks(position, [step.on for step in later])
    else:
        yield from (replace(step, extra=extra.monthly) for step in later)
    yield the_rest


def _when_due(position: Position) -> Iterator[_Step]:
    """Return each open installment but the last; held money counts toward the first of them."""
    held = position.unapplied
    for each in position.installments[:-1]:
        if not each.is_satisfied:
            paid = min(held, each.remaining)
            held -= paid
            yield _Step(max(position.on, each.due_on), each.remaining - paid)


def _every_two_weeks(position: Position, due_dates: Sequence[date]) -> Iterator[_Step]:
    """Return half installments, the second of them on the next due date, so that none is late."""
    installment = position.next_installment
    if installment is None or not due_dates:
        return
    half = (installment.amount + 1) // 2
    yield _Step(max(position.on, due_dates[0] - TWO_WEEKS), half)
    days = (due_dates[0] + number * TWO_WEEKS for number in count())
    yield from (_Step(day, half) for day in takewhile(position.maturity_on.__gt__, days))


def _run(book: Book, steps: Iterable[_Step], *, first_sequence: int) -> Projection:
    payments: list[Payment] = []
    balances: list[tuple[date, Cents]] = []
    for step in steps:
        payment = _payment(book, step, first_sequence + len(payments))
        if payment:
            book.apply(payment)
            payments.append(payment)
            balances.append((step.on, book.principal))
    return Projection(
        payments=tuple(payments),
        balances=tuple(balances),
        interest=sum(book.applied[payment.id].interest for payment in payments),
    )


def _payment(book: Book, step: _Step, sequence: int) -> Payment | None:
    """Return the payment of a step: never more than closes the contract; None for nothing."""
    left = _closing(book, step.on)
    amount = left if step.due is None else min(step.due + step.extra, left)
    if amount <= ZERO:
        return None
    closes = amount == left
    return Payment(
        effective_on=step.on,
        sequence=sequence,
        id=f"projected {sequence}",
        amount=amount,
        intent=Intent.REGULAR if closes else _intent(step),
        principal_only=ZERO if closes or not step.due else step.extra,
    )


def _intent(step: _Step) -> Intent:
    if not step.extra:
        return step.intent
    return Intent.SPLIT if step.due else Intent.PRINCIPAL_ONLY


def _closing(book: Book, on: date) -> Cents:
    """Return what closes the contract on a day (R10.1)."""
    return book.left_on(on) + sum(book.owed[each] for each in FEE_BUCKETS) - book.unapplied
