"""The history of a contract: all of it kept back, a page of it shown."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.rights import Right
from finance_portal.pages.history import views
from finance_portal.services import history
from finance_portal.services.history import Activity
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.shared import Shown

SHOWN = Shown(Right.SEE, "history")


class HistoryState(rx.State):
    """What happened to the contract that the address names."""

    loaded: bool = False
    is_empty: bool = True
    is_lease: bool = False
    summary: str = ""
    page: views.Page = views.Page()
    kind: str = "all"
    sort: str = "newest"

    _found: list[Activity] = rx.field(default_factory=list, is_var=False)

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read the history of the contract."""
        now = clock.business_now()
        account = await chosen_account(self, borrower, now, SHOWN)
        self._found = []
        if account:
            self._found = await asyncio.to_thread(
                history.activity,
                database,
                borrower_id=borrower.borrower_id,
                contract_ref=account.ref,
                today=now.date(),
            )
        self.is_empty = not self._found
        self.is_lease = account is not None and account.lease is not None
        self.summary = views.paid_lately(self._found, now.year)
        self._turn_to(1)
        self.loaded = True

    @borrower_event
    async def choose_kind(self, _borrower: SignedIn, kind: str) -> None:
        """Show only payments, only charges, or everything."""
        if kind in views.KINDS:
            self.kind = kind
            self._turn_to(1)

    @borrower_event
    async def choose_sort(self, _borrower: SignedIn, sort: str) -> None:
        """Show in another order."""
        if sort in views.SORTS:
            self.sort = sort
            self._turn_to(1)

    @borrower_event
    async def turn_back(self, _borrower: SignedIn) -> None:
        """Show the page before."""
        self._turn_to(self.page.number - 1)

    @borrower_event
    async def turn_forward(self, _borrower: SignedIn) -> None:
        """Show the page after."""
        self._turn_to(self.page.number + 1)

    def _turn_to(self, number: int) -> None:
        self.page = views.page(self._found, kind=self.kind, sort=self.sort, number=number)
