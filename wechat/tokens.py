"""The access token of one appid: kept in Redis, shared by all processes, refreshed by one."""

import threading
import time
import uuid
from typing import Protocol

import redis

# Hand a token out no longer than this before it ends; stable_token gives a new one five minutes before (section 8.1).
EARLY = 240  # seconds
REFRESHING = 10_000  # ms that a refresh may take before another process tries
DROP = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


class Tokens(Protocol):
    """Where tokens are kept; tests/wechat/test_tokens.py runs over every implementation."""

    def get(self, appid: str) -> str | None:
        """The token in force, if one is known."""
        ...

    def put(self, appid: str, token: str, seconds: float) -> None:
        """Keep a token that is valid for so many seconds."""
        ...

    def drop(self, appid: str, token: str) -> None:
        """Forget the token, but only if it is still this one: somebody may have fetched a better one."""
        ...

    def lock(self, appid: str) -> str | None:
        """The right to refresh, as a ticket for `unlock`; None while somebody else is at it."""
        ...

    def unlock(self, appid: str, ticket: str) -> None:
        """Give the right back."""
        ...


class LocalTokens:
    """Within one process: for tests and single commands."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, float]] = {}
        self._busy: dict[str, str] = {}
        self._guard = threading.Lock()

    def get(self, appid: str) -> str | None:
        """See Tokens."""
        token, until = self._kept.get(appid, ("", 0.0))
        return token if token and time.monotonic() < until else None

    def put(self, appid: str, token: str, seconds: float) -> None:
        """See Tokens."""
        self._kept[appid] = token, time.monotonic() + max(1.0, seconds - EARLY)

    def drop(self, appid: str, token: str) -> None:
        """See Tokens."""
        with self._guard:
            if self._kept.get(appid, ("", 0.0))[0] == token:
                del self._kept[appid]

    def lock(self, appid: str) -> str | None:
        """See Tokens."""
        with self._guard:
            if appid in self._busy:
                return None
            ticket = self._busy[appid] = uuid.uuid4().hex
            return ticket

    def unlock(self, appid: str, ticket: str) -> None:
        """See Tokens."""
        with self._guard:
            if self._busy.get(appid) == ticket:
                del self._busy[appid]


class RedisTokens:
    """Shared by all processes. Raises redis.RedisError."""

    def __init__(self, client: "redis.Redis") -> None:
        self._redis = client

    def get(self, appid: str) -> str | None:
        """See Tokens."""
        token = self._redis.get(f"token:{appid}")
        return token.decode() if isinstance(token, bytes) else token

    def put(self, appid: str, token: str, seconds: float) -> None:
        """See Tokens."""
        self._redis.set(f"token:{appid}", token, ex=max(1, int(seconds - EARLY)))

    def drop(self, appid: str, token: str) -> None:
        """See Tokens."""
        self._redis.eval(DROP, 1, f"token:{appid}", token)

    def lock(self, appid: str) -> str | None:
        """See Tokens."""
        ticket = uuid.uuid4().hex
        return ticket if self._redis.set(f"token-lock:{appid}", ticket, nx=True, px=REFRESHING) else None

    def unlock(self, appid: str, ticket: str) -> None:
        """See Tokens."""
        self._redis.eval(DROP, 1, f"token-lock:{appid}", ticket)
