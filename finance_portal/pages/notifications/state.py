"""The notification centre: what one was told, read or unread, and what was really sent."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from finance_portal import clock
from finance_portal.db import database
from finance_portal.pages.notifications import views
from finance_portal.services import inbox, sent_messages
from finance_portal.ui.frame import chosen_account, count_unread
from finance_portal.ui.session import SignedIn, borrower_event

AT_FIRST = 20
MORE = 50
MOST = 500
TITLE = "notices"  # the id of a heading, which takes the focus


class NotificationsState(rx.State):
    """The two lists, and how long they are."""

    loaded: bool = False
    has_more: bool = False
    has_more_sent: bool = False
    items: rx.Field[list[views.NoticeView]] = rx.field(default_factory=list)
    sent: rx.Field[list[views.SentView]] = rx.field(default_factory=list)

    _most: int = AT_FIRST
    _most_sent: int = AT_FIRST

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Show the newest of both lists."""
        await chosen_account(self, borrower, clock.business_now())
        self._most = self._most_sent = AT_FIRST
        await self._look(borrower)
        self.loaded = True

    @borrower_event
    async def more(self, borrower: SignedIn) -> None:
        """Show earlier notices, too."""
        self._most = min(self._most + MORE, MOST)
        await self._look(borrower)

    @borrower_event
    async def more_sent(self, borrower: SignedIn) -> None:
        """Show earlier messages, too."""
        self._most_sent = min(self._most_sent + MORE, MOST)
        await self._look(borrower)

    @borrower_event
    async def read(self, borrower: SignedIn, ref: str) -> None:
        """Mark one notice as read."""
        await self._mark(borrower, ref)

    @borrower_event
    async def read_all(self, borrower: SignedIn) -> EventSpec:
        """Mark every notice as read."""
        await self._mark(borrower, None)
        return rx.set_focus(TITLE)

    async def _mark(self, borrower: SignedIn, ref: str | None) -> None:
        who = borrower.borrower_id
        now = clock.now()
        await asyncio.to_thread(inbox.mark_read, database, borrower_id=who, ref=ref, now=now)
        await count_unread(self, borrower)
        await self._look(borrower)

    async def _look(self, borrower: SignedIn) -> None:
        who = borrower.borrower_id
        told = await asyncio.to_thread(
            inbox.notices_of, database, borrower_id=who, most=self._most + 1
        )
        sent = await asyncio.to_thread(
            sent_messages.messages_of,
            database,
            borrower_id=who,
            login_id=borrower.login_id,
            most=self._most_sent + 1,
        )
        self.items, self.has_more = views.notices(told[: self._most]), len(told) > self._most
        self.sent = views.sent(sent[: self._most_sent])
        self.has_more_sent = len(sent) > self._most_sent
