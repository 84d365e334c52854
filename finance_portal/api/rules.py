"""Which requests are answered at all, by their host, method, path and origin."""

import re
from dataclasses import dataclass

from finance_portal.api.arrival import Arrival
from finance_portal.language import say
from finance_portal.settings import Settings

SANDBOX = "/_sandbox/"
WEBHOOKS = "/webhooks/"
STATIC = ("/assets/", "/fonts/", "/icons/")
BACKEND = ("/auth/", WEBHOOKS, SANDBOX, "/health", "/.well-known/")

METHODS = {"GET", "HEAD", "POST"}
SANDBOX_METHODS = METHODS | {"DELETE"}  # as the processor's own interface has them
LONGEST_QUERY = 4_096
LARGEST_FORM = 16_384
LARGEST_CALL = 262_144  # a processor's event, or a call to its sandbox
LARGEST_FILE = 1_000_000  # a document to be checked; below what would be written to a disk
LARGEST_MESSAGE = 65_536  # 4,000 letters of any language, as a form writes them
LARGEST_ATTACHMENT = 10_004_096  # a file of 10 MB, and the form around it

# What the framework would offer, and what a careless build leaves lying about.
CLOSED = re.compile(
    r"/(es|_event|_upload|_all_routes|_health|ping|auth-codespace)(/|$)"
    r"|/\.(?!well-known/)|\\|\x00|/\.\.?(/|$)"
    r"|\.(map|db|db-wal|db-shm|sqlite|sqlite3|py|pyc|key|lock|toml|log|md)$",
    re.IGNORECASE,
)


class Refused(Exception):
    """A request that is not answered further; the message is fit for whoever sent it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Elsewhere(Exception):
    """A request that belongs to the portal's proper address, which is the message."""


@dataclass(frozen=True)
class Rules:
    """The rules of one installation."""

    origin: str
    host: str
    loopback_host: str  # where a demo answers itself, and only itself; "" in production

    @classmethod
    def of(cls, settings: Settings) -> "Rules":
        """Return the rules that the settings make."""
        loopback = f"{settings.bind}:{settings.port}" if settings.mode == "demo" else ""
        return cls(settings.public_origin, settings.host, loopback)

    def check(self, arrival: Arrival) -> None:
        """Raise Refused, or Elsewhere, for a request that must not go on."""
        self._check_host(arrival)
        sandboxed = arrival.path.startswith(SANDBOX)
        if arrival.method not in (SANDBOX_METHODS if sandboxed else METHODS):
            raise Refused(405, say("This method is not allowed here."))
        if CLOSED.search(arrival.path) or b"%00" in arrival.query:  # PostgreSQL takes no NUL
            raise Refused(404, say("Not found."))
        if len(arrival.query) > LONGEST_QUERY:
            raise Refused(414, say("This address is too long."))
        if not arrival.is_safe and not self._may_change(arrival):
            raise Refused(403, say("This request did not come from a page of ours."))

    def is_our_own(self, arrival: Arrival) -> bool:
        """Tell whether a demo calls itself: its processor sandbox, or that one our webhook."""
        return (
            arrival.is_loopback
            and arrival.host == self.loopback_host
            and arrival.origin is None
            and arrival.path.startswith((SANDBOX, WEBHOOKS))
            and not (arrival.is_safe and arrival.wants_html)
        )

    def _check_host(self, arrival: Arrival) -> None:
        if arrival.host == self.host or self.is_our_own(arrival):
            return
        if arrival.host and arrival.host == self.loopback_host and arrival.is_safe:
            raise Elsewhere(self.origin)
        raise Refused(421, say("This portal answers at {origin} only.", origin=self.origin))

    def _may_change(self, arrival: Arrival) -> bool:
        if arrival.path.startswith(WEBHOOKS) or self.is_our_own(arrival):
            return True  # these prove themselves by a signature, or by a secret key
        return arrival.origin == self.origin
