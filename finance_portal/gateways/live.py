"""Which processor this installation uses."""

import hashlib
import hmac
from functools import cache, partial

import httpx

from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.gateways.stripe import StripeProcessor
from finance_portal.gateways.stripe_client import LIVE_KEYS, make_client, usable_key
from finance_portal.settings import Settings, settings


@cache
def configured() -> PaymentProcessor:
    """Return this process's one processor. Raises ProcessorMisconfigured."""
    return processor(settings)


def processor(
    chosen: Settings, transport: httpx.AsyncBaseTransport | None = None
) -> PaymentProcessor:
    """Return the processor that the settings name. Raises ProcessorMisconfigured.

    A `transport` takes the place of sockets in tests.
    """
    return StripeProcessor(
        partial(make_client, chosen, transport),
        webhook_secret=webhook_secret(chosen),
        livemode=usable_key(chosen).startswith(LIVE_KEYS),
    )


def webhook_secret(chosen: Settings) -> str:
    """Return what events are signed with: configured, or shared with our own sandbox.

    An empty one means that no event can be verified, so that none is taken.
    """
    secret = chosen.stripe_webhook_secret.get_secret_value()
    if secret or chosen.processor == "stripe":
        return secret
    digest = hmac.new(chosen.master_key, b"webhooks of the sandbox", hashlib.sha256)
    return f"whsec_sbx{digest.hexdigest()}"
