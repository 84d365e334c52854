"""What happens to a contract after it is booked: append-only, replayed for any day (R2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeAlias

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.rates import Rate

_TERM_CHANGE, _REVERSAL, _CHARGE, _PAYMENT, _REFUND = range(5)


class Intent(StrEnum):
    """What the borrower wants a payment to do (R3.3)."""

    REGULAR = "regular"
    PRINCIPAL_ONLY = "principal_only"
    PAYOFF = "payoff"
    FEES = "fees"
    SPLIT = "split"  # a part of it, `principal_only`, goes to principal alone
    HELD = "held"  # kept unapplied until the next regular payment
    BUYOUT = "buyout"  # buys a leased vehicle; never a payoff (R14.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """Something that happened: the day from which it counts, and its number on the contract."""

    effective_on: date
    sequence: int
    same_day_order: ClassVar[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(_Event):
    """Money received."""

    id: str
    amount: Cents
    intent: Intent = Intent.REGULAR
    principal_only: Cents = ZERO
    same_day_order: ClassVar[int] = _PAYMENT

    @property
    def curtailment(self) -> Cents:
        """Return the part meant for principal alone."""
        return self.amount if self.intent is Intent.PRINCIPAL_ONLY else self.principal_only


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(_Event):
    """A payment came back: it counts as never made, from its own effective date (R7.1)."""

    payment_id: str
    same_day_order: ClassVar[int] = _REVERSAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstated(_Event):
    """A payment that had come back stands again, as if it never had: a dispute was won."""

    payment_id: str
    same_day_order: ClassVar[int] = _REVERSAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenienceFee(_Event):
    """What was charged beside a payment for the way it was made: no part of the contract (R17.1).

    It comes back with its payment.
    """

    payment_id: str
    amount: Cents
    same_day_order: ClassVar[int] = _PAYMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge(_Event):
    """A fee was assessed: for a late installment, for a returned payment, or another."""

    bucket: Bucket
    amount: Cents
    installment: int | None = None
    payment_id: str | None = None
    same_day_order: ClassVar[int] = _CHARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(_Event):
    """Something owed was forgiven, up to what is still open of it (R6.8).

    Of interest, that is what was posted and stayed unpaid; what accrues goes on accruing.
    """

    bucket: Bucket
    amount: Cents
    same_day_order: ClassVar[int] = _CHARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDateChanged(_Event):
    """From one installment on, all fall due on another day of the month (R8.2)."""

    first_installment: int
    due_day: int
    shift_months: int = 0  # 1 when the new day lies in the month after
    same_day_order: ClassVar[int] = _TERM_CHANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(_Event):
    """From one installment on, all fall due that many months later (R9.1)."""

    first_installment: int
    months: int
    same_day_order: ClassVar[int] = _TERM_CHANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseExtended(_Event):
    """That many monthly payments were added at the end of a lease (R14.10)."""

    months: int
    same_day_order: ClassVar[int] = _TERM_CHANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseEnded(_Event):
    """The vehicle of a lease came back, or was bought with a payment (R14.4, R14.5).

    From then on the `price` is owed and the `forgiven` part of the payments left is not. What we
    hold for the lessee, the `credit`, pays what is open; the rest of it goes back (R14.11). A
    purchase is undone with its payment.
    """

    price: Cents = ZERO
    forgiven: Cents = ZERO
    credit: Cents = ZERO
    payment_id: str | None = None
    same_day_order: ClassVar[int] = _CHARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChanged(_Event):
    """Interest runs at another rate, and installments due from now on may change (SCRA, 1.22).

    Late charges are barred while a cap holds, and after acceleration or repossession (R6.5).
    """

    rate: Rate
    installment: Cents | None = None
    bars_late_charges: bool = False
    same_day_order: ClassVar[int] = _TERM_CHANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded(_Event):
    """Money was sent back to the borrower out of the credit balance; if negative, it came back."""

    amount: Cents
    same_day_order: ClassVar[int] = _REFUND


Event: TypeAlias = (
    Payment
    | Returned
    | Reinstated
    | ConvenienceFee
    | Charge
    | Waiver
    | DueDateChanged
    | Extended
    | LeaseExtended
    | LeaseEnded
    | RateChanged
    | Refunded
)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Sort events as they count: by day, by kind, as entered (R2.2).

    Within a day: term changes, reversals, charges and waivers, payments, refunds.
    """
    return sorted(events, key=_place)


def _place(event: Event) -> tuple[date, int, int]:
    return event.effective_on, event.same_day_order, event.sequence
