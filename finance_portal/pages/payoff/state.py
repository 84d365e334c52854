"""Paying a contract off: the figures of each day, and letters. Looking changes nothing."""

import asyncio
from datetime import date

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain import calendar
from finance_portal.language import say, sentence
from finance_portal.pages.payoff import views
from finance_portal.services.payoff import buyouts, dial, quoting
from finance_portal.services.payoff.buyouts import Asked
from finance_portal.services.payoff.quoting import Audience, LetterRefused, Wanted
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.ui import routes
from finance_portal.ui.forms import FormRefused, read_choice, read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event

NEWS = "letter-news"  # the id of what says that a letter is ready, which then takes the focus
FIELDS = frozenset({"recipient", "name"})  # take the focus themselves when refused
PRICES = frozenset({"early_buyout", "maturity_buyout"})
OTHERS = frozenset({"dealer", "insurer"})
MUST_AGREE = sentence("Tick the box: without it, no letter is made out to anybody else.")
NO_DAY = sentence("Choose a day first.")


class PayoffState(rx.State):
    """One contract, and what closes it."""

    loaded: bool = False
    found: bool = False
    is_fresh: bool = False  # the step-up for a letter to somebody else is done
    view: views.View = views.View()
    ready: str = ""  # the address of the letter that was made out just now
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    _contract: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Work out each day of the contract that the address names."""
        account = await chosen_account(self, borrower, clock.business_now())
        self._contract = account.ref if account else ""
        self.found = account is not None
        self.is_fresh = borrower.is_fresh(Purpose.PAYOFF, now=clock.now())
        self.ready, self.errors = "", {}
        if account:
            await self._read(borrower)
        self.loaded = True

    @borrower_event(temporal=True)
    async def make_letter(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Make out a letter for the borrower."""
        return await self._make(borrower, form, "borrower")

    @borrower_event(fresh=Purpose.PAYOFF, temporal=True)
    async def make_letter_for(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec | None:
        """Make out a letter to a dealer or an insurer, as the borrower signs."""
        try:
            words = say("Choose who the letter is for.")
            whom = read_choice(form, "audience", set(OTHERS), words)
        except FormRefused as refusal:
            return self._refuse(refusal.field, refusal)
        if "agreed" not in form:
            return self._refuse("agreed", ValueError(say(MUST_AGREE)))
        return await self._make(borrower, form, "dealer" if whom == "dealer" else "insurer")

    @borrower_event(temporal=True)
    async def make_buyout_letter(
        self, borrower: SignedIn, form: dict[str, str]
    ) -> EventSpec | None:
        """Put a price of a leased vehicle in writing."""
        self.errors, self.ready = {}, ""
        try:
            which = read_choice(form, "which", set(PRICES), say("Choose a price."))
            ref = await asyncio.to_thread(
                buyouts.quote_buyout,
                database,
                Act(borrower, client_of(self), clock.now()),
                asked=Asked(
                    contract_ref=self._contract,
                    which="early_buyout" if which == "early_buyout" else "maturity_buyout",
                ),
                now=clock.business_now(),
            )
        except (LetterRefused, FormRefused) as refusal:
            return self._refuse("form", refusal)
        return await self._show(borrower, ref)

    async def _make(
        self, borrower: SignedIn, form: dict[str, str], audience: Audience
    ) -> EventSpec | None:
        self.errors, self.ready = {}, ""
        if not self.found:
            return None
        try:
            wanted = Wanted(
                contract_ref=self._contract,
                good_through=_day(form),
                audience=audience,
                recipient=read_text(form, "recipient"),
                name=read_text(form, "name"),
            )
            ref = await asyncio.to_thread(
                quoting.quote,
                database,
                Act(borrower, client_of(self), clock.now()),
                wanted=wanted,
                now=clock.business_now(),
            )
        except (LetterRefused, FormRefused) as refusal:
            return self._refuse(refusal.field, refusal)
        return await self._show(borrower, ref)

    async def _show(self, borrower: SignedIn, ref: str) -> EventSpec:
        await self._read(borrower)
        self.ready = f"{routes.DOCUMENT}?{routes.REF}={ref}"
        return rx.set_focus(NEWS)

    async def _read(self, borrower: SignedIn) -> None:
        now = clock.business_now()
        found = await asyncio.to_thread(
            dial.dial_of,
            database,
            borrower_id=borrower.borrower_id,
            contract_ref=self._contract,
            today=now.date(),
        )
        self.view = views.view(found, calendar.effective_on(now))

    def _refuse(self, field: str, refusal: Exception) -> EventSpec:
        known = field if field in FIELDS | {"audience", "agreed"} else "form"
        self.errors = {known: str(refusal)}
        return rx.set_focus(field if field in FIELDS else NEWS)


def _day(form: dict[str, str]) -> date:
    """Return the day that the dial stood on. Raises FormRefused."""
    try:
        return date.fromisoformat(read_text(form, "good_through"))
    except ValueError as error:
        raise FormRefused("form", say(NO_DAY)) from error
