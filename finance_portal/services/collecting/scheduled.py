"""Payments for a later day become payments on that day, or are dropped and say why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from finance_portal.domain import events
from finance_portal.domain.acceptance import PaymentNotAccepted, check_payment
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Intent
from finance_portal.domain.replay import replay
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.language import say, speaking
from finance_portal.models.base import table_of
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services.collecting import drafts, telling
from finance_portal.services.collecting.drafts import STILL_TAKEN, Draft
from finance_portal.services.flags import not_to_debit
from finance_portal.services.nightly.files import Known, Seen, files, known, unchanged
from finance_portal.services.nightly.work import Work
from finance_portal.services.payoff import honouring
from finance_portal.services.payoff.quotes import open_quotes


@dataclass(frozen=True)
class Planned:
    """What becomes of one order, and what that was worked out from."""

    row: ScheduledPayment
    seen: Seen
    draft: Draft | None
    why_not: str | None = None


def submitting(processor: PaymentProcessor, now: datetime, until: date) -> Work[Planned]:
    """Return the work of submitting what was scheduled for days up to one."""
    return Work(
        "scheduled payments",
        lambda session, after, most: _due(session, until, after, most),
        lambda session, ids: _plan(session, ids, until, now.date()),
        lambda session, planned: _write(session, planned, processor, now),
        again=True,
        chunk=100,
    )


def _due(session: Session, until: date, after: int, most: int) -> list[int]:
    row = ScheduledPayment
    due = (
        select(row.contract_id)
        .where(
            col(row.status) == "waiting",
            col(row.pay_on) <= until,
            col(row.contract_id) > after,
            col(row.contract_id).not_in(not_to_debit(until)),
        )
        .distinct()
        .order_by(col(row.contract_id))
        .limit(most)
    )
    return list(session.exec(due))


def _plan(session: Session, contract_ids: list[int], until: date, today: date) -> list[Planned]:
    """Plan the oldest order of each contract; the next one has its turn in the next round."""
    row = ScheduledPayment
    due = session.exec(
        select(row, PaymentMethod, Borrower.language)
        .join(PaymentMethod, col(PaymentMethod.id) == row.method_id)
        .join(Borrower, col(Borrower.id) == row.borrower_id)
        .where(
            col(row.contract_id).in_(contract_ids),
            col(row.status) == "waiting",
            col(row.pay_on) <= until,
        )
        .order_by(col(row.pay_on).desc(), col(row.id).desc())
    ).all()
    oldest = {order.contract_id: (order, method, language) for order, method, language in due}
    since = min((order.pay_on for order, *_ in oldest.values()), default=today)
    closing = _closing(session, [order for order, *_ in oldest.values()])
    return [
        _planned(*oldest[each.contract.id or 0], each, closing, today)
        for each in known(session, oldest, since)
        if not each.file.is_submitting
    ]


def _closing(session: Session, orders: list[ScheduledPayment]) -> dict[int, Cents]:
    """Return what closes each contract that is to be paid off, on its day, as it was quoted."""
    days = {row.contract_id: row.pay_on for row in orders if row.intent == Intent.PAYOFF}
    closing = {}
    for file in files(session, sorted(days)):
        contract_id = file.contract.id or 0
        on = days[contract_id]
        quoted = honouring.waived(file, open_quotes(session, contract_id), on)
        closing[contract_id] = replay(quoted.terms.billing, quoted.foreseen(), on).payoff_on(on)
    return closing


def _planned(
    row: ScheduledPayment,
    method: PaymentMethod,
    language: str,
    each: Known,
    closing: dict[int, Cents],
    today: date,
) -> Planned:
    amount = _amount(row, closing.get(row.contract_id))
    with speaking(language):
        why_not = _why_not(row, amount, method, each, today)
    if why_not:
        return Planned(row, each.seen, None, why_not)
    return Planned(
        row,
        each.seen,
        Draft(
            ref=row.ref,
            due_key=f"scheduled:{row.id}",
            origin="scheduled",
            contract_id=row.contract_id,
            borrower_id=row.borrower_id,
            method=method,
            amount=amount,
            fee=row.fee_cents,
            principal_only=row.principal_only_cents,
            intent=Intent(row.intent),
            effective_on=row.pay_on,
            authorization=row.authorization,
            ip=row.ip,
            user_agent=row.user_agent,
        ),
    )


def _amount(row: ScheduledPayment, closes: Cents | None) -> Cents:
    """Return what was ordered, and of a payoff no more than closes the contract on its day."""
    return min(row.amount_cents, closes) if closes else row.amount_cents


def _why_not(
    row: ScheduledPayment, amount: Cents, method: PaymentMethod, each: Known, today: date
) -> str | None:
    """Return why nothing is taken, in words for the borrower; None when the order stands."""
    if row.pay_on + STILL_TAKEN < today:
        return drafts.OUR_FAULT
    if not method.usable or method.removed_at is not None or method.is_revoked:
        return method.why_not or drafts.NO_METHOD
    payment = events.Payment(
        effective_on=row.pay_on,
        sequence=0,
        id=row.ref,
        amount=amount,
        intent=Intent(row.intent),
        principal_only=row.principal_only_cents,
    )
    try:
        check_payment(each.foreseen(row.pay_on), payment)
    except PaymentNotAccepted as refusal:
        return say("{why} Nothing was taken.", why=refusal)
    return None


def _write(
    session: Session, planned: list[Planned], processor: PaymentProcessor, now: datetime
) -> int:
    """Make the payments of the orders that still stand as they were read."""
    still = unchanged(session, [each.seen for each in planned])
    held = _held(session, [each.row for each in planned])
    mine = [
        each
        for each in planned
        if each.seen.contract_id in still and held.get(each.row.id or 0) == each.row.version
    ]
    made = drafts.make(session, [each.draft for each in mine if each.draft], processor, now)
    changes = [change for each in mine if (change := _change(each, made))]
    if changes:
        order = table_of(ScheduledPayment)
        session.connection().execute(
            update(order)
            .where(order.c.id == bindparam("of"))
            .values(
                status=bindparam("becomes"),
                payment_id=bindparam("payment"),
                why=bindparam("because"),
                changed_at=now,
            ),
            changes,
        )
    for each in mine:
        if each.why_not:
            telling.not_taken(
                session,
                each.row.borrower_id,
                on=each.row.pay_on,
                why=each.why_not,
                key=f"scheduled:{each.row.id}:dropped",
                now=now,
            )
    return len(changes)


def _held(session: Session, rows: list[ScheduledPayment]) -> dict[int, int]:
    """Lock the orders that still wait; return the version of each."""
    waiting = (
        select(ScheduledPayment.id, ScheduledPayment.version)
        .where(
            col(ScheduledPayment.id).in_([row.id for row in rows]),
            col(ScheduledPayment.status) == "waiting",
        )
        .order_by(col(ScheduledPayment.id))
        .with_for_update()
    )
    return {key or 0: version for key, version in session.exec(waiting)}


def _change(each: Planned, made: dict[str, int]) -> dict[str, Any] | None:
    """Return what the order becomes; None when it has to wait for another payment."""
    if each.draft is None:
        return {
            "of": each.row.id,
            "becomes": "dropped",
            "payment": None,
            "because": (each.why_not or "")[:200],
        }
    payment_id = made.get(each.draft.due_key)
    if payment_id is None:
        return None
    return {"of": each.row.id, "becomes": "submitted", "payment": payment_id, "because": None}
