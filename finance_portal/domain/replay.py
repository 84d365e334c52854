"""State on any day is a replay of what happened (R2.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from finance_portal.domain.book import Book
from finance_portal.domain.events import (
    ConvenienceFee,
    Event,
    LeaseEnded,
    Payment,
    Reinstated,
    Returned,
    in_order,
)
from finance_portal.domain.position import Allocation, Position
from finance_portal.domain.terms import LoanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a payment will do, before it is made."""

    before: Position
    after: Position
    allocation: Allocation


def replay(terms: LoanTerms, events: Iterable[Event], on: date) -> Position:
    """Return where a contract stands at the end of a day, from all that counts until then."""
    book = Book(terms)
    for event in standing_events(events):
        if event.effective_on > on:
            break
        book.apply(event)
    return book.position(on)


def standing_events(events: Iterable[Event]) -> list[Event]:
    """Return the events in their order, without the payments that were returned (R7.1)."""
    ordered = in_order(events)
    returned = _returned(ordered)
    if not returned:
        return ordered
    return [event for event in ordered if not _is_returned(event, returned)]


def preview(terms: LoanTerms, events: Sequence[Event], payment: Payment) -> Preview:
    """Return the contract before and after a payment on its effective date."""
    day = payment.effective_on
    after = replay(terms, [*events, payment], day)
    return Preview(
        before=replay(terms, events, day),
        after=after,
        allocation=after.applied[payment.id],
    )


def _returned(events: Iterable[Event]) -> set[str]:
    """Return the payments that came back and were not reinstated since, in order of entry."""
    returned: set[str] = set()
    for event in sorted(
        (event for event in events if isinstance(event, Returned | Reinstated)),
        key=lambda event: event.sequence,
    ):
        if isinstance(event, Returned):
            returned.add(event.payment_id)
        else:
            returned.discard(event.payment_id)
    return returned


def _is_returned(event: Event, returned: set[str]) -> bool:
    match event:
        case Payment():
            return event.id in returned
        case ConvenienceFee() | LeaseEnded():
            return event.payment_id in returned
        case _:
            return False
