"""State on any day is a replay of what happened (R2.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from finance_portal.domain.book import Book
from finance_portal.domain.events import Event, Payment, Returned, in_order
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
    returned = {event.payment_id for event in ordered if isinstance(event, Returned)}
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


def _is_returned(event: Event, returned: set[str]) -> bool:
    return isinstance(event, Payment) and event.id in returned
