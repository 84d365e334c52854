"""The profile page knows what its borrower has said of themselves."""

import asyncio
from zoneinfo import ZoneInfo

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.profile import views
from finance_portal.services.profile.reading import profile_of
from finance_portal.services.proofs import Purpose
from finance_portal.settings import settings
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class ProfileState(rx.State):
    """What stands in a profile. Forms change it; nothing that is typed is kept here."""

    loaded: bool = False
    fresh: str = ""  # "contact" within five minutes of a step-up for it
    view: views.View = views.View()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read everything."""
        await self._read(borrower)
        self.loaded = True

    @borrower_event(passive=True)
    async def refresh(self, borrower: SignedIn) -> None:
        """Read again what a form has changed."""
        await self._read(borrower)

    async def _read(self, borrower: SignedIn) -> None:
        await chosen_account(self, borrower, clock.business_now())
        found = await asyncio.to_thread(
            profile_of,
            database,
            borrower_id=borrower.borrower_id,
            today=clock.business_now().date(),
        )
        now = clock.now()
        self.view = views.view(found, now=now, zone=ZoneInfo(settings.time_zone))
        is_fresh = borrower.is_fresh(Purpose.CONTACT, now=now)
        self.fresh = Purpose.CONTACT.value if is_fresh else ""
