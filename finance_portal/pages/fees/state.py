"""The fees of the contract that the page's address names."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.fees import views
from finance_portal.services.contract_fees import fees_of
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class FeesState(rx.State):
    """What one contract may charge."""

    loaded: bool = False
    found: bool = False
    lines: tuple[views.Fee, ...] = ()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show the fees of the contract."""
        account = await chosen_account(self, borrower, clock.business_now())
        self.found, self.lines = account is not None, ()
        if account:
            found = await asyncio.to_thread(
                fees_of, database, borrower_id=borrower.borrower_id, contract_ref=account.ref
            )
            self.lines = views.lines(found)
        self.loaded = True
