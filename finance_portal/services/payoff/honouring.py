"""A quote is honoured: what was added since is waived if it is paid in time (R6.8, R10.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Charge, Event, Intent, Payment, RateChanged, Waiver
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.models import payments
from finance_portal.models.contracts import Contract
from finance_portal.models.quotes import Quote
from finance_portal.notices import payoff as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, deliveries, flags, ledger
from finance_portal.services.contracts import File, file_of
from finance_portal.services.ledger import Happening
from finance_portal.services.payoff.quotes import is_void, open_quotes

REASON = "quote honored"


@dataclass(frozen=True)
class Honoured:
    """The quote that a payment is held to, and what is waived for it."""

    quote: Quote
    waivers: tuple[Waiver, ...]


def honoured(file: File, quotes: Iterable[Quote], on: date) -> Honoured | None:
    """Return the quote that holds for a payment on a day, the kindest; None without one."""
    held = [
        quote
        for quote in quotes
        if quote.quoted_on <= on <= quote.good_through and not is_void(quote, file.events)
    ]
    if not held:
        return None
    oldest = min(held, key=lambda quote: quote.version)
    return Honoured(oldest, (*_of_charges(oldest, file.events, on), *_of_rate(oldest, file, on)))


def waived(file: File, quotes: Iterable[Quote], on: date) -> File:
    """Return a contract as if its quote were paid on a day: without what was charged since."""
    found = honoured(file, quotes, on)
    return replace(file, events=[*file.events, *found.waivers]) if found else file


def before_settling(session: Session, payment: payments.Payment, event: Payment) -> list[Happening]:
    """Return what is waived for a payment that closes its contract by a quote, and mark the quote.

    A payment that is short even so is a payment like any other: nothing is waived for it.
    """
    quotes = open_quotes(session, payment.contract_id)
    if not quotes:
        return []
    file = file_of(session, session.get_one(Contract, payment.contract_id))
    found = honoured(file, quotes, payment.effective_on)
    if found is None or not _after(file, [*found.waivers, event]).is_closed:
        return []
    payment.quote_id = found.quote.id
    found.quote.used_at = payment.changed_at
    return _happenings(session, found, payment)


def say_if_short(session: Session, payment: payments.Payment, now: datetime) -> None:
    """Tell what is still owed when a payment that was to close the contract did not (R10.2)."""
    if payment.intent != Intent.PAYOFF:
        return
    file = file_of(session, session.get_one(Contract, payment.contract_id))
    position = _after(file, ())
    if position.is_closed:
        return
    wording = notices.payoff_short(paid=payment.amount_cents, open_=position.payoff_on(position.on))
    wording = flags.as_told(session, payment.contract_id, wording, now.date())
    deliveries.tell_borrower(
        session,
        payment.borrower_id,
        wording,
        kind="payoff_short",
        now=now,
        key=f"payoff:{payment.id}:short",
    )


def came_back(session: Session, payment: payments.Payment, now: datetime) -> None:
    """Tell whoever holds a quote that it does not hold any more: a payment has come back."""
    for quote in _concerned(session, payment, now.date()):
        wording, kind = _void(quote)
        audit.record(session, kind="payoff:void", at=now, subject=quote.ref)
        deliveries.tell_borrower(
            session,
            quote.borrower_id,
            wording,
            kind=kind,
            now=now,
            key=f"quote:{quote.id}:void",
        )


def _void(quote: Quote) -> tuple[Wording, str]:
    if quote.document_id is None:
        return notices.set_payoff_void(on=quote.good_through), "set_payoff_void"
    return notices.quote_void(good_through=quote.good_through), "quote_void"


def _of_charges(quote: Quote, events: Sequence[Event], on: date) -> tuple[Waiver, ...]:
    """Return a waiver for each charge that was entered after the quote was given."""
    return tuple(
        Waiver(
            effective_on=max(on, each.effective_on),
            sequence=each.sequence,
            bucket=each.bucket,
            amount=each.amount,
        )
        for each in events
        if isinstance(each, Charge) and each.sequence > quote.version
    )


def _of_rate(quote: Quote, file: File, on: date) -> tuple[Waiver, ...]:
    """Return what a rate that rose after the quote was given costs more until a day.

    Interest that accrues cannot be waived: as much of the principal is, and the sum is the same.
    """
    known = [each for each in file.foreseen() if each.effective_on <= on]
    changes = [
        each for each in known if isinstance(each, RateChanged) and each.sequence > quote.version
    ]
    if not changes:
        return ()
    as_quoted = [each for each in known if each not in changes]
    terms = file.terms.billing
    more = replay(terms, known, on).payoff_on(on) - replay(terms, as_quoted, on).payoff_on(on)
    if more <= 0:
        return ()
    sequence = max(each.sequence for each in changes)
    return (Waiver(effective_on=on, sequence=sequence, bucket=Bucket.PRINCIPAL, amount=more),)


def _after(file: File, more: Iterable[Event]) -> Position:
    """Return where a contract stands with what is on its way, as if it had been posted."""
    known = [*file.foreseen(), *more]
    return replay(file.terms.billing, known, max(each.effective_on for each in known))


def _happenings(session: Session, found: Honoured, payment: payments.Payment) -> list[Happening]:
    for waiver in found.waivers:
        audit.record(
            session,
            kind="payoff:waived",
            at=payment.changed_at,
            subject=found.quote.ref,
            cents=str(waiver.amount),
            reason=REASON,
        )
    return [
        Happening(
            replace(waiver, sequence=ledger.NEXT),
            f"quote:{found.quote.id}:waived:{waiver.sequence}",
        )
        for waiver in found.waivers
    ]


def _concerned(session: Session, payment: payments.Payment, today: date) -> list[Quote]:
    """Return the quotes that ran when a payment came back, and the one that it had paid."""
    used = select(Quote).where(col(Quote.id) == payment.quote_id)
    unused = open_quotes(session, payment.contract_id)
    return [*(each for each in unused if each.good_through >= today), *session.exec(used)]
