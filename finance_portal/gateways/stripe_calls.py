"""How Stripe is asked: one client for each event loop, one limit of time, one list of errors."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import stripe
from stripe._v1_services import V1Services

from finance_portal.gateways.processor import ProcessorUnavailable
from finance_portal.gateways.stripe_readings import Fields
from finance_portal.gateways.stripe_refusals import translated

SECONDS_FOR_A_CALL = 8
LARGEST_PAGE = 100
CURRENCY = "usd"

StripeThing = TypeVar("StripeThing", bound=stripe.StripeObject)


class StripeCalls:
    """What every part of the Stripe processor stands on."""

    livemode: bool

    def __init__(self, make: Callable[[], stripe.StripeClient]) -> None:
        self._make = make
        # Connections belong to the event loop that opened them, and jobs run in loops of their own.
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, stripe.StripeClient] = (
            WeakKeyDictionary()
        )

    @property
    def _v1(self) -> V1Services:
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = self._make()
        return self._clients[loop].v1

    async def _asked(self, call: Coroutine[Any, Any, StripeThing]) -> Fields:
        """Await a call, for no longer than a borrower waits. Raises a ProcessorError."""
        try:
            async with asyncio.timeout(SECONDS_FOR_A_CALL):
                return (await call).to_dict()
        except TimeoutError as late:
            raise ProcessorUnavailable("The processor did not answer in time.") from late
        except stripe.StripeError as error:
            raise translated(error) from error

    async def _listed(
        self, ask: Callable[[Any], Coroutine[Any, Any, Any]], **params: Any
    ) -> list[Fields]:
        """Return all of a list, newest first, however many pages it has."""
        found: list[Fields] = []
        wanted = {"limit": LARGEST_PAGE} | params
        while True:
            page = await self._asked(ask(wanted))
            found += page["data"]
            if not page["has_more"]:
                return found
            wanted["starting_after"] = found[-1]["id"]


def since(first: int, before: int | None = None) -> Mapping[str, int]:
    """Return the filter of a list for what was created from one unix second until another."""
    return {"gte": first} if before is None else {"gte": first, "lt": before}
