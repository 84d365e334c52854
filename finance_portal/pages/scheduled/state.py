"""The payments for later days of one contract."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.pages.scheduled import views
from finance_portal.services import scheduled
from finance_portal.services.client import Client
from finance_portal.services.payments import PaymentRefused
from finance_portal.services.scheduled import ScheduledNotFound
from finance_portal.ui import routes
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event

NEWS = "news"  # the id of what says what was done, which then takes the focus


class ScheduledState(rx.State):
    """What waits for its day, and the question whether it shall."""

    loaded: bool = False
    found: bool = False
    view: views.ScheduleView = views.ScheduleView()
    said: str = ""
    error: str = ""

    _account: str = ""
    _asked: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> EventSpec | None:
        """Read what is scheduled on the contract that the address names."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._account, self._asked = account.ref if account else "", ""
        self.found, self.said, self.error = account is not None, "", ""
        if account:
            await self._show(borrower, self.router.url.query_parameters.get(routes.REF, ""))
        self.loaded = True
        return rx.set_focus(NEWS) if self.view.just_set else None

    @borrower_event
    async def ask_cancel(self, borrower: SignedIn, ref: str) -> None:
        """Ask whether a payment shall really be canceled; "" takes the question back."""
        kept, self._asked = "" if ref else self._asked, ref
        self.said, self.error = "", ""
        if self._account:
            await self._show(borrower, kept=kept)

    @borrower_event(temporal=True)
    async def cancel_payment(self, borrower: SignedIn) -> EventSpec | None:
        """Cancel the payment that was asked about."""
        if not self._asked or not self._account:
            return None
        try:
            await asyncio.to_thread(
                scheduled.cancel,
                database,
                borrower_id=borrower.borrower_id,
                ref=self._asked,
                now=clock.business_now(),
                client=Client(self.router.session.client_ip, self.router.headers.user_agent),
            )
        except (ScheduledNotFound, PaymentRefused) as refusal:
            self.error = str(refusal)
        else:
            self.said = say("Canceled. Nothing will be taken.")
        self._asked = ""
        await self._show(borrower)
        return rx.set_focus(NEWS)

    async def _show(self, borrower: SignedIn, just_set: str = "", kept: str = "") -> None:
        found = await asyncio.to_thread(
            scheduled.schedule_of,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._account,
            now=clock.business_now(),
        )
        self.view = views.schedule(
            found, account=self._account, just_set=just_set, asked=self._asked, kept=kept
        )
