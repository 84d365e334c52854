"""The installments of a contract: when each falls due and how far it is paid (R4.1, R5.1)."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self, overload

from finance_portal.domain.calendar import add_months
from finance_portal.domain.cents import Cents
from finance_portal.domain.terms import LoanTerms


class InstallmentStatus(NamedTuple):
    """One installment as it stands on a day."""

    number: int
    due_on: date
    amount: Cents
    paid: Cents
    is_balloon: bool
    late_charge_assessed: bool
    satisfied_on: date | None

    @property
    def remaining(self) -> Cents:
        """Return what is still to pay of it."""
        return self.amount - self.paid

    @property
    def is_satisfied(self) -> bool:
        """Tell whether it is paid in full, or the contract is."""
        return self.satisfied_on is not None


@dataclass(frozen=True, slots=True, eq=False)
class Statuses(Sequence[InstallmentStatus]):
    """All installments on a day. Each is made when it is asked for: jobs ask for few of many."""

    due_on: Sequence[date]
    amounts: Sequence[Cents]
    paid: Sequence[Cents]
    satisfied_on: Sequence[date | None]
    late: AbstractSet[int]  # numbers of those that were charged for
    has_balloon: bool

    @property
    def satisfied(self) -> int:
        """Return how many are fully satisfied: always the first ones."""
        return bisect_left(self.satisfied_on, True, key=lambda on: on is None)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.due_on)

    @overload
    def __getitem__(self, place: int) -> InstallmentStatus: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[InstallmentStatus, ...]: ...
    def __getitem__(self, place: int | slice) -> InstallmentStatus | tuple[InstallmentStatus, ...]:
        """Return one, counted from 0, or some of them. Raises IndexError."""
        if isinstance(place, slice):
            return tuple(map(self._status, range(len(self))[place]))
        return self._status(range(len(self))[place])

    def __iter__(self) -> Iterator[InstallmentStatus]:
        """Yield all of them in order."""
        return map(self._status, range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Tell whether these are the same installments, in the same state."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as that of a list

    def _status(self, index: int) -> InstallmentStatus:
        return InstallmentStatus(
            index + 1,
            self.due_on[index],
            self.amounts[index],
            self.paid[index],
            self.has_balloon and index + 1 == len(self),
            index + 1 in self.late,
            self.satisfied_on[index],
        )


class Installments:
    """The installments while events are replayed; counted from 0 inside, from 1 outside.

    All but the last are filled in cents. The last is whatever is left and its interest, so it is
    satisfied only when principal and interest are paid (R5.3).
    """

    def __init__(self, terms: LoanTerms) -> None:
        self._due_on = list(terms.due_dates)
        self._amounts = [terms.installment] * terms.term
        self._amounts[-1] = terms.last_installment
        self._paid = [0] * terms.term
        self._satisfied_on: list[date | None] = [None] * terms.term
        self._late: set[int] = set()
        self._has_balloon = terms.balloon is not None
        self._next = 0
        self._last = terms.term - 1

    @classmethod
    def resumed(cls, terms: LoanTerms, satisfied: int, part_paid: Cents) -> Self:
        """Return installments as signed, the first ones paid, and a part of the next."""
        each = cls(terms)
        each._paid[:satisfied] = each._amounts[:satisfied]
        each._satisfied_on[:satisfied] = each._due_on[:satisfied]
        each._paid[satisfied] = part_paid
        each._next = satisfied
        return each

    def progress(self, terms: LoanTerms) -> tuple[int, Cents] | None:
        """Return how many are satisfied, and what is paid of the next.

        None when they cannot be resumed from that: they are not as signed, or all are satisfied.
        """
        if self._next > self._last or self._due_on != list(terms.due_dates):
            return None
        satisfied, part_paid = self._next, self._paid[self._next]
        signed = [terms.installment] * (terms.term - 1) + [terms.last_installment]
        paid = [*signed[:satisfied], part_paid, *[0] * (terms.term - satisfied - 1)]
        is_as_signed = self._amounts == signed and self._paid == paid
        return (satisfied, part_paid) if is_as_signed else None

    def current(self, on: date) -> int:
        """Return the last installment due by a day or, when none of these is open, the next."""
        current = self._next
        while current < self._last and self._due_on[current + 1] <= on:
            current += 1
        return min(current, self._last)

    def remaining(self, through: int) -> Cents | None:
        """Return what is open up to an installment; None for the last: all that is left."""
        if through == self._last:
            return None
        return sum(self._amounts[self._next : through + 1]) - sum(
            self._paid[self._next : through + 1]
        )

    def scheduled(self, number: int) -> Cents:
        """Return what falls due with one of them, whatever is left: before any true-up (R5.3)."""
        return self._amounts[number - 1]

    def fill(self, money: Cents, on: date) -> None:
        """Count money toward the oldest open installments; the last takes the rest."""
        while money and self._next < self._last:
            part = min(money, self._amounts[self._next] - self._paid[self._next])
            self._paid[self._next] += part
            money -= part
            self._advance(on)
        if money and self._next == self._last:
            self._paid[self._last] += money

    def satisfy_all(self, on: date) -> None:
        """Close the installments that are still open, because nothing is left to pay."""
        for index in range(self._next, len(self._amounts)):
            self._amounts[index] = self._paid[index]
            self._satisfied_on[index] = on
        self._next = len(self._amounts)

    def mark_late(self, number: int) -> None:
        """Remember that a late charge was assessed: once per installment, ever (R6.3)."""
        self._late.add(number)

    def move(self, first: int, months: int, due_day: int) -> None:
        """Let every installment from number `first` on fall due later, on a day of the month."""
        for index in range(first - 1, len(self._due_on)):
            self._due_on[index] = add_months(self._due_on[index], months, due_day)

    def reprice(self, installment: Cents, on: date) -> None:
        """Change the amount of the open installments that fall due from a day on."""
        for index in range(self._next, len(self._amounts)):
            is_balloon = self._has_balloon and index == self._last
            if self._due_on[index] >= on and not is_balloon:
                self._amounts[index] = max(installment, self._paid[index])
        self._advance(on)

    def append(self, count: int, installment: Cents, due_day: int) -> None:
        """Add monthly installments after the last."""
        for _ in range(count):
            self._due_on.append(add_months(self._due_on[-1], 1, due_day))
            self._amounts.append(installment)
            self._paid.append(0)
            self._satisfied_on.append(None)
        self._last += count

    def statuses(self, on: date, left_on: Callable[[date], Cents]) -> Statuses:
        """Return all installments; `left_on` tells the principal and interest left on a day."""
        return Statuses(
            self._due_on.copy(),
            self._true_up(on, left_on),
            self._paid.copy(),
            self._satisfied_on.copy(),
            self._late.copy(),
            self._has_balloon,
        )

    def _advance(self, on: date) -> None:
        while self._next < self._last and self._amounts[self._next] == self._paid[self._next]:
            self._satisfied_on[self._next] = on
            self._next += 1

    def _true_up(self, on: date, left_on: Callable[[date], Cents]) -> list[Cents]:
        """Return the amounts, none of those to pay now above what is left (R5.3, R9.2)."""
        amounts = self._amounts.copy()
        if self._next > self._last:
            return amounts
        left = left_on(max(on, self._due_on[self._next]))
        for index in range(self._next, len(amounts)):
            if index > self._next and self._due_on[index] >= on and left:
                break
            open_part = amounts[index] - self._paid[index]
            part = left if index == self._last else min(open_part, left)
            amounts[index] = self._paid[index] + part
            left -= part
        return amounts
