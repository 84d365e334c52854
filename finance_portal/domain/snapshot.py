"""A contract after its last event in a few numbers: enough to know it on any later day.

Interest that accrues stays exact (R0.2): what is carried is counted in whole parts of a cent, so
small that every day's interest is a whole number of them.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.book import Book
from finance_portal.domain.cents import Cents, Rounding, rounded
from finance_portal.domain.day_count import DayCount, year_fraction
from finance_portal.domain.installments import Installments
from finance_portal.domain.interest import interest
from finance_portal.domain.position import Position
from finance_portal.domain.rates import Rate
from finance_portal.domain.terms import LoanTerms

_MILLION = 1_000_000
_YEARS_AHEAD = 60
_LARGEST = 2**62  # twice this is the most that a database's integer holds

_PARTS = {
    DayCount.ACTUAL_365: 365,
    DayCount.ACTUAL_360: 360,
    DayCount.ACTUAL_365_25: 1461,
    DayCount.ACTUAL_ACTUAL_END: 365 * 366,
    DayCount.ACTUAL_ACTUAL_START: 365 * 366,
}
"""Into how many parts a year is divided so that each day is a whole number of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An open contract on a day on or after its last event, its installments as signed."""

    on: date
    rate: Rate
    principal: Cents
    unpaid_interest: Cents
    accrued: Fraction
    late_charges: Cents
    returned_fees: Cents
    other_fees: Cents
    unapplied: Cents
    credit_balance: Cents
    diverted: Cents
    bars_late_charges: bool
    satisfied: int
    part_paid: Cents

    def position(self, terms: LoanTerms, on: date) -> Position:
        """Return where the contract stands on a later day if nothing happens until then.

        Payments that were applied before, the days on which installments were satisfied and the
        late charges that they had are not known any more.
        """
        accrued = self.accrued + self._growth(terms, on)
        installments = Installments.resumed(terms, self.satisfied, self.part_paid)
        return Position(
            terms=terms,
            on=on,
            rate=self.rate,
            due_day=terms.due_day,
            principal=self.principal,
            unpaid_interest=self.unpaid_interest,
            accrued=accrued,
            late_charges=self.late_charges,
            returned_fees=self.returned_fees,
            other_fees=self.other_fees,
            unapplied=self.unapplied,
            credit_balance=self.credit_balance,
            diverted=self.diverted,
            bars_late_charges=self.bars_late_charges,
            closed_on=None,
            installments=installments.statuses(on, lambda day: self._left_on(terms, day)),
            applied={},
        )

    def _growth(self, terms: LoanTerms, day: date) -> Fraction:
        return interest(
            self.principal, self.rate, terms.day_count, self.on, day, due_day=terms.due_day
        )

    def _left_on(self, terms: LoanTerms, day: date) -> Cents:
        accrued = rounded(self.accrued + self._growth(terms, day), terms.rounding)
        return self.principal + self.unpaid_interest + accrued


def snapshot(book: Book, on: date) -> Snapshot | None:
    """Return a book in few numbers; None when it is closed or its installments were changed."""
    progress = book.installments.progress(book.terms)
    if progress is None or book.closed_on is not None or book.due_day != book.terms.due_day:
        return None
    position = book.position(on)
    return Snapshot(
        on=on,
        rate=book.rate,
        principal=book.principal,
        unpaid_interest=book.owed[Bucket.INTEREST],
        accrued=position.accrued,
        late_charges=position.late_charges,
        returned_fees=position.returned_fees,
        other_fees=position.other_fees,
        unapplied=book.unapplied,
        credit_balance=book.credit_balance,
        diverted=book.diverted,
        bars_late_charges=book.bars_late_charges,
        satisfied=progress[0],
        part_paid=progress[1],
    )


def carrying_unit(terms: LoanTerms, principal: Cents, rate: Rate) -> int | None:
    """Return the part of a cent in which interest can be carried as a whole number.

    None where the day count has no such part, where cents are not rounded half up, or where the
    numbers would become too large for a database.
    """
    parts = _PARTS.get(terms.day_count)
    if parts is None or terms.rounding is not Rounding.HALF_UP:
        return None
    most = principal * rate.parts_per_million * parts * _YEARS_AHEAD
    return parts * _MILLION if most < _LARGEST else None


def carried(accrued: Fraction, unit: int) -> int | None:
    """Return accrued interest in parts of a cent; None when it is no whole number of them."""
    parts = accrued * unit
    return parts.numerator if parts.denominator == 1 else None


def daily_parts(day_count: DayCount, start: date, end: date) -> int:
    """Return by how much each cent and each millionth of the rate grows between two days.

    In the parts of `carrying_unit`. Raises KeyError for a day count that has none.
    """
    return (year_fraction(day_count, start, end) * _PARTS[day_count]).numerator
