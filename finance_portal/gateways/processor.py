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
    expires_on: date | None = None  # of a card: its last day


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
class HostedVisit:
    """A visit to the processor's own page, on which an account or a card is saved."""

    id: str
    url: str | None  # None once it is over
    status: str  # "open", "complete", "expired"
    customer: str | None
    reference: str | None  # ours
    setup_id: str | None
    livemode: bool


@dataclass(frozen=True)
class Setup:
    """The saving of a method as the processor sees it now; `requires_action` waits for deposits."""

    id: str
    status: str
    customer: str | None
    method_id: str | None
    mandate_id: str | None
    livemode: bool
    verification: str | None = None  # "amounts" or "descriptor_code", by micro-deposits
    arrives_on: date | None = None
    hosted_url: str | None = None  # the processor's own page for it
    failure_code: str | None = None


@dataclass(frozen=True)
class MandateSeen:
    """The permission that later debits stand on."""

    id: str
    status: str  # "active", "inactive", "pending"
    method_id: str | None


@dataclass(frozen=True)
class RefundSeen:
    """Money on its way back, as the processor sees it now."""

    id: str
    status: str  # "pending", "requires_action", "succeeded", "failed", "canceled"
    amount: Cents
    intent_id: str | None
    refund_ref: str | None  # ours, from the metadata
    failure_code: str | None
    livemode: bool


@dataclass(frozen=True)
class DisputeSeen:
    """A payment that the payer's bank asks back, or asks about. New statuses keep coming."""

    id: str
    status: str
    reason: str
    amount: Cents
    intent_id: str | None
    charge_id: str | None
    network_code: str | None
    withdrawn: Cents  # taken from us by its balance transactions, less what was given back
    created: int
    livemode: bool


@dataclass(frozen=True)
class Movement:
    """One line of the processor's account of our money."""

    id: str
    type: str  # "charge", "payment", "refund", "payment_refund", "adjustment", ...
    amount: Cents  # signed, before the processor's own fees
    source_id: str | None
    created: int


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

    async def begin_visit(
        self,
        *,
        customer: str,
        kind: MethodKind,
        reference: str,
        success_url: str,
        cancel_url: str,
        key: str,
    ) -> HostedVisit:
        """Open the processor's page on which a method is saved.

        "{CHECKOUT_SESSION_ID}" in the success address becomes the id of the visit.
        """
        ...

    async def visit(self, visit_id: str) -> HostedVisit:
        """Read a visit afresh: whoever comes back proves nothing."""
        ...

    async def setup(self, setup_id: str) -> Setup:
        """Read the saving of a method afresh."""
        ...

    async def verify_deposits(
        self, setup_id: str, *, amounts: tuple[Cents, Cents] | None = None, code: str | None = None
    ) -> Setup:
        """Tell what arrived at the bank. Raises ProcessorRefused with the processor's code."""
        ...

    async def mandate(self, mandate_id: str) -> MandateSeen:
        """Read a mandate afresh."""
        ...

    async def detach(self, method_id: str) -> None:
        """Forget a method for good."""
        ...

    async def cancel(self, intent_id: str, *, key: str) -> Intent:
        """Stop a payment that no bank has heard of yet. Raises ProcessorRefused afterwards."""
        ...

    async def refund(
        self, intent_id: str, *, amount: Cents, refund_ref: str, key: str
    ) -> RefundSeen:
        """Send money back to where it came from."""
        ...

    async def refund_seen(self, refund_id: str) -> RefundSeen:
        """Read a refund afresh."""
        ...

    async def dispute(self, dispute_id: str) -> DisputeSeen:
        """Read a dispute afresh."""
        ...

    async def disputes(self, *, created_after: int) -> list[DisputeSeen]:
        """Read every dispute opened at or after a unix second of the processor's clock."""
        ...

    async def refunds(self, *, created_after: int) -> list[RefundSeen]:
        """Read every refund made at or after a unix second of the processor's clock."""
        ...

    async def movements(self, *, created_after: int, created_before: int) -> list[Movement]:
        """Read the processor's account of our money between two unix seconds."""
        ...

    def read_event(self, body: bytes, signature: str) -> ProcessorEvent:
        """Verify news as it came over the wire and read it. Raises SignatureRefused."""
        ...
