"""What if more were paid: a way, an amount, and what they come to. Looking changes nothing."""

import asyncio

import reflex as rx

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.cents import Cents
from finance_portal.domain.projection import NOTHING_EXTRA, Extra
from finance_portal.domain.rights import Right
from finance_portal.pages.what_if import views
from finance_portal.services import what_if
from finance_portal.services.what_if import WhatIf
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.shared import Shown

SETTLES = 150  # milliseconds without a move before a slider is read

SHOWN = Shown(Right.SEE, "what-if")


class WhatIfState(rx.State):
    """One contract, paid as agreed and with something extra."""

    loaded: bool = False
    found: bool = False
    is_lease: bool = False
    is_open: bool = False
    view: views.View = views.View()

    _contract: str = ""
    _principal: Cents = 0
    _installment: Cents = 0
    _wanted: dict[str, int] = rx.field(default_factory=dict, is_var=False)

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Begin with a little more each month."""
        account = await chosen_account(self, borrower, clock.business_now(), SHOWN)
        self._contract = account.ref if account else ""
        self.found = account is not None
        self.is_lease = account is not None and account.lease is not None
        self._principal, self._installment, self._wanted = 0, 0, {}
        if account and not self.is_lease:
            agreed = await self._ask(borrower, NOTHING_EXTRA)
            self._principal, self._installment = agreed.principal, agreed.installment
        self.is_open = self._installment > 0
        await self._show(borrower, views.MONTHLY)
        self.loaded = True

    @borrower_event
    async def choose_way(self, borrower: SignedIn, way: str) -> None:
        """Look at another way to pay more."""
        if way in views.WAYS:
            await self._show(borrower, way)

    @borrower_event(debounce=SETTLES)
    async def choose_amount(self, borrower: SignedIn, amount: int) -> None:
        """Look at another amount of the same way, in whole dollars."""
        if self.view.way in views.STEP:
            self._wanted[self.view.way] = amount
            await self._show(borrower, self.view.way)

    @borrower_event
    async def choose_round(self, borrower: SignedIn, amount: str) -> None:
        """Round the payment up to another amount."""
        if amount in views.ROUND_TO:
            self._wanted[views.ROUND_UP] = int(amount)
            await self._show(borrower, views.ROUND_UP)

    async def _show(self, borrower: SignedIn, way: str) -> None:
        if not self.is_open:
            return
        largest = self._principal if way == views.ONCE else self._installment
        wanted = self._wanted.get(way)
        shown = views.slider(way, largest, wanted)
        number = int(shown.value) if way in views.STEP else wanted or int(views.USUAL_ROUND)
        extra = views.extra_of(way, number, self._installment)
        self.view = views.view(way, shown, extra, await self._ask(borrower, extra))

    async def _ask(self, borrower: SignedIn, extra: Extra) -> WhatIf:
        return await asyncio.to_thread(
            what_if.what_if,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            extra=extra,
            today=clock.business_now().date(),
        )
