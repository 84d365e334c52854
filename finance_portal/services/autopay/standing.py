"""How autopay stands on a contract, and what can be chosen, as the page shows it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain import working
from finance_portal.domain.autopay import Debit, Plan, longest_after_due
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.deadlines import stop_payment_cutoff
from finance_portal.domain.delinquency import grace_ends_on
from finance_portal.domain.late_charge import late_charge
from finance_portal.domain.position import Position
from finance_portal.language import say_again
from finance_portal.models.autopay import Autopay, PaymentAuthorization
from finance_portal.models.payments import PaymentMethod
from finance_portal.services.autopay.outlook import foreseen, outlook, position_of
from finance_portal.services.autopay.plans import autopay_on, debits_of, plan_of
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.payment_methods import Method, label_for, methods_of


@dataclass(frozen=True, kw_only=True)
class Running:
    """Autopay that is on or paused. Of the other borrower's, no account and no words (R15.8)."""

    is_mine: bool
    is_paused: bool
    paused_until: date | None
    why: str
    plan: Plan
    method: str
    method_ref: str
    signed_on: date
    authorization: str  # its ref, for the PDF
    has_permission: bool  # False: it must be signed anew
    forecast: tuple[Debit, ...]
    announced: dict[date, Cents]
    change_by: date | None  # of the next debit
    stop_by: date | None  # at the bank
    working: tuple[str, ...] = ()  # how the next debit comes about, where it is a sum

    @property
    def following(self) -> Debit | None:
        """Return the next debit that takes money."""
        return next((each for each in self.forecast if each.amount), None)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A contract with its autopay, and what can be chosen. Amounts are cents."""

    contract_ref: str
    today: date
    running: Running | None
    methods: tuple[Method, ...]
    is_closed: bool
    is_lease: bool
    balloon: Cents  # 0: there is none
    installment: Cents
    due_on: date | None
    days_after: int  # how many days after the due date are still in time
    grace_end: date | None
    late_charge: Cents
    per_diem: Cents
    to_cure: Cents
    card_fee: Cents
    discount_ppm: int


def standing(
    db: Database, *, borrower_id: int, contract_ref: str, processor: str, today: date
) -> Standing:
    """Return how autopay stands. Raises ContractNotFound."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        file = file_of(session, contract)
        position = position_of(session, file, today)
        following, terms = position.next_installment, file.terms.billing
        last = position.installments[-1]
        return Standing(
            contract_ref=contract_ref,
            today=today,
            running=_running(session, file, borrower_id, today),
            methods=tuple(methods_of(session, borrower_id, processor)),
            is_closed=position.is_closed or position.is_all_paid,
            is_lease=file.terms.lease is not None,
            balloon=last.remaining if last.is_balloon else ZERO,
            installment=_installment(position),
            due_on=following.due_on if following else None,
            days_after=longest_after_due(position),
            grace_end=grace_ends_on(terms, following.due_on) if following else None,
            late_charge=_late_charge(position),
            per_diem=rounded(position.per_diem),
            to_cure=position.to_cure,
            card_fee=contract.card_fee_cents,
            discount_ppm=ZERO if file.terms.lease else contract.autopay_discount_ppm,
        )


def _running(session: Session, file: File, borrower_id: int, today: date) -> Running | None:
    row = autopay_on(session, file.contract.id or 0, locks=False)
    if row is None:
        return None
    method = session.get_one(PaymentMethod, row.method_id)
    signed = session.get_one(PaymentAuthorization, row.authorization_id)
    debits = tuple(outlook(session, file, row, today))
    following = next((each for each in debits if each.amount), None)
    is_mine = row.borrower_id == borrower_id
    return Running(
        is_mine=is_mine,
        is_paused=row.status == "paused",
        paused_until=row.paused_until if _is_ahead(row, today) else None,
        why=say_again(row.why) if row.why else "",
        plan=plan_of(row),
        method=label_for(method, borrower_id),
        method_ref=method.ref if is_mine else "",
        signed_on=signed.signed_at.date(),
        authorization=signed.ref if is_mine else "",
        has_permission=signed.ended_at is None and method.usable,
        forecast=debits,
        announced={
            each.debit_on: each.announced_cents
            for each in debits_of(session, row)
            if each.announced_cents
        },
        change_by=following.debit_on - ONE_DAY if following else None,
        stop_by=stop_payment_cutoff(following.debit_on) if following else None,
        working=_worked(session, file, following) if following else (),
    )


def _worked(session: Session, file: File, debit: Debit) -> tuple[str, ...]:
    """Return how a debit comes about, if all before it goes as planned."""
    traced = working.trace(file.terms.billing, foreseen(session, file), debit.debit_on)
    shown = working.debit(traced, debit.amount, debit.principal_only)
    return shown.lines if shown else ()


def _is_ahead(row: Autopay, today: date) -> bool:
    return row.paused_until is not None and row.paused_until > today


def _installment(position: Position) -> Cents:
    following = position.next_installment
    return following.amount if following and not following.is_balloon else ZERO


def _late_charge(position: Position) -> Cents:
    terms, amount = position.terms, _installment(position)
    return late_charge(terms.late_charge, amount, amount, terms.state) if amount else ZERO
