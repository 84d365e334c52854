"""Which installments are late enough for a charge, and which never get one (1.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from finance_portal.domain.calendar import ONE_DAY, next_banking_day
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Event
from finance_portal.domain.installments import InstallmentStatus
from finance_portal.domain.late_charge import grace_days, late_charge
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LoanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChargeDue:
    """A late charge to assess, and the first day on which it could be."""

    installment: int
    amount: Cents
    assessed_on: date


def grace_ends_on(terms: LoanTerms, due_on: date) -> date:
    """Return the last day to pay an installment without a late charge (R6.2, R6.7)."""
    days = grace_days(terms.late_charge, terms.state)
    return _end_of_grace(due_on, days, on_banking_days=terms.grace_on_banking_days)


@lru_cache(maxsize=16_384)  # jobs ask it of every installment of every contract
def _end_of_grace(due_on: date, days: int, *, on_banking_days: bool) -> date:
    end = due_on + timedelta(days=days)
    return next_banking_day(end) if on_banking_days else end


def late_charges_due(
    terms: LoanTerms, events: Sequence[Event], *, today: date, since: date | None = None
) -> list[LateChargeDue]:
    """Return the late charges that the daily job has to assess (R6.2 to R6.6).

    None for an installment that was charged before, for a grace period that ended before `since`
    (the day from which we service the contract), after maturity, or while a cap bars them.
    """
    position = replay(terms, events, today)
    charges = (
        _charge(terms, events, installment)
        for installment in position.installments
        if _is_candidate(terms, position, installment, since)
    )
    return [charge for charge in charges if charge is not None]


def _is_candidate(
    terms: LoanTerms, position: Position, installment: InstallmentStatus, since: date | None
) -> bool:
    """Tell whether an installment was not satisfied when its grace ended."""
    satisfied_on = installment.satisfied_on or date.max
    if satisfied_on <= installment.due_on or installment.late_charge_assessed:
        return False
    end = grace_ends_on(terms, installment.due_on)
    if end >= position.on or end >= position.maturity_on or (since and end < since):
        return False
    return satisfied_on > end


def _charge(
    terms: LoanTerms, events: Sequence[Event], installment: InstallmentStatus
) -> LateChargeDue | None:
    """Charge what was short at the end of grace, unless an earlier charge made it short (R6.4)."""
    end = grace_ends_on(terms, installment.due_on)
    then = replay(terms, events, end)
    status = then.installments[installment.number - 1]
    unpaid = status.remaining - then.diverted
    if unpaid <= terms.late_charge.tolerance or then.bars_late_charges:
        return None
    amount = late_charge(terms.late_charge, status.amount, unpaid, terms.state)
    if amount == 0:
        return None
    return LateChargeDue(
        installment=installment.number,
        amount=amount,
        assessed_on=end + ONE_DAY,
    )
