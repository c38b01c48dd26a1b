"""Where access tokens and tickets are kept: in Redis, shared by all processes, with the right to renew them."""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

CONNECTIONS = 16  # to Redis, of one process
QUEUE = 15  # seconds for one of them to be free: a machine that has no time is no reason to fetch tokens of one's own
LOCKED = 8_000  # ms that a renewal may take before another process tries; longer than its call's time-outs
# Within so many seconds so many refused tokens are dropped: a platform that refuses every token can't make us ask for
# ever more. 14,400 a day at worst, of 500,000 (docs/wechat.md, section 8.1).
REST = 30
DROPS = 5

DROP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 1 end
local drops = redis.call('INCR', KEYS[2])
if drops == 1 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
if drops > tonumber(ARGV[3]) then return 0 end
redis.call('DEL', KEYS[1])
return 1
"""
UNLOCK = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A token and the seconds left of its life."""

    token: str
    left: float


class Tokens(Protocol):
    """Tokens by name; tests/wechat/test_tokens.py runs over every implementation."""

    def get(self, name: str) -> Kept | None:
        """The token in force, if one is known."""
        ...

    def put(self, name: str, token: str, seconds: float) -> None:
        """Keep a token that is valid for so many seconds, and forget the refusal."""
        ...

    def drop(self, name: str, token: str) -> bool:
        """Forget the token if it is still this one; whether another may be had now.

        False when DROPS were dropped within REST seconds: then new tokens are refused too, and more won't help.
        """
        ...

    def lock(self, name: str) -> str | None:
        """The right to renew, as a ticket for `unlock`; None while somebody else is at it."""
        ...

    def unlock(self, name: str, ticket: str) -> None:
        """Give the right back."""
        ...

    def refuse(self, name: str, why: str, seconds: float) -> None:
        """Remember that none is to be had, and why, so that nobody asks again for so many seconds."""
        ...

    def refusal(self, name: str) -> str | None:
        """Why none is to be had, while that is so."""
        ...


class LocalTokens:
    """Within one process: for tests and single commands. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._values: dict[str, tuple[str, float]] = {}
        self._guard = threading.Lock()

    def get(self, name: str) -> Kept | None:
        """See Tokens."""
        found = self._get(f"token:{name}")
        return Kept(*found) if found else None

    def put(self, name: str, token: str, seconds: float) -> None:
        """See Tokens."""
        with self._guard:
            self._values[f"token:{name}"] = token, self._monotonic() + seconds
            self._values.pop(f"refusal:{name}", None)

    def drop(self, name: str, token: str) -> bool:
        """See Tokens."""
        with self._guard:
            kept = self._get(f"token:{name}")
            if kept is None or kept[0] != token:
                return True
            drops, left = self._get(f"rest:{name}") or ("0", REST)
            self._values[f"rest:{name}"] = str(int(drops) + 1), self._monotonic() + left
            if int(drops) >= DROPS:
                return False
            self._values.pop(f"token:{name}", None)
            return True

    def lock(self, name: str) -> str | None:
        """See Tokens."""
        with self._guard:
            if self._get(f"lock:{name}"):
                return None
            ticket = uuid.uuid4().hex
            self._values[f"lock:{name}"] = ticket, self._monotonic() + LOCKED / 1000
            return ticket

    def unlock(self, name: str, ticket: str) -> None:
        """See Tokens."""
        with self._guard:
            if self._values.get(f"lock:{name}", ("", 0.0))[0] == ticket:
                del self._values[f"lock:{name}"]

    def refuse(self, name: str, why: str, seconds: float) -> None:
        """See Tokens."""
        self._values[f"refusal:{name}"] = why, self._monotonic() + seconds

    def refusal(self, name: str) -> str | None:
        """See Tokens."""
        found = self._get(f"refusal:{name}")
        return found[0] if found else None

    def _get(self, key: str) -> tuple[str, float] | None:
        value, until = self._values.get(key, ("", float("-inf")))
        left = until - self._monotonic()
        return (value, left) if left > 0 else None


def connected(url: str) -> "redis.Redis":
    """A Redis for calls of the platform: a caller waits for a free connection, a cut one is opened anew once.

    Without the first a crowd of threads gets errors instead of its token, and goes to fetch tokens of its own.
    """
    pool = redis.BlockingConnectionPool.from_url(
        url, max_connections=CONNECTIONS, timeout=QUEUE, socket_timeout=3, socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 1),
    )  # fmt: skip
    return redis.Redis(connection_pool=pool)


class RedisTokens:
    """Shared by all processes; `locked` is LOCKED. The braces keep one name's keys on one node of a cluster.

    Raises redis.RedisError.
    """

    def __init__(self, client: "redis.Redis", locked: int = LOCKED) -> None:
        self._redis = client
        self._locked = locked

    def get(self, name: str) -> Kept | None:
        """See Tokens."""
        # The life is asked first: a token that is put in between then has at least that long.
        pipeline = self._redis.pipeline(transaction=True)
        pipeline.pttl(f"token:{{{name}}}")
        pipeline.get(f"token:{{{name}}}")
        left, token = pipeline.execute()
        return Kept(_text(token), left / 1000) if token is not None and left > 0 else None

    def put(self, name: str, token: str, seconds: float) -> None:
        """See Tokens."""
        pipeline = self._redis.pipeline(transaction=True)
        pipeline.set(f"token:{{{name}}}", token, px=max(1, int(seconds * 1000)))
        pipeline.delete(f"token-refusal:{{{name}}}")
        pipeline.execute()

    def drop(self, name: str, token: str) -> bool:
        """See Tokens."""
        return bool(self._redis.eval(DROP, 2, f"token:{{{name}}}", f"token-rest:{{{name}}}", token, REST, DROPS))

    def lock(self, name: str) -> str | None:
        """See Tokens."""
        ticket = uuid.uuid4().hex
        return ticket if self._redis.set(f"token-lock:{{{name}}}", ticket, nx=True, px=self._locked) else None

    def unlock(self, name: str, ticket: str) -> None:
        """See Tokens."""
        self._redis.eval(UNLOCK, 1, f"token-lock:{{{name}}}", ticket)

    def refuse(self, name: str, why: str, seconds: float) -> None:
        """See Tokens."""
        self._redis.set(f"token-refusal:{{{name}}}", why, px=max(1, int(seconds * 1000)))

    def refusal(self, name: str) -> str | None:
        """See Tokens."""
        why = self._redis.get(f"token-refusal:{{{name}}}")
        return None if why is None else _text(why)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
