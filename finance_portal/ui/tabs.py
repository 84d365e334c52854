"""The open tabs of this process: who looks on through them, and telling them that it is over."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

import reflex as rx
from reflex.state import BaseState, StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from sqlalchemy.exc import SQLAlchemyError

from finance_portal import clock
from finance_portal.services.client_tokens import NOBODY, ClientTokens
from finance_portal.services.pre_auth import is_on_the_way
from finance_portal.services.sessions import Sessions
from finance_portal.ui.session_state import SessionState

logger = logging.getLogger(__name__)

LOOK_BACK = timedelta(minutes=1)  # for changes whose transactions took long
Changes = Callable[[Collection[str], datetime], Mapping[str, datetime]]
"""Of these sessions, those whose person may see something else since a moment, and since when."""

LOOK_EVERY_SECONDS = 1.0  # how late a tab may learn that its session was ended elsewhere


class OpenTabs:
    """Every tab with a live socket, by its client token."""

    def __init__(
        self, sessions: Sessions, tokens: ClientTokens, shared: Changes | None = None
    ) -> None:
        self._sessions = sessions
        self._tokens = tokens
        self._shared = shared or _nothing_shared
        self._renewed: dict[str, datetime] = {}  # by session: of which change
        self._app: rx.App | None = None
        self._warned: set[str] = set()
        self._left: set[str] = set()
        self._pushes: set[asyncio.Task[None]] = set()

    def attach(self, app: rx.App) -> None:
        """Say which application holds the sockets."""
        self._app = app

    def is_open(self, token: str) -> bool:
        """Tell whether a tab of this token has a live socket."""
        return token in self._open_tokens()

    def leave(self, refs: Collection[str], why: str) -> None:
        """Wipe every tab of these sessions and send it to sign-in. Returns at once."""
        for token in self._open_tokens():
            if self._tokens.ref_of(token) in refs and token not in self._left:
                self._left.add(token)
                self._soon(self._wipe(token, why))

    def signed_in(self) -> dict[str, str]:
        """Return the session of every open tab that somebody is signed in through."""
        found = {token: self._tokens.ref_of(token) or NOBODY for token in self._open_tokens()}
        return {
            token: ref
            for token, ref in found.items()
            if ref != NOBODY and not is_on_the_way(ref) and token not in self._left
        }

    def held(self, token: str) -> AbstractAsyncContextManager[BaseState]:
        """Hold a tab's state; what is changed in it is sent to the tab at the end."""
        return self._state(token)

    def soon(self, push: Coroutine[None, None, None]) -> None:
        """Run a push beside the caller; one that fails is logged."""
        self._soon(push)

    async def watch(self) -> None:
        """Warn tabs before their session ends, and end them when it has. Runs for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.look()
            except SQLAlchemyError:
                logger.exception("open tabs could not be checked")

    async def look(self) -> None:
        """Check the sessions of all open tabs once."""
        tabs = {token: self._tokens.ref_of(token) or NOBODY for token in self._open_tokens()}
        self._warned &= tabs.keys()
        self._left &= tabs.keys()
        refs = {ref for ref in tabs.values() if ref != NOBODY and not is_on_the_way(ref)}
        if not refs:
            return
        standings = await asyncio.to_thread(self._sessions.standings, refs, now=clock.now())
        self.leave([ref for ref, standing in standings.items() if standing == "over"], "expired")
        ending = {token for token, ref in tabs.items() if standings.get(ref) == "ending"}
        for token in ending ^ self._warned:
            self._soon(self._warn(token, is_ending=token in ending))
        self._warned = ending
        await self._renew_shared(tabs, refs)

    async def _renew_shared(self, tabs: Mapping[str, str], refs: Collection[str]) -> None:
        """Let tabs begin anew whose person may see less, or more, of somebody's contract."""
        found = await asyncio.to_thread(self._shared, refs, clock.now() - LOOK_BACK)
        news = {ref for ref, at in found.items() if self._renewed.get(ref) != at}
        self._renewed = dict(found)
        for token, ref in tabs.items():
            if ref in news:
                self._soon(self._renew(token))

    async def drain(self) -> None:
        """Wait until every push that is under way has arrived."""
        await asyncio.gather(*self._pushes)

    async def _wipe(self, token: str, why: str) -> None:
        async with self._state(token) as root:
            for substate in root.substates.values():
                substate.reset()  # type: ignore[no-untyped-call]  # Reflex gives it no types
            (await root.get_state(SessionState)).session_over = why

    async def _renew(self, token: str) -> None:
        """Forget what a tab shows, and let it begin anew; its state stays as the browser's own."""
        async with self._state(token) as root:
            for substate in root.substates.values():
                substate.reset()  # type: ignore[no-untyped-call]  # Reflex gives it no types
        if self._app is not None and (sockets := self._app.event_namespace):
            told = {SessionState.get_full_name(): {f"session_over{FIELD_MARKER}": "shared"}}
            await sockets.emit_update(StateUpdate(delta=told), token)

    async def _warn(self, token: str, *, is_ending: bool) -> None:
        async with self._state(token) as root:
            (await root.get_state(SessionState)).session_ending = is_ending

    def _state(self, token: str) -> AbstractAsyncContextManager[BaseState]:
        """Hold a tab's state; what is changed in it is sent to the tab at the end."""
        if self._app is None:
            raise RuntimeError("OpenTabs.attach was not called")
        return self._app.modify_state(rx.BaseStateToken(ident=token, cls=SessionState))

    def _soon(self, push: Coroutine[None, None, None]) -> None:
        """Run a push beside the caller: it waits for what its tab is doing."""
        task = asyncio.create_task(push)
        self._pushes.add(task)
        task.add_done_callback(self._pushed)

    def _pushed(self, task: asyncio.Task[None]) -> None:
        self._pushes.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("a tab could not be told", exc_info=error)

    def _open_tokens(self) -> list[str]:
        if self._app is None or self._app.event_namespace is None:
            return []
        return list(self._app.event_namespace.token_to_sid)


def _nothing_shared(_refs: Collection[str], _since: datetime) -> Mapping[str, datetime]:
    return {}
