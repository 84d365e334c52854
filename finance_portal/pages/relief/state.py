"""Another due date, or an extension: choose, see all that it does, sign, wait for the others."""

import asyncio
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.relief import ReliefRefused
from finance_portal.language import say, sentence
from finance_portal.pages.relief import views
from finance_portal.services import requests
from finance_portal.services.relief import signing
from finance_portal.services.relief.effects import Choice, Kind
from finance_portal.services.relief.offers import offers
from finance_portal.services.relief.signing import Proposal, ProposalChanged, Wanted
from finance_portal.services.requests import RequestNotFound, RequestOpen, new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.services.signatures import NameRefused
from finance_portal.ui import routes
from finance_portal.ui.forms import FormRefused, read_choice, read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import Purpose, SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

CHOOSE, REVIEW = "choose", "review"  # ids of headings, which take the focus
SAID = {
    "granted": sentence("Everybody has signed: it is in force. Your copy is among your documents."),
    "signing": sentence("You have signed. It takes effect when everybody has."),
}
NOT_AGREED = sentence("You did not agree, so nothing has changed. We tell whoever has asked.")
OVER = sentence("It is no longer open, so nothing has changed. You can ask again.")


class ReliefState(rx.State):
    """One change of one contract, from the choice to the last signature."""

    loaded: bool = False
    found: bool = False
    is_fresh: bool = False  # the step-up for agreements is done
    mode: str = "choose"  # or "review", "refused"
    why_not: str = ""
    choices: rx.Field[list[views.ChoiceView]] = rx.field(default_factory=list)
    chosen: str = ""
    proposal: views.ProposalView = views.ProposalView()
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""
    _kind: str = Kind.DUE_DATE.value
    _wanted: Wanted | None = None
    _ref: str = ""

    @borrower_event
    async def load_due_date(self, borrower: SignedIn) -> EventSpec | None:
        """Show the days that the due date can move to."""
        return await self._load(borrower, Kind.DUE_DATE)

    @borrower_event
    async def load_extension(self, borrower: SignedIn) -> EventSpec | None:
        """Show how many payments can move to the end."""
        return await self._load(borrower, Kind.EXTENSION)

    @borrower_event
    async def review(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Show all that a choice does. Nothing is signed."""
        if not self.found:
            return None
        allowed = {each.value for each in self.choices}
        try:
            chosen = read_choice(form, "choice", allowed, say("Choose one of them."))
            await self._propose(borrower, chosen)
        except (FormRefused, ReliefRefused) as refusal:
            self.errors = {"choice": str(refusal)}
            return rx.set_focus("choice-error")
        return rx.set_focus(REVIEW)

    @borrower_event
    async def change(self, borrower: SignedIn) -> EventSpec | None:
        """Go back to the choices."""
        if not self.found:
            return None
        try:
            await self._offer(borrower)
        except ReliefRefused as refusal:
            return self._refused(str(refusal))[0]
        return rx.set_focus(CHOOSE)

    async def _load(self, borrower: SignedIn, kind: Kind) -> EventSpec | None:
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract, self._kind = account.ref if account else "", kind.value
        self.found, self.errors, self.why_not = account is not None, {}, ""
        self.is_fresh = borrower.is_fresh(Purpose.AGREEMENTS, now=clock.now())
        shown = await self._begin(borrower) if account else False
        self.loaded = True
        return rx.set_focus(REVIEW) if shown else None

    async def _begin(self, borrower: SignedIn) -> bool:
        """Show what waits for signatures, or what the address names, or else the choices."""
        chosen = self.router.url.query_parameters.get(routes.CHOICE, "")
        try:
            if waiting := await self._waiting(borrower):
                self._show(waiting)
                return False
            await self._offer(borrower)
            if chosen in {each.value for each in self.choices}:
                await self._propose(borrower, chosen)
                return True
        except ReliefRefused as refusal:
            self._refused(str(refusal))
        return False

    async def _waiting(self, borrower: SignedIn) -> Proposal | None:
        return await asyncio.to_thread(
            signing.waiting,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            kind=Kind(self._kind),
            now=clock.business_now(),
        )

    async def _offer(self, borrower: SignedIn) -> None:
        found = await asyncio.to_thread(
            offers,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            kind=Kind(self._kind),
            today=clock.business_now().date(),
        )
        self.choices, self.errors = views.choices(found), {}
        self.mode, self._wanted = "choose", None

    async def _propose(self, borrower: SignedIn, chosen: str) -> None:
        self.chosen = chosen
        choice = Choice(Kind(self._kind), int(chosen))
        found = await asyncio.to_thread(
            signing.propose,
            database,
            borrower_id=borrower.borrower_id,
            wanted=Wanted(self._contract, choice, new_form_token()),
            now=clock.business_now(),
        )
        self._show(found)

    def _show(self, found: Proposal, *, is_changed: bool = False) -> None:
        self._wanted, self.mode, self.errors = found.wanted, "review", {}
        self._ref = found.asked.ref if found.asked else ""
        self.proposal = views.proposal(found, is_changed=is_changed)

    def _refused(self, why: str) -> list[EventSpec]:
        self.mode, self.why_not, self._wanted = "refused", why, None
        return [rx.set_focus("refused")]


class ReliefSigning(ReliefState):
    """What is written: a signature, and the end of what only waits for some."""

    @borrower_event(fresh=Purpose.AGREEMENTS, temporal=True)
    async def sign(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Sign what was reviewed. Sent twice, it is signed once."""
        if self._wanted is None:
            return []
        if "agreed" not in form:
            self.errors = {"agreed": say("Tick the box: without it, nothing is signed.")}
            return [rx.set_focus("agreed-error")]
        try:
            status = await self._sign(borrower, self._wanted, read_text(form, "name"))
        except ProposalChanged as changed:
            self._show(changed.proposal, is_changed=True)
            return [rx.set_focus(REVIEW)]
        except NameRefused as refusal:
            self.errors = {"name": str(refusal)}
            return [rx.set_focus("name")]
        except (ReliefRefused, RequestOpen) as refusal:
            return self._refused(str(refusal))
        except RequestNotFound:
            return self._refused(say(OVER))
        return [self._said(say(SAID.get(status, say(OVER)))), self._leave()]

    @borrower_event(temporal=True)
    async def withdraw(self, borrower: SignedIn) -> list[EventSpec]:
        """Take back what was asked for; whoever has not asked cannot."""
        try:
            await asyncio.to_thread(
                requests.withdraw,
                database,
                borrower_id=borrower.borrower_id,
                ref=self._ref,
                now=clock.business_now(),
            )
        except RequestNotFound:
            return self._refused(say(OVER))
        return [self._said(say(requests.WITHDRAWN)), self._leave()]

    @borrower_event(temporal=True)
    async def disagree(self, borrower: SignedIn) -> list[EventSpec]:
        """Say no to what the other borrower has asked for."""
        doing = Act(borrower, client_of(self), clock.now())
        now = clock.business_now()
        try:
            await asyncio.to_thread(signing.disagree, database, doing, ref=self._ref, now=now)
        except RequestNotFound:
            return self._refused(say(OVER))
        return [self._said(say(NOT_AGREED)), self._leave()]

    async def _sign(self, borrower: SignedIn, wanted: Wanted, name: str) -> str:
        self.errors = {}
        return await asyncio.to_thread(
            signing.sign,
            database,
            Act(borrower, client_of(self), clock.now()),
            wanted=wanted,
            name=name,
            now=clock.business_now(),
        )

    def _leave(self) -> EventSpec:
        return rx.redirect(routes.of_account(routes.REQUESTS, self._contract))

    def _said(self, words: str) -> EventSpec:
        return cast("EventSpec", SessionState.tell("success", words))
