"""What if more were paid, or more often? Asked of the engine that will apply the payments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from finance_portal.db import Database
from finance_portal.domain.acceptance import PaymentNotAccepted, check_payment
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.events import Event, Intent, Payment
from finance_portal.domain.position import Position
from finance_portal.domain.projection import Extra, Projection, project
from finance_portal.domain.replay import replay
from finance_portal.domain.rights import Asked, Right
from finance_portal.domain.terms import LoanTerms
from finance_portal.language import say, sentence
from finance_portal.services.accounts import kind_of
from finance_portal.services.contracts import File, contract_of, file_of

WAYS = (Intent.REGULAR, Intent.PRINCIPAL_ONLY, Intent.HELD)

NO_INTEREST = sentence("A lease bears no interest: paying early saves none.")
DUE_NOW = sentence("Your payment is due now. Make a regular payment instead.")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a payment comes to, applied in one way, if all that is then due is paid when due.

    Amounts in cents. Where `why_not` says why it cannot be made that way, the rest is empty.
    """

    intent: Intent
    why_not: str = ""  # fit for the borrower
    principal_after: Cents = ZERO
    next_due_on: date | None = None
    next_due_amount: Cents = ZERO  # still to pay by then
    closes_on: date | None = None
    interest_saved: Cents = ZERO  # against paying nothing now


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A contract paid as agreed, and paid with something extra, from a day on."""

    vehicle: str
    kind: str  # "loan", "balloon", "lease"
    as_of: date
    principal: Cents
    installment: Cents  # zero when nothing is left to pay
    to_cure: Cents  # past due and fees: the projections pay it today
    agreed: Projection
    extra: Projection

    @property
    def interest_saved(self) -> Cents:
        """Return the interest that the extra money saves; never below zero by a rounded cent."""
        return max(ZERO, self.agreed.interest - self.extra.interest)


def what_if(
    db: Database, *, borrower_id: int, contract_ref: str, extra: Extra, today: date
) -> WhatIf:
    """Compare what is agreed with something extra. Raises ContractNotFound.

    Payments on their way count as if they had been posted.
    """
    asked = Asked(Right.SEE, today)
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref, asked))
    terms, events = file.terms.billing, file.foreseen()
    on = max([today, *(event.effective_on for event in events)])
    position = replay(terms, events, on)
    following = position.next_installment
    return WhatIf(
        vehicle=file.contract.vehicle,
        kind=kind_of(file),
        as_of=on,
        principal=position.principal,
        installment=following.amount if following else ZERO,
        to_cure=position.to_cure,
        agreed=project(terms, events, on=on),
        extra=project(terms, events, extra, on=on),
    )


def outcomes(file: File, amount: Cents, on: date) -> list[Outcome]:
    """Return what an amount paid on a day comes to, in each of the three ways to apply it (R3.3).

    Regular: it counts toward installments to come, and the due date moves on. Principal only: no
    due date moves. Held: kept for the next installment, and applied by the payment of its rest.
    """
    return [outcome(file, amount, on, intent=intent) for intent in WAYS]


def outcome(
    file: File, amount: Cents, on: date, *, intent: Intent, principal_only: Cents = ZERO
) -> Outcome:
    """Return what a payment on a day comes to, or why it cannot be made like that."""
    terms, events = file.terms.billing, file.foreseen()
    payment = Payment(
        effective_on=on,
        sequence=file.contract.version + len(file.on_their_way) + 1,
        id="what if",
        amount=amount,
        intent=intent,
        principal_only=principal_only,
    )
    before = replay(terms, events, on)
    if why_not := _why_not(file, before, payment):
        return Outcome(intent=intent, why_not=why_not)
    return _outcome(terms, events, payment)


def _outcome(terms: LoanTerms, events: Iterable[Event], payment: Payment) -> Outcome:
    on, known = payment.effective_on, [*events]
    agreed = project(terms, known, on=on)
    after = replay(terms, [*known, payment], on)
    rest = project(terms, [*known, payment], on=on)
    following = after.next_installment
    cost = payment.amount + rest.total
    return Outcome(
        intent=payment.intent,
        principal_after=after.principal,
        next_due_on=following.due_on if following else None,
        next_due_amount=max(ZERO, after.amount_due - after.unapplied),
        closes_on=rest.closes_on or on,
        interest_saved=max(ZERO, agreed.total - cost),
    )


def _why_not(file: File, position: Position, payment: Payment) -> str:
    if payment.curtailment and file.terms.lease is not None:
        return say(NO_INTEREST)
    try:
        check_payment(position, payment)
    except PaymentNotAccepted as refusal:
        return str(refusal)
    return _cannot_be_held(position, payment) if payment.intent is Intent.HELD else ""


def _cannot_be_held(position: Position, payment: Payment) -> str:
    """Money is held only for a due date to come, and only a part of what falls due on it.

    The payment of the rest applies it; an installment that is covered in full would wait for one.
    """
    if position.to_cure:
        return say(
            "{to_cure} is open now. Make a regular payment instead.",
            to_cure=dollars(position.to_cure),
        )
    following = position.next_installment
    if following is None or following.due_on <= position.on:
        return say(DUE_NOW)
    most = following.remaining - position.unapplied
    if payment.amount >= most:
        return say("Less than {most}, your next payment, can be kept for it.", most=dollars(most))
    return ""
