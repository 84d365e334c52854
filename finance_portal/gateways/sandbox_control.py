"""The controls of the payment sandbox: what no real processor has, for the demo only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from finance_portal.gateways.stripe_client import usable_key
from finance_portal.settings import Settings

SECONDS = 30


class SandboxControl:
    """The sandbox's clock and knobs, and where it sends its news."""

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

    async def charges(self) -> list[dict[str, Any]]:
        """Return the latest charges. Raises httpx.HTTPError when it cannot."""
        return list((await self._asked("GET", "charges"))["charges"])

    async def knobs(self) -> dict[str, int]:
        """Return how every knob stands. Raises httpx.HTTPError when it cannot."""
        return await self._asked("GET", "knobs")

    async def turn(self, knobs: dict[str, int]) -> None:
        """Turn knobs. Raises httpx.HTTPError for one that is not there."""
        await self._post("knobs", knobs)

    async def send_news(self) -> None:
        """Send what is owed to our webhook now. Raises httpx.HTTPError when it cannot."""
        await self._post("deliveries", {})

    async def send_back(self, charge: str, code: str) -> None:
        """Let the bank return a debit. Raises httpx.HTTPError when it cannot."""
        await self._post("returns", {"of": charge, "code": code})

    async def dispute(self, charge: str) -> None:
        """Let a card's holder dispute a charge. Raises httpx.HTTPError when it cannot."""
        await self._post("disputes", {"of": charge})

    async def decide(self, dispute: str, *, is_won: bool) -> None:
        """Decide a dispute of a card. Raises httpx.HTTPError when it cannot."""
        await self._post("decisions", {"of": dispute, "is_won": is_won})

    async def _post(self, control: str, fields: Mapping[str, Any]) -> None:
        await self._asked("POST", control, fields)

    async def _asked(
        self, method: str, control: str, fields: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        async with httpx.AsyncClient(
            transport=self._transport, headers=self._headers, timeout=SECONDS, trust_env=False
        ) as client:
            answer = await client.request(method, f"{self._base}/{control}", json=fields)
            answer.raise_for_status()
            return dict(answer.json())
