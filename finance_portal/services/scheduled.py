"""Payments for a later day: set, changed and canceled by the borrower until the evening before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import calendar
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Intent
from finance_portal.language import say, say_again, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services import audit, ledger, payment_notices
from finance_portal.services.client import Client
from finance_portal.services.confirmation import new_number
from finance_portal.services.contracts import contract_of
from finance_portal.services.logins import login_id_of
from finance_portal.services.payment_methods import label_for, method_of
from finance_portal.services.payments import PaymentOrder, PaymentRefused, Requoted, Review
from finance_portal.services.payments.planning import (
    Foresight,
    foresight_of,
    refuse_restricted,
    refuse_too_new,
    reviewed,
    seal_of,
)
from finance_portal.services.payoff import holding
from finance_portal.services.waiting_orders import waiting_on

SHOWN_AFTERWARDS = 5
TOO_LATE = sentence(
    "This payment is about to be submitted: it could be changed until 7 PM Eastern on "
    "the day before."
)


class ScheduledNotFound(Exception):
    """There is no such payment, or it is somebody else's; the message is fit for the borrower."""


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """A payment for a later day, as a borrower of its contract sees it. Amounts in cents."""

    ref: str
    amount: Cents
    card_fee: Cents
    intent: Intent
    principal_only: Cents
    pay_on: date
    settles_on: date
    change_until: datetime
    can_change: bool
    is_mine: bool
    method: str
    method_ref: str  # "" when it is the other borrower's
    method_kind: str
    status: str  # "waiting", "submitted", "canceled", "dropped"
    why: str
    payment_ref: str
    authorization: str


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What waits for its day on a contract, and what became of the latest that did."""

    waiting: list[Scheduled]
    past: list[Scheduled]


def schedule(
    db: Database, *, borrower_id: int, order: PaymentOrder, now: datetime, client: Client
) -> str:
    """Set a payment for a day, or put it in the place of another. Return its confirmation number.

    Sent twice, it is set once. Raises PaymentRefused, Requoted, ScheduledNotFound.
    """
    with db.begin() as session:
        contract = contract_of(session, borrower_id, order.contract_ref)
        ledger.locked(session, contract.id or 0)
        if made := _made_before(session, borrower_id, order.form_token):
            return made
        method = method_of(session, borrower_id, order.method_ref)
        seen, review = _as_seen(session, contract, method, order, now)
        ordered = _ordered(method, review, now, client)
        if order.instead_of:
            row = _changeable(session, borrower_id, order.instead_of, now)
            row.version += 1
            for name, value in ordered.items():
                setattr(row, name, value)
        else:
            row = ScheduledPayment(
                ref=new_number(),
                contract_id=contract.id or 0,
                borrower_id=borrower_id,
                status="waiting",
                made_at=now,
                **ordered,
            )
        session.add(row)
        holding.hold(
            session, row, seen.file, seen.if_paid_off(row.pay_on).position(row.pay_on), now
        )
        _record(session, row, "schedule_changed" if order.instead_of else "scheduled", client, now)
        payment_notices.scheduled(session, row, now)
        return row.ref


def cancel(db: Database, *, borrower_id: int, ref: str, now: datetime, client: Client) -> None:
    """Cancel a payment that waits for its day. Raises ScheduledNotFound, PaymentRefused."""
    with db.begin() as session:
        row = _changeable(session, borrower_id, ref, now)
        row.status, row.changed_at = "canceled", now
        _record(session, row, "schedule_canceled", client, now)
        payment_notices.canceled(session, row, now)


def schedule_of(db: Database, *, borrower_id: int, contract_ref: str, now: datetime) -> Schedule:
    """Return what is set for later days on a contract. Raises ContractNotFound."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        waiting = waiting_on(session, contract.id or 0)
        past = session.exec(
            select(ScheduledPayment)
            .where(
                col(ScheduledPayment.contract_id) == contract.id,
                col(ScheduledPayment.status) != "waiting",
            )
            .order_by(col(ScheduledPayment.changed_at).desc(), col(ScheduledPayment.id).desc())
            .limit(SHOWN_AFTERWARDS)
        ).all()
        return Schedule(
            waiting=[_view(session, row, borrower_id, now) for row in waiting],
            past=[_view(session, row, borrower_id, now) for row in past],
        )


def scheduled_of(db: Database, *, borrower_id: int, ref: str, now: datetime) -> Scheduled:
    """Return one payment that its borrower set. Raises ScheduledNotFound."""
    with db.read() as session:
        return _view(session, _mine(session, borrower_id, ref), borrower_id, now)


def _as_seen(
    session: Session, contract: Contract, method: PaymentMethod, order: PaymentOrder, now: datetime
) -> tuple[Foresight, Review]:
    """Return the review that the borrower saw, and what it was worked out from.

    Raises Requoted when it is no longer true.
    """
    refuse_too_new(session, method, now)
    refuse_restricted(session, contract, order, now.date())
    seen = foresight_of(session, contract, but=order.instead_of)
    review = reviewed(seen, method, order, now)
    if order.basis != review.order.basis or review.order.pay_on is None:
        raise Requoted(reviewed(seen, method, order, now, with_ways=True))
    return seen, review


def _ordered(
    method: PaymentMethod, review: Review, now: datetime, client: Client
) -> dict[str, Any]:
    """Return the columns that an order fills, the first time and whenever it is changed."""
    return {
        "form_token": review.order.form_token,
        "method_id": method.id or 0,
        "pay_on": review.order.pay_on,
        "amount_cents": review.order.amount,
        "fee_cents": review.card_fee,
        "principal_only_cents": review.principal_only,
        "intent": review.intent,
        "authorization": review.authorization,
        "changed_at": now,
        "ip": client.ip,
        "user_agent": client.user_agent,
    }


def _changeable(session: Session, borrower_id: int, ref: str, now: datetime) -> ScheduledPayment:
    """Return a payment that waits, locked. Raises PaymentRefused when it is too late."""
    row = _mine(session, borrower_id, ref, locked=True)
    if row.status != "waiting":
        raise ScheduledNotFound(say("This payment does not wait any more. Nothing was changed."))
    if now >= _change_until(row):
        raise PaymentRefused(say(TOO_LATE))
    return row


def _mine(
    session: Session, borrower_id: int, ref: str, *, locked: bool = False
) -> ScheduledPayment:
    mine = select(ScheduledPayment).where(
        col(ScheduledPayment.borrower_id) == borrower_id, col(ScheduledPayment.ref) == ref
    )
    row = session.exec(mine.with_for_update() if locked else mine).one_or_none()
    if row is None:
        raise ScheduledNotFound(say("We cannot find this payment."))
    return row


def _made_before(session: Session, borrower_id: int, form_token: str) -> str | None:
    return session.exec(
        select(ScheduledPayment.ref).where(
            col(ScheduledPayment.form_token) == form_token,
            col(ScheduledPayment.borrower_id) == borrower_id,
        )
    ).one_or_none()


def _change_until(row: ScheduledPayment) -> datetime:
    return calendar.cut_off(row.pay_on - calendar.ONE_DAY)


def _view(session: Session, row: ScheduledPayment, borrower_id: int, now: datetime) -> Scheduled:
    method = session.get_one(PaymentMethod, row.method_id)
    payment = session.get(Payment, row.payment_id) if row.payment_id else None
    is_mine = row.borrower_id == borrower_id
    return Scheduled(
        ref=row.ref,
        amount=row.amount_cents,
        card_fee=row.fee_cents,
        intent=Intent(row.intent),
        principal_only=row.principal_only_cents,
        pay_on=row.pay_on,
        settles_on=calendar.settles_on(method.kind, row.pay_on),
        change_until=_change_until(row),
        can_change=is_mine and row.status == "waiting" and now < _change_until(row),
        is_mine=is_mine,
        method=label_for(method, borrower_id),
        method_ref=method.ref if is_mine else "",
        method_kind=method.kind,
        status=row.status,
        why=say_again(row.why) if row.why else "",
        payment_ref=payment.ref if payment else "",
        authorization=row.authorization if is_mine else "",
    )


def _record(
    session: Session, row: ScheduledPayment, what: str, client: Client, now: datetime
) -> None:
    """Write into the audit trail who changed the plan, and from where (I16)."""
    audit.record(
        session,
        kind=f"payment:{what}",
        at=now,
        client=client,
        login_id=login_id_of(session, row.borrower_id),
        subject=row.ref,
        cents=str(row.amount_cents),
        on=row.pay_on.isoformat(),
        authorization=seal_of(row.authorization),
    )
