"""What a borrower sees of each contract: one figure per question, all from one replay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import DEFAULT_DAYS
from finance_portal.domain.position import Position
from finance_portal.domain.rates import percent
from finance_portal.domain.replay import replay
from finance_portal.domain.rights import OWN, Access, Asked, Right
from finance_portal.domain.schedule import projected_schedule
from finance_portal.models import payments
from finance_portal.models.contracts import ContractKind
from finance_portal.services import leases
from finance_portal.services.access import access_of
from finance_portal.services.coming import Coming, coming_of
from finance_portal.services.contracts import (
    File,
    contract_of,
    contracts_seen_by,
    file_of,
    refuse_disagreement,
)
from finance_portal.services.flags import NONE, Restrictions, restrictions
from finance_portal.services.leases import LeaseFigures
from finance_portal.services.payment_methods import label_for
from finance_portal.services.relief.promises import Promised, promised_by
from finance_portal.services.scra import Service, service_of


@dataclass(frozen=True, kw_only=True)
class LastPayment:
    """The latest payment that is posted, and how it was applied, in cents."""

    on: date
    amount: Cents
    interest: Cents
    principal: Cents
    fees: Cents
    balance_after: Cents


@dataclass(frozen=True, kw_only=True)
class PendingPayment:
    """A payment on its way. It is not deducted from any figure yet."""

    ref: str
    amount: Cents
    method: str
    expected_on: date


@dataclass(frozen=True, kw_only=True)
class Balloon:
    """The last payment of a balloon loan, as it stands."""

    due_on: date
    amount: Cents


@dataclass(frozen=True, kw_only=True)
class Account:
    """A contract as its borrower sees it on a day. Amounts in cents."""

    ref: str
    number_masked: str
    kind: str  # "loan", "balloon", "lease"
    vehicle: str
    vin_ending: str
    standing: str
    as_of: date
    amount_financed: Cents
    principal: Cents
    accrued_interest: Cents
    per_diem: str
    rate: str
    contract_rate: str
    term: int
    installments_left: int
    maturity_on: date
    installment_amount: Cents
    signed_installment: Cents
    next_due_on: date | None
    next_due_amount: Cents
    already_paid_toward_next: Cents
    past_due: Cents
    days_past_due: int
    late_charges: Cents
    returned_fees: Cents
    other_fees: Cents
    to_cure: Cents
    credit_balance: Cents
    payoff_today: Cents
    payoff_ten_day: Cents
    payoff_good_through: date
    closed_on: date | None
    last_payment: LastPayment | None
    pending: list[PendingPayment]
    coming: list[Coming]
    is_covered: bool = False  # what is on its way pays all that is due next, or past due
    balloon: Balloon | None
    lease: LeaseFigures | None
    balance_history: list[tuple[date, Cents]]
    projected: list[tuple[date, Cents]]
    restricted: Restrictions = NONE
    promised: Promised | None = None  # by whoever looks at it
    service: Service | None = None  # in the forces, while the rate is capped for it
    access: Access = OWN  # what whoever looks at it may do
    today: date | None = None  # when it was looked at


def accounts(db: Database, *, borrower_id: int, today: date) -> list[Account]:
    """Return every contract that somebody may see: first their own, the oldest first."""
    with db.read() as session:
        return [
            _account(session, file_of(session, contract), borrower_id, today)
            for contract in contracts_seen_by(session, borrower_id, today)
        ]


def account(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> Account:
    """Return one contract that somebody may see. Raises ContractNotFound."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref, Asked(Right.SEE, today))
        return _account(session, file_of(session, contract), borrower_id, today)


def _account(session: Session, file: File, borrower_id: int, today: date) -> Account:
    position = file.position(today)
    refuse_disagreement(session, file, position)
    contract, installment = file.contract, position.next_installment
    held = min(position.unapplied, position.amount_due)  # applied when the rest is paid
    good_through = position.on + timedelta(days=DEFAULT_DAYS)
    return Account(
        ref=contract.ref,
        number_masked=contract.number_masked,
        kind=kind_of(file),
        vehicle=contract.vehicle,
        vin_ending=contract.vin[-4:],
        standing=position.standing,
        as_of=position.on,
        amount_financed=file.terms.billing.amount_financed,
        principal=position.principal,
        accrued_interest=position.accrued_interest,
        per_diem=per_diem_text(position.per_diem),
        rate=percent(position.rate),
        contract_rate=percent(file.terms.billing.rate),
        term=len(position.installments),
        installments_left=position.installments_left,
        maturity_on=position.maturity_on,
        installment_amount=installment.amount if installment else contract.installment_cents,
        signed_installment=contract.installment_cents,
        next_due_on=installment.due_on if installment else None,
        next_due_amount=position.amount_due - held,
        already_paid_toward_next=installment.paid + held if installment else 0,
        past_due=position.past_due,
        days_past_due=position.days_past_due if position.past_due else 0,
        late_charges=position.late_charges,
        returned_fees=position.returned_fees,
        other_fees=position.other_fees,
        to_cure=position.to_cure,
        credit_balance=position.credit_balance,
        payoff_today=position.payoff_on(position.on),
        payoff_ten_day=position.payoff_on(good_through),
        payoff_good_through=good_through,
        closed_on=position.closed_on,
        last_payment=_last_payment(position),
        pending=list(_pending(session, file, borrower_id)),
        coming=coming_of(session, file, today),
        is_covered=_is_covered(file, position),
        balloon=_balloon(position),
        lease=leases.figures(session, file, position),
        balance_history=_balance_history(file, position),
        projected=_projected(file, position),
        restricted=restrictions(session, contract.id or 0, today),
        promised=promised_by(session, contract.id or 0, borrower_id),
        service=service_of(session, file, position),
        access=access_of(session, borrower_id, contract.id or 0, today),
        today=today,
    )


def kind_of(file: File) -> str:
    """Return the kind of contract that a page has to draw."""
    if file.contract.kind == ContractKind.LEASE:
        return "lease"
    return "loan" if file.terms.billing.balloon is None else "balloon"


def _last_payment(position: Position) -> LastPayment | None:
    if not position.applied:
        return None
    last = max(position.applied.values(), key=lambda allocation: allocation.effective_on)
    return LastPayment(
        on=last.effective_on,
        amount=last.amount,
        interest=last.interest,
        principal=last.principal,
        fees=last.fees,
        balance_after=last.principal_after,
    )


def _pending(session: Session, file: File, borrower_id: int) -> Iterator[PendingPayment]:
    for payment in file.on_their_way:
        method = session.get_one(payments.PaymentMethod, payment.method_id)
        yield PendingPayment(
            ref=payment.ref,
            amount=payment.amount_cents + payment.fee_cents,
            method=label_for(method, borrower_id),
            expected_on=payment.expected_on,
        )


def _is_covered(file: File, position: Position) -> bool:
    """Tell whether nothing of what is due next stays open once all has arrived that is on its way.

    How a payment is applied decides that, not its amount: what goes to principal pays no
    installment.
    """
    due = position.next_installment
    if due is None or not file.on_their_way:
        return False
    events = file.foreseen()
    on = max([position.on, *(event.effective_on for event in events)])
    then = replay(file.terms.billing, events, on)
    following = then.next_installment
    return not then.to_cure and (following is None or following.due_on > due.due_on)


def _balloon(position: Position) -> Balloon | None:
    last = position.installments[-1]
    if not last.is_balloon or last.is_satisfied:
        return None
    return Balloon(due_on=last.due_on, amount=last.remaining)


def _balance_history(file: File, position: Position) -> list[tuple[date, Cents]]:
    """Return the principal on the first day and after each payment."""
    start = (file.terms.billing.interest_from, file.terms.billing.amount_financed)
    applied = sorted(position.applied.values(), key=lambda allocation: allocation.effective_on)
    return [start, *((each.effective_on, each.principal_after) for each in applied)]


def _projected(file: File, position: Position) -> list[tuple[date, Cents]]:
    """Return the principal after each installment to come, if each is paid on its due date."""
    rows = projected_schedule(file.terms.billing, file.events, position.on)
    return [(row.due_on, row.balance) for row in rows]
