"""The receipt of one payment."""

import asyncio
from contextlib import suppress
from datetime import date

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.receipt import views
from finance_portal.services import receipts, retries
from finance_portal.services.receipts import ReceiptNotFound
from finance_portal.services.returns import RetryRefused
from finance_portal.ui import routes
from finance_portal.ui.frame import chosen_account, note_look
from finance_portal.ui.session import SignedIn, borrower_event


class ReceiptState(rx.State):
    """The payment that the address names."""

    loaded: bool = False
    found: bool = False
    view: views.ReceiptView = views.ReceiptView()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show a payment as it stands now."""
        now = clock.business_now()
        await chosen_account(self, borrower, now)
        await self._show(borrower, now.date())
        self.loaded = True

    @borrower_event(passive=True)
    async def ask_again(self, borrower: SignedIn) -> None:
        """Show how the payment goes on, without keeping an idle session alive."""
        if self.found:
            await self._show(borrower, clock.today())

    @borrower_event
    async def stop_retry(self, borrower: SignedIn) -> None:
        """Do not try the payment a second time."""
        with suppress(RetryRefused):  # it was just tried: what is shown next says so
            await asyncio.to_thread(
                retries.stop,
                database,
                borrower_id=borrower.borrower_id,
                ref=self.router.url.query_parameters.get(routes.REF, ""),
                now=clock.business_now(),
            )
        await self._show(borrower, clock.today())

    async def _show(self, borrower: SignedIn, today: date) -> None:
        try:
            found = await asyncio.to_thread(
                receipts.receipt,
                database,
                borrower_id=borrower.borrower_id,
                ref=self.router.url.query_parameters.get(routes.REF, ""),
                today=today,
            )
        except ReceiptNotFound:
            self.found, self.view = False, views.ReceiptView()
        else:
            self.found, self.view = True, views.receipt(found)
            if found.access.is_delegated:
                await note_look(self, borrower, found.contract_ref, "receipt")
