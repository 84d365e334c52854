"""The one path to money: Stripe's official client, against Stripe or against the sandbox.

Only the client's `_async` methods: a synchronous call to a sandbox in the same process would wait
for itself. Nothing is retried here: a retry needs the key from the books, and belongs to whoever
wrote that key down.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import stripe
from stripe.params import PaymentIntentCreateParams, PaymentIntentListParams

from finance_portal.gateways.processor import (
    Intent,
    IntentOrder,
    ProcessorEvent,
    ProcessorUnavailable,
    SavedMethod,
    SignatureRefused,
)
from finance_portal.gateways.stripe_readings import Fields, event_of, intent_of, method_of
from finance_portal.gateways.stripe_refusals import translated

SECONDS_FOR_A_CALL = 8
LARGEST_PAGE = 100
CURRENCY = "usd"

StripeThing = TypeVar("StripeThing", bound=stripe.StripeObject)


class StripeProcessor:
    """Stripe as a PaymentProcessor."""

    name = "stripe"

    def __init__(
        self, make: Callable[[], stripe.StripeClient], *, webhook_secret: str, livemode: bool
    ) -> None:
        self.livemode = livemode
        self._make = make
        self._webhook_secret = webhook_secret
        # Connections belong to the event loop that opened them, and jobs run in loops of their own.
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, stripe.StripeClient] = (
            WeakKeyDictionary()
        )

    async def create_customer(self, *, borrower_ref: str, key: str) -> str:
        """Make the record of a borrower; nothing that tells who it is leaves the building."""
        fields = await self._asked(
            self._client.v1.customers.create_async(
                {"metadata": {"borrower_id": borrower_ref}}, {"idempotency_key": key}
            )
        )
        return str(fields["id"])

    async def attach_method(self, *, customer: str, token: str) -> SavedMethod:
        """Save a test token under a customer, with the mandate that later debits stand on."""
        setup = await self._asked(
            self._client.v1.setup_intents.create_async(
                {
                    "customer": customer,
                    "payment_method": token,
                    "allowed_payment_method_types": [_kind_of_token(token)],
                }
            )
        )
        saved = await self._asked(
            self._client.v1.setup_intents.confirm_async(
                setup["id"], {"mandate_data": {"customer_acceptance": {"type": "offline"}}}
            )
        )
        return await self.method(saved["payment_method"])

    async def method(self, method_id: str) -> SavedMethod:
        """Read a saved method."""
        return method_of(
            await self._asked(self._client.v1.payment_methods.retrieve_async(method_id))
        )

    async def create_intent(self, order: IntentOrder, *, key: str) -> Intent:
        """Announce a payment; it stays unconfirmed, whatever becomes of the answer."""
        created = self._client.v1.payment_intents.create_async(
            _params(order), {"idempotency_key": key}
        )
        return intent_of(await self._asked(created))

    async def confirm(self, intent_id: str, *, key: str) -> Intent:
        """Move the money of an announced payment."""
        confirmed = self._client.v1.payment_intents.confirm_async(
            intent_id, {"off_session": True, "expand": ["latest_charge"]}, {"idempotency_key": key}
        )
        return intent_of(await self._asked(confirmed))

    async def intent(self, intent_id: str) -> Intent:
        """Read a payment afresh."""
        read = self._client.v1.payment_intents.retrieve_async(
            intent_id, {"expand": ["latest_charge"]}
        )
        return intent_of(await self._asked(read))

    async def intents(self, *, created_after: int) -> list[Intent]:
        """Read every payment created at or after a unix second, newest first."""
        params: PaymentIntentListParams = {
            "created": {"gte": created_after},
            "limit": LARGEST_PAGE,
            "expand": ["data.latest_charge"],
        }
        found: list[Intent] = []
        while True:
            page = await self._asked(self._client.v1.payment_intents.list_async(params))
            found += [intent_of(fields) for fields in page["data"]]
            if not page["has_more"]:
                return found
            params["starting_after"] = found[-1].id

    def read_event(self, body: bytes, signature: str) -> ProcessorEvent:
        """Verify the raw body against the endpoint's secret, and read it. Raises SignatureRefused.

        A signature older than five minutes is refused as well, so that none can be played again.
        """
        try:
            event = stripe.Webhook.construct_event(body, signature, self._webhook_secret)
            return event_of(event.to_dict())
        except (stripe.SignatureVerificationError, ValueError) as refusal:
            raise SignatureRefused("The event is not signed by the processor.") from refusal

    @property
    def _client(self) -> stripe.StripeClient:
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = self._make()
        return self._clients[loop]

    async def _asked(self, call: Coroutine[Any, Any, StripeThing]) -> Fields:
        """Await a call, for no longer than a borrower waits. Raises a ProcessorError."""
        try:
            async with asyncio.timeout(SECONDS_FOR_A_CALL):
                return (await call).to_dict()
        except TimeoutError as late:
            raise ProcessorUnavailable("The processor did not answer in time.") from late
        except stripe.StripeError as error:
            raise translated(error) from error


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
    return params


def _kind_of_token(token: str) -> str:
    return "us_bank_account" if token.startswith("pm_usBankAccount_") else "card"
