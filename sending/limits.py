"""How many messages all processes together send in a minute."""

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import redis

MINUTE = 60
# KEYS the prefix; ARGV how many are wanted, how many a minute has. Gives what is granted and the minute's seconds left.
_TAKE = """
local now = tonumber(redis.call('TIME')[1])
local key = KEYS[1] .. math.floor(now / 60)
local used = tonumber(redis.call('GET', key) or '0')
local granted = math.max(0, math.min(tonumber(ARGV[1]), tonumber(ARGV[2]) - used))
if granted > 0 then
  redis.call('INCRBY', key, granted)
  redis.call('EXPIRE', key, 120)
end
return {granted, 60 - now % 60}
"""


class Limit(Protocol):
    """Lets so many messages pass."""

    def take(self, wanted: int) -> tuple[int, float]:
        """How many of `wanted` may go out now, and in how many seconds more may."""
        ...


class Unlimited:
    """Nothing but what the platform says."""

    def take(self, wanted: int) -> tuple[int, float]:
        """See Limit."""
        return wanted, 0.0


class MinuteLimit:
    """A count in Redis, by Redis's own clock, for all processes and machines. Raises redis.RedisError."""

    def __init__(self, client: "redis.Redis", appid: str, per_minute: int) -> None:
        # The braces keep the minutes of an application on one node of a cluster.
        self._key, self._most = f"notice-rate:{{{appid}}}:", per_minute
        self._take: Any = client.register_script(_TAKE)

    def take(self, wanted: int) -> tuple[int, float]:
        """See Limit."""
        granted, seconds = self._take(keys=[self._key], args=[wanted, self._most])
        return int(granted), float(seconds)
