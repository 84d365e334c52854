"""What the portal asks of a payment processor, and how a processor can refuse.

The words are Stripe's (customer, payment method, payment intent) because its state machine is the
guard against double charges; nothing of its client or of its wire format passes this line.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from finance_portal.domain.cents import Cents

MethodKind = Literal["us_bank_account", "card"]


@dataclass(frozen=True)
class SavedMethod:
    """A bank account or card kept by the processor. We know nothing of it that could pay."""

    id: str
    customer: str | None
    kind: str
    bank_or_brand: str
    last4: str
    fingerprint: str | None
    funding: str | None  # of a card: "debit", "credit", "prepaid"
    account_type: str | None  # of a bank account: "checking", "savings"
    livemode: bool
    usable: bool
    why_not: str | None  # the processor's own code, "insufficient_funds" never blocks


@dataclass(frozen=True)
class IntentOrder:
    """One payment to create: whose, from which method, how much."""

    payment_id: str
    contract_ref: str
    amount: Cents
    customer: str
    method_id: str
    method_kind: MethodKind
    description: str


@dataclass(frozen=True)
class Intent:
    """A payment as the processor sees it now. An unknown `status` arrives as it was sent."""

    id: str
    status: str
    amount: Cents
    amount_received: Cents
    created: int  # unix seconds on the processor's clock
    customer: str | None
    method_id: str | None
    payment_id: str | None  # ours, from the metadata; None: nobody here asked for it
    livemode: bool
    charge_id: str | None
    failure_code: str | None
    decline_code: str | None
    network_code: str | None  # the bank's return code, "R01"
    disputed: bool
    expected_debit_on: date | None = None  # when the bank takes the money, as far as it is known


@dataclass(frozen=True)
class ProcessorEvent:
    """News from the processor, verified. It says what to read afresh, never what to book."""

    id: str
    type: str
    object_id: str
    intent_id: str | None
    livemode: bool
    created: int


class ProcessorError(Exception):
    """The processor did not do what was asked. Its words are for our log, not for a borrower."""

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class ProcessorRefused(ProcessorError):
    """Read, understood and refused (4xx, card declined): asking again changes nothing.

    `unexpected_state` means that the intent has moved on: read it afresh before concluding.
    """

    @property
    def unexpected_state(self) -> bool:
        """Say whether the object was not in a state in which this could be asked."""
        return self.code == "payment_intent_unexpected_state"


class MethodDeclined(ProcessorRefused):
    """The bank or the card's issuer declined (402); the intent itself says how: read it afresh."""

    def __init__(
        self, message: str, *, code: str | None = None, decline_code: str | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.decline_code = decline_code


class ProcessorUnavailable(ProcessorError):
    """No answer, or not now (connection lost, 409, 429): the same key, later."""


class ProcessorFault(ProcessorError):
    """The processor failed (5xx) and would replay that failure: a new key, after reading first."""


class KeyReused(ProcessorError):
    """The key was used with other parameters: a new key, after reading first."""


class ProcessorMisconfigured(ProcessorError):
    """Our own credentials or permissions are wrong: stop, and tell a person."""


class SignatureRefused(ProcessorError):
    """This event was not signed by the processor, or too long ago."""


class PaymentProcessor(Protocol):
    """Whoever moves the money. Each call may raise any ProcessorError, and answers within 10 s."""

    name: str
    livemode: bool

    async def create_customer(self, *, borrower_ref: str, key: str) -> str:
        """Make the processor's record of a borrower; return its id."""
        ...

    async def attach_method(self, *, customer: str, token: str) -> SavedMethod:
        """Save a method under a customer, by a token that the processor gave out."""
        ...

    async def method(self, method_id: str) -> SavedMethod:
        """Read a saved method."""
        ...

    async def create_intent(self, order: IntentOrder, *, key: str) -> Intent:
        """Announce a payment. No money moves: it still has to be confirmed."""
        ...

    async def confirm(self, intent_id: str, *, key: str) -> Intent:
        """Move the money of an announced payment, at most once."""
        ...

    async def intent(self, intent_id: str) -> Intent:
        """Read a payment afresh."""
        ...

    async def intents(self, *, created_after: int) -> list[Intent]:
        """Read every payment created at or after a unix second of the processor's clock."""
        ...

    def read_event(self, body: bytes, signature: str) -> ProcessorEvent:
        """Verify news as it came over the wire and read it. Raises SignatureRefused."""
        ...
