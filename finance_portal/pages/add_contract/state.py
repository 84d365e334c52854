"""A further contract for who is signed in: how its code is sent. No code comes here."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.language import say
from finance_portal.services.linking import live_links
from finance_portal.services.pace import on_the_beat
from finance_portal.services.pre_auth import WayLost
from finance_portal.services.throttle import TooManyTries
from finance_portal.ui import routes
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import TOO_MANY, client_of
from finance_portal.ui.session import SignedIn, borrower_event


class AddContractState(rx.State):
    """Where a borrower stands who adds a contract."""

    loaded: bool = False
    is_by_text: bool = False
    sends: int = 0
    error: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Fill the frame."""
        await chosen_account(self, borrower, clock.business_now())
        self.loaded = True

    @borrower_event
    async def load_code(self, borrower: SignedIn) -> EventSpec | None:
        """Show where the code goes; without one that was asked for, begin."""
        await chosen_account(self, borrower, clock.business_now())
        way = await asyncio.to_thread(live_links().pending, borrower, now=clock.now())
        if way is None:
            return rx.redirect(routes.ADD_CONTRACT)
        self.is_by_text, self.error, self.loaded = way.channel == "text", "", True
        return None

    @borrower_event(temporal=True)
    async def send_again(self, borrower: SignedIn) -> EventSpec | None:
        """Send another code; the one before it no longer works."""
        send = live_links().send_again
        try:
            async with on_the_beat():
                await asyncio.to_thread(send, borrower, client=client_of(self), now=clock.now())
        except TooManyTries:
            self.error = say(TOO_MANY)
        except WayLost:
            return rx.redirect(routes.ADD_CONTRACT)
        else:
            self.error, self.sends = "", self.sends + 1
        return None
