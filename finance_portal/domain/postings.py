"""Double entry: what each event debits and credits, in cents. Every event sums to zero."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.book import Book
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import (
    Charge,
    ConvenienceFee,
    Event,
    LeaseEnded,
    LeaseExtended,
    Payment,
    Refunded,
    Waiver,
)
from finance_portal.domain.replay import standing_events
from finance_portal.domain.terms import LoanTerms

BOOKING = 0
"""The sequence of the booking, which comes before every event."""


class Account(StrEnum):
    """The accounts of one contract. For a lease, PRINCIPAL is what is still to be paid."""

    CASH = "cash"
    PRINCIPAL = "principal"
    UNPAID_INTEREST = "unpaid_interest"
    LATE_CHARGES = "late_charges"
    RETURNED_FEES = "returned_fees"
    OTHER_FEES = "other_fees"
    UNAPPLIED = "unapplied"
    CREDIT_BALANCE = "credit_balance"
    INTEREST_INCOME = "interest_income"
    FEE_INCOME = "fee_income"
    WAIVED = "waived"
    FUNDING = "funding"


Entry = tuple[Account, Cents]
"""An account and a signed amount: a debit is positive, a credit negative."""

_RECEIVABLES = {
    Account.PRINCIPAL: Bucket.PRINCIPAL,
    Account.UNPAID_INTEREST: Bucket.INTEREST,
    Account.LATE_CHARGES: Bucket.LATE_CHARGES,
    Account.RETURNED_FEES: Bucket.RETURNED_FEES,
    Account.OTHER_FEES: Bucket.OTHER_FEES,
}


def postings(terms: LoanTerms, events: Iterable[Event]) -> Mapping[int, tuple[Entry, ...]]:
    """Return the entries of each event by its sequence; the booking is sequence 0.

    A returned payment and its return have none: the payment counts as never made. What was posted
    for it before is reversed by the difference to this.
    """
    return posted_book(terms, events)[0]


def posted_book(
    terms: LoanTerms, events: Iterable[Event]
) -> tuple[Mapping[int, tuple[Entry, ...]], Book]:
    """Return the postings, and the book after all events, from one pass over them."""
    all_events = list(events)
    posted: dict[int, tuple[Entry, ...]] = {event.sequence: () for event in all_events}
    book = Book(terms)
    posted[BOOKING] = _entries({}, _balances(book), {Account.FUNDING: -terms.amount_financed})
    for event in standing_events(all_events):
        before = _balances(book)
        book.apply(event)
        after = _balances(book)
        posted[event.sequence] = _entries(before, after, _other_side(event, book, before, after))
    return posted, book


def _balances(book: Book) -> dict[Account, Cents]:
    """Return the signed balances: what is owed to us is a debit, what we owe is a credit."""
    balances = {account: book.owed[bucket] for account, bucket in _RECEIVABLES.items()}
    balances[Account.UNAPPLIED] = -book.unapplied
    balances[Account.CREDIT_BALANCE] = -book.credit_balance
    return balances


def _other_side(
    event: Event, book: Book, before: Mapping[Account, Cents], after: Mapping[Account, Cents]
) -> dict[Account, Cents]:
    """Return what moved outside the contract's own balances: cash, income, funding."""
    match event:
        case Payment():
            income = book.applied[event.id].interest_posted
            return {Account.CASH: event.amount, Account.INTEREST_INCOME: -income}
        case ConvenienceFee():
            return {Account.CASH: event.amount, Account.FEE_INCOME: -event.amount}
        case Charge():
            return {Account.FEE_INCOME: -event.amount}
        case Waiver():
            return {Account.WAIVED: sum(before.values()) - sum(after.values())}
        case Refunded():
            return {Account.CASH: -event.amount}
        case LeaseEnded():
            less = sum(before.values()) - sum(after.values())
            return {
                Account.FEE_INCOME: -event.price,
                Account.FUNDING: event.credit,
                Account.WAIVED: less + event.price - event.credit,
            }
        case LeaseExtended():
            return {Account.FUNDING: -event.months * book.terms.installment}
        case _:
            return {}


def _entries(
    before: Mapping[Account, Cents],
    after: Mapping[Account, Cents],
    other_side: Mapping[Account, Cents],
) -> tuple[Entry, ...]:
    changes = {account: balance - before.get(account, 0) for account, balance in after.items()}
    return tuple(
        (account, amount) for account, amount in (changes | dict(other_side)).items() if amount
    )
