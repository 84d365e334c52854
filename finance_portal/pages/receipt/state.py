"""The receipt of one payment."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.receipt import views
from finance_portal.services import receipts
from finance_portal.services.receipts import ReceiptNotFound
from finance_portal.ui import routes
from finance_portal.ui.frame import chosen_account
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
        try:
            found = await asyncio.to_thread(
                receipts.receipt,
                database,
                borrower_id=borrower.borrower_id,
                ref=self.router.url.query_parameters.get(routes.REF, ""),
                today=now.date(),
            )
        except ReceiptNotFound:
            self.found, self.view = False, views.ReceiptView()
        else:
            self.found, self.view = True, views.receipt(found)
        self.loaded = True
