"""How the figures of a lease came about: what is left to pay, two prices, and its miles."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from finance_portal.domain import lease_end
from finance_portal.domain.cents import ZERO, Cents, Rounding, dollars
from finance_portal.domain.lease import LeaseYield, implicit_monthly_rate
from finance_portal.domain.lease_end import Buyout, projected_mileage, yield_of
from finance_portal.domain.position import Position
from finance_portal.domain.rates import ZERO_RATE, Rate, percent
from finance_portal.domain.terms import LeaseTerms
from finance_portal.domain.working.lines import (
    MINUS,
    ROUNDED,
    TIMES,
    Working,
    amount_line,
    count,
    exact_text,
    places_text,
    span_text,
)
from finance_portal.domain.working.trace import Trace
from finance_portal.language import say

_RATE_PLACES = 14


def remaining_payments(traced: Trace) -> Working:
    """Return the payments that are still to come: no payoff (R14.6)."""
    total = traced.position.principal
    lines = [*_payments_left(traced), amount_line(say("Payments left"), total)]
    return Working(tuple(lines), total)


def early_buyout(
    lease: LeaseTerms,
    payments_left: int,
    *,
    tax_rate: Rate = ZERO_RATE,
    past_due: Cents = ZERO,
    fees: Cents = ZERO,
) -> Working | None:
    """Return the price before maturity: the balance by constant yield, and what is added (R14.4).

    None if the contract does not say what the balance rests on.
    """
    basis = yield_of(lease)
    buyout = lease_end.early_buyout(
        lease,
        payments_left,
        tax_rate=tax_rate,
        past_due=past_due,
        fees=fees,
    )
    if basis is None or buyout is None:
        return None
    return Working(
        (*_balance(basis, payments_left, buyout.price), *_added(buyout, tax_rate)), buyout.total
    )


def _balance(basis: LeaseYield, payments_left: int, price: Cents) -> list[str]:
    """Return the lease balance by constant yield, which is the price."""
    payments = say(
        "{payments} of {amount} before tax",
        payments=count(basis.term, "payment"),
        amount=dollars(basis.base_monthly_payment),
    )
    worth = say(
        "At signing {payments}, the first at once, and the residual value of "
        "{residual_value} at the end were worth the adjusted capitalized cost of "
        "{adjusted_capitalized_cost}.",
        payments=payments,
        residual_value=dollars(basis.residual_value),
        adjusted_capitalized_cost=dollars(basis.adjusted_capitalized_cost),
    )
    return [
        worth,
        say("That holds at {rate}% a month.", rate=_percent_text(implicit_monthly_rate(basis))),
        amount_line(
            say(
                "Worth now at that rate, {payments_left} left, the next at once",
                payments_left=count(payments_left, "payment"),
            ),
            price,
        ),
    ]


def buyout(lease: LeaseTerms, position: Position, *, tax_rate: Rate = ZERO_RATE) -> Working | None:
    """Return what buys the vehicle on the day of a position, all told (R14.4).

    None if the contract does not say what the price rests on.
    """
    found, basis = lease_end.buyout_on(lease, position, tax_rate=tax_rate), yield_of(lease)
    if found is None:
        return None
    lines = [amount_line(say("Residual value"), found.price)]
    if basis and position.on < lease.maturity_on:
        lines = _balance(basis, lease_end.payments_left(lease, position), found.price)
    return Working((*lines, *_added(found, tax_rate)), found.total)


def invoice(lease: LeaseTerms, odometer: int | None, lines: Iterable[tuple[str, Cents]]) -> Working:
    """Return the final invoice: the miles, and the other lines as they stand in it.

    Without an odometer no miles are charged, as on a return before maturity (R14.5).
    """
    others = list(lines)
    miles, charge = ([], ZERO) if odometer is None else _of_miles(lease, odometer)
    total = charge + sum(amount for _, amount in others)
    named = [amount_line(words, amount) for words, amount in others]
    return Working((*miles, *named, amount_line(say("In all"), total)), total)


def _of_miles(lease: LeaseTerms, odometer: int) -> tuple[list[str], Cents]:
    found, driven = lease_end.mileage_at(lease, odometer), odometer - lease.start_odometer
    lines = [
        say(
            "Driven: {odometer} {minus} {start_odometer} = {driven}",
            odometer=f"{odometer:,}",
            minus=MINUS,
            start_odometer=f"{lease.start_odometer:,}",
            driven=count(driven, "mile"),
        ),
        _allowed(lease, found.allowed),
        *_over(driven, found.allowed, lease.excess_mile_rate),
    ]
    return lines, found.charge


def maturity_buyout(lease: LeaseTerms, *, tax_rate: Rate = ZERO_RATE) -> Working | None:
    """Return the price at maturity: the residual value, and what is added (R14.4).

    None if the contract does not say the residual value.
    """
    buyout = lease_end.maturity_buyout(lease, tax_rate=tax_rate)
    if buyout is None:
        return None
    lines = [amount_line(say("Residual value"), buyout.price), *_added(buyout, tax_rate)]
    return Working(tuple(lines), buyout.total)


def mileage(lease: LeaseTerms, odometer: int, as_of: date) -> Working:
    """Return what the miles would cost if driving goes on as it did until a day (R14.7)."""
    start, driven = lease.start_odometer, odometer - lease.start_odometer
    days = max(1, (as_of - lease.first_due_on).days)
    whole = (lease.maturity_on - lease.first_due_on).days
    projected = projected_mileage(lease, odometer, as_of)
    exact = places_text(Fraction(driven * whole, days))
    at_end = projected.odometer - start
    lines = [
        say(
            "Driven so far: {odometer} {minus} {start} = {driven}",
            odometer=f"{odometer:,}",
            minus=MINUS,
            start=f"{start:,}",
            driven=count(driven, "mile"),
        ),
        f"{span_text(lease.first_due_on, as_of)} = {count(days, 'day')}",
        f"{span_text(lease.first_due_on, lease.maturity_on)} = {count(whole, 'day')}",
        say(
            "At that pace by the end: {driven} {times} {whole} / {days} = {exact}",
            driven=f"{driven:,}",
            times=TIMES,
            whole=f"{whole:,}",
            days=f"{days:,}",
            exact=exact,
        ),
        say("Rounded to whole miles: {at_end}", at_end=count(at_end, "mile")),
        _allowed(lease, projected.allowed),
        *_over(at_end, projected.allowed, lease.excess_mile_rate),
        amount_line(say("Projected charge"), projected.charge),
    ]
    return Working(tuple(lines), projected.charge)


def _payments_left(traced: Trace) -> Iterator[str]:
    """Yield the open payments, those of one amount together, and what is paid of the first."""
    still_open = list(traced.position.open_installments)
    for amount in dict.fromkeys(each.amount for each in still_open):
        number = sum(each.amount == amount for each in still_open)
        formula = f"{count(number, 'payment')} {TIMES} {dollars(amount)}"
        yield say("Left: {formula} = {number}", formula=formula, number=dollars(number * amount))
    if paid := sum(each.paid for each in still_open):
        yield amount_line(say("Already paid toward the next"), -paid)
    if not still_open:
        yield amount_line(say("No payment is left"), ZERO)


def _added(buyout: Buyout, tax_rate: Rate) -> Iterator[str]:
    if buyout.purchase_option_fee:
        yield amount_line(say("Purchase option fee"), buyout.purchase_option_fee)
    if buyout.tax:
        exact = exact_text(buyout.price * tax_rate.exact)
        yield say(
            "Tax: {price} {times} {tax_rate} = {exact}",
            price=dollars(buyout.price),
            times=TIMES,
            tax_rate=percent(tax_rate),
            exact=exact,
        )
        yield amount_line(say(ROUNDED[Rounding.HALF_UP]), buyout.tax)
    if buyout.past_due:
        yield amount_line(say("Due and not paid"), buyout.past_due)
    if buyout.fees:
        yield amount_line(say("Charges and fees"), buyout.fees)
    if buyout.credit:
        yield amount_line(say("Security deposit, and what was paid ahead"), -buyout.credit)
    yield amount_line(say("Buys the vehicle"), buyout.total)


def _allowed(lease: LeaseTerms, allowed: int) -> str:
    allowance = say(
        "{allowed} + {purchased} bought",
        allowed=f"{lease.miles_allowed:,}",
        purchased=f"{lease.miles_purchased:,}",
    )
    return say(
        "Allowed: {allowance} = {allowed}", allowance=allowance, allowed=count(allowed, "mile")
    )


def _over(driven: int, allowed: int, rate: Cents) -> Iterator[str]:
    over = driven - allowed
    if over <= 0:
        yield amount_line(say("Within what is allowed"), ZERO)
        return
    yield say(
        "Over: {driven} {minus} {allowed} = {over}",
        driven=f"{driven:,}",
        minus=MINUS,
        allowed=f"{allowed:,}",
        over=count(over, "mile"),
    )
    yield f"{count(over, 'mile')} {TIMES} {dollars(rate)} = {dollars(over * rate)}"


def _percent_text(monthly: Decimal) -> str:
    return places_text(Fraction(monthly) * 100, _RATE_PLACES)
