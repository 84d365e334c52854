"""A small application of its own registry, to try the guard on without the portal's pages."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import reflex as rx
from reflex.event import EventSpec
from reflex_base.registry import RegistrationContext

from finance_portal.ui.session import (
    SignedIn,
    borrower_event,
    internal_event,
    principal,
    public_event,
)
from finance_portal.ui.session_state import SessionState

REGISTRY = RegistrationContext.ensure_context().fork()
entered: list[tuple[Any, ...]] = []


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Order:
    amount: int
    is_admin: bool = False


@contextmanager
def registry() -> Iterator[RegistrationContext]:
    """Register what is defined inside with the small application only."""
    token = RegistrationContext.set(REGISTRY)
    try:
        yield REGISTRY
    finally:
        RegistrationContext.reset(token)


with registry():

    class Shared(rx.State, mixin=True):
        @borrower_event
        async def inherited(self, borrower: SignedIn) -> None:
            entered.append(("inherited", borrower.name))

    class Tiny(Shared, rx.State):
        shown: str = ""
        _hidden: str = "canary"

        @borrower_event
        async def load(self, borrower: SignedIn) -> None:
            entered.append(("load", borrower.name))
            self.shown = borrower.name

        @borrower_event(temporal=True)
        async def submit(self, borrower: SignedIn, form: dict[str, str]) -> None:
            entered.append(("submit", form))

        @borrower_event
        async def steps(self, borrower: SignedIn) -> AsyncIterator[None]:
            entered.append(("steps", borrower.name))
            self.shown = "one"
            yield
            self.shown = "two"

        @borrower_event
        def plain(self, borrower: SignedIn, n: int = 3) -> None:
            entered.append(("plain", n))

        @borrower_event
        def generated(self, borrower: SignedIn) -> Iterator[None]:
            entered.append(("generated", borrower.name))
            yield

        @borrower_event(background=True)
        async def background(self, borrower: SignedIn) -> None:
            await asyncio.sleep(0)
            entered.append(("background", borrower.name))
            async with self:
                self.shown = "done"

        @borrower_event(passive=True)
        async def poll(self, borrower: SignedIn) -> None:
            entered.append(("poll", borrower.name))

        @borrower_event
        async def slow(self, borrower: SignedIn, wait: float) -> None:
            await asyncio.sleep(wait)
            inner = await asyncio.to_thread(principal)
            entered.append(("slow", borrower.name, principal().name, inner.name))

        @borrower_event
        async def typed(
            self, borrower: SignedIn, n: int, on: date, color: Color, flags: list[bool]
        ) -> None:
            entered.append(("typed", n, on, color, flags))

        @borrower_event
        async def order(self, borrower: SignedIn, order: Order) -> None:
            entered.append(("order", order))

        @borrower_event
        async def chain(self, borrower: SignedIn) -> Any:
            entered.append(("chain", borrower.name))
            return Tiny.inner("from a handler")

        @borrower_event
        async def fail(self, borrower: SignedIn) -> None:
            raise ZeroDivisionError

        @borrower_event
        async def speak(self, borrower: SignedIn) -> Any:
            return SessionState.tell("success", "Saved.")

        @internal_event
        async def inner(self, text: str) -> None:
            entered.append(("inner", text))

        @public_event(reason="To try it.")
        def open_to_all(self, n: int) -> None:
            entered.append(("open_to_all", n))

    def apologise(exception: Exception) -> EventSpec | None:
        return SessionState.tell("error", f"Sorry: {len(str(exception))}")

    app = rx.App(toaster=None, backend_exception_handler=apologise)
    app.add_page(lambda: rx.el.div(Tiny.shown), route="/")
    app.add_page(lambda: rx.el.div(Tiny.shown), route="/loaded", on_load=Tiny.load)


def names() -> dict[str, Any]:
    """Return every handler of the small application, and of the framework under it."""
    return {n: registered.handler for n, registered in REGISTRY.event_handlers.items()}
