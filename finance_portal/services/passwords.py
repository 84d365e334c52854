"""How a password is kept: `v1$<pepper id>$<bcrypt>` (security.md P5 to P8).

bcrypt reads 72 bytes and no more, so it is given the base64 of an HMAC-SHA-384 of the password:
64 bytes, whatever the password's length. The HMAC's key, the pepper, is not in the database.
"""

import asyncio
import base64
import hashlib
import hmac
import re
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import bcrypt

from finance_portal.services import keys

VERSION = "v1"
COST = 12  # about a quarter of a second: 8 sign-ins per second on two cores
MAX_CHARACTERS = 128
MAX_BYTES = 1_024
AT_ONCE = 2
WAITING = 20

STORED = re.compile(r"v1\$(?P<pepper>[0-9a-z]{1,8})\$(?P<hash>\$2b\$(?P<cost>\d\d)\$.{53})")

T = TypeVar("T")


class PasswordUnusable(ValueError):
    """Too long, or not text: no such password can be set, and none is compared."""


class TooBusy(Exception):
    """More passwords wait to be checked than can be in a few seconds."""


@dataclass(frozen=True)
class Peppers:
    """The keys of the HMAC by their ids. New passwords take the current one."""

    by_id: dict[str, bytes] = field(repr=False)
    current: str


@dataclass(frozen=True)
class Verdict:
    """Whether a password matches, and whether its hash should be made anew."""

    matches: bool
    is_stale: bool = False


def live_peppers() -> Peppers:
    """Return this installation's peppers."""
    return Peppers({"1": keys.derive("password pepper 1")}, current="1")


def hash_password(password: str, peppers: Peppers, *, cost: int = COST) -> str:
    """Return what is stored for a password. Raises PasswordUnusable."""
    salt = bcrypt.gensalt(cost)
    digest = bcrypt.hashpw(_prehashed(password, peppers.by_id[peppers.current]), salt)
    return f"{VERSION}${peppers.current}${digest.decode()}"


def verify_password(password: str, stored: str, peppers: Peppers, *, cost: int = COST) -> Verdict:
    """Compare a password with what is stored. A hash that makes no sense never matches."""
    if not (parts := STORED.fullmatch(stored)) or parts["pepper"] not in peppers.by_id:
        return Verdict(matches=False)
    try:
        prehashed = _prehashed(password, peppers.by_id[parts["pepper"]])
        matches = bcrypt.checkpw(prehashed, parts["hash"].encode())
    except ValueError:  # too long, or a salt that bcrypt cannot read
        return Verdict(matches=False)
    is_current = parts["pepper"] == peppers.current and int(parts["cost"]) >= cost
    return Verdict(matches, is_stale=matches and not is_current)


def dummy_hash(peppers: Peppers, *, cost: int = COST) -> str:
    """Return a hash that nothing matches: it makes an unknown user cost what a known one does."""
    return hash_password("", Peppers({peppers.current: b"nobody"}, peppers.current), cost=cost)


class HashingQueue:
    """Runs the slow work of bcrypt beside the event loop: two at once, twenty waiting."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="password")
        self._places = threading.BoundedSemaphore(at_once + waiting)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what the work returns. Raises TooBusy when every place is taken."""
        if not self._places.acquire(blocking=False):
            raise TooBusy
        future = self._pool.submit(work)
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Wait for what runs, and start nothing more."""
        self._pool.shutdown(cancel_futures=True)

    def _leave(self, _done: Future[T]) -> None:
        self._places.release()


def _prehashed(password: str, pepper: bytes) -> bytes:
    if len(password) > MAX_BYTES:  # before anything that takes time with its length
        raise PasswordUnusable
    normal = unicodedata.normalize("NFC", password)
    try:
        encoded = normal.encode()
    except UnicodeEncodeError as error:  # half a surrogate pair: no keyboard sends it
        raise PasswordUnusable from error
    if len(normal) > MAX_CHARACTERS or len(encoded) > MAX_BYTES:
        raise PasswordUnusable
    return base64.b64encode(hmac.digest(pepper, encoded, hashlib.sha384))
