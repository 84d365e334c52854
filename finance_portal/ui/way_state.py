"""Somebody on the way in, before one of its pages. Codes and secrets never come here."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.language import say
from finance_portal.services.pace import on_the_beat
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.services.throttle import TooManyTries
from finance_portal.services.way_codes import live_way_codes
from finance_portal.ui import routes
from finance_portal.ui.proof_codes import TOO_MANY, client_of
from finance_portal.ui.session import PreAuthView, pre_auth_event

PAGES = {
    (Journey.SIGN_IN, Step.VERIFY): routes.VERIFY,
    (Journey.REGISTRATION, Step.CODE): routes.REGISTER_CODE,
    (Journey.REGISTRATION, Step.FINISH): routes.REGISTER_FINISH,
    (Journey.RECOVERY, Step.CODE): routes.RECOVER_CODE,
    (Journey.RECOVERY, Step.PROVE): routes.RECOVER_PROVE,
    (Journey.RECOVERY, Step.FINISH): routes.RECOVER_PASSWORD,
    (Journey.FACTORS, Step.CODE): routes.RECOVER_CODE,
    (Journey.GUEST, Step.FINISH): routes.GUEST_REVIEW,
}


class WayState(rx.State):
    """Where somebody stands on the way in, and how the code is sent."""

    loaded: bool = False
    is_by_text: bool = False
    is_for_factors: bool = False
    sends: int = 0  # codes that were asked for again: each starts the pause anew
    error: str = ""

    _way: str = ""

    @pre_auth_event
    async def load(self, way: PreAuthView) -> EventSpec | None:
        """Show the page of the step that this way is at; another one leads there."""
        page = PAGES.get((way.journey, way.step), routes.over("way"))
        if self.router.url.path.rstrip("/") != page:
            return rx.redirect(page)
        if self._way != way.ref:
            self._way, self.sends, self.error = way.ref, 0, ""
        self.is_by_text = way.channel == "text"
        self.is_for_factors = way.journey is Journey.FACTORS
        self.loaded = True
        return None

    @pre_auth_event(temporal=True)
    async def send_again(self, way: PreAuthView) -> None:
        """Send another code; the one before it no longer works."""
        send = live_way_codes().send_again
        try:
            async with on_the_beat():
                await asyncio.to_thread(send, way, client=client_of(self), now=clock.now())
        except TooManyTries:
            self.error = say(TOO_MANY)
        else:
            self.error, self.sends = "", self.sends + 1
