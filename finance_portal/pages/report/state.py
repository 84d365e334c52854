"""I did not authorize this: what can be reported, and what a report has stopped."""

import asyncio
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.pages.report import views
from finance_portal.services.proofs import Purpose
from finance_portal.services.requests import RequestNotFound, new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.services.unauthorized import reporting, showing
from finance_portal.services.unauthorized.reporting import ReportRefused
from finance_portal.ui import routes
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

CASE = "case"  # the id of a heading, which takes the focus
FIELDS = frozenset({"details"})


class ReportState(rx.State):
    """What a borrower did not authorize. What they wrote never travels to the browser again."""

    loaded: bool = False
    found: bool = False
    is_fresh: bool = False
    view: views.View = views.View()
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""
    _token: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show what can be reported, and the case that is open."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract, self._token = account.ref if account else "", new_form_token()
        self.found, self.errors = account is not None, {}
        await self._read(borrower)
        self.loaded = True

    @borrower_event(temporal=True)
    async def report(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Report it, and stop what hangs on it at once. Sent twice, it is one."""
        if not self.found:
            return []
        self.errors = {}
        try:
            await asyncio.to_thread(
                reporting.report,
                database,
                self._act(borrower),
                contract_ref=self._contract,
                form_token=self._token,
                told=views.read(form),
                now=clock.business_now(),
            )
        except ReportRefused as refusal:
            self.errors = {refusal.field: str(refusal)}
            is_field = refusal.field in FIELDS
            return [rx.set_focus(refusal.field if is_field else f"{refusal.field}-error")]
        self._token = new_form_token()
        await self._read(borrower)
        return [self._said(say("It is stopped. This is your case.")), rx.set_focus(CASE)]

    @borrower_event(fresh=Purpose.METHODS, temporal=True)
    async def take_back(self, borrower: SignedIn) -> list[EventSpec]:
        """End a report that was a mistake."""
        said = say("Thank you. The account can be debited again. Autopay waits for you.")
        try:
            await asyncio.to_thread(
                reporting.take_back,
                database,
                self._act(borrower),
                ref=self.view.case.ref,
                now=clock.business_now(),
            )
        except RequestNotFound:
            said = say("It is no longer open, so it stays as it is.")
        await self._read(borrower)
        return [self._said(said), rx.redirect(routes.REQUESTS)]

    def _act(self, borrower: SignedIn) -> Act:
        return Act(borrower, client_of(self), clock.now())

    def _said(self, words: str) -> EventSpec:
        return cast("EventSpec", SessionState.tell("success", words))

    async def _read(self, borrower: SignedIn) -> None:
        found = await asyncio.to_thread(
            showing.reportable, database, borrower_id=borrower.borrower_id
        )
        named = self.router.url.query_parameters
        chosen = named.get(routes.PAYMENT, ""), named.get(routes.METHOD, "")
        self.view = views.view(found, chosen=chosen, today=clock.today())
        self.is_fresh = borrower.is_fresh(Purpose.METHODS, now=clock.now())
