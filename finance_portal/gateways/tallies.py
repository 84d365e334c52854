"""How often something happened lately: counted in this process, or by a server for several."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

MOST_KEYS = 100_000
KEPT = 2  # times the amount, so that what is given back opens no limit that is well over
ASK_AGAIN_AFTER = 5.0  # seconds for which a server that failed is left alone
SAY_AGAIN_AFTER = 60.0

log = logging.getLogger(__name__)
T = TypeVar("T")


class TalliesUnavailable(Exception):
    """The server that counts cannot be asked."""


@dataclass(frozen=True)
class Limit:
    """How often something may happen in a moving window of seconds, under one key."""

    key: str
    amount: int
    seconds: int


class Tallies(Protocol):
    """Moving windows. Times are seconds, of any clock that all who count have in common."""

    def take(self, limits: Sequence[Limit], now: float) -> bool:
        """Count once under every limit, unless one of them is reached. Return whether it did."""

    def note(self, limits: Sequence[Limit], now: float) -> None:
        """Count once under every limit, reached or not."""

    def give_back(self, limits: Sequence[Limit]) -> None:
        """Forget what was counted last under every limit."""

    def forget(self, limits: Sequence[Limit]) -> None:
        """Forget all that was counted under every limit."""


class MemoryTallies:
    """Counts in this process; gone at a restart. What was not touched longest goes first."""

    def __init__(self, *, most_keys: int = MOST_KEYS) -> None:
        self._times: dict[str, tuple[float, ...]] = {}
        self._most_keys = most_keys
        self._lock = threading.Lock()

    def take(self, limits: Sequence[Limit], now: float) -> bool:
        """Count once under every limit, unless one of them is reached. Return whether it did."""
        with self._lock:
            has_room = self._has_room(limits, now)
            if has_room:
                self._note(limits, now)
        return has_room

    def has_room(self, limits: Sequence[Limit], now: float) -> bool:
        """Return whether none of the limits is reached."""
        with self._lock:
            return self._has_room(limits, now)

    def note(self, limits: Sequence[Limit], now: float) -> None:
        """Count once under every limit, reached or not."""
        with self._lock:
            self._note(limits, now)

    def give_back(self, limits: Sequence[Limit]) -> None:
        """Forget what was counted last under every limit."""
        with self._lock:
            for limit in limits:
                if times := self._times.get(limit.key):
                    self._times[limit.key] = times[:-1]

    def forget(self, limits: Sequence[Limit]) -> None:
        """Forget all that was counted under every limit."""
        with self._lock:
            for limit in limits:
                self._times.pop(limit.key, None)

    def _has_room(self, limits: Sequence[Limit], now: float) -> bool:
        return not any(self._is_reached(limit, now) for limit in limits)

    def _is_reached(self, limit: Limit, now: float) -> bool:
        times = self._times.get(limit.key, ())
        return len(times) >= limit.amount and times[-limit.amount] > now - limit.seconds

    def _note(self, limits: Sequence[Limit], now: float) -> None:
        for limit in limits:
            times = self._times.pop(limit.key, ())
            self._times[limit.key] = (*times, now)[-KEPT * limit.amount :]
        while len(self._times) > self._most_keys:
            del self._times[next(iter(self._times))]


class SteadyTallies:
    """Counts at a server and in this process. Without the server the limits go on here.

    Both have to have room, so that a server which was emptied opens nothing either.
    """

    def __init__(self, server: Tallies, *, ticks: Callable[[], float]) -> None:
        self._server = server
        self._here = MemoryTallies()
        self._ticks = ticks
        self._ask_from = float("-inf")
        self._say_from = float("-inf")

    def take(self, limits: Sequence[Limit], now: float) -> bool:
        """Count once under every limit, unless one of them is reached. Return whether it did."""
        if not self._here.has_room(limits, now):
            return False
        taken = self._ask(lambda: self._server.take(limits, now))
        if taken is None:
            return self._here.take(limits, now)
        if taken:
            self._here.note(limits, now)
        return taken

    def note(self, limits: Sequence[Limit], now: float) -> None:
        """Count once under every limit, reached or not."""
        self._here.note(limits, now)
        self._ask(lambda: self._server.note(limits, now))

    def give_back(self, limits: Sequence[Limit]) -> None:
        """Forget what was counted last under every limit."""
        self._here.give_back(limits)
        self._ask(lambda: self._server.give_back(limits))

    def forget(self, limits: Sequence[Limit]) -> None:
        """Forget all that was counted under every limit."""
        self._here.forget(limits)
        self._ask(lambda: self._server.forget(limits))

    def _ask(self, question: Callable[[], T]) -> T | None:
        """Return the server's answer, or None while there is none."""
        if self._ticks() < self._ask_from:
            return None
        try:
            return question()
        except TalliesUnavailable as trouble:
            self._ask_from = self._ticks() + ASK_AGAIN_AFTER
            self._say(trouble)
            return None

    def _say(self, trouble: TalliesUnavailable) -> None:
        if self._ticks() >= self._say_from:
            self._say_from = self._ticks() + SAY_AGAIN_AFTER
            log.error("limits are counted in this process alone: %s", trouble)
