"""The lease end page: what is chosen, told, booked and signed on it."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say, say_number, sentence
from finance_portal.pages.lease_end import views
from finance_portal.pages.lease_end.views.reading import read_day, read_miles, read_months
from finance_portal.services.lease_end import choices, extension, miles, odometer, returning
from finance_portal.services.lease_end.extension import ProposalChanged, Wanted
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.lease_end.outlook import outlook
from finance_portal.services.proofs import Purpose
from finance_portal.services.requests import RequestOpen, new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.ui.forms import FormRefused, read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

REFUSED = (FormRefused, LeaseEndRefused, RequestOpen)
SIGN = "sign"  # the id of a heading, which takes the focus
TICK = sentence("Tick the box: without it, nothing is signed.")


class LeaseEndState(rx.State):
    """One lease toward its end."""

    loaded: bool = False
    found: bool = False
    is_lease: bool = False
    is_fresh: bool = False  # the step-up for agreements is done
    mode: str = ""  # or "sign": the extension
    view: views.View = views.View()
    proposal: views.ProposalView = views.ProposalView()
    confirm_odometer: str = ""  # where the step-up before the statement is
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""
    _token: str = ""
    _wanted: Wanted | None = None
    _has_autopay: bool = False

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show the lease; on the way back from the step-up, what is to be signed."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract, self.found = (account.ref if account else ""), account is not None
        self.is_lease = account is not None and account.lease is not None
        self.confirm_odometer = views.confirm_odometer(self._contract)
        self.is_fresh = borrower.is_fresh(Purpose.AGREEMENTS, now=clock.now())
        self.mode, self.errors, self._wanted = "", {}, None
        if self.is_lease:
            await self._read(borrower)
            asked = self.router.url.query_parameters
            if asked.get("at", "") == "extend":
                await self._propose(borrower, {"months": asked.get("months", "")})
            elif asked.get("at", "") == "odometer" and self.view.can_choose:
                self.mode = "odometer"
        self.loaded = True

    async def _read(self, borrower: SignedIn) -> None:
        self._token = new_form_token()
        seen = await asyncio.to_thread(
            outlook,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            today=clock.business_now().date(),
        )
        self.view = views.view(seen)
        self._has_autopay = seen.has_autopay

    async def _propose(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        try:
            wanted = Wanted(self._contract, read_months(form), self._token)
            found = await asyncio.to_thread(
                extension.propose,
                database,
                borrower_id=borrower.borrower_id,
                wanted=wanted,
                today=clock.business_now().date(),
            )
        except REFUSED as refusal:
            return self._refused(refusal)
        return self._show(found)

    def _show(self, found: extension.Proposal, *, changed: bool = False) -> EventSpec:
        self._wanted, self.mode, self.errors = found.wanted, "sign", {}
        self.proposal = views.proposal(
            found, account=self._contract, has_autopay=self._has_autopay, changed=changed
        )
        return rx.set_focus(SIGN)

    async def _do(
        self, borrower: SignedIn, act: Callable[..., Any], said: str, **what: Any
    ) -> EventSpec:
        """Change something and read it all again; a refusal stands beside its field."""
        doing = Act(borrower, client_of(self), clock.now())
        self.errors = {}
        try:
            await asyncio.to_thread(act, database, doing, now=clock.business_now(), **what)
        except REFUSED as refusal:
            return self._refused(refusal)
        await self._read(borrower)
        self.mode, self._wanted = "", None
        return cast("EventSpec", SessionState.tell("success", said))

    def _refused(self, refusal: Exception) -> EventSpec:
        field = getattr(refusal, "field", "form")
        self.errors = {field: str(refusal)}
        return rx.set_focus(f"{field}-error")


class LeaseEndActs(LeaseEndState):
    """What takes no step-up: plans, readings, appointments, miles, a dispute."""

    @borrower_event(temporal=True)
    async def plan(self, borrower: SignedIn, option: str) -> EventSpec | None:
        """Say which way out is planned."""
        if not self.is_lease:
            return None
        token = self._token
        return await self._do(
            borrower,
            choices.choose,
            say("Thank you. You can change it until the end."),
            contract_ref=self._contract,
            option=option,
            form_token=token,
        )

    @borrower_event(temporal=True)
    async def read_odometer(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Keep what the odometer shows today."""
        if not self.is_lease:
            return None
        try:
            shown = read_miles(form, "odometer")
        except FormRefused as refusal:
            return self._refused(refusal)
        return await self._do(
            borrower, miles.note_reading, say("Noted."), contract_ref=self._contract, miles=shown
        )

    @borrower_event(temporal=True)
    async def buy_miles(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Buy miles at the contract's price."""
        if not self.is_lease:
            return None
        try:
            number = read_miles(form, "miles")
        except FormRefused as refusal:
            return self._refused(refusal)
        return await self._do(
            borrower,
            miles.buy,
            say_number(
                number,
                "{number} mile is yours. The price is charged to your contract.",
                "{number} miles are yours. The price is charged to your contract.",
            ),
            contract_ref=self._contract,
            miles=number,
            form_token=self._token,
        )

    @borrower_event(temporal=True)
    async def book(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Ask for an appointment to return the vehicle."""
        if not self.is_lease:
            return None
        try:
            on = read_day(form, "on")
        except FormRefused as refusal:
            return self._refused(refusal)
        return await self._do(
            borrower,
            choices.book,
            say("Asked. We confirm it or call you."),
            contract_ref=self._contract,
            on=on,
            time=read_text(form, "time"),
            place=read_text(form, "place"),
            form_token=self._token,
        )

    @borrower_event(temporal=True)
    async def dispute(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Object to the final invoice."""
        if not self.is_lease:
            return None
        return await self._do(
            borrower,
            returning.dispute,
            say("We have your words. A person answers in writing."),
            contract_ref=self._contract,
            words=read_text(form, "words"),
            form_token=self._token,
        )


class LeaseEndSigning(LeaseEndState):
    """What is signed: months more, and the odometer statement."""

    @borrower_event
    async def review(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Show what would be signed. Nothing changes."""
        return await self._propose(borrower, form) if self.is_lease else None

    @borrower_event
    async def begin_statement(self, _borrower: SignedIn) -> EventSpec | None:
        """Show the odometer statement."""
        if not self.view.can_choose:
            return None
        self.mode, self.errors = "odometer", {}
        return rx.set_focus(SIGN)

    @borrower_event
    async def leave(self, _borrower: SignedIn) -> None:
        """Go back without signing."""
        self.mode, self._wanted, self.errors = "", None, {}

    @borrower_event(temporal=True)
    async def ask(self, borrower: SignedIn) -> EventSpec | None:
        """Ask for more than six months: a person sends new disclosures."""
        if not self.is_lease:
            return None
        return await self._do(
            borrower,
            extension.ask_for_disclosures,
            say("Asked. We send you new disclosures."),
            contract_ref=self._contract,
            form_token=self._token,
        )

    @borrower_event(fresh=Purpose.AGREEMENTS, temporal=True)
    async def sign(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Sign what was shown. Sent twice, it is signed once."""
        wanted = self._wanted
        if wanted is None or not self._is_ticked(form):
            return rx.set_focus("agreed-error") if wanted else None
        try:
            return await self._do(
                borrower,
                extension.sign,
                say("Signed. Your copy is on its way by mail."),
                wanted=wanted,
                name=read_text(form, "name"),
            )
        except ProposalChanged as changed:
            return self._show(changed.proposal, changed=True)

    @borrower_event(fresh=Purpose.AGREEMENTS, temporal=True)
    async def state_odometer(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Sign the odometer statement."""
        if not self.is_lease or not self._is_ticked(form):
            return rx.set_focus("agreed-error") if self.is_lease else None
        try:
            shown = read_miles(form, "odometer")
        except FormRefused as refusal:
            return self._refused(refusal)
        return await self._do(
            borrower,
            odometer.state,
            say("Signed. Your documents have it as a PDF."),
            contract_ref=self._contract,
            miles=shown,
            statement=read_text(form, "statement"),
            name=read_text(form, "name"),
        )

    def _is_ticked(self, form: dict[str, str]) -> bool:
        if "agreed" in form:
            return True
        self.errors = {"agreed": say(TICK)}
        return False
