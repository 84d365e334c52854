"""Everything that a borrower has asked for, and what became of it."""

import asyncio
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.pages.requests import views
from finance_portal.services import requests, tracker
from finance_portal.services.requests import RequestNotFound
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

OPEN = "open"  # the id of a heading, which takes the focus


class RequestsState(rx.State):
    """The list, and the question whether one shall be taken back."""

    loaded: bool = False
    open_ones: rx.Field[list[views.RequestView]] = rx.field(default_factory=list)
    closed_ones: rx.Field[list[views.RequestView]] = rx.field(default_factory=list)

    _asked: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read what was asked for, on all contracts."""
        await chosen_account(self, borrower, clock.business_now())
        self._asked = ""
        await self._read(borrower)
        self.loaded = True

    @borrower_event
    async def ask_withdraw(self, borrower: SignedIn, ref: str) -> None:
        """Ask whether a request shall be taken back; "" takes the question back."""
        self._asked = ref
        await self._read(borrower)

    @borrower_event(temporal=True)
    async def withdraw(self, borrower: SignedIn) -> list[EventSpec]:
        """Take back the request that was asked about."""
        if not self._asked:
            return []
        said, level = say(requests.WITHDRAWN), "success"
        try:
            await asyncio.to_thread(
                requests.withdraw,
                database,
                borrower_id=borrower.borrower_id,
                ref=self._asked,
                now=clock.business_now(),
            )
        except RequestNotFound:
            said, level = say("It is no longer open, so it stays as it is."), "error"
        self._asked = ""
        await self._read(borrower)
        return [cast("EventSpec", SessionState.tell(level, said)), rx.set_focus(OPEN)]

    async def _read(self, borrower: SignedIn) -> None:
        found = await asyncio.to_thread(
            tracker.requests_of, database, borrower_id=borrower.borrower_id
        )
        self.open_ones, self.closed_ones = views.requests(
            found, today=clock.business_now().date(), asked=self._asked
        )
