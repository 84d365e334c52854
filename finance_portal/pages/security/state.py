"""The security page: how the borrower gets in, where they are signed in, and what happened."""

import asyncio
from collections.abc import Callable
from typing import Any, cast
from zoneinfo import ZoneInfo

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.language import say, sentence
from finance_portal.pages.security import views
from finance_portal.pages.security.views import history
from finance_portal.services.proofs import Purpose
from finance_portal.services.security import factor_changes, openings
from finance_portal.services.security.desk import Act, live_security_desk
from finance_portal.services.security.factor_changes import FactorGone
from finance_portal.services.security.happenings import happenings
from finance_portal.services.security.holdings import holdings
from finance_portal.settings import settings
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.proof_codes import client_of
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState

GONE = sentence("We cannot find it any more. The list is up to date now.")


class SecurityState(rx.State):
    """What opens the door of whoever is signed in. Nothing here is a secret."""

    loaded: bool = False
    fresh: str = ""  # what this session has stepped up for: a Purpose, or ""
    standing: views.Standing = views.Standing()
    page: history.Page = history.Page()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read everything."""
        await chosen_account(self, borrower, clock.business_now())
        await self._read(borrower)
        await self._turn_to(borrower, 1)
        self.loaded = True

    @borrower_event(passive=True)
    async def refresh(self, borrower: SignedIn) -> None:
        """Read again what a form has changed."""
        await self._read(borrower)
        await self._turn_to(borrower, 1)

    @borrower_event
    async def turn_back(self, borrower: SignedIn) -> None:
        """Show what happened after."""
        await self._turn_to(borrower, self.page.number - 1)

    @borrower_event
    async def turn_forward(self, borrower: SignedIn) -> None:
        """Show what happened before."""
        await self._turn_to(borrower, self.page.number + 1)

    @borrower_event(fresh=Purpose.FACTORS, temporal=True)
    async def end_session(self, borrower: SignedIn, ref: str) -> EventSpec:
        """Sign out one other place."""
        ended = await self._do(borrower, openings.end_session, ref=ref)
        return self._said(say("Signed out there.") if ended else say(GONE))

    @borrower_event(fresh=Purpose.FACTORS, temporal=True)
    async def end_others(self, borrower: SignedIn) -> EventSpec:
        """Sign out everywhere but here."""
        await self._do(borrower, openings.end_others)
        return self._said(say("You are signed in here only."))

    @borrower_event(fresh=Purpose.FACTORS, temporal=True)
    async def forget_device(self, borrower: SignedIn, ref: str) -> EventSpec:
        """Trust a browser no longer."""
        was_trusted = await self._do(borrower, openings.forget_device, ref=ref)
        return self._said(
            say("That browser is asked for a second step again.") if was_trusted else say(GONE)
        )

    @borrower_event(fresh=Purpose.FACTORS, temporal=True)
    async def rename_passkey(self, borrower: SignedIn, form: dict[str, str]) -> EventSpec:
        """Give a passkey another name."""
        ref, name = form.get("ref", ""), form.get("name", "")
        return await self._change(
            borrower, say("It has its new name."), factor_changes.rename_passkey, ref=ref, name=name
        )

    @borrower_event(fresh=Purpose.FACTORS, temporal=True)
    async def remove_passkey(self, borrower: SignedIn, ref: str) -> EventSpec:
        """Forget a passkey."""
        said = say("The passkey is removed. You may delete it on your device too.")
        return await self._change(borrower, said, factor_changes.remove_passkey, ref=ref)

    @borrower_event(fresh=Purpose.FACTORS, temporal=True)
    async def remove_authenticator(self, borrower: SignedIn, ref: str) -> EventSpec:
        """Forget an authenticator app."""
        said = say("The app is removed. You may delete its entry on your phone too.")
        return await self._change(borrower, said, factor_changes.remove_authenticator, ref=ref)

    async def _change(
        self, borrower: SignedIn, said: str, change: Callable[..., Any], **what: str
    ) -> EventSpec:
        try:
            await self._do(borrower, change, **what)
        except FactorGone:
            await self._read(borrower)
            return self._said(say(GONE))
        return self._said(said)

    async def _do(self, borrower: SignedIn, change: Callable[..., Any], **what: str) -> Any:
        """Make a change, and read everything again."""
        act = Act(borrower, client_of(self), clock.now())
        done = await asyncio.to_thread(change, live_security_desk(), act, **what)
        await self._read(borrower)
        await self._turn_to(borrower, 1)
        return done

    async def _read(self, borrower: SignedIn) -> None:
        now = clock.now()
        found = await asyncio.to_thread(
            holdings, live_security_desk(), login_id=borrower.login_id, now=now
        )
        self.standing = views.standing(found, session=borrower.session_id, now=now, zone=_zone())
        is_fresh = (purpose for purpose in Purpose if borrower.is_fresh(purpose, now=now))
        self.fresh = next(is_fresh, "")

    async def _turn_to(self, borrower: SignedIn, number: int) -> None:
        found = await asyncio.to_thread(
            happenings, live_security_desk().db, login_id=borrower.login_id, number=number
        )
        self.page = history.page(found, signed_in_at=borrower.signed_in_at, zone=_zone())

    def _said(self, words: str) -> EventSpec:
        return cast("EventSpec", SessionState.tell("info", words))


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.time_zone)
