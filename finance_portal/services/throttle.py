"""How often a password may be guessed, such that no stranger can shut a borrower out.

* the address that a borrower signed in from lately is not counted together with strangers';
* when strangers have used up an account's tries, every other address still has one in an hour.

Known and unknown user names are counted alike. Held in memory: one process, gone at a restart.
"""

import ipaddress

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

IPV6_SITE = 64  # one customer's line has this prefix, and any number of addresses under it


class TooManyTries(Exception):
    """Too many passwords were wrong lately. Trying again later helps."""


class Throttle:
    """The tries of the last hour, by address, by account and address, and by account."""

    def __init__(self, *, factor: int = 1) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._by_site = (RateLimitItemPerMinute(10 * factor, 5), RateLimitItemPerHour(50 * factor))
        self._by_pair = RateLimitItemPerMinute(5 * factor, 5)
        self._by_account = RateLimitItemPerHour(20 * factor)
        self._last_try = RateLimitItemPerHour(1 * factor)

    def admit(self, account: str, ip: str, *, is_familiar: bool) -> None:
        """Count one try before its password is looked at. Raises TooManyTries."""
        site = site_of(ip)
        if not all(self._window.test(item, "site", site) for item in self._by_site):
            raise TooManyTries
        if not self._window.hit(self._by_pair, "pair", account, site):
            raise TooManyTries
        if is_familiar or self._window.hit(self._by_account, "account", account):
            return
        if not self._window.hit(self._last_try, "last try", account, site):
            raise TooManyTries

    def failed(self, ip: str) -> None:
        """Count a wrong password against the address it came from."""
        for item in self._by_site:
            self._window.hit(item, "site", site_of(ip))

    def succeeded(self, account: str, ip: str) -> None:
        """Forget this address's wrong passwords for the account that it has now entered."""
        self._window.clear(self._by_pair, "pair", account, site_of(ip))


def site_of(ip: str) -> str:
    """Return what an address is counted as: itself, or its /64 where it is IPv6."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_SITE), strict=False))
