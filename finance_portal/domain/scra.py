"""The six percent of the Servicemembers Civil Relief Act: forgiven, never deferred (1.22)."""

from fractions import Fraction

from finance_portal.domain.cents import Cents
from finance_portal.domain.events import RateChanged
from finance_portal.domain.position import Position
from finance_portal.domain.rates import Rate
from finance_portal.domain.schedule import level_payment

CAP = Rate.ppm(60_000)


def capped_rate(contract_rate: Rate, *, incurred_before_service: bool) -> Rate:
    """Return the rate during service: at most six percent on a debt from before it."""
    return min(contract_rate, CAP) if incurred_before_service else contract_rate


def capped_installment(position: Position, rate: Rate) -> Cents:
    """Return the installment that pays what is owed over the open due dates at the capped rate."""
    open_dates = [each.due_on for each in position.installments if not each.is_satisfied]
    return level_payment(
        position.principal + position.accrued_interest,
        rate,
        position.terms.day_count,
        position.on,
        open_dates,
        balloon=position.terms.balloon,
    )


def cap_rate(position: Position, *, sequence: int) -> RateChanged:
    """Return the event that caps a contract from the day of the position on.

    The payment falls, what is forgiven is not owed later, and no late charge arises.
    """
    rate = capped_rate(position.rate, incurred_before_service=True)
    return RateChanged(
        effective_on=position.on,
        sequence=sequence,
        rate=rate,
        installment=capped_installment(position, rate),
        bars_late_charges=True,
    )


def forgiven_share(contract_rate: Rate, capped: Rate) -> Fraction:
    """Return the part of the contract's interest that is forgiven."""
    return 1 - capped.exact / contract_rate.exact
