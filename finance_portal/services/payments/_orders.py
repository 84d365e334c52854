"""What a borrower orders, and what is said of it before it is done."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.events import Intent
from finance_portal.domain.rights import OWN, Access
from finance_portal.language import say
from finance_portal.services.flags import NONE, Restrictions
from finance_portal.services.payment_methods import Method
from finance_portal.services.what_if import Outcome


class Purpose(StrEnum):
    """What a freely chosen amount shall do (R3.3)."""

    REGULAR = "regular"  # counts toward the payments to come
    NEXT = "next"  # covers the next payment alone; what goes beyond it lowers the principal
    PRINCIPAL = "principal"  # all of it lowers the principal
    SPLIT = "split"  # as the borrower divides it


class PaymentRefused(Exception):
    """The payment cannot be made; the message is fit for the borrower, `field` says where."""

    def __init__(self, message: str, field: str = "form") -> None:
        super().__init__(message)
        self.field = field


class Requoted(Exception):
    """Something changed since the borrower looked: nothing was paid, `review` is how it is now."""

    def __init__(self, review: "Review") -> None:
        super().__init__(say("Your account changed while this page was open. Please look again."))
        self.review = review


@dataclass(frozen=True, kw_only=True)
class PaymentOrder:
    """What a borrower wants to pay. `basis` is what the review was worked out from.

    The amount of a choice other than "other" is worked out by the review, for the day of the
    payment. `pay_on` is None for a payment that is submitted now.
    """

    form_token: str
    contract_ref: str
    choice: str  # "due", "past_due", "payoff", "buyout" of a lease, "other"
    amount: Cents
    method_ref: str
    pay_on: date | None = None
    purpose: Purpose = Purpose.REGULAR
    principal_only: Cents = ZERO  # of a split
    instead_of: str = ""  # the scheduled payment that this one replaces
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    """An amount that can be chosen with one click."""

    choice: str
    amount: Cents


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A payment that is set for a day, or a debit of autopay: `amount` is None if not yet known."""

    on: date
    amount: Cents | None


@dataclass(frozen=True, kw_only=True)
class PaymentChoices:
    """What can be paid today, in cents, and what with."""

    contract_ref: str
    number_masked: str
    vehicle: str
    kind: str
    options: list[Option]
    methods: list[Method]
    today: date
    effective_on: date
    bank_settles_on: date
    cut_off: datetime  # until when a payment counts from today, or had
    last_day: date  # the last one for which a payment can be set
    maximum: Cents
    in_flight: Cents
    scheduled: list[Planned]
    autopay: Planned | None
    card_fee: Cents
    next_due_on: date | None
    next_due_amount: Cents
    past_due: Cents
    fees: Cents
    restricted: Restrictions = NONE
    access: Access = OWN  # what whoever pays may do

    @property
    def offered(self) -> list[Option]:
        """Return the amounts that can be chosen, without those that are not taken for a time."""
        return [
            each
            for each in self.options
            if not self.restricted.forbids(each.choice)
            and not (self.access.is_delegated and each.choice == "buyout")
        ]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to apply an amount, and what it comes to."""

    purpose: Purpose
    principal_only: Cents
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a payment will do, in cents, before it is made."""

    order: PaymentOrder
    method: Method
    today: date
    effective_on: date
    settles_on: date
    change_until: datetime | None = None  # of a payment for a later day
    intent: Intent = Intent.REGULAR
    principal_only: Cents = ZERO  # of a split
    interest: Cents
    principal: Cents
    fees: Cents
    credit: Cents
    held: Cents = ZERO  # kept for the next payment; below zero: kept before, used now
    card_fee: Cents = ZERO
    principal_before: Cents
    principal_after: Cents
    next_due_on: date | None
    next_due_amount: Cents
    past_due_after: Cents
    fees_after: Cents
    closes: bool
    is_lease: bool
    misses_due_on: date | None = None  # the due date that comes before the chosen day
    autopay: Planned | None = None  # what it takes on the same day, on top
    ways: tuple[Way, ...] = ()
    working: tuple[str, ...] = ()  # how it will be divided
    authorization: str

    @property
    def charged(self) -> Cents:
        """Return what leaves the account or the card."""
        return self.order.amount + self.card_fee
