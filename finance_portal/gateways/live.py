"""Which processor this installation uses, and who carries its mail and text messages."""

import hashlib
import hmac
import time
from functools import cache, partial

import httpx

from finance_portal.gateways.mail import Mailer, SmtpMailer
from finance_portal.gateways.outbox import Outbox
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.gateways.push import Pusher, WebPusher, signing_key
from finance_portal.gateways.redis_tallies import RedisTallies
from finance_portal.gateways.sms import Texter, TwilioTexter
from finance_portal.gateways.stripe import StripeProcessor
from finance_portal.gateways.stripe_client import LIVE_KEYS, make_client, usable_key
from finance_portal.gateways.tallies import MemoryTallies, SteadyTallies, Tallies
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


def mailer(chosen: Settings) -> Mailer:
    """Return who takes letters."""
    return Outbox(chosen.outbox) if chosen.mail == "outbox" else SmtpMailer(chosen)


def texter(chosen: Settings) -> Texter:
    """Return who takes text messages."""
    return Outbox(chosen.outbox) if chosen.texts == "outbox" else TwilioTexter(chosen)


def pusher(chosen: Settings, seed: bytes) -> Pusher:
    """Return who takes push messages; `seed` is what our signing key follows from."""
    contact = f"mailto:{chosen.brand.support_email}"
    return WebPusher(signing_key(seed), contact=contact)


def tallies(chosen: Settings) -> Tallies:
    """Return where it is counted how often what is tried: here, or at a server for many."""
    url = chosen.limits_url.get_secret_value()
    return SteadyTallies(RedisTallies(url), ticks=time.monotonic) if url else MemoryTallies()


def webhook_secret(chosen: Settings) -> str:
    """Return what events are signed with: configured, or shared with our own sandbox.

    An empty one means that no event can be verified, so that none is taken.
    """
    secret = chosen.stripe_webhook_secret.get_secret_value()
    if secret or chosen.processor == "stripe":
        return secret
    digest = hmac.new(chosen.master_key, b"webhooks of the sandbox", hashlib.sha256)
    return f"whsec_sbx{digest.hexdigest()}"
