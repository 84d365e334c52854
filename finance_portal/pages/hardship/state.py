"""Trouble paying: the situation first, then what helps and what it costs, then the request."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.relief import ReliefRefused
from finance_portal.language import say, sentence
from finance_portal.pages.hardship import views
from finance_portal.services.relief import hardship, promises, service
from finance_portal.services.relief.hardship import HardshipRefused
from finance_portal.services.relief.menu import menu
from finance_portal.services.relief.promises import PromiseRefused
from finance_portal.services.relief.service import ServiceRefused
from finance_portal.services.requests import RequestOpen, new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.ui import routes
from finance_portal.ui.forms import FormRefused, read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

WAYS = "ways"  # the id of a heading, which takes the focus
ASKED = sentence("We have your request. You can follow it here.")
PROMISED = sentence("Noted. Please also pay by that day, or schedule the payment now.")
REFUSED = (FormRefused, HardshipRefused, PromiseRefused, ServiceRefused)
FIELDS = frozenset({"amount", "on", "details", "since", "orders"})  # take the focus themselves


class HardshipState(rx.State):
    """One contract's ways out. Why somebody cannot pay never travels to the browser again."""

    loaded: bool = False
    found: bool = False
    is_told: bool = False
    is_service: bool = False  # military service has rights of its own
    view: views.MenuView = views.MenuView()
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""
    _situation: str = ""
    _months: int = 0
    _token: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show where the contract stands, and ask for the situation."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract, self._token = account.ref if account else "", new_form_token()
        self.found, self.is_told, self.errors = account is not None, False, {}
        if account:
            await self._read(borrower)
        self.loaded = True

    @borrower_event
    async def tell(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Take the situation, and show what helps."""
        if not self.found:
            return None
        try:
            self._situation, self._months = views.read_situation(form)
        except FormRefused as refusal:
            return self._refused(refusal)
        await self._read(borrower)
        self.is_service = self._situation == "service"
        self.is_told, self.errors = True, {}
        return rx.set_focus(WAYS)

    @borrower_event
    async def back(self, _borrower: SignedIn) -> None:
        """Ask for the situation again."""
        self.is_told, self.errors = False, {}

    @borrower_event(temporal=True)
    async def ask(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Send the request to a person. Sent twice, it is one."""
        try:
            told = views.read_wish(form, self._situation, self._months)
        except FormRefused as refusal:
            return [self._refused(refusal)]
        return await self._do(borrower, hardship.ask, say(ASKED), told=told)

    @borrower_event(temporal=True)
    async def ask_service(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Ask for the rights that military service gives."""
        try:
            since = views.read_day(form, "since")
        except FormRefused as refusal:
            return [self._refused(refusal)]
        details = read_text(form, "orders")
        return await self._do(borrower, service.ask, say(ASKED), since=since, details=details)

    @borrower_event(temporal=True)
    async def promise(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Note by when how much will be paid."""
        try:
            amount, on = views.read_promise(form)
        except FormRefused as refusal:
            return [self._refused(refusal)]
        return await self._do(borrower, promises.promise, say(PROMISED), amount=amount, on=on)

    async def _do(
        self, borrower: SignedIn, act: Callable[..., Any], said: str, **what: Any
    ) -> list[EventSpec]:
        """Write it down, and go where it can be followed."""
        if not self.found:
            return []
        doing = Act(borrower, client_of(self), clock.now())
        common = {"contract_ref": self._contract, "form_token": self._token}
        self.errors = {}
        try:
            await asyncio.to_thread(
                act, database, doing, now=clock.business_now(), **common, **what
            )
        except REFUSED as refusal:
            return [self._refused(refusal)]
        except (RequestOpen, ReliefRefused) as refusal:
            return [cast("EventSpec", SessionState.tell("error", str(refusal)))]
        self._token = new_form_token()
        following = routes.of_account(routes.REQUESTS, self._contract)
        return [
            cast("EventSpec", SessionState.tell("success", said)),
            rx.redirect(following),
        ]

    async def _read(self, borrower: SignedIn) -> None:
        today = clock.business_now().date()
        found = await asyncio.to_thread(
            menu,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            today=today,
        )
        self.view = views.menu(found, account=self._contract, today=today)

    def _refused(self, refusal: Exception) -> EventSpec:
        field = getattr(refusal, "field", "situation")
        self.errors = {field: str(refusal)}
        return rx.set_focus(field if field in FIELDS else f"{field}-error")
