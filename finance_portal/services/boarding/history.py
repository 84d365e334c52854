"""What happened to a contract before it was boarded, worked out of its record.

Where a record lists only the latest payments, those before are taken to have been made on their due
date, or on the next banking day (docs/decisions/0009-boarding-checks-to-the-cent.md).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.calendar import due_dates, next_banking_day
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import (
    Charge,
    Event,
    Extended,
    Intent,
    LeaseExtended,
    Payment,
    RateChanged,
    Refunded,
    Returned,
    Waiver,
    in_order,
)
from finance_portal.domain.rates import Rate
from finance_portal.domain.terms import LoanTerms
from finance_portal.services.boarding.format import (
    LeaseRecord,
    PastEvent,
    Record,
)

NOT_YET = 0  # events are numbered when all of them are known


class Unexplained(Exception):
    """The record speaks of something that it does not show; `column` says where."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def history(record: Record, terms: LoanTerms, business_date: date) -> list[Event]:
    """Return the events of a record, numbered from 1 as they count. Raises Unexplained."""
    happened = in_order(
        [
            *_term_changes(record, terms),
            *_assumed_payments(record, terms, business_date),
            *_listed_payments(record),
            *_open_fees(record, terms, business_date),
            *(_past(event) for event in record.events),
        ]
    )
    if happened and happened[-1].effective_on > business_date:
        raise Unexplained("events", f"something lies after the business date {business_date}")
    return list(_numbered(happened))


def extension_months(record: Record) -> int:
    """Return by how many months a lease has been extended."""
    if record.lease_extension:
        return record.lease_extension.months
    said = re.search(r"(\d+) of", record.state.extension or "")
    return int(said.group(1)) if said else 0


def _assumed_payments(record: Record, terms: LoanTerms, business_date: date) -> Iterator[Payment]:
    if record.all_payments:
        return
    known_from = min(
        (row.on for row in record.last_payments),
        default=record.payoff.paid_on if record.payoff else date.max,
    )
    skipped = record.extension.skipped if record.extension else ()
    for due_on, amount in _installments(record, terms):
        paid_on = next_banking_day(due_on)
        if paid_on > business_date or paid_on >= known_from:
            return
        if due_on not in skipped:
            yield _payment(paid_on, amount)


def _installments(record: Record, terms: LoanTerms) -> Iterator[tuple[date, Cents]]:
    """Yield when and how much was due, as signed, extended or capped."""
    capped = None if isinstance(record, LeaseRecord) else record.terms
    months = terms.term + extension_months(record)
    for due_on in due_dates(terms.first_due_on, terms.due_day, months):
        if capped and capped.scra_effective and capped.scra_payment:
            is_capped = due_on >= capped.scra_effective
            yield due_on, capped.scra_payment if is_capped else terms.installment
        else:
            yield due_on, terms.installment


def _listed_payments(record: Record) -> Iterator[Payment]:
    for row in record.last_payments:
        yield _payment(row.on, row.amount)
    if record.payoff:
        yield _payment(record.payoff.paid_on, record.payoff.amount, Intent.PAYOFF)


def _payment(on: date, amount: Cents, intent: Intent = Intent.REGULAR) -> Payment:
    return Payment(effective_on=on, sequence=NOT_YET, id="", amount=amount, intent=intent)


def _term_changes(record: Record, terms: LoanTerms) -> Iterator[Event]:
    dates = due_dates(terms.first_due_on, terms.due_day, terms.term)
    if record.extension:
        first = record.extension.skipped[0]
        if first not in dates:
            raise Unexplained("extension.skipped", f"{first} is not a due date of this contract")
        yield Extended(
            effective_on=first,
            sequence=NOT_YET,
            first_installment=dates.index(first) + 1,
            months=record.extension.months,
        )
    if isinstance(record, LeaseRecord):
        if months := extension_months(record):
            matured_on = record.terms.original_maturity or dates[-1]
            yield LeaseExtended(effective_on=matured_on, sequence=NOT_YET, months=months)
    elif record.terms.scra_effective and record.terms.scra_rate is not None:
        yield RateChanged(
            effective_on=record.terms.scra_effective,
            sequence=NOT_YET,
            rate=Rate.ppm(record.terms.scra_rate),
            installment=record.terms.scra_payment,
            bars_late_charges=True,
        )


def _open_fees(record: Record, terms: LoanTerms, business_date: date) -> Iterator[Charge]:
    """Yield the charges that are only named as open, where no event tells of them."""
    if record.past_due is None:
        return
    told = {event.bucket for event in record.events if event.kind == "charge"}
    late, returned = record.past_due.late_fee, record.past_due.nsf_fee_outstanding
    if late and Bucket.LATE_CHARGES not in told:
        assessed_on = record.past_due.late_fee_assessed_on or business_date
        yield _charge(Bucket.LATE_CHARGES, late, assessed_on, _late_installment(terms, assessed_on))
    if returned and Bucket.RETURNED_FEES not in told:
        yield _charge(Bucket.RETURNED_FEES, returned, business_date)


def _late_installment(terms: LoanTerms, assessed_on: date) -> int:
    """Return the number of the last installment that fell due before a day."""
    dates = due_dates(terms.first_due_on, terms.due_day, terms.term)
    return sum(due_on < assessed_on for due_on in dates)


def _charge(bucket: Bucket, amount: Cents, on: date, installment: int | None = None) -> Charge:
    return Charge(
        effective_on=on, sequence=NOT_YET, bucket=bucket, amount=amount, installment=installment
    )


def _past(event: PastEvent) -> Event:
    amount = event.amount or 0
    match event.kind:
        case "payment":
            return _payment(event.on, amount)
        case "returned":
            made_on = (event.of or event.on).isoformat()
            return Returned(effective_on=event.on, sequence=NOT_YET, payment_id=made_on)
        case "charge":
            bucket = event.bucket or Bucket.OTHER_FEES
            return _charge(bucket, amount, event.on, event.installment)
        case "waiver":
            bucket = event.bucket or Bucket.OTHER_FEES
            return Waiver(effective_on=event.on, sequence=NOT_YET, bucket=bucket, amount=amount)
        case "refund":
            return Refunded(effective_on=event.on, sequence=NOT_YET, amount=amount)


def _numbered(happened: list[Event]) -> Iterator[Event]:
    """Yield the events with their numbers, payments named by them, returns by their payment."""
    name_of: dict[str, str] = {}
    for place, event in enumerate(happened, start=1):
        match event:
            case Payment():
                name = f"boarded-{place}"
                name_of[event.effective_on.isoformat()] = name
                yield replace(event, sequence=place, id=name)
            case Returned():
                if event.payment_id not in name_of:
                    raise Unexplained("events.of", f"no payment was made on {event.payment_id}")
                yield replace(event, sequence=place, payment_id=name_of[event.payment_id])
            case _:
                yield replace(event, sequence=place)
