"""The running sandbox: its one thread, its clock, and its news on their way.

All work on the store happens in a thread of its own, one piece after the other: the event loop
stays free, and the threads of the portal, which may all be waiting for an answer, are not needed.
"""

import asyncio
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import httpx

from finance_portal.sandbox import (
    answers,
    by_hand,
    checkout_sessions,
    debits,
    deliveries,
    disputes,
    faults,
    jobs,
    knobs,
    microdeposits,
    refunds,
    webhook_endpoints,
)
from finance_portal.sandbox.answers import Answer, Request
from finance_portal.sandbox.deliveries import Delivery
from finance_portal.sandbox.refusals import key_in_use
from finance_portal.sandbox.store import Store

SECONDS_FOR_AN_ENDPOINT = 5
HANDLERS: jobs.Handlers = {
    **checkout_sessions.HANDLERS,
    **debits.HANDLERS,
    **disputes.HANDLERS,
    **microdeposits.HANDLERS,
    **refunds.HANDLERS,
}

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class ClockRefused(Exception):
    """The clock only moves forward."""


class Sandbox:
    """One sandbox, over one file."""

    def __init__(
        self,
        file: Path,
        start: datetime | None,
        transport: httpx.AsyncBaseTransport | None,
        address: str,
    ) -> None:
        self._store = Store(file, start, address)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox")
        self._transport = transport
        self._keys_in_use: set[str] = set()
        self._sending = asyncio.Lock()
        self._has_news = False

    def close(self) -> None:
        """Finish what has begun, and close the file."""
        self._thread.submit(self._store.close)
        self._thread.shutdown()

    async def answer(self, request: Request) -> Answer:
        """Answer a request, but not two at once with the same idempotency key."""
        if request.key in self._keys_in_use:
            return answers.refused(key_in_use())
        if request.key is None:
            return await self.run(answers.answer, request)
        self._keys_in_use.add(request.key)
        try:
            return await self.run(answers.answer, request)
        finally:
            self._keys_in_use.discard(request.key)

    async def now(self) -> datetime:
        """Return the instant at which the clock stands."""
        return datetime.fromtimestamp(await self.run(lambda store: store.now), UTC)

    async def move_to(self, instant: datetime) -> None:
        """Let time pass until an instant, and what falls due happen. Raises ClockRefused."""
        if instant < await self.now():
            raise ClockRefused("The sandbox's clock only moves forward.")
        while await self.run(jobs.run_next, int(instant.timestamp()), HANDLERS):
            pass
        await self.deliver()

    async def register_endpoint(self, url: str, secret: str) -> None:
        """Send all news to this address from now on, signed with this secret."""
        await self.run(webhook_endpoints.register, url, secret)

    async def perform(
        self,
        work: Callable[Concatenate[Store, Arguments], Result],
        *arguments: Arguments.args,
        **options: Arguments.kwargs,
    ) -> Result:
        """Do something to the store, all of it or nothing, and tell whom it concerns."""

        def whole(store: Store) -> Result:
            with store.transaction():
                return work(store, *arguments, **options)

        done = await self.run(whole)
        await self.announce()
        return done

    async def send_back(self, name: str, code: str) -> None:
        """Let a bank return a debit, by its charge or intent. Raises NothingThere, NoSuchReturn."""
        await self.perform(by_hand.send_back, name, code)

    async def dispute_card(self, name: str, *, is_inquiry: bool = False) -> None:
        """Let a card's holder dispute a charge. Raises NothingThere."""
        await self.perform(by_hand.dispute_card, name, is_inquiry=is_inquiry)

    async def decide(self, dispute_id: str, *, is_won: bool) -> None:
        """Decide a dispute. Raises NothingThere."""
        await self.perform(by_hand.decide, dispute_id, is_won=is_won)

    async def turn(self, **values: int) -> None:
        """Turn knobs (knobs.py). Raises NoSuchKnob."""
        await self.run(knobs.turn, values)

    async def plan_fault(self, fault: faults.Fault) -> None:
        """Let the next requests to an operation fail."""
        await self.run(faults.plan, fault)

    async def clear_faults(self) -> None:
        """Let nothing fail any more."""
        await self.run(faults.clear)

    async def deliver(self, *, at_once: bool = False) -> None:
        """Send the news that are due and wait until they are taken or put off."""
        await self.announce()
        async with self._sending:
            await self._send_all(at_once=at_once)

    async def announce(self) -> None:
        """Send the news that are due, unless somebody is sending, who is asked to look again.

        An endpoint may ask the sandbox something before it takes an event: nobody waits here.
        """
        self._has_news = True
        if self._sending.locked():
            return
        async with self._sending:
            while self._has_news:
                self._has_news = False
                await self._send_all()

    async def _send_all(self, *, at_once: bool = False) -> None:
        silent: set[str] = set()  # who did not take one is not asked again this time
        while batch := await self.run(deliveries.due, silent, at_once=at_once):
            async with self._client() as client:
                for delivery in batch:
                    if delivery.url not in silent and not await self._pass_on(client, delivery):
                        silent.add(delivery.url)

    async def _pass_on(self, client: httpx.AsyncClient, delivery: Delivery) -> bool:
        """Send one event as often as the switches say; say whether it was taken."""
        copies = await self.run(deliveries.copies)
        if copies == 0:
            await self.run(deliveries.taken, delivery)
            return True
        for _ in range(copies - 1):
            await self._post(client, delivery)
        return await self._send(client, delivery)

    def _client(self) -> httpx.AsyncClient:
        way_out = self._transport or httpx.AsyncHTTPTransport(verify=_certificates())
        return httpx.AsyncClient(
            transport=way_out, trust_env=False, timeout=SECONDS_FOR_AN_ENDPOINT
        )

    async def _send(self, client: httpx.AsyncClient, delivery: Delivery) -> bool:
        """Send one event; say whether it was taken."""
        was_taken = await self._post(client, delivery)
        await self.run(deliveries.taken if was_taken else deliveries.put_off, delivery)
        return was_taken

    @staticmethod
    async def _post(client: httpx.AsyncClient, delivery: Delivery) -> bool:
        try:
            response = await client.post(
                delivery.url, content=delivery.body, headers=delivery.headers()
            )
        except httpx.HTTPError:
            return False
        return response.is_success

    async def run(
        self,
        work: Callable[Concatenate[Store, Arguments], Result],
        *arguments: Arguments.args,
        **options: Arguments.kwargs,
    ) -> Result:
        """Do something to the store in its thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._thread, lambda: work(self._store, *arguments, **options)
        )


@cache
def _certificates() -> ssl.SSLContext:
    """Load them once: it takes longer than a delivery."""
    return ssl.create_default_context()
