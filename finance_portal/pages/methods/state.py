"""The accounts and cards of whoever is signed in. No number of any of them comes here."""

import asyncio
import logging
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.gateways import live
from finance_portal.gateways.processor import ProcessorError
from finance_portal.language import say, sentence
from finance_portal.pages.methods import views
from finance_portal.services import method_desk, method_setup, payment_methods
from finance_portal.services.method_desk import MethodInUse
from finance_portal.services.payment_methods import Method, MethodNotFound
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.ui.forms import read_text
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

log = logging.getLogger(__name__)

GONE = sentence("We cannot find it any more. The list is up to date now.")
LIST = "list"  # the id of the list's heading, which takes the focus when a row is gone
UNREACHABLE = sentence(
    "We cannot reach the payment service just now. What you added appears here soon."
)


class MethodsState(rx.State):
    """What there is to pay with."""

    loaded: bool = False
    is_fresh: bool = False  # stepped up to change how one pays
    click: str = ""  # the name of the next click on "add"
    rows: rx.Field[list[views.MethodRow]] = rx.field(default_factory=list)
    said: views.Said = views.Said()
    in_use: str = ""  # why something cannot be removed
    in_use_by: str = ""

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show what there is, and what came of the visit that the address names."""
        await chosen_account(self, borrower, clock.business_now())
        asked = self.router.url.query_parameters
        self.said, self.in_use = views.Said(), ""
        if checkout := asked.get("cs", ""):
            self.said = await self._came(borrower, checkout)
        elif asked.get("done") == "verified":
            self.said = views.Said(say(views.VERIFIED), "good")
        self.click = method_desk.new_click()
        await self._read(borrower)
        self.loaded = True

    @borrower_event(fresh=Purpose.METHODS, temporal=True)
    async def rename(self, borrower: SignedIn, form: dict[str, str]) -> list[EventSpec]:
        """Give a method another name."""
        try:
            await asyncio.to_thread(
                method_desk.rename,
                database,
                self._act(borrower),
                ref=read_text(form, "ref"),
                nickname=read_text(form, "nickname"),
                now=clock.business_now(),
            )
        except MethodNotFound:
            return await self._told(borrower, say(GONE))
        return [await self._tell(borrower, say("It has its new name."))]

    @borrower_event(fresh=Purpose.METHODS, temporal=True)
    async def make_default(self, borrower: SignedIn, ref: str) -> list[EventSpec]:
        """Offer a method first from now on."""
        try:
            await asyncio.to_thread(
                method_desk.make_default,
                database,
                self._act(borrower),
                ref=ref,
                now=clock.business_now(),
            )
        except MethodNotFound:
            return await self._told(borrower, say(GONE))
        return await self._told(borrower, say("It is offered first from now on."))

    @borrower_event(fresh=Purpose.METHODS, temporal=True)
    async def remove(self, borrower: SignedIn, ref: str) -> list[EventSpec]:
        """Forget a method."""
        self.in_use = ""
        try:
            await method_desk.remove(
                database,
                live.configured(),
                self._act(borrower),
                ref=ref,
                now=clock.business_now(),
            )
        except MethodInUse as refusal:
            self.in_use, self.in_use_by = str(refusal), refusal.by
            return [rx.set_focus("in-use")]
        except MethodNotFound:
            return await self._told(borrower, say(GONE))
        return await self._told(borrower, say("It is removed."))

    async def _came(self, borrower: SignedIn, checkout: str) -> views.Said:
        """Say what came of a visit. Whoever comes back proves nothing: it is looked up."""
        setup_id = await asyncio.to_thread(
            method_setup.find, database, checkout=checkout, borrower_id=borrower.borrower_id
        )
        if setup_id is None:
            return views.Said()
        try:
            came = await method_setup.settle(
                database, live.configured(), setup_id, now=clock.business_now()
            )
        except ProcessorError:
            log.warning("setup %s cannot be read", setup_id)
            return views.Said(say(UNREACHABLE))
        return views.said_of(came)

    async def _read(self, borrower: SignedIn) -> None:
        found = await asyncio.to_thread(_methods, borrower.borrower_id)
        self.rows = views.rows(found)
        self.is_fresh = borrower.is_fresh(Purpose.METHODS, now=clock.now())

    async def _told(self, borrower: SignedIn, words: str) -> list[EventSpec]:
        """Say what was done, and stand at the list: what was clicked on may be gone."""
        return [await self._tell(borrower, words), rx.set_focus(LIST)]

    async def _tell(self, borrower: SignedIn, words: str) -> EventSpec:
        await self._read(borrower)
        return cast("EventSpec", SessionState.tell("info", words))

    def _act(self, borrower: SignedIn) -> Act:
        return Act(borrower, client_of(self), clock.now())


def _methods(borrower_id: int) -> list[Method]:
    with database.read() as session:
        return payment_methods.methods_of(session, borrower_id, live.configured().name)
