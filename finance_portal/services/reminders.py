"""Remind of what falls due, as each borrower has chosen: by mail, by text, some days before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, func, or_, select

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.models.autopay import Autopay, AutopayDebit
from finance_portal.models.contracts import Contract, Loan
from finance_portal.models.messages import Message
from finance_portal.models.nightly import ReminderChoice
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import Login
from finance_portal.notices.reminders import payment_due
from finance_portal.services import deliveries
from finance_portal.services.contacts import Contact
from finance_portal.services.flags import not_to_remind
from finance_portal.services.nightly.files import Known, known
from finance_portal.services.nightly.work import Work, work_off
from finance_portal.services.reminder_choices import DAYS_BEFORE, contacts_of, usual

FARTHEST = timedelta(days=max(DAYS_BEFORE))
KIND = "payment_due"


@dataclass(frozen=True)
class _Person:
    """Somebody who is bound by a contract and signs in, and how they want to be reminded."""

    contract_id: int
    login: Login
    contacts: tuple[Contact, ...]
    days_before: int


@dataclass(frozen=True)
class Reminder:
    """What one person is told of one due date."""

    person: _Person
    amount: Cents
    due_on: date
    vehicle: str
    ref: str  # of the contract


def remind_due(db: Database, now: datetime) -> int:
    """Write the reminders of a day and return how many there were. Run again, it writes none.

    Days off are caught up with until the due date. Nobody is reminded of what autopay takes, of
    what a payment on its way or a scheduled one covers, or of what is past due.
    """
    return work_off(db, reminding(now), now=now).done


def reminding(now: datetime) -> Work[Reminder]:
    """Return the work of reminding. Its writing returns how many messages were written."""
    today = now.date()
    return Work(
        "remind",
        lambda session, after, most: _due(session, today, after, most),
        lambda session, ids: list(_plan(session, ids, today)),
        lambda session, planned: _write(session, planned, now),
    )


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    """Return contracts on which something falls due soon that autopay does not take."""
    reachable = exists().where(
        col(Obligor.contract_id) == col(Contract.id),
        col(Login.borrower_id) == col(Obligor.borrower_id),
        col(Login.disabled_at).is_(None),
    )
    soon = (
        select(Contract.id)
        .where(
            col(Contract.next_due_on).between(today, today + FARTHEST),
            col(Contract.id) > after,
            or_(~_drafted(), _balloon_is_left()),
            reachable,
            col(Contract.id).not_in(not_to_remind(today)),
        )
        .order_by(col(Contract.id))
        .limit(most)
    )
    return [contract_id or 0 for contract_id in session.exec(soon)]


def _drafted() -> ColumnElement[bool]:
    """Return whether autopay takes what falls due next: not while it is paused, nor if skipped."""
    skipped = exists().where(
        col(AutopayDebit.autopay_id) == col(Autopay.id),
        col(AutopayDebit.due_on) == col(Contract.next_due_on),
        col(AutopayDebit.status) == "skipped",
    )
    until = col(Autopay.paused_until)
    return exists().where(
        col(Autopay.contract_id) == col(Contract.id),
        col(Autopay.status) == "active",
        or_(until.is_(None), until <= col(Contract.next_due_on)),
        ~skipped,
    )


def _balloon_is_left() -> ColumnElement[bool]:
    """Return whether autopay leaves the balloon at the end to be paid by hand (R13.2)."""
    return exists().where(
        col(Autopay.contract_id) == col(Contract.id),
        col(Autopay.status) == "active",
        col(Autopay.covers_balloon).is_(False),
        col(Loan.contract_id) == col(Contract.id),
        col(Loan.balloon_cents).is_not(None),
    )


def _plan(session: Session, contract_ids: list[int], today: date) -> Iterator[Reminder]:
    people = _people(session, contract_ids)
    wanted = select(Contract.id).where(col(Contract.id).in_(contract_ids))
    by_hand = set(session.exec(wanted.where(~_drafted())))
    for each in known(session, contract_ids, today):
        due = _what_is_due(session, each, today, only_balloon=each.contract.id not in by_hand)
        if due is None:
            continue
        amount, due_on = due
        for person in people[each.contract.id or 0]:
            if due_on - timedelta(days=person.days_before) <= today:
                yield Reminder(person, amount, due_on, each.contract.vehicle, each.contract.ref)


def _what_is_due(
    session: Session, each: Known, today: date, *, only_balloon: bool
) -> tuple[Cents, date] | None:
    """Return what is still to pay and by when, payments on their way and planned ones made."""
    position = each.foreseen(today)
    following = position.next_installment
    if following is None or not today <= following.due_on <= today + FARTHEST:
        return None
    if only_balloon and not following.is_balloon:
        return None
    planned = select(func.coalesce(func.sum(ScheduledPayment.amount_cents), 0)).where(
        col(ScheduledPayment.contract_id) == each.contract.id,
        col(ScheduledPayment.status) == "waiting",
        col(ScheduledPayment.pay_on) <= following.due_on,
    )
    amount = following.remaining - position.unapplied - int(session.exec(planned).one())
    return (amount, following.due_on) if amount > 0 else None


def _write(session: Session, planned: list[Reminder], now: datetime) -> int:
    return sum(len(_tell(session, reminder, now)) for reminder in planned)


def _tell(session: Session, reminder: Reminder, now: datetime) -> list[Message]:
    """Write one reminder, unless it was written before."""
    person = reminder.person
    words = payment_due(
        amount=reminder.amount,
        due_on=reminder.due_on,
        vehicle=reminder.vehicle,
        ref=reminder.ref,
    )
    return deliveries.tell_at(
        session,
        person.login,
        person.contacts,
        words,
        kind=KIND,
        now=now,
        key=f"due:{person.contract_id}:{reminder.due_on}:{person.login.borrower_id}",
    )


def _people(session: Session, contract_ids: Iterable[int]) -> dict[int, list[_Person]]:
    rows = session.exec(
        select(Obligor.contract_id, Login, Borrower, ReminderChoice)
        .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
        .join(Login, col(Login.borrower_id) == Obligor.borrower_id)
        .outerjoin(ReminderChoice, col(ReminderChoice.borrower_id) == Obligor.borrower_id)
        .where(col(Obligor.contract_id).in_(list(contract_ids)), col(Login.disabled_at).is_(None))
        .order_by(col(Obligor.id))
    )
    found = defaultdict(list)
    for contract_id, login, borrower, row in rows:
        chosen = row or usual(login.borrower_id)
        found[contract_id].append(
            _Person(
                contract_id,
                login,
                tuple(contacts_of(login, borrower, chosen)),
                chosen.days_before,
            )
        )
    return found
