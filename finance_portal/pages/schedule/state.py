"""What the schedule page knows: both schedules of one contract."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.rights import Right
from finance_portal.pages.schedule import views
from finance_portal.services import schedules
from finance_portal.ui import routes
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.shared import Shown

SHOWN = Shown(Right.SEE, "schedule")


class ScheduleState(rx.State):
    """The contract that the address names."""

    loaded: bool = False
    found: bool = False
    view: views.View = views.View()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show both schedules of the contract."""
        now = clock.business_now()
        account = await chosen_account(self, borrower, now, SHOWN)
        self.found, self.view = account is not None, views.View()
        if account:
            found = await asyncio.to_thread(
                schedules.schedules,
                database,
                borrower_id=borrower.borrower_id,
                contract_ref=account.ref,
                today=now.date(),
            )
            self.view = views.view(found, routes.of_account(routes.SCHEDULE_CSV, account.ref))
        self.loaded = True
