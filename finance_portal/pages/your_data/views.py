"""What the page of one's data says: how far a copy is, and whether a calendar is shared. Pure."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from finance_portal.language import moment, say
from finance_portal.services.calendar_feed.addresses import Shared
from finance_portal.services.your_data.orders import Export
from finance_portal.ui import routes

ASK_EVERY = 2  # seconds, while a copy is being made
MEGABYTE, KILOBYTE = 1_000_000, 1_000
PERCENT = 100


@dataclass(frozen=True)
class Copy:
    """The last copy, ready to show."""

    is_under_way: bool = False
    is_ready: bool = False
    failed: bool = False
    percent: int = 0
    progress: str = ""
    ready: str = ""
    until: str = ""
    href: str = ""
    digest: str = ""
    ask_again: int = 0  # seconds; 0 is never


@dataclass(frozen=True)
class Address:
    """Whether a calendar is shared."""

    is_shared: bool = False
    made: str = ""
    read: str = ""


def copy(found: Export | None, zone: tzinfo) -> Copy:
    """Return what is said of the last copy; of one that is gone, nothing."""
    if found is None or found.status == "gone":
        return Copy()
    if found.status == "failed":
        return Copy(failed=True)
    if found.status != "ready" or found.expires_at is None:
        percent = PERCENT * found.done // found.total if found.total else 0
        words = say("We are making your copy: {percent}% done.", percent=percent)
        return Copy(is_under_way=True, percent=percent, progress=words, ask_again=ASK_EVERY)
    return Copy(
        is_ready=True,
        ready=say("Your copy is ready: {size}.", size=size(found.size)),
        until=say("Fetch it by {when}. Then we remove it.", when=moment(found.expires_at, zone)),
        href=f"{routes.YOUR_DATA_BUNDLE}?{routes.REF}={found.ref}",
        digest=found.digest,
    )


def address(found: Shared | None, zone: tzinfo) -> Address:
    """Return what is said of the calendar's link."""
    if found is None:
        return Address()
    return Address(
        is_shared=True,
        made=say("Made on {when}.", when=_when(found.made_at, zone)),
        read=say("Last read on {when}.", when=_when(found.read_at, zone))
        if found.read_at
        else say("No calendar has read it yet."),
    )


def size(count: int) -> str:
    """Return how large a file is, as people say it."""
    if count >= MEGABYTE:
        return say("{number} MB", number=f"{count / MEGABYTE:.1f}")
    return say("{number} KB", number=max(1, count // KILOBYTE))


def _when(at: datetime, zone: tzinfo) -> str:
    return moment(at, zone)
