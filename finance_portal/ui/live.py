"""Messages as they come: each second one query looks for news, for all open tabs together.

The desk is another process. What it writes is in the database; who looks on sees it a second later.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from reflex.state import BaseState
from sqlalchemy.exc import SQLAlchemyError

from finance_portal import clock
from finance_portal.db import Database
from finance_portal.language import speak
from finance_portal.services.client_tokens import ClientTokens
from finance_portal.services.messages import watching
from finance_portal.services.messages.watching import Sight
from finance_portal.services.sessions import Sessions, SignedIn
from finance_portal.ui.frame import FrameState
from finance_portal.ui.tabs import OpenTabs

LOOK_EVERY_SECONDS = 1.0

LookAgain: TypeAlias = Callable[[BaseState, SignedIn, Sight], Awaitable[None]]

logger = logging.getLogger(__name__)


class LiveMessages:
    """Tells open tabs of messages, and of whether anybody is at the desk."""

    def __init__(
        self,
        tabs: OpenTabs,
        db: Database,
        sessions: Sessions,
        tokens: ClientTokens,
        look_again: LookAgain,
    ) -> None:
        self._tabs = tabs
        self._db = db
        self._sessions = sessions
        self._tokens = tokens
        self._look_again = look_again
        self._shown: dict[str, Sight] = {}

    async def watch(self) -> None:
        """Look for news, for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.look()
            except SQLAlchemyError:
                logger.exception("open tabs could not be told of messages")

    async def look(self) -> None:
        """Look once, and tell the tabs for which something has changed."""
        open_tabs = self._tabs.signed_in()
        self._shown = {token: seen for token, seen in self._shown.items() if token in open_tabs}
        if not open_tabs:
            return
        refs = set(open_tabs.values())
        found = await asyncio.to_thread(watching.sights, self._db, refs, at=clock.now())
        for token, ref in open_tabs.items():
            sight = found.get(ref)
            if sight is not None and self._shown.get(token) != sight:
                self._shown[token] = sight
                self._tabs.soon(self._tell(token, ref, sight))

    async def _tell(self, token: str, ref: str, sight: Sight) -> None:
        who = await asyncio.to_thread(self._sessions.of_ref, ref, now=clock.now())
        if who is None:
            return
        speak(self._tokens.language_of(token))
        async with self._tabs.held(token) as root:
            frame = await root.get_state(FrameState)
            if not frame.name:
                return  # the page is about to read all of this by itself
            if frame.unread_messages != str(sight.unread or ""):
                frame.unread_messages = str(sight.unread or "")
            await self._look_again(root, who, sight)
