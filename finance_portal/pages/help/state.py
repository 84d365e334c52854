"""The help page knows who is asking, and about which contract."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.services.messages import presence
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class HelpState(rx.State):
    """What to have ready for a call."""

    loaded: bool = False
    vehicle: str = ""
    vin: str = ""
    there: str = ""  # somebody is at the desk; "" when nobody is

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show what a person at the telephone will ask for."""
        account = await chosen_account(self, borrower, clock.business_now())
        self.vehicle = account.vehicle if account else ""
        self.vin = say("ending {digits}", digits=account.vin_ending) if account else ""
        is_online = await asyncio.to_thread(presence.is_online, database, at=clock.now())
        self.there = say("Somebody is at the desk now, and answers at once.") if is_online else ""
        self.loaded = True
