"""Tallies at a Redis: a list of times under each key, the newest first."""

from collections.abc import Sequence
from typing import Literal

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from finance_portal.gateways.tallies import KEPT, Limit, TalliesUnavailable

PATIENCE = 0.25  # seconds: whoever signs in waits for this answer
PREFIX = "portal:{limits}:"  # the braces keep all keys on one node of a cluster

Question = Literal["take", "note", "give back", "forget"]

# One script, because a limit that is looked at and counted in two steps can be overrun.
SCRIPT = """
local question, now = ARGV[1], tonumber(ARGV[2])
if question == 'forget' then return redis.call('DEL', unpack(KEYS)) end
if question == 'give back' then
  for _, key in ipairs(KEYS) do redis.call('LPOP', key) end
  return 1
end
if question == 'take' then
  for i, key in ipairs(KEYS) do
    local amount, seconds = tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
    local oldest = redis.call('LINDEX', key, amount - 1)
    if oldest and tonumber(oldest) > now - seconds then return 0 end
  end
end
for i, key in ipairs(KEYS) do
  redis.call('LPUSH', key, ARGV[2])
  redis.call('LTRIM', key, 0, ARGV[3 * i + 2] - 1)
  redis.call('EXPIRE', key, ARGV[3 * i + 1])
end
return 1
"""


class RedisTallies:
    """Counts at a server, for every process that asks it. All raise TalliesUnavailable."""

    def __init__(self, url: str) -> None:
        self._server = Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._script = self._server.register_script(SCRIPT)

    def take(self, limits: Sequence[Limit], now: float) -> bool:
        """Count once under every limit, unless one of them is reached. Return whether it did."""
        return self._ask("take", limits, now)

    def note(self, limits: Sequence[Limit], now: float) -> None:
        """Count once under every limit, reached or not."""
        self._ask("note", limits, now)

    def give_back(self, limits: Sequence[Limit]) -> None:
        """Forget what was counted last under every limit."""
        self._ask("give back", limits)

    def forget(self, limits: Sequence[Limit]) -> None:
        """Forget all that was counted under every limit."""
        self._ask("forget", limits)

    def close(self) -> None:
        """Give back every connection."""
        self._server.close()

    def _ask(self, question: Question, limits: Sequence[Limit], now: float = 0.0) -> bool:
        keys = [PREFIX + limit.key for limit in limits]
        figures = [
            figure
            for limit in limits
            for figure in (limit.amount, limit.seconds, KEPT * limit.amount)
        ]
        try:
            return bool(self._script(keys=keys, args=[question, repr(now), *figures]))
        except RedisError as error:
            raise TalliesUnavailable(type(error).__name__) from error
