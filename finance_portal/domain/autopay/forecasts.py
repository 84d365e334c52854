"""Every debit of the months to come, worked out as the nightly jobs will."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.autopay.days import Day, next_day
from finance_portal.domain.autopay.drafts import Draft, draft_on, still_open
from finance_portal.domain.autopay.plan import Plan
from finance_portal.domain.calendar import ONE_DAY, add_months
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import Charge, Event, Payment
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LoanTerms
from finance_portal.language import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Debit:
    """One line of the forecast."""

    wanted_on: date
    debit_on: date
    due_on: date | None
    amount: Cents
    principal_only: Cents = ZERO
    is_last: bool = False
    skipped: bool = False
    note: str = ""  # why it is nothing, in words for the borrower

    @property
    def is_moved(self) -> bool:
        """Tell whether the banks are closed on the day that was wanted (R15.7)."""
        return self.wanted_on != self.debit_on


def forecast(  # noqa: PLR0913  what the jobs know
    plan: Plan,
    terms: LoanTerms,
    events: Iterable[Event],
    *,
    today: date,
    months: int = 12,
    first: date | None = None,
    skipped: AbstractSet[date] = frozenset(),
    most: Mapping[date, Cents] = MappingProxyType({}),
    since: date | None = None,
) -> list[Debit]:
    """Return every debit of the months to come, as the nightly jobs will make them.

    `first` is the next debit if it is known already, `most` what may be debited at most on a day
    (R15.2), `since` from when on late charges are assessed. Late charges that skipping causes are
    in it; each debit counts from its own day.
    """
    known = list(events)
    until = add_months(today, months, today.day)
    day = _day_of(plan, replay(terms, known, today), first, today)
    debits: list[Debit] = []
    while day and day.debit_on <= until:
        known += _late_charges(terms, known, day.debit_on, since)
        position = replay(terms, known, day.debit_on)
        if position.is_closed or position.is_all_paid:
            break
        debit = _debit(plan, position, day, skipped, most)
        debits.append(debit)
        if debit.amount:
            known.append(_payment(debit, len(known)))
        if _is_only_balloon_left(plan, position):
            break
        day = next_day(plan, position, day.debit_on)
    return debits


def _day_of(plan: Plan, position: Position, first: date | None, today: date) -> Day | None:
    if first is None:
        return next_day(plan, position, today)
    found = next_day(plan, position, first - ONE_DAY)
    return found if found and found.debit_on == first else Day(first, first, None)


def _debit(
    plan: Plan,
    position: Position,
    day: Day,
    skipped: AbstractSet[date],
    most: Mapping[date, Cents],
) -> Debit:
    blank = Debit(wanted_on=day.wanted_on, debit_on=day.debit_on, due_on=day.due_on, amount=ZERO)
    if day.debit_on in skipped:
        return replace(blank, skipped=True, note=say("Skipped by you."))
    draft = draft_on(plan, position, day.debit_on)
    if not draft.amount:
        return replace(blank, note=_why_nothing(plan, position))
    limit = most.get(day.debit_on, draft.amount)
    if draft.amount > limit:
        draft = Draft(limit, max(ZERO, draft.principal_only - (draft.amount - limit)))
    return replace(
        blank,
        amount=draft.amount,
        principal_only=draft.principal_only,
        is_last=draft.amount == position.payoff_on(day.debit_on),
    )


def _why_nothing(plan: Plan, position: Position) -> str:
    if _is_only_balloon_left(plan, position):
        return say("Only the balloon is left. Autopay does not pay it.")
    return say("You are paid ahead. Nothing is due, so nothing is debited.")


def _is_only_balloon_left(plan: Plan, position: Position) -> bool:
    return position.installments[-1].is_balloon and not any(still_open(plan, position))


def _late_charges(
    terms: LoanTerms, known: Sequence[Event], on: date, since: date | None
) -> list[Event]:
    """Return the late charges that will have been assessed before a debit goes out."""
    if not replay(terms, known, on).past_due:
        return []
    return [
        Charge(
            effective_on=due.assessed_on,
            sequence=len(known) + place,
            bucket=Bucket.LATE_CHARGES,
            amount=due.amount,
            installment=due.installment,
        )
        for place, due in enumerate(late_charges_due(terms, known, today=on, since=since), start=1)
    ]


def _payment(debit: Debit, number: int) -> Payment:
    draft = Draft(debit.amount, debit.principal_only)
    return Payment(
        effective_on=debit.debit_on,
        sequence=number + 1,
        id=f"autopay {debit.debit_on}",
        amount=debit.amount,
        intent=draft.intent,
        principal_only=debit.principal_only,
    )
