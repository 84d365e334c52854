"""How much one address or one socket may ask for. Held in memory, per process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_NAMES = 50_000


@dataclass(frozen=True)
class Rate:
    """What is allowed: so much at once, and so much per second in the long run."""

    at_once: int
    per_second: float

    def __mul__(self, factor: int) -> "Rate":
        return Rate(self.at_once * factor, self.per_second * factor)


class Buckets:
    """A bucket of tokens for each name, which fills up again at the rate's pace."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str = "") -> bool:
        """Take one token. Return False when there is none."""
        now = self._clock()
        left, at = self._left.get(name, (float(self._rate.at_once), now))
        left = min(self._rate.at_once, left + (now - at) * self._rate.per_second)
        if len(self._left) >= MOST_NAMES and name not in self._left:
            self._forget_full(now)
        self._left[name] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def _forget_full(self, now: float) -> None:
        whole = self._rate.at_once / self._rate.per_second
        self._left = {n: (left, at) for n, (left, at) in self._left.items() if now - at < whole}
        if len(self._left) >= MOST_NAMES:
            self._left.clear()


class Seats:
    """Room for so many at a time."""

    def __init__(self, seats: int) -> None:
        self._free = seats

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Hold a seat for as long as the block takes; yield False where none is free."""
        is_free = self._free > 0
        self._free -= is_free
        try:
            yield is_free
        finally:
            self._free += is_free
