"""What a payment is now: the answer to "did it go through?"."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import working
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Charge
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.domain.rights import OWN, Access, Asked, Right
from finance_portal.domain.working import Trace
from finance_portal.language import say
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.services import returns
from finance_portal.services.access import access_of
from finance_portal.services.contracts import ContractNotFound, File, contract_of, file_of
from finance_portal.services.payment_methods import label_for


class ReceiptNotFound(Exception):
    """There is no such payment on a contract of this borrower."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """Where the cents of a payment went, or will go when it has settled."""

    interest: Cents
    principal: Cents
    fees: Cents
    credit: Cents
    principal_after: Cents
    held: Cents = ZERO  # kept for the next payment; below zero: kept before, used now
    working: tuple[str, ...] = ()  # how it came about


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One payment, in cents. `split` is None for a payment that moved no money."""

    ref: str
    status: PaymentStatus
    contract_ref: str
    number_masked: str
    vehicle: str
    amount: Cents
    card_fee: Cents = ZERO
    refunded: Cents = ZERO
    returned_fee: Cents = ZERO  # what its return costs, while that is open or paid
    retry_on: date | None = None  # when it is tried once more by itself
    is_mine: bool = True  # made by whoever looks
    origin: str = "borrower"
    made_by: str = ""  # the name of a delegate who paid
    access: Access = OWN  # what whoever looks may do
    method: str
    method_kind: str
    submitted_at: datetime
    effective_on: date
    expected_on: date
    failure_code: str | None
    is_being_checked: bool
    is_lease: bool
    split: Split | None
    next_due_on: date | None
    next_due_amount: Cents
    closes: bool
    authorization: str  # "" for whoever did not give it


def receipt(db: Database, *, borrower_id: int, ref: str, today: date) -> Receipt:
    """Return a payment by its confirmation number. Raises ReceiptNotFound."""
    with db.read() as session:
        payment, contract, method = _payment_of(session, borrower_id, ref, today)
        file = file_of(session, contract)
        access = access_of(session, borrower_id, contract.id or 0, today)
        made_by = _delegate_of(session, payment, today)
        is_tried_again = returns.is_still_permitted(session, payment, today)
    on = max(today, payment.effective_on)
    traced = working.trace(file.terms.billing, file.foreseen(), on)
    after = traced.position
    is_mine = payment.borrower_id == borrower_id
    return Receipt(
        ref=payment.ref,
        status=PaymentStatus(payment.status),
        contract_ref=contract.ref,
        number_masked=contract.number_masked,
        vehicle=contract.vehicle,
        amount=payment.amount_cents,
        card_fee=payment.fee_cents,
        refunded=payment.refunded_cents,
        returned_fee=_returned_fee(file, payment.ref),
        retry_on=payment.retry_on if is_tried_again else None,
        is_mine=is_mine,
        origin=payment.origin,
        made_by=made_by,
        access=access,
        method=label_for(method, borrower_id),
        method_kind=method.kind,
        submitted_at=payment.submitted_at,
        effective_on=payment.effective_on,
        expected_on=payment.expected_on,
        failure_code=payment.failure_code,
        is_being_checked=payment.review is not None,
        is_lease=file.terms.lease is not None,
        split=_split(traced, payment.ref),
        next_due_on=after.next_installment.due_on if after.next_installment else None,
        next_due_amount=max(ZERO, after.amount_due - after.unapplied),
        closes=after.is_closed,
        authorization=say(payment.authorization) if is_mine else "",  # it names the account (A63)
    )


def _payment_of(
    session: Session, borrower_id: int, ref: str, today: date
) -> tuple[Payment, Contract, PaymentMethod]:
    found = session.exec(
        select(Payment, Contract, PaymentMethod)
        .join(Contract, col(Contract.id) == Payment.contract_id)
        .join(PaymentMethod, col(PaymentMethod.id) == Payment.method_id)
        .where(col(Payment.ref) == ref)
    ).one_or_none()
    try:
        theirs = found[1].ref if found else ""
        contract_of(session, borrower_id, theirs, Asked(Right.SEE, today))
    except ContractNotFound:
        found = None
    if found is None:
        raise ReceiptNotFound(say("We cannot find this payment."))
    return found


def _delegate_of(session: Session, payment: Payment, today: date) -> str:
    """Return the name of whoever paid without being bound; "" where a borrower or a guest did."""
    if payment.borrower_id is None:
        return ""
    access = access_of(session, payment.borrower_id, payment.contract_id, today)
    if access == OWN:
        return ""
    return session.get_one(Borrower, payment.borrower_id).name


def _returned_fee(file: File, ref: str) -> Cents:
    """Return the fee that was charged because the payment came back (R7.2)."""
    return sum(
        event.amount
        for event in file.events
        if isinstance(event, Charge) and event.payment_id == ref
    )


def _split(traced: Trace, ref: str) -> Split | None:
    allocation = traced.position.applied.get(ref)
    if allocation is None:
        return None
    return Split(
        interest=allocation.interest,
        principal=allocation.principal,
        fees=allocation.fees,
        credit=allocation.credit,
        principal_after=allocation.principal_after,
        held=allocation.unapplied,
        working=working.payment(traced, ref).lines,
    )
