"""The conversations of a borrower, and the one that is open; it follows what the desk writes."""

import asyncio

import reflex as rx
from reflex.state import BaseState

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.deadlines import message_answer_by
from finance_portal.pages.messages import views
from finance_portal.pages.messages.views import FileView, OpenView, ThreadView
from finance_portal.services.attachments import keeping
from finance_portal.services.messages import presence, threads
from finance_portal.services.messages.watching import Sight
from finance_portal.services.messages.writing import ThreadNotFound
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState, chosen_account
from finance_portal.ui.session import SignedIn, borrower_event


class MessagesState(rx.State):
    """The list at the left, the conversation at the right."""

    loaded: bool = False
    is_new: bool = False  # a conversation is being begun
    is_missing: bool = False  # the address names one that is not theirs
    conversations: rx.Field[list[ThreadView]] = rx.field(default_factory=list)
    open: OpenView = OpenView()
    files: rx.Field[list[FileView]] = rx.field(default_factory=list)  # go with the next message
    is_online: bool = False
    there: str = ""  # whether somebody is at the desk, in words
    token: str = ""  # what the form follows: the same words after it are one message
    attach_to: str = ""  # the address of the form for files

    _ref: str = ""
    _sight: Sight = Sight()

    @borrower_event
    async def load(self, borrower: SignedIn) -> None:
        """Read the list, and the conversation that the page's address names."""
        await chosen_account(self, borrower, clock.business_now())
        asked = self.router.url.query_parameters
        self._ref = asked.get(routes.REF, "")
        self.is_new = not self._ref and routes.NEW in asked
        about = self._ref or routes.NEW
        self.attach_to = f"{routes.MESSAGES_FILE_FORM}?{routes.FOR}={about}"
        await self._look(borrower)
        self.loaded = True

    @borrower_event
    async def refresh(self, borrower: SignedIn) -> None:
        """Look again, after something was sent or added."""
        await self._look(borrower)

    @borrower_event
    async def remove_file(self, borrower: SignedIn, ref: str) -> None:
        """Take back a file that was not sent yet."""
        await asyncio.to_thread(
            keeping.remove, database, borrower_id=borrower.borrower_id, ref=ref, now=clock.now()
        )
        await self._read_files(borrower)

    @borrower_event(passive=True)
    async def seen(self, borrower: SignedIn, number: int) -> None:
        """Note that the borrower has this conversation before their eyes, up to a message."""
        if not self.open.ref:
            return
        await asyncio.to_thread(
            threads.mark_read,
            database,
            borrower_id=borrower.borrower_id,
            ref=self.open.ref,
            number=number,
            at=clock.now(),
        )
        await self._count_unread(borrower)
        await self._read_threads(borrower)

    async def _look(self, borrower: SignedIn) -> None:
        self.is_online = await asyncio.to_thread(presence.is_online, database, at=clock.now())
        answer_by = message_answer_by(clock.business_now())
        self.there = views.presence(answer_by, is_online=self.is_online)
        await self._read_open(borrower)
        await self._read_threads(borrower)
        self.token = str(self.open.last or len(self.conversations))
        await self._read_files(borrower)

    async def _read_open(self, borrower: SignedIn) -> None:
        self.open, self.is_missing = OpenView(), False
        if not self._ref:
            return
        try:
            found = await asyncio.to_thread(
                threads.read, database, borrower_id=borrower.borrower_id, ref=self._ref
            )
        except ThreadNotFound:
            self.is_missing = True
        else:
            self.open = views.opened(found, now=clock.business_now())

    async def _read_threads(self, borrower: SignedIn) -> None:
        found = await asyncio.to_thread(threads.listed, database, borrower_id=borrower.borrower_id)
        self.conversations = views.listed(found, chosen=self._ref, now=clock.business_now())

    async def _read_files(self, borrower: SignedIn) -> None:
        about = self._ref or keeping.NEW
        found = await asyncio.to_thread(
            keeping.waiting, database, borrower_id=borrower.borrower_id, about=about
        )
        self.files = views.files(found)

    async def _count_unread(self, borrower: SignedIn) -> None:
        count = await asyncio.to_thread(threads.unread, database, borrower_id=borrower.borrower_id)
        (await self.get_state(FrameState)).unread_messages = str(count or "")


async def look_again(root: BaseState, who: SignedIn, sight: Sight) -> None:
    """Show a tab what has changed, if it is on this page."""
    page = await root.get_state(MessagesState)
    if page.loaded and page.router.url.path.rstrip("/") == routes.MESSAGES and page._sight != sight:  # noqa: SLF001
        page._sight = sight  # noqa: SLF001
        await page._look(who)  # noqa: SLF001
