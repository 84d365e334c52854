"""How one is reminded: looked at, and changed."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.reminders import views
from finance_portal.services import reminder_choices
from finance_portal.services.client import Client
from finance_portal.services.reminder_choices import ReminderRefused
from finance_portal.ui.forms import FormRefused
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event

SAVED = "saved"  # the id of what says that it is saved, which takes the focus


class RemindersState(rx.State):
    """The borrower's own choice."""

    loaded: bool = False
    is_saved: bool = False
    error: str = ""
    view: views.View = views.View()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show what is chosen."""
        await chosen_account(self, borrower, clock.business_now())
        self.is_saved, self.error = False, ""
        await self._look(borrower)
        self.loaded = True

    @borrower_event(temporal=True)
    async def save(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Keep what is chosen from now on."""
        self.is_saved, self.error = False, ""
        try:
            await asyncio.to_thread(
                reminder_choices.choose,
                database,
                borrower_id=borrower.borrower_id,
                by_email=views.is_ticked(form, "by_email"),
                by_text=views.is_ticked(form, "by_text"),
                days_before=views.days_in(form),
                client=Client(self.router.session.client_ip, self.router.headers.user_agent),
                now=clock.now(),
            )
        except (FormRefused, ReminderRefused) as refusal:
            self.error = str(refusal)
            return None
        await self._look(borrower)
        self.is_saved = True
        return rx.set_focus(SAVED)

    async def _look(self, borrower: SignedIn) -> None:
        found = await asyncio.to_thread(
            reminder_choices.reminders_of, database, borrower_id=borrower.borrower_id
        )
        self.view = views.view(found)
