"""The end of a lease: buy, return or extend, and what each costs (R14.4 to R14.10)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from finance_portal.domain.calendar import ONE_DAY, add_months
from finance_portal.domain.cents import ZERO, Cents, rounded
from finance_portal.domain.events import Event, LeaseEnded
from finance_portal.domain.lease import LeaseYield, adjusted_lease_balance
from finance_portal.domain.position import Position
from finance_portal.domain.rates import ZERO_RATE, Rate
from finance_portal.domain.replay import standing_events
from finance_portal.domain.terms import LeaseTerms

MONTHS_WITHOUT_NEW_DISCLOSURES = 6
"""Regulation M, 1013.5(d): beyond this an extension needs new disclosures (R14.10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyout:
    """What buys the vehicle. The price is taxed, the purchase option fee is not (R14.4)."""

    price: Cents
    purchase_option_fee: Cents
    tax: Cents = ZERO
    past_due: Cents = ZERO  # what fell due and is not paid
    fees: Cents = ZERO
    credit: Cents = ZERO  # the security deposit, and what was paid ahead

    @property
    def total(self) -> Cents:
        """Return what buys the vehicle, all told."""
        return self.of_vehicle + self.past_due + self.fees - self.credit

    @property
    def before_tax(self) -> Cents:
        """Return what buys the vehicle, without the tax on its price."""
        return self.total - self.tax

    @property
    def of_vehicle(self) -> Cents:
        """Return what the vehicle alone costs, with its fee and tax."""
        return self.price + self.purchase_option_fee + self.tax


class Owed(NamedTuple):
    """What is owed of a lease on a day, beside its balance (R14.4)."""

    falls_on: tuple[date, ...]  # when the payments of the term that are not made fall due
    due: Cents  # what fell due through that day and is not paid
    to_come: Cents  # what falls due later, months of an extension included
    ahead: Cents  # what was paid toward it

    @property
    def payments_left(self) -> int:
        """Return the payments of the term that neither fell due nor are made."""
        return len(self.falls_on)


class Mileage(NamedTuple):
    """Miles against the allowance, and what the excess costs."""

    allowed: int
    odometer: int
    excess: int
    charge: Cents


def yield_of(lease: LeaseTerms) -> LeaseYield | None:
    """Return what the lease balance is made of; None if the contract does not say it."""
    if lease.adjusted_capitalized_cost is None or lease.residual_value is None:
        return None
    return LeaseYield(
        lease.adjusted_capitalized_cost,
        lease.residual_value,
        lease.term,
        lease.base_monthly_payment,
    )


def early_buyout(
    lease: LeaseTerms,
    payments_left: int,
    *,
    tax_rate: Rate = ZERO_RATE,
    past_due: Cents = ZERO,
    fees: Cents = ZERO,
) -> Buyout | None:
    """Return the price before maturity, or None if the contract does not say what it rests on.

    `payments_left` are those that have not fallen due: what fell due and is open is `past_due`.
    """
    basis = yield_of(lease)
    if basis is None:
        return None
    price = adjusted_lease_balance(basis, payments_left)
    return Buyout(
        price=price,
        purchase_option_fee=lease.purchase_option_fee,
        tax=rounded(price * tax_rate.exact),
        past_due=past_due,
        fees=fees,
    )


def maturity_buyout(lease: LeaseTerms, *, tax_rate: Rate = ZERO_RATE) -> Buyout | None:
    """Return the price at maturity, or None if the contract does not say the residual value."""
    if lease.residual_value is None:
        return None
    return Buyout(
        price=lease.residual_value,
        purchase_option_fee=lease.purchase_option_fee,
        tax=rounded(lease.residual_value * tax_rate.exact),
    )


def owed_on(lease: LeaseTerms, position: Position, on: date) -> Owed:
    """Return what is owed on the day of a position, or on one before it since the last payment."""
    still_open = list(position.open_installments)
    coming = [each for each in still_open if each.due_on > on]
    return Owed(
        falls_on=tuple(each.due_on for each in coming if each.number <= lease.term),
        due=sum(each.remaining for each in still_open if each.due_on <= on),
        to_come=sum(each.remaining for each in coming),
        ahead=sum(each.paid for each in coming),
    )


def paid_ahead(position: Position, on: date) -> Cents:
    """Return what was paid for payments that fall due after a day."""
    each = position.installments
    later = (each[place] for place in range(len(each)) if each[place].due_on > on)
    return sum(installment.paid for installment in later)


def payments_left(lease: LeaseTerms, position: Position) -> int:
    """Return the payments of the term to come; what fell due is owed beside the balance (R14.4)."""
    return owed_on(lease, position, position.on).payments_left


def early_good_through(lease: LeaseTerms, position: Position) -> date | None:
    """Return the last day of today's early buyout; None from maturity on (R14.4)."""
    if position.on >= lease.maturity_on:
        return None
    return buyout_good_through(
        min([*owed_on(lease, position, position.on).falls_on, lease.maturity_on])
    )


def buyout_on(
    lease: LeaseTerms, position: Position, *, tax_rate: Rate = ZERO_RATE
) -> Buyout | None:
    """Return what buys the vehicle on the day of a position, all told (R14.4).

    None if the contract does not say what the price rests on.
    """
    owed = owed_on(lease, position, position.on)
    found = maturity_buyout(lease, tax_rate=tax_rate)
    if position.on < lease.maturity_on:
        found = early_buyout(lease, owed.payments_left, tax_rate=tax_rate)
    if found is None:
        return None
    return replace(
        found,
        past_due=owed.due,
        fees=position.fees,
        credit=lease.security_deposit + owed.ahead,
    )


def bought(
    lease: LeaseTerms, position: Position, *, payment_id: str, sequence: int
) -> LeaseEnded | None:
    """Return what a purchase changes on the day of a position; None where there is no price.

    The disposition fee is not charged: the vehicle does not come back (R14.9).
    """
    found = buyout_on(lease, position, tax_rate=lease.tax_rate)
    if found is None:
        return None
    return LeaseEnded(
        effective_on=position.on,
        sequence=sequence,
        price=found.of_vehicle,
        forgiven=position.principal - found.past_due,
        credit=found.credit,
        payment_id=payment_id,
    )


def ending_of(events: Iterable[Event]) -> LeaseEnded | None:
    """Return how a lease ended, or None while it goes on."""
    return next((each for each in standing_events(events) if isinstance(each, LeaseEnded)), None)


def buyout_good_through(next_due_on: date) -> date:
    """Return the last day of an early buyout: the balance changes on the monthly date (R14.4)."""
    return next_due_on - ONE_DAY


def early_termination_charge(
    *,
    lease_balance: Cents,
    realized_value: Cents,
    past_due: Cents = ZERO,
    taxes_and_official_fees: Cents = ZERO,
    disposition_fee: Cents = ZERO,
) -> Cents:
    """Return the charge for an early return: what the vehicle's value does not cover (R14.5)."""
    payoff = lease_balance + past_due + taxes_and_official_fees + disposition_fee
    return max(ZERO, payoff - realized_value)


def remaining_obligation(lease: LeaseTerms, payments_left: int) -> Cents:
    """Return the payments still to come; not a payoff (R14.6)."""
    return payments_left * lease.monthly_payment


def mileage_at(lease: LeaseTerms, odometer: int) -> Mileage:
    """Return the miles above the allowance at an odometer reading, and their charge (R14.7)."""
    allowed = lease.miles_allowed + lease.miles_purchased
    excess = max(0, odometer - lease.start_odometer - allowed)
    return Mileage(allowed, odometer, excess, excess * lease.excess_mile_rate)


def projected_mileage(lease: LeaseTerms, odometer: int, as_of: date) -> Mileage:
    """Return the mileage at maturity if driving goes on as it did until a day (R14.7)."""
    driven = odometer - lease.start_odometer
    elapsed = max(1, (as_of - lease.first_due_on).days)
    pace = Fraction(driven, elapsed)
    days = max(elapsed, (lease.maturity_on - lease.first_due_on).days)
    return mileage_at(lease, lease.start_odometer + rounded(pace * days))


def unused_purchased_miles(lease: LeaseTerms, odometer: int) -> int:
    """Return the purchased miles that were not driven, which are credited (R14.7)."""
    unused = lease.miles_allowed + lease.miles_purchased - (odometer - lease.start_odometer)
    return min(lease.miles_purchased, max(0, unused))


def extended(lease: LeaseTerms, months: int) -> LeaseTerms:
    """Return a lease with a later maturity: same payment, same miles (R14.10)."""
    if months == 0:
        return lease
    return replace(lease, maturity_on=add_months(lease.maturity_on, months, lease.due_day))


def needs_new_disclosures(extension_months: int) -> bool:
    """Tell whether an extension of a lease, counted in all, is beyond what needs none (R14.10)."""
    return extension_months > MONTHS_WITHOUT_NEW_DISCLOSURES
