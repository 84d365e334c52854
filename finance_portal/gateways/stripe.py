"""The one path to money: Stripe's official client, against Stripe or against the sandbox.

Only the client's `_async` methods: a synchronous call to a sandbox in the same process would wait
for itself. Nothing is retried here: a retry needs the key from the books, and belongs to whoever
wrote that key down.
"""

from collections.abc import Callable

import stripe
from stripe.params import PaymentIntentCreateParams

from finance_portal.gateways.processor import (
    Intent,
    IntentOrder,
    ProcessorEvent,
    SignatureRefused,
)
from finance_portal.gateways.stripe_calls import CURRENCY, since
from finance_portal.gateways.stripe_readings import event_of, intent_of
from finance_portal.gateways.stripe_reversals import StripeReversals
from finance_portal.gateways.stripe_saving import StripeSaving
from finance_portal.settings import settings

SHORTEST, LONGEST = 5, 22
REFUSED = "<>\\'\"*"
ON_A_CARD = "VEHICLE PAYMENT"


class StripeProcessor(StripeSaving, StripeReversals):
    """Stripe as a PaymentProcessor."""

    name = "stripe"

    def __init__(
        self, make: Callable[[], stripe.StripeClient], *, webhook_secret: str, livemode: bool
    ) -> None:
        super().__init__(make)
        self.livemode = livemode
        self._webhook_secret = webhook_secret

    async def create_intent(self, order: IntentOrder, *, key: str) -> Intent:
        """Announce a payment; it stays unconfirmed, whatever becomes of the answer."""
        created = self._v1.payment_intents.create_async(_params(order), {"idempotency_key": key})
        return intent_of(await self._asked(created))

    async def confirm(self, intent_id: str, *, key: str) -> Intent:
        """Move the money of an announced payment."""
        confirmed = self._v1.payment_intents.confirm_async(
            intent_id, {"off_session": True, "expand": ["latest_charge"]}, {"idempotency_key": key}
        )
        return intent_of(await self._asked(confirmed))

    async def cancel(self, intent_id: str, *, key: str) -> Intent:
        """Stop a payment that no bank has heard of yet."""
        canceled = self._v1.payment_intents.cancel_async(
            intent_id, {"expand": ["latest_charge"]}, {"idempotency_key": key}
        )
        return intent_of(await self._asked(canceled))

    async def intent(self, intent_id: str) -> Intent:
        """Read a payment afresh."""
        read = self._v1.payment_intents.retrieve_async(intent_id, {"expand": ["latest_charge"]})
        return intent_of(await self._asked(read))

    async def intents(self, *, created_after: int) -> list[Intent]:
        """Read every payment created at or after a unix second, newest first."""
        found = await self._listed(
            self._v1.payment_intents.list_async,
            created=since(created_after),
            expand=["data.latest_charge"],
        )
        return [intent_of(fields) for fields in found]

    def read_event(self, body: bytes, signature: str) -> ProcessorEvent:
        """Verify the raw body against the endpoint's secret, and read it. Raises SignatureRefused.

        A signature older than five minutes is refused as well, so that none can be played again.
        """
        try:
            event = stripe.Webhook.construct_event(body, signature, self._webhook_secret)
            return event_of(event.to_dict())
        except (stripe.SignatureVerificationError, ValueError) as refusal:
            raise SignatureRefused("The event is not signed by the processor.") from refusal


def _params(order: IntentOrder) -> PaymentIntentCreateParams:
    params: PaymentIntentCreateParams = {
        "amount": order.amount,
        "currency": CURRENCY,
        "customer": order.customer,
        "payment_method": order.method_id,
        "allowed_payment_method_types": [order.method_kind],
        "description": order.description,
        "metadata": {"payment_id": order.payment_id, "loan_id": order.contract_ref},
    }
    if order.method_kind == "us_bank_account":
        params["payment_method_options"] = {"us_bank_account": {"transaction_purpose": "other"}}
        params["statement_descriptor"] = descriptor_of(settings.brand.name)
    else:  # a card's statement names the account's own prefix before it
        params["statement_descriptor_suffix"] = ON_A_CARD
    return params


def descriptor_of(name: str) -> str:
    """Return a name as a bank's statement takes it: 5 to 22 plain characters, with a letter."""
    plain = "".join(sign for sign in name.upper() if sign.isascii() and sign not in REFUSED)
    fits = " ".join(plain.split())[:LONGEST].strip()
    return fits if len(fits) >= SHORTEST and any(map(str.isalpha, fits)) else ON_A_CARD
