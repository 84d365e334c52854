"""What the overview knows: one contract, ready to show."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.rights import Right
from finance_portal.pages.overview import views
from finance_portal.services.accounts import Account
from finance_portal.services.documents import listed
from finance_portal.services.tracker import requests_of
from finance_portal.services.workings import workings
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.shared import Shown

SHOWN = Shown(Right.SEE, "overview")


class OverviewState(rx.State):
    """The contract that the page is about."""

    loaded: bool = False
    found: bool = False
    view: views.Overview = views.Overview()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show the contract that the address names."""
        account = await chosen_account(self, borrower, clock.business_now(), SHOWN)
        self.found = account is not None
        self.view = views.Overview()
        if account:
            self.view = await asyncio.to_thread(_read, borrower.borrower_id, account)
        self.loaded = True


def _read(borrower_id: int, account: Account) -> views.Overview:
    return views.overview(
        account,
        workings(database, borrower_id=borrower_id, account=account),
        requests_of(database, borrower_id=borrower_id),
        listed(database, borrower_id=borrower_id, today=account.today),
    )
