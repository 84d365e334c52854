"""Answers that take the same time, so that nobody reads from it what was found (R1, case 23).

The work behind them is the same too, but not to the microsecond: a row that is there is read, one
that is not is not. Rounded up to a beat, the difference is gone.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

BEAT_SECONDS = 0.15  # several times what the work takes


@asynccontextmanager
async def on_the_beat(*, beat: float = BEAT_SECONDS) -> AsyncIterator[None]:
    """Let a block take a whole number of beats, whether it returns or raises."""
    clock = asyncio.get_running_loop().time
    began = clock()
    try:
        yield
    finally:
        await asyncio.sleep(rest_of(clock() - began, beat))


def rest_of(seconds: float, beat: float = BEAT_SECONDS) -> float:
    """Return the seconds from then until the next beat."""
    return beat - seconds % beat
