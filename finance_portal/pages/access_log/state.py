"""Who has looked at a borrower's contracts: all looks kept back, a page of them shown."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.access_log import views
from finance_portal.services import access_log
from finance_portal.services.access_log import Look
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class AccessLogState(rx.State):
    """The looks at the contract that the address names; at none, if it is somebody else's."""

    loaded: bool = False
    is_empty: bool = True
    page: views.Page = views.Page()

    _found: list[Look] = rx.field(default_factory=list, is_var=False)

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read the looks at the contract."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._found = []
        if account:
            self._found = await asyncio.to_thread(
                access_log.looks_at,
                database,
                borrower_id=borrower.borrower_id,
                contract_ref=account.ref,
            )
        self.is_empty = not self._found
        self.page = views.page(self._found, 1)
        self.loaded = True

    @borrower_event
    async def turn_back(self, _borrower: SignedIn) -> None:
        """Show the page before."""
        self.page = views.page(self._found, self.page.number - 1)

    @borrower_event
    async def turn_forward(self, _borrower: SignedIn) -> None:
        """Show the page after."""
        self.page = views.page(self._found, self.page.number + 1)
