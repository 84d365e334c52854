"""How a borrower is told of what: looked at, and changed at once."""

import asyncio
from typing import cast

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.language import say
from finance_portal.notices.texts import VERSION
from finance_portal.pages.preferences import views
from finance_portal.services import (
    notice_choices,
    push_devices,
    push_keys,
    reminder_choices,
    text_consents,
)
from finance_portal.services.client import Client
from finance_portal.services.notice_choices import ChoiceRefused, Choosing
from finance_portal.services.security.desk import Act, live_security_desk
from finance_portal.ui.frame import chosen_account
from finance_portal.ui.session import SignedIn, borrower_event
from finance_portal.ui.session_state import SessionState


class PreferencesState(rx.State):
    """The borrower's own choices."""

    loaded: bool = False
    email: str = ""
    version: str = VERSION
    push_key: str = ""
    texts: views.TextsView = views.TextsView()
    topics: rx.Field[list[views.TopicView]] = rx.field(default_factory=list)
    devices: rx.Field[list[views.DeviceView]] = rx.field(default_factory=list)

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show what is chosen."""
        await chosen_account(self, borrower, clock.business_now())
        await self._look(borrower)
        self.loaded = True

    @borrower_event
    async def refresh(self, borrower: SignedIn) -> None:
        """Show what a form has changed."""
        await self._look(borrower)

    @borrower_event
    async def choose(self, borrower: SignedIn, topic: str, way: str, is_on: bool) -> EventSpec:  # noqa: FBT001  a handler's
        """Tell of a topic in this way from now on, or no more."""
        act = Choosing(borrower, self._client(), clock.now())
        said, level = say("Saved. It holds from now on."), "success"
        try:
            await asyncio.to_thread(
                notice_choices.choose, database, act, topic_key=topic, way=way, is_on=is_on
            )
        except ChoiceRefused:
            said, level = say("This stays on."), "error"
        await self._look(borrower)
        return cast("EventSpec", SessionState.tell(level, said))

    @borrower_event
    async def end_texts(self, borrower: SignedIn) -> EventSpec:
        """Text no more, from now on."""
        act = Act(borrower, self._client(), clock.now())
        await asyncio.to_thread(text_consents.end, live_security_desk(), act)
        await self._look(borrower)
        said = say("Text messages are off. Only codes that you ask for still come.")
        return cast("EventSpec", SessionState.tell("success", said))

    @borrower_event
    async def drop_device(self, borrower: SignedIn, ref: str) -> EventSpec:
        """Show notices on this device no more."""
        await asyncio.to_thread(
            push_devices.drop, database, borrower, ref, client=self._client(), now=clock.now()
        )
        await self._look(borrower)
        said = say("Removed. That device shows no more notices.")
        return cast("EventSpec", SessionState.tell("success", said))

    def _client(self) -> Client:
        return Client(self.router.session.client_ip, self.router.headers.user_agent)

    async def _look(self, borrower: SignedIn) -> None:
        who = borrower.borrower_id
        asking = asyncio.to_thread
        wanted = await asking(notice_choices.all_wanted, database, borrower_id=who)
        reminded = await asking(reminder_choices.reminders_of, database, borrower_id=who)
        found = await asking(push_devices.listed, database, borrower_id=who)
        texting = await asking(text_consents.texting_of, database, login_id=borrower.login_id)
        self.email = views.email(reminded)
        self.texts = views.texting(texting)
        self.devices = views.devices(found)
        self.topics = views.topics(wanted, has_texts=texting.has_agreed, has_devices=bool(found))
        self.push_key = push_keys.public_key()
