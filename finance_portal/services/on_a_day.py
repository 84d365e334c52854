"""A contract on any day that was: as it is known now, and as it was known on that day (R2.2, R2.3).

They differ where something was entered later that counts from that day or before: a correction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import working
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Event
from finance_portal.domain.position import Position
from finance_portal.domain.rights import Asked, Right
from finance_portal.domain.working import Trace
from finance_portal.language import say
from finance_portal.models.ledger import ContractEvent
from finance_portal.services.accounts import kind_of
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.history import title_of
from finance_portal.services.journal import BOOKED
from finance_portal.settings import settings


class DayRefused(Exception):
    """The contract cannot be shown on that day; the message is fit for the borrower."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Where a contract stood at the end of a day, in cents."""

    standing: str
    principal: Cents
    interest: Cents
    fees: Cents
    payoff: Cents
    past_due: Cents
    next_due_on: date | None
    next_due_amount: Cents


@dataclass(frozen=True, kw_only=True)
class Later:
    """Something that was entered after the day, and counts from it or from before."""

    title: str
    amount: Cents | None
    counts_from: date
    entered_on: date


@dataclass(frozen=True, kw_only=True)
class OnADay:
    """A contract at the end of a day: with all that is known now, and with what was known then."""

    kind: str
    on: date
    first_day: date
    last_day: date
    now: Figures
    then: Figures
    later: list[Later]
    principal_working: tuple[str, ...]
    payoff_working: tuple[str, ...]
    past_due_working: tuple[str, ...]

    @property
    def is_corrected(self) -> bool:
        """Tell whether what is known now differs from what was known on the day."""
        return self.now != self.then


def on_a_day(db: Database, *, borrower_id: int, contract_ref: str, on: date, today: date) -> OnADay:
    """Return a contract at the end of a day. Raises ContractNotFound, DayRefused."""
    asked = Asked(Right.SEE, today)
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref, asked))
        entered = _entered(session, file)
    first, last = file.terms.billing.interest_from, file.day(today)
    if not first <= on <= last:
        raise DayRefused(
            say(
                "Choose a day from {day} to {last}.",
                day=working.day_text(first),
                last=working.day_text(last),
            )
        )
    traced = working.trace(file.terms.billing, file.events, on)
    known = [event for event in file.events if entered[event.sequence] <= on]
    return OnADay(
        kind=kind_of(file),
        on=on,
        first_day=first,
        last_day=last,
        now=_figures(traced.position),
        then=_figures(working.trace(file.terms.billing, known, on).position),
        later=_later(file.events, entered, on),
        principal_working=working.principal(traced).lines,
        payoff_working=_payoff(traced),
        past_due_working=working.to_cure(traced).lines,
    )


def _entered(session: Session, file: File) -> dict[int, date]:
    """Return the day on which each event was entered, by its sequence.

    What was boarded with the contract counts as entered on its own day: so it was, elsewhere.
    """
    rows = session.exec(
        select(ContractEvent).where(col(ContractEvent.contract_id) == file.contract.id)
    ).all()
    boarded_at = next(row.entered_at for row in rows if row.sequence == BOOKED)
    zone = ZoneInfo(settings.time_zone)
    return {
        row.sequence: row.effective_on
        if row.entered_at == boarded_at
        else row.entered_at.astimezone(zone).date()
        for row in rows
    }


def _later(events: Sequence[Event], entered: dict[int, date], on: date) -> list[Later]:
    """Return what was entered after a day and counts from it or before, in the order of entry."""
    return [
        Later(
            title=title_of(event),
            amount=getattr(event, "amount", None),
            counts_from=event.effective_on,
            entered_on=entered[event.sequence],
        )
        for event in sorted(events, key=lambda each: each.sequence)
        if event.effective_on <= on < entered[event.sequence]
    ]


def _figures(position: Position) -> Figures:
    following = position.next_installment
    return Figures(
        standing=position.standing,
        principal=position.principal,
        interest=position.accrued_interest,
        fees=position.fees,
        payoff=position.payoff_on(position.on),
        past_due=position.past_due,
        next_due_on=following.due_on if following else None,
        next_due_amount=max(0, position.amount_due - position.unapplied),
    )


def _payoff(traced: Trace) -> tuple[str, ...]:
    return working.payoff(traced).lines if traced.position.terms.rate.exact else ()
