"""What a late charge may amount to: the contract's rule, capped by the state's (R6.1, R6.6)."""

from dataclasses import dataclass
from enum import StrEnum

from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.rates import Rate


class Take(StrEnum):
    """Which of a flat amount and a percentage counts when a contract names both."""

    LESSER = "lesser"
    GREATER = "greater"
    PERCENT = "percent"
    FLAT = "flat"


class Base(StrEnum):
    """What the percentage is taken of."""

    INSTALLMENT = "installment"
    UNPAID_PART = "unpaid_part"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChargeRule:
    """A contract's late charge. Without a percentage and a flat amount there is none."""

    grace_days: int
    percent: Rate | None = None
    flat: Cents | None = None
    take: Take = Take.LESSER
    minimum: Cents = ZERO
    maximum: Cents | None = None
    base: Base = Base.INSTALLMENT
    tolerance: Cents = ZERO  # a shortage up to this is forgiven (R3.6)


NO_LATE_CHARGE = LateChargeRule(grace_days=0, flat=ZERO, take=Take.FLAT)

STATE_LATE_CHARGE = {
    "TX": LateChargeRule(grace_days=15, percent=Rate.ppm(50_000)),  # Fin. Code 348.107
    "AL": LateChargeRule(  # chart of 2013, changes yearly
        grace_days=10, percent=Rate.ppm(50_000), minimum=18_00, maximum=100_00
    ),
    # Not confirmed from a source: check before presenting these three as law.
    "CA": LateChargeRule(grace_days=10, percent=Rate.ppm(50_000)),
    "FL": LateChargeRule(grace_days=10, percent=Rate.ppm(50_000)),
    "NY": LateChargeRule(grace_days=10, percent=Rate.ppm(50_000)),
}
"""The most that a state allows, and the grace it demands (R6.6). Elsewhere: the contract only."""


def late_charge(
    rule: LateChargeRule, installment: Cents, unpaid: Cents, state: str | None = None
) -> Cents:
    """Return the charge for one late installment: the contract's, never above the state's cap."""
    charge = _amount(rule, installment, unpaid)
    if cap := STATE_LATE_CHARGE.get(state or ""):
        return min(charge, _amount(cap, installment, unpaid))
    return charge


def grace_days(rule: LateChargeRule, state: str | None = None) -> int:
    """Return the days of grace: the contract's, or the state's where it demands more."""
    cap = STATE_LATE_CHARGE.get(state or "")
    return max(rule.grace_days, cap.grace_days) if cap else rule.grace_days


def _amount(rule: LateChargeRule, installment: Cents, unpaid: Cents) -> Cents:
    base = installment if rule.base is Base.INSTALLMENT else unpaid
    charge = max(_before_limits(rule, base), rule.minimum)
    return charge if rule.maximum is None else min(charge, rule.maximum)


def _before_limits(rule: LateChargeRule, base: Cents) -> Cents:
    share = rounded(base * rule.percent.exact) if rule.percent else None
    named = [amount for amount in (rule.flat, share) if amount is not None]
    match rule.take:
        case Take.FLAT:
            return rule.flat or ZERO
        case Take.PERCENT:
            return share or ZERO
        case Take.GREATER:
            return max(named, default=ZERO)
        case Take.LESSER:
            return min(named, default=ZERO)
