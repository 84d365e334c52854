"""What the page after a payoff knows."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.title import views
from finance_portal.services import closing
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class TitleState(rx.State):
    """The contract that was paid off."""

    loaded: bool = False
    found: bool = False
    is_open: bool = False  # there is still something to pay
    view: views.AfterView = views.AfterView()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show how far it is."""
        now = clock.business_now()
        account = await chosen_account(self, borrower, now)
        self.found, self.is_open, self.view = account is not None, False, views.AfterView()
        if account:
            after = await asyncio.to_thread(
                closing.after_payoff,
                database,
                borrower_id=borrower.borrower_id,
                contract_ref=account.ref,
                now=now,
            )
            self.is_open = not isinstance(after, closing.AfterPayoff)
            self.view = views.after(after)
        self.loaded = True
