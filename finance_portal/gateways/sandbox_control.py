"""The controls of the payment sandbox: what no real processor has, for the demo only."""

from datetime import datetime

import httpx

from finance_portal.gateways.stripe_client import usable_key
from finance_portal.settings import Settings

SECONDS = 30


class SandboxControl:
    """The sandbox's clock, and where it sends its news."""

    def __init__(self, chosen: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._base = f"{chosen.sandbox_url}/_control"
        self._headers = {"Authorization": f"Bearer {usable_key(chosen)}"}
        self._transport = transport

    async def move_to(self, instant: datetime) -> None:
        """Let time pass at the processor. Raises httpx.HTTPError when it cannot."""
        await self._post("clock", {"to": instant.isoformat()})

    async def send_news_to(self, url: str, secret: str) -> None:
        """Name the address of our webhook. Raises httpx.HTTPError when it cannot."""
        await self._post("webhook_endpoint", {"url": url, "secret": secret})

    async def _post(self, control: str, fields: dict[str, str]) -> None:
        async with httpx.AsyncClient(
            transport=self._transport, headers=self._headers, timeout=SECONDS, trust_env=False
        ) as client:
            answer = await client.post(f"{self._base}/{control}", json=fields)
            answer.raise_for_status()
