"""Autopay: how it stands, the choices, the signature, and every way to stop it."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.autopay import PlanRefused
from finance_portal.gateways import live
from finance_portal.language import say, sentence
from finance_portal.pages.autopay import views
from finance_portal.pages.autopay.views.choices import read_day, read_plan
from finance_portal.services.autopay import desk, signing
from finance_portal.services.autopay.plans import AutopayRefused
from finance_portal.services.autopay.signing import ProposalChanged, Wanted
from finance_portal.services.autopay.standing import Standing, standing
from finance_portal.services.payment_methods import MethodNotFound
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.ui.forms import FormRefused, read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

SIGNED = sentence("Autopay is on. Your copy is on its way by mail, and here as a PDF.")
REFUSED = (FormRefused, PlanRefused, AutopayRefused, MethodNotFound)
CHOSEN = frozenset({"amount", "frequency", "method"})  # of these, what is said takes it
STANDING, CHOOSE, REVIEW = "standing", "how-much", "sign"  # ids of headings, which take the focus
FIELDS = frozenset({"extra", "fixed", "days_after_due", "starts_on", "name"})  # take it themselves


class AutopayState(rx.State):
    """One contract's autopay."""

    loaded: bool = False
    found: bool = False
    is_fresh: bool = False  # the step-up for autopay is done
    mode: str = "standing"  # or "form", "review"
    is_busy: bool = False
    view: views.View = views.View()
    form: views.FormView = views.FormView()
    proposal: views.ProposalView = views.ProposalView()
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""
    _wanted: Wanted | None = None
    _done_in: str = (
        ""  # the session in which something was changed: its address opens no form again
    )

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show how autopay stands; after the step-up, the form."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract = account.ref if account else ""
        self.found = account is not None
        self.is_fresh = borrower.is_fresh(Purpose.AUTOPAY, now=clock.now())
        self.mode, self._wanted, self.errors, self.is_busy = "standing", None, {}, False
        if account:
            standing_now = await self._read(borrower)
            if self.view.has_method and self._is_back_to_set_up(borrower):
                self.form, self.mode = views.form(standing_now), "form"
        self.loaded = True

    @borrower_event
    async def review(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Show the words and every debit. Nothing is signed."""
        self.errors = {}
        if not self.found:
            return None
        today = clock.business_now().date()
        try:
            plan = read_plan(form, today)
            wanted = Wanted(self._contract, read_text(form, "method"), plan)
            found = await asyncio.to_thread(
                signing.propose,
                database,
                borrower_id=borrower.borrower_id,
                wanted=wanted,
                now=clock.business_now(),
            )
        except REFUSED as refusal:
            return self._refused(refusal)
        self._show(found)
        return rx.set_focus(REVIEW)

    @borrower_event
    async def change(self, borrower: SignedIn) -> EventSpec | None:
        """Go back to the choices, with the same things chosen."""
        if not self.found:
            return None
        found = await self._read(borrower)
        wanted = self._wanted
        self.form = (
            views.form(found, wanted.plan, wanted.method_ref) if wanted else views.form(found)
        )
        self.errors, self.mode = {}, "form"
        return rx.set_focus(CHOOSE)

    @borrower_event
    async def leave(self, borrower: SignedIn) -> EventSpec | None:
        """Go back to how it stands; nothing is changed."""
        if not self.found:
            return None
        await self._read(borrower)
        self.errors, self._wanted, self.mode = {}, None, "standing"
        return rx.set_focus(STANDING)

    @borrower_event(fresh=Purpose.AUTOPAY, temporal=True)
    async def sign(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Sign what was reviewed. Sent twice, it is signed once."""
        wanted = self._wanted
        if wanted is None:
            return []
        if "agreed" not in form:
            self.errors = {"agreed": say("Tick the box: without it, nothing is authorized.")}
            return [rx.set_focus("agreed-error")]
        name = read_text(form, "name")
        try:
            await self._do(borrower, signing.sign, wanted=wanted, name=name)
        except ProposalChanged as changed:
            self._show(changed.proposal, is_changed=True)
            return [rx.set_focus(REVIEW)]
        except REFUSED as refusal:
            return [self._refused(refusal)]
        return [self._said(say(SIGNED)), rx.set_focus(STANDING)]

    def _is_back_to_set_up(self, borrower: SignedIn) -> bool:
        """Tell whether the step-up has just led here, and nothing was done with it yet."""
        at = self.router.url.query_parameters.get("at", "")
        return self.is_fresh and at == "set-up" and self._done_in != borrower.session_id

    async def _do(self, borrower: SignedIn, act: Callable[..., Any], **what: Any) -> Any:
        """Change something, and read everything again."""
        doing = Act(borrower, client_of(self), clock.now())
        self.errors = {}
        done = await asyncio.to_thread(act, database, doing, now=clock.business_now(), **what)
        await self._read(borrower)
        self.mode, self._wanted, self._done_in = "standing", None, borrower.session_id
        return done

    async def _read(self, borrower: SignedIn) -> Standing:
        found = await asyncio.to_thread(
            standing,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            processor=live.configured().name,
            today=clock.business_now().date(),
        )
        self.view = views.view(found)
        return found

    def _show(self, found: signing.Proposal, *, is_changed: bool = False) -> None:
        self._wanted = found.wanted
        self.proposal = views.proposal(found, is_changed=is_changed)
        self.mode = "review"

    def _refused(self, refusal: Exception) -> EventSpec:
        """Stand the refusal beside what it is about; a method that is gone, with the methods."""
        field = getattr(refusal, "field", "method")
        self.errors = {field: str(refusal)}
        return rx.set_focus(self._place_of(field))

    def _place_of(self, field: str) -> str:
        """Return the id of what takes the focus when something is refused."""
        if field in FIELDS:
            return field
        if self.mode == "review":
            return REVIEW
        return f"{field}-error" if field in CHOSEN else CHOOSE

    def _said(self, words: str) -> EventSpec:
        return cast("EventSpec", SessionState.tell("success", words))


class AutopayStops(AutopayState):
    """What stops a debit or all of them, and lets them go on. None of it takes a step-up."""

    @borrower_event(temporal=True)
    async def skip(self, borrower: SignedIn, on: str) -> EventSpec | None:
        """Leave one debit out."""
        return await self._change(borrower, desk.skip, "", on=read_day(on) or date.min)

    @borrower_event(temporal=True)
    async def unskip(self, borrower: SignedIn, on: str) -> EventSpec | None:
        """Debit on that day after all."""
        return await self._change(
            borrower, desk.unskip, say("It is debited after all."), on=read_day(on) or date.min
        )

    @borrower_event(temporal=True)
    async def pause(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Debit nothing until a day, or until it is resumed."""
        typed = read_text(form, "until")
        until = (read_day(typed) or date.min) if typed else None
        return await self._turn(borrower, desk.pause, say("Autopay is paused."), until=until)

    @borrower_event(temporal=True)
    async def resume(self, borrower: SignedIn) -> list[EventSpec]:
        """Let the debits go on."""
        return await self._turn(borrower, desk.resume, say("Autopay is on again."))

    @borrower_event(temporal=True)
    async def cancel(self, borrower: SignedIn) -> list[EventSpec]:
        """End autopay at once."""
        return await self._turn(borrower, desk.cancel, say("Autopay has ended."))

    async def _turn(
        self, borrower: SignedIn, act: Callable[..., Any], said: str, **what: Any
    ) -> list[EventSpec]:
        """Change how autopay stands, and stand at its heading: the button is gone."""
        said_so = await self._change(borrower, act, said, **what)
        return [said_so, rx.set_focus(STANDING)] if said_so else []

    async def _change(
        self, borrower: SignedIn, act: Callable[..., Any], said: str, **what: Any
    ) -> EventSpec | None:
        if not self.found:
            return None
        try:
            done = await self._do(borrower, act, contract_ref=self._contract, **what)
        except AutopayRefused as refusal:
            await self._read(borrower)
            return cast("EventSpec", SessionState.tell("error", str(refusal)))
        return self._said(said or done)
