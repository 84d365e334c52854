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
from finance_portal.services.one_time_codes import OneTimeCodes
from finance_portal.services.passkeys import Passkeys
from finance_portal.services.password_desk import PasswordDesk, live_password_desk
from finance_portal.services.pre_auth import PreAuths, live_pre_auths
from finance_portal.services.recovery_codes import RecoveryCodes
from finance_portal.services.second_factor import SecondFactor, live_second_factor
from finance_portal.services.sessions import Sessions, live_sessions
from finance_portal.services.sign_in import Entrance, live_entrance
from finance_portal.services.step_up import StepUps, live_step_ups
from finance_portal.services.throttle import Budgets
from finance_portal.services.trusted_devices import TrustedDevices, live_trusted_devices
from finance_portal.services.vault import Vault
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
    pre_auths: PreAuths
    entrance: Entrance
    desk: PasswordDesk
    second_factor: SecondFactor
    step_ups: StepUps
    trusted_devices: TrustedDevices
    tokens: ClientTokens
    tabs: Tabs
    now: Callable[[], datetime] = clock.now
    ticks: Callable[[], float] = time.monotonic

    @property
    def budgets(self) -> Budgets:
        """Return how often what may be tried."""
        return self.second_factor.budgets

    @property
    def codes(self) -> OneTimeCodes:
        """Return the codes that are sent."""
        return self.second_factor.codes

    @property
    def recovery_codes(self) -> RecoveryCodes:
        """Return the codes on paper."""
        return self.second_factor.recovery_codes

    @property
    def passkeys(self) -> Passkeys:
        """Return the passkeys of this installation."""
        return self.second_factor.passkeys

    @property
    def vault(self) -> Vault:
        """Return what seals values in the database."""
        return self.second_factor.vault


def live_portal(tabs: Tabs) -> Portal:
    """Return the portal of this installation."""
    return Portal(
        settings=settings,
        db=database,
        sessions=live_sessions(),
        pre_auths=live_pre_auths(),
        entrance=live_entrance(),
        desk=live_password_desk(),
        second_factor=live_second_factor(),
        step_ups=live_step_ups(),
        trusted_devices=live_trusted_devices(),
        tokens=live_tokens(),
        tabs=tabs,
    )


def portal_of(request: Request) -> Portal:
    """Return the portal that a route belongs to."""
    return cast("Portal", request.app.state.portal)
