"""The six percent of the Servicemembers Civil Relief Act: forgiven, never deferred (1.22)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from finance_portal.domain.cents import Cents, rounded
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.events import Event, RateChanged
from finance_portal.domain.interest import interest
from finance_portal.domain.position import Position
from finance_portal.domain.rates import Rate
from finance_portal.domain.replay import replay
from finance_portal.domain.schedule import level_payment
from finance_portal.domain.terms import LoanTerms

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

    The payment falls, what is forgiven is not owed later, and no late charge arises. A rate that
    is not above the cap stays, and so does the payment: no payment rises by it.
    """
    rate = capped_rate(position.rate, incurred_before_service=True)
    falls = rate < position.rate and position.next_installment is not None
    lower = min(capped_installment(position, rate), position.terms.installment) if falls else None
    return RateChanged(
        effective_on=position.on,
        sequence=sequence,
        rate=rate,
        installment=lower,
        bars_late_charges=True,
    )


def forgiven_share(contract_rate: Rate, capped: Rate) -> Fraction:
    """Return the part of the contract's interest that is forgiven."""
    return 1 - capped.exact / contract_rate.exact


def cap_again(events: Iterable[Event], since: date, *, sequence: int) -> Iterator[RateChanged]:
    """Yield the events that keep a cap over changes of the rate that were made since, unknowing."""
    for event in events:
        if isinstance(event, RateChanged) and event.effective_on >= since:
            yield replace(
                event,
                sequence=sequence,
                rate=capped_rate(event.rate, incurred_before_service=True),
                installment=None,
                bars_late_charges=True,
            )


def end_cap(terms: LoanTerms, on: date, *, sequence: int) -> RateChanged:
    """Return the event that ends a cap: the contract goes on at its own rate and installment."""
    return RateChanged(
        effective_on=on, sequence=sequence, rate=terms.rate, installment=terms.installment
    )


def forgiven_interest(
    terms: LoanTerms, events: Sequence[Event], *, since: date, until: date
) -> Cents:
    """Return the interest that the cap has kept from accruing between two days, rounded once.

    It is worked out on what was owed from day to day.
    """
    spans = forgiven_spans(terms, events, since=since, until=until)
    return rounded(sum((each.forgiven for each in spans), Fraction(0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days in which a cap held over one principal."""

    start: date
    end: date
    principal: Cents
    contract_rate: Rate
    rate: Rate
    day_count: DayCount
    due_day: int

    @property
    def forgiven(self) -> Fraction:
        """Return the exact interest, in cents, that did not accrue in these days."""
        less = Rate(max(Fraction(0), self.contract_rate.exact - self.rate.exact))
        return interest(
            self.principal, less, self.day_count, self.start, self.end, due_day=self.due_day
        )


def forgiven_spans(
    terms: LoanTerms, events: Sequence[Event], *, since: date, until: date
) -> Iterator[Span]:
    """Yield the days between two days, by what was owed in them."""
    days = sorted({since, until, *(each.effective_on for each in events)})
    for start, end in pairwise(day for day in days if since <= day <= until):
        position = replay(terms, events, start)
        yield Span(
            start=start,
            end=end,
            principal=position.principal,
            contract_rate=terms.rate,
            rate=position.rate,
            day_count=terms.day_count,
            due_day=position.due_day,
        )
