"""What the overview knows: one contract, ready to show."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.overview import views
from finance_portal.services.workings import workings
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class OverviewState(rx.State):
    """The contract that the page is about."""

    loaded: bool = False
    found: bool = False
    view: views.Overview = views.Overview()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show the contract that the address names."""
        account = await chosen_account(self, borrower, clock.business_now())
        self.found = account is not None
        self.view = views.Overview()
        if account:
            found = await asyncio.to_thread(
                workings, database, borrower_id=borrower.borrower_id, account=account
            )
            self.view = views.overview(account, found)
        self.loaded = True
