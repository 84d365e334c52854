"""The quotes that were given: which of them still hold, and what became of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Event, Intent, Returned
from finance_portal.models.documents import Document
from finance_portal.models.quotes import Quote
from finance_portal.models.scheduled import ScheduledPayment

Standing = Literal["open", "paid", "void", "over"]
SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Given:
    """A quote as whoever asked for it sees it. The total is in cents."""

    ref: str
    kind: str  # "payoff", "early_buyout", "maturity_buyout"
    quoted_on: date
    good_through: date
    total: Cents
    audience: str
    recipient: str
    standing: Standing
    document_ref: str


def given_to(
    session: Session, contract_id: int, events: Sequence[Event], borrower_id: int, today: date
) -> list[Given]:
    """Return the latest quotes of a contract that a borrower asked for, the newest first."""
    rows = session.exec(
        select(Quote, Document.ref)
        .join(Document, col(Document.id) == Quote.document_id)
        .where(col(Quote.contract_id) == contract_id, col(Quote.borrower_id) == borrower_id)
        .order_by(col(Quote.id).desc())
        .limit(SHOWN)
    )
    return [
        Given(
            ref=quote.ref,
            kind=quote.kind,
            quoted_on=quote.quoted_on,
            good_through=quote.good_through,
            total=quote.total_cents,
            audience=quote.audience,
            recipient=quote.recipient or "",
            standing=standing_of(quote, events, today),
            document_ref=document_ref,
        )
        for quote, document_ref in rows
    ]


def open_quotes(session: Session, contract_id: int) -> list[Quote]:
    """Return the payoff quotes that no payment has used, the oldest first.

    One that came with no letter runs as long as the payment that it was given for is set.
    """
    return list(
        session.exec(
            select(Quote)
            .where(
                col(Quote.contract_id) == contract_id,
                col(Quote.kind) == "payoff",
                col(Quote.used_at).is_(None),
                or_(col(Quote.document_id).is_not(None), _is_set()),
            )
            .order_by(col(Quote.id))
        )
    )


def _is_set() -> ColumnElement[bool]:
    """Tell whether the payoff that a quote was given for is still to be made, on that day."""
    order = ScheduledPayment
    return (
        select(order.id)
        .where(
            col(order.ref) == col(Quote.ref),
            col(order.pay_on) == col(Quote.good_through),
            col(order.intent) == Intent.PAYOFF,
            col(order.status).in_(("waiting", "submitted")),
        )
        .exists()
    )


def standing_of(quote: Quote, events: Sequence[Event], today: date) -> Standing:
    """Return what has become of a quote: void once a payment came back, over after its day."""
    if is_void(quote, events):
        return "void"
    if quote.used_at is not None:
        return "paid"
    return "open" if today <= quote.good_through else "over"


def is_void(quote: Quote, events: Sequence[Event]) -> bool:
    """Tell whether a payment came back since: then more is owed than the quote says."""
    return any(isinstance(each, Returned) and each.sequence > quote.version for each in events)
