"""How often a thing may be tried, such that no stranger can shut a borrower out.

Signing in with a password:

* the address that a borrower signed in from lately is not counted together with strangers';
* when strangers have used up an account's tries, every other address still has one in an hour;
* when passwords are wrong everywhere at once, the brake lets only familiar addresses through, and
  one in a hundred of all others.

Known and unknown user names are counted alike. Everything else has a named budget, see budgets.py.
"""

import ipaddress
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache

from finance_portal.gateways import live
from finance_portal.gateways.tallies import Limit, MemoryTallies, Tallies
from finance_portal.services import keys
from finance_portal.services.budgets import (
    BUDGETS,
    SIGN_IN_ACCOUNT,
    SIGN_IN_BRAKE,
    SIGN_IN_LAST,
    SIGN_IN_PAIR,
    SIGN_IN_SITE,
    Line,
)
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.settings import settings

IPV6_SITE = 64  # one customer's line has this prefix, and any number of addresses under it
KEY_LENGTH = 32
TRICKLE = 100  # one of so many passes a brake
ALARM_EVERY = timedelta(minutes=1)

log = logging.getLogger(__name__)


class TooManyTries(Exception):
    """Too much was tried lately. Trying again later helps."""


class Tallied:
    """What is counted, under keys from which nobody reads whose it is."""

    def __init__(
        self, tallies: Tallies | None = None, *, key: bytes = b"", factor: int = 1
    ) -> None:
        self.tallies = tallies or MemoryTallies()
        self._key = key
        self._factor = factor
        self._alarmed_at: dict[Line, datetime] = {}

    def limit(self, line: Line, *whose: str) -> Limit:
        """Return the limit of a line for somebody."""
        name = keyed_hash(self._key, repr(line), *whose)
        return Limit(name[:KEY_LENGTH], line.amount * self._factor, line.seconds)

    def take(self, limits: list[Limit], now: datetime) -> None:
        """Count once under every limit. Raises TooManyTries, and counts none, if one is reached."""
        if not self.tallies.take(limits, now.timestamp()):
            raise TooManyTries

    def pass_brake(self, brake: Line, now: datetime) -> None:
        """Count once under a brake. While it is on, raise an alarm, and TooManyTries but for few.

        It stays on for as long as they go on.
        """
        whole = self.limit(brake)
        if self.tallies.take([whole], now.timestamp()):
            return
        self.tallies.note([whole], now.timestamp())
        self._raise_alarm(brake, now)
        few = max(1, brake.amount // TRICKLE)
        self.take([self.limit(Line("everybody", few, brake.seconds, f"few {brake.tally}"))], now)

    def watch(self, alarm: Line, now: datetime) -> None:
        """Count once, and raise an alarm when there were too many."""
        if not self.tallies.take([self.limit(alarm)], now.timestamp()):
            self._raise_alarm(alarm, now)

    def _raise_alarm(self, line: Line, now: datetime) -> None:
        last = self._alarmed_at.get(line)
        if last is None or now >= last + ALARM_EVERY:
            self._alarmed_at[line] = now
            log.critical("alarm: over %s %s in %s s", line.amount, line.tally, line.seconds)


class Throttle:
    """The tries to sign in with a password."""

    def __init__(
        self, tallies: Tallies | None = None, *, key: bytes = b"", factor: int = 1
    ) -> None:
        self._on = Tallied(tallies, key=key, factor=factor)

    def admit(self, account: str, ip: str, *, is_familiar: bool, now: datetime) -> None:
        """Count one try before its password is looked at. Raises TooManyTries."""
        site = site_of(ip)
        by_site = [self._on.limit(line, site) for line in SIGN_IN_SITE]
        self._on.take([*by_site, self._on.limit(SIGN_IN_PAIR, account, site)], now)
        if is_familiar:
            self._on.tallies.note([self._on.limit(SIGN_IN_BRAKE)], now.timestamp())
            return
        self._on.pass_brake(SIGN_IN_BRAKE, now)
        if not self._on.tallies.take([self._on.limit(SIGN_IN_ACCOUNT, account)], now.timestamp()):
            self._on.take([self._on.limit(SIGN_IN_LAST, account, site)], now)

    def succeeded(self, account: str, ip: str) -> None:
        """Take back a try that was right, and forget this address's wrong ones for the account."""
        site = site_of(ip)
        by_site = [self._on.limit(line, site) for line in SIGN_IN_SITE]
        self._on.tallies.give_back([*by_site, self._on.limit(SIGN_IN_BRAKE)])
        self._on.tallies.forget([self._on.limit(SIGN_IN_PAIR, account, site)])


class Budgets:
    """The named budgets of everything but signing in with a password."""

    def __init__(
        self, tallies: Tallies | None = None, *, key: bytes = b"", factor: int = 1
    ) -> None:
        self._on = Tallied(tallies, key=key, factor=factor)

    def take(self, name: str, *, now: datetime, **whose: str) -> None:
        """Count one try before anything is done: `take("code:send", contact=…, site=…, now=now)`.

        Lines by what is not given do not count. Raises TooManyTries, and ValueError without a line.
        """
        budget = BUDGETS[name]
        self._on.take(self._limits(name, whose), now)
        if budget.alarm:
            self._on.watch(budget.alarm, now)
        if budget.brake:
            self._on.pass_brake(budget.brake, now)

    @contextmanager
    def trying(self, name: str, *, now: datetime, **whose: str) -> Iterator[None]:
        """Count one try, as `take` does, and give it back when nothing is raised inside."""
        self.take(name, now=now, **whose)
        yield
        budget = BUDGETS[name]
        of_all = [self._on.limit(line) for line in (budget.alarm, budget.brake) if line]
        self._on.tallies.give_back([*self._limits(name, whose), *of_all])

    def _limits(self, name: str, whose: dict[str, str]) -> list[Limit]:
        lines = [line for line in BUDGETS[name].lines if whose.get(line.by)]
        if not lines or whose.keys() - {line.by for line in BUDGETS[name].lines}:
            raise ValueError(f"the budget {name} is not counted by {', '.join(whose)}")
        return [self._on.limit(line, whose[line.by]) for line in lines]


def site_of(ip: str) -> str:
    """Return what an address is counted as: itself, or its /64 where it is IPv6."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_SITE), strict=False))


@cache
def live_throttle() -> Throttle:
    """Return how often this installation lets passwords be tried."""
    return Throttle(live_tallies(), key=keys.derive("limits"), factor=settings.rate_limit_factor)


@cache
def live_budgets() -> Budgets:
    """Return the named budgets of this installation."""
    return Budgets(live_tallies(), key=keys.derive("limits"), factor=settings.rate_limit_factor)


@cache
def live_tallies() -> Tallies:
    """Return where this installation counts."""
    return live.tallies(settings)
