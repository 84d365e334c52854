"""Stripe's official client, pointed at Stripe or at the sandbox: nothing else knows which."""

from collections.abc import Mapping
from typing import Any

import httpx
import stripe

from finance_portal.gateways.processor import ProcessorMisconfigured
from finance_portal.settings import Settings

SECONDS_FOR_A_CALL = 7.5
LIVE_KEYS = ("sk_live_", "rk_live_")
KEYS = (*LIVE_KEYS, "sk_test_", "rk_test_")
SANDBOX_KEY = "sk_test_sandbox"


def make_client(
    settings: Settings, transport: httpx.AsyncBaseTransport | None = None
) -> stripe.StripeClient:
    """Return a client of the processor that the settings name.

    Nothing is retried behind the caller's back: whether to ask again, and with which key, is known
    to the books only. A `transport` takes the place of sockets in tests. Raises
    ProcessorMisconfigured.
    """
    key = usable_key(settings)
    if settings.processor == "stripe":
        return stripe.StripeClient(key, http_client=Wire(), max_network_retries=0)
    return stripe.StripeClient(
        key,
        base_addresses={"api": settings.sandbox_url},
        http_client=Wire(_loopback(transport)),
        max_network_retries=0,
    )


def usable_key(settings: Settings) -> str:
    """Return the secret key. Raises ProcessorMisconfigured where sandbox and live would mix."""
    key = settings.stripe_secret_key.get_secret_value()
    if settings.processor == "sandbox":
        if key.startswith(LIVE_KEYS):
            raise ProcessorMisconfigured("A live key is configured together with the sandbox.")
        return f"{SANDBOX_KEY}_portal"
    if key.startswith(SANDBOX_KEY):
        raise ProcessorMisconfigured("A key of the sandbox is configured for the live processor.")
    if not key.startswith(KEYS):
        raise ProcessorMisconfigured("The live processor needs a secret or a restricted key.")
    return key


class Wire(stripe.HTTPXClient):
    """Stripe's httpx client, given another way out or none.

    It hands a body over as httpx wants it (the base class uses a parameter that httpx deprecates),
    and takes only what httpx raises for a lost connection: a defect of ours stays one.
    """

    def __init__(self, way_out: httpx.AsyncClient | None = None) -> None:
        # Without its own client the base class needs no certificates, which are slow to load.
        super().__init__(timeout=SECONDS_FOR_A_CALL, verify_ssl_certs=way_out is None)
        self._way_out = way_out or self._client_async

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """Send one request and wait for its answer. Raises stripe.APIConnectionError."""
        try:
            response = await self._way_out.request(
                method, url, headers=headers, content=post_data, timeout=SECONDS_FOR_A_CALL
            )
        except httpx.HTTPError as lost:
            self._handle_request_error(lost)
        return response.content, response.status_code, response.headers


def _loopback(transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    """Return a client without a proxy, and without connections that outlive a call."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(transport=transport, trust_env=False, limits=limits)
