"""A contract on a day that the borrower chooses."""

import asyncio
from datetime import date

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.calendar import add_months
from finance_portal.domain.rights import Right
from finance_portal.language import say, sentence
from finance_portal.pages.on_a_day import views
from finance_portal.services.on_a_day import DayRefused, on_a_day
from finance_portal.ui.forms import read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.shared import Shown

NO_DAY = sentence("Choose a day, like 11/02/2026.")

SHOWN = Shown(Right.SEE, "on-a-day")


class OnADayState(rx.State):
    """The contract that the address names, on another day."""

    loaded: bool = False
    found: bool = False
    view: views.View = views.View()
    error: str = ""

    _contract: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Begin with a month ago, or with the first day of a younger contract."""
        today = clock.today()
        account = await chosen_account(self, borrower, clock.business_now(), SHOWN)
        self.found, self.view, self.error = account is not None, views.View(), ""
        self._contract = account.ref if account else ""
        if account:
            first = account.balance_history[0][0]
            await self._show(borrower, max(first, add_months(today, -1, today.day)))
        self.loaded = True

    @borrower_event
    async def show(self, borrower: SignedIn, form: dict[str, str]) -> None:
        """Show the day that was chosen."""
        try:
            day = date.fromisoformat(read_text(form, "day"))
        except ValueError:
            self.error = say(NO_DAY)
        else:
            await self._show(borrower, day)

    async def _show(self, borrower: SignedIn, day: date) -> None:
        try:
            found = await asyncio.to_thread(
                on_a_day,
                database,
                borrower_id=borrower.borrower_id,
                contract_ref=self._contract,
                on=day,
                today=clock.today(),
            )
        except DayRefused as refusal:
            self.error = str(refusal)
        else:
            self.error, self.view = "", views.view(found)
