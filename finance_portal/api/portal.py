"""What the HTTP side of the portal stands on, put together once."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from starlette.requests import Request

from finance_portal import clock
from finance_portal.db import Database, database
from finance_portal.services.client_tokens import ClientTokens, live_tokens
from finance_portal.services.sessions import Sessions, live_sessions
from finance_portal.services.sign_in import Entrance, live_entrance
from finance_portal.settings import Settings, settings


class Tabs(Protocol):
    """The open tabs, of which this side knows only that they can be told to leave."""

    def is_open(self, token: str) -> bool:
        """Tell whether a tab of this client token has a live socket."""

    def leave(self, refs: Collection[str], why: str) -> None:
        """Send every tab of these sessions to sign-in."""


@dataclass(frozen=True)
class Portal:
    """The collaborators of the gate and of the routes."""

    settings: Settings
    db: Database
    sessions: Sessions
    entrance: Entrance
    tokens: ClientTokens
    tabs: Tabs
    now: Callable[[], datetime] = clock.now
    ticks: Callable[[], float] = time.monotonic


def live_portal(tabs: Tabs) -> Portal:
    """Return the portal of this installation."""
    return Portal(settings, database, live_sessions(), live_entrance(), live_tokens(), tabs)


def portal_of(request: Request) -> Portal:
    """Return the portal that a route belongs to."""
    return cast("Portal", request.app.state.portal)
