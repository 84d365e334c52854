"""Payments that came back: the fee, and what the contract looks like without them (1.7)."""

from collections.abc import Iterable

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Charge, Event, RateChanged, in_order
from finance_portal.domain.terms import LoanTerms

STATE_RETURNED_FEE = {
    # Not confirmed from a source: check before presenting these as law.
    "TX": 30_00,
    "CA": 25_00,
}


def returned_fee_due(
    terms: LoanTerms, events: Iterable[Event], payment_id: str, *, lender_error: bool = False
) -> Cents:
    """Return the fee for a returned payment: once per payment, none for our own error (R7.2).

    None while a cap holds, which counts a fee as interest (1.22).
    """
    happened = list(events)
    if lender_error or _is_charged(happened, payment_id) or _is_capped(happened):
        return ZERO
    cap = STATE_RETURNED_FEE.get(terms.state or "", terms.returned_payment_fee)
    return min(terms.returned_payment_fee, cap)


def _is_capped(events: Iterable[Event]) -> bool:
    changes = [each for each in in_order(events) if isinstance(each, RateChanged)]
    return bool(changes) and changes[-1].bars_late_charges


def _is_charged(events: Iterable[Event], payment_id: str) -> bool:
    return any(
        isinstance(event, Charge)
        and event.bucket is Bucket.RETURNED_FEES
        and event.payment_id == payment_id
        for event in events
    )
