"""What another due date, or an extension, would do to a contract. Nothing is written by asking."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.events import DueDateChanged, Event, Extended
from finance_portal.domain.position import Position
from finance_portal.domain.relief import (
    DueDatePolicy,
    ExtensionPolicy,
    ReliefPreview,
    ReliefProblem,
    ReliefRefused,
    change_due_date,
    extend,
    moved_due_date,
    preview_relief,
)
from finance_portal.domain.replay import replay
from finance_portal.language import say, sentence
from finance_portal.services import flags
from finance_portal.services.autopay.outlook import next_on, outlook
from finance_portal.services.autopay.plans import autopay_on
from finance_portal.services.contracts import File

AHEAD_MONTHS = 6
NO_SIGNATURE = sentence(
    "Everybody who is bound by the contract signs a change of it, and we were told that "
    "one of them has died. A person arranges it with you."
)
NO_LEASE = sentence(
    "The due dates of a lease are part of the lease and cannot be moved here. If paying "
    "is hard at the moment, ask us for help: a person looks at it."
)


class Kind(StrEnum):
    """What can be changed. Its value is the kind of the request."""

    DUE_DATE = "due_date"
    EXTENSION = "extension"


class Choice(NamedTuple):
    """What is chosen: the day of the month, or how many months."""

    kind: Kind
    number: int


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a choice does, if nothing else happens. Amounts are cents."""

    choice: Choice
    event: DueDateChanged | Extended
    position: Position
    preview: ReliefPreview

    @property
    def skipped(self) -> tuple[date, ...]:
        """Return the due dates on which nothing falls due any more."""
        if isinstance(self.event, DueDateChanged):
            return ()
        ahead = zip(self.position.open_installments, range(self.event.months), strict=False)
        return tuple(each.due_on for each, _ in ahead)


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose, with what it does, or why it cannot be chosen."""

    number: int
    due_on: date | None = None  # the next due date
    effect: Effect | None = None
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class AutopayMove:
    """What becomes of autopay. Of the other borrower's, days alone are told (R15.8)."""

    is_mine: bool
    was: date | None
    now_on: date | None
    left_out: tuple[date, ...]  # days on which nothing is debited any more


def effect_of(session: Session, file: File, choice: Choice, today: date) -> Effect:
    """Return what a choice does. Raises ReliefRefused.

    Payments on their way count as made.
    """
    refuse_restricted(session, file, today)
    return _effect(file, choice, _foreseen(file, today))


def options(session: Session, file: File, kind: Kind, today: date) -> tuple[Option, ...]:
    """Return every day, or number of months, to choose from. Raises ReliefRefused for none."""
    refuse_restricted(session, file, today)
    known = _foreseen(file, today)
    if kind is Kind.EXTENSION:
        months = range(1, ExtensionPolicy().most_months_in_a_year + 1)
        return tuple(_option(file, Choice(kind, each), known, None) for each in months)
    upcoming = known.position.next_installment
    if upcoming is None:
        raise ReliefRefused(ReliefProblem.CLOSED, say("This contract is already paid off."))
    days = range(1, DueDatePolicy().last_day + 1)
    dates = sorted((moved_due_date(upcoming.due_on, each), each) for each in days)
    return tuple(_option(file, Choice(kind, each), known, on) for on, each in dates)


def autopay_move(
    session: Session, file: File, effect: Effect, borrower_id: int, today: date
) -> AutopayMove | None:
    """Return what becomes of autopay; None where it is off or paused."""
    row = autopay_on(session, file.contract.id or 0, locks=False)
    if row is None or row.status != "active":
        return None
    changed = replace(file, events=[*file.events, effect.event])
    after = today - ONE_DAY if row.next_debit_on == today else today
    now_on = next_on(session, changed, row, after)
    before = outlook(session, file, row, today, months=AHEAD_MONTHS)
    return AutopayMove(
        is_mine=row.borrower_id == borrower_id,
        was=row.next_debit_on,
        now_on=now_on,
        left_out=tuple(
            each.debit_on for each in before if each.amount and now_on and each.debit_on < now_on
        ),
    )


def refuse_restricted(session: Session, file: File, today: date) -> None:
    """Raise ReliefRefused for a contract whose dates are not changed on the screen."""
    if file.terms.lease:
        raise ReliefRefused(ReliefProblem.LEASE, say(NO_LEASE))
    held = flags.restrictions(session, file.contract.id or 0, today)
    if held.no_agreements and not held.read_only:
        raise ReliefRefused(ReliefProblem.RESTRICTED, f"{say(NO_SIGNATURE)} {held.contact}")
    refuse_held(session, file, today)


def refuse_held(session: Session, file: File, today: date) -> None:
    """Raise ReliefRefused for a contract on which nothing is arranged on the screen (1.22)."""
    held = flags.restrictions(session, file.contract.id or 0, today)
    if held.read_only:
        raise ReliefRefused(ReliefProblem.RESTRICTED, f"{held.words} {held.contact}")
    if file.position(today).is_closed:
        raise ReliefRefused(ReliefProblem.CLOSED, say("This contract is already paid off."))


class _Known(NamedTuple):
    """What is posted and on its way, and where the contract then stands."""

    events: list[Event]
    position: Position


def _option(file: File, choice: Choice, known: _Known, due_on: date | None) -> Option:
    try:
        effect = _effect(file, choice, known)
    except ReliefRefused as refusal:
        return Option(number=choice.number, due_on=due_on, why_not=str(refusal))
    return Option(number=choice.number, due_on=effect.preview.next_due_on, effect=effect)


def _foreseen(file: File, today: date) -> _Known:
    events = file.foreseen()
    on = max([today, *(event.effective_on for event in events)])
    return _Known(events, replay(file.terms.billing, events, on))


def _effect(file: File, choice: Choice, known: _Known) -> Effect:
    sequence = file.contract.version + len(file.on_their_way) + 1
    event = _event(choice, known, sequence)
    preview = preview_relief(file.terms.billing, known.events, event)
    return Effect(choice=choice, event=event, position=known.position, preview=preview)


def _event(choice: Choice, known: _Known, sequence: int) -> DueDateChanged | Extended:
    if choice.kind is Kind.DUE_DATE:
        earlier = sum(isinstance(each, DueDateChanged) for each in known.events)
        return change_due_date(
            known.position, choice.number, earlier_changes=earlier, sequence=sequence
        )
    extended = [each for each in known.events if isinstance(each, Extended)]
    return extend(known.position, choice.number, earlier=extended, sequence=sequence)
