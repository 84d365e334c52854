"""The balloon page: what falls due, and what its borrower plans."""

import asyncio
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.pages.balloon import views
from finance_portal.services import balloon
from finance_portal.services.balloon import BalloonRefused
from finance_portal.services.requests import new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState


class BalloonState(rx.State):
    """One balloon."""

    loaded: bool = False
    found: bool = False
    has_balloon: bool = False
    view: views.View = views.View()

    _contract: str = ""
    _token: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show the balloon of the chosen contract."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract, self.found = (account.ref if account else ""), account is not None
        self.has_balloon = False
        if self.found:
            await self._read(borrower)
        self.loaded = True

    @borrower_event(temporal=True)
    async def plan(self, borrower: SignedIn, option: str) -> EventSpec | None:
        """Say what is planned. It binds nobody."""
        if not self.has_balloon:
            return None
        try:
            await asyncio.to_thread(
                balloon.choose,
                database,
                Act(borrower, client_of(self), clock.now()),
                contract_ref=self._contract,
                option=option,
                form_token=self._token,
                now=clock.business_now(),
            )
        except BalloonRefused as refusal:
            return cast("EventSpec", SessionState.tell("error", str(refusal)))
        await self._read(borrower)
        return cast("EventSpec", SessionState.tell("success", say("Noted. You can change it.")))

    async def _read(self, borrower: SignedIn) -> None:
        self._token = new_form_token()
        seen = await asyncio.to_thread(
            balloon.balloon,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            today=clock.business_now().date(),
        )
        self.has_balloon = seen is not None
        self.view = views.view(seen) if seen else views.View()
