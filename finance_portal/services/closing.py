"""A contract after its payoff, as its borrower sees it: what is done, what comes, by when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import calendar
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Refunded
from finance_portal.domain.position import Allocation, Position
from finance_portal.models.contracts import Contract, ContractKind
from finance_portal.models.documents import Document
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.services import titles
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.overage import BANKING_DAYS_TO_CLEAR
from finance_portal.services.title_papers import closing_payment


@dataclass(frozen=True, kw_only=True)
class Overage:
    """What was paid too much, in cents, and its way back."""

    amount: Cents
    refunded_on: date | None
    refund_by: date | None  # by itself; None where a person has to send it


@dataclass(frozen=True, kw_only=True)
class AfterPayoff:
    """What became of a contract since it was paid off (R11.1). Days that are to come are None.

    `paid_in_full_ref` and `release_ref` name documents, "" until they are written.
    """

    contract_ref: str
    number_masked: str
    vehicle: str
    paid_on: date
    amount: Cents
    owed: Cents
    clears_on: date
    is_cleared: bool
    overage: Overage | None
    is_lease: bool  # whose vehicle came back: there is no title for the borrower
    was_bought: bool = False  # the vehicle of a lease
    title_state: str
    form: str  # "electronic", "paper", "" when we were not told
    release_by: date | None
    released_on: date | None
    sent_on: date | None
    sent_how: str
    tracking: str
    paid_in_full_ref: str
    release_ref: str


@dataclass(frozen=True, kw_only=True)
class Reopened:
    """A contract that was closed by a payment which came back."""

    came_back_on: date
    was_released: bool  # the lien: a person decides what becomes of it


def after_payoff(
    db: Database, *, borrower_id: int, contract_ref: str, now: datetime
) -> AfterPayoff | Reopened | None:
    """Return what becomes of a paid-off contract; None for one that was never paid off.

    Raises ContractNotFound.
    """
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        file = file_of(session, contract)
        position = file.position(now.date())
        if position.closed_on is None:
            return _reopened(session, contract)
        return _after(session, file, position, now)


def _reopened(session: Session, contract: Contract) -> Reopened | None:
    row = titles.title_row(session, contract.id or 0)
    if row is None or row.came_back_on is None:
        return None
    return Reopened(came_back_on=row.came_back_on, was_released=row.released_on is not None)


def _after(session: Session, file: File, position: Position, now: datetime) -> AfterPayoff:
    contract = file.contract
    kept = titles.title_row(session, contract.id or 0)
    row = kept or titles.planned(session, file, position, now)
    last, has_title = closing_payment(position), titles.passes_to_borrower(file)
    return AfterPayoff(
        contract_ref=contract.ref,
        number_masked=contract.number_masked,
        vehicle=contract.vehicle,
        paid_on=row.closed_on,
        amount=last.amount,
        owed=last.amount - last.credit,
        clears_on=row.clears_on,
        is_cleared=row.clears_on <= now.date(),
        overage=_overage(session, file, position),
        is_lease=not has_title,
        was_bought=has_title and contract.kind == ContractKind.LEASE,
        title_state=row.title_state or "",
        form=row.form or "",
        release_by=row.release_by,
        released_on=row.released_on,
        sent_on=row.sent_on,
        sent_how=row.sent_how or "",
        tracking=row.tracking or "",
        paid_in_full_ref=_document_ref(session, row.paid_in_full_id),
        release_ref=_document_ref(session, row.release_id),
    )


def _overage(session: Session, file: File, position: Position) -> Overage | None:
    """Return what was paid too much, all payments together."""
    refunds = [each for each in file.events if isinstance(each, Refunded)]
    too_much = [each for each in position.applied.values() if each.credit > 0]
    amount = sum(each.credit for each in too_much)
    if file.terms.lease is not None:  # what we held for the lessee is credit, too
        amount = position.credit_balance + sum(each.amount for each in refunds)
    if amount <= 0:
        return None
    last = too_much[-1] if too_much else closing_payment(position)
    is_back = sum(each.amount for each in refunds) >= amount
    return Overage(
        amount=amount,
        refunded_on=max(each.effective_on for each in refunds) if is_back else None,
        refund_by=None if is_back else _refund_by(session, file.contract, last),
    )


def _refund_by(session: Session, contract: Contract, last: Allocation) -> date | None:
    kind = session.exec(
        select(PaymentMethod.kind)
        .join(Payment, col(Payment.method_id) == PaymentMethod.id)
        .where(col(Payment.contract_id) == contract.id, col(Payment.ref) == last.payment_id)
    ).one_or_none()
    days = BANKING_DAYS_TO_CLEAR.get(kind or "")
    return None if days is None else calendar.add_banking_days(last.effective_on, days)


def _document_ref(session: Session, document_id: int | None) -> str:
    row = session.get(Document, document_id) if document_id else None
    return row.ref if row else ""
