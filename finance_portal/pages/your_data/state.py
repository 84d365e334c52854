"""One's data: the last copy and how far it is, and whether a calendar is shared."""

import asyncio
from zoneinfo import ZoneInfo

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.your_data import views
from finance_portal.services.calendar_feed import addresses
from finance_portal.services.proofs import Purpose
from finance_portal.services.your_data import orders
from finance_portal.settings import settings
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class YourDataState(rx.State):
    """What there is to take along. Nothing here is a secret."""

    loaded: bool = False
    is_fresh: bool = False  # this session has stepped up for it
    copy: views.Copy = views.Copy()
    address: views.Address = views.Address()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read everything."""
        await chosen_account(self, borrower, clock.business_now())
        await self._read(borrower)
        self.loaded = True

    @borrower_event(passive=True)
    async def refresh(self, borrower: SignedIn) -> None:
        """Read again what has gone on meanwhile."""
        await self._read(borrower)

    async def _read(self, borrower: SignedIn) -> None:
        now, zone = clock.now(), ZoneInfo(settings.time_zone)
        owner = borrower.borrower_id
        found = await asyncio.to_thread(orders.latest, database, borrower_id=owner, now=now)
        shared = await asyncio.to_thread(addresses.shared, database, borrower_id=owner)
        self.copy, self.address = views.copy(found, zone), views.address(shared, zone)
        self.is_fresh = borrower.is_fresh(Purpose.EXPORT, now=now)
