"""Tokens and counts while Redis is gone: this process's own, since a call to the platform must not fail for that."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

import redis

from wechat.quotas import Hold, LocalQuotas, Quotas, Used
from wechat.tokens import Kept, LocalTokens, Tokens

AWAY = 5.0  # seconds in which a Redis that failed is left alone
Kind = TypeVar("Kind")
Result = TypeVar("Result")


class _Either(Generic[Kind]):
    """`shared` while it answers, else `own`. `monotonic` gives seconds."""

    def __init__(self, shared: Kind, own: Kind, monotonic: Callable[[], float]) -> None:
        self._shared, self._own, self._monotonic = shared, own, monotonic
        self._away_until = float("-inf")

    def _do(self, do: Callable[[Kind], Result]) -> Result:
        if self._monotonic() >= self._away_until:
            try:
                return do(self._shared)
            except redis.RedisError:
                self._away_until = self._monotonic() + AWAY
        return do(self._own)


class SpareTokens(_Either[Tokens]):
    """Tokens for as long as Redis is gone: stable_token gives every process the same one, so that none is in vain."""

    def __init__(self, shared: Tokens, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(shared, LocalTokens(monotonic), monotonic)

    def get(self, name: str) -> Kept | None:
        """See Tokens."""
        return self._do(lambda tokens: tokens.get(name))

    def put(self, name: str, token: str, seconds: float) -> None:
        """See Tokens."""
        self._do(lambda tokens: tokens.put(name, token, seconds))

    def drop(self, name: str, token: str) -> bool:
        """See Tokens."""
        return self._do(lambda tokens: tokens.drop(name, token))

    def lock(self, name: str) -> str | None:
        """See Tokens."""
        return self._do(lambda tokens: tokens.lock(name))

    def unlock(self, name: str, ticket: str) -> None:
        """See Tokens."""
        self._do(lambda tokens: tokens.unlock(name, ticket))

    def refuse(self, name: str, why: str, seconds: float) -> None:
        """See Tokens."""
        self._do(lambda tokens: tokens.refuse(name, why, seconds))

    def refusal(self, name: str) -> str | None:
        """See Tokens."""
        return self._do(lambda tokens: tokens.refusal(name))


class SpareQuotas(_Either[Quotas]):
    """Counts for as long as Redis is gone: of this process alone."""

    def __init__(self, shared: Quotas, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(shared, LocalQuotas(), monotonic)

    def held(self, appid: str, path: str, at: datetime) -> Hold | None:
        """See Quotas."""
        return self._do(lambda quotas: quotas.held(appid, path, at))

    def hold(self, appid: str, path: str, hold: Hold) -> None:
        """See Quotas."""
        self._do(lambda quotas: quotas.hold(appid, path, hold))

    def count(self, appid: str, path: str, at: datetime) -> None:
        """See Quotas."""
        self._do(lambda quotas: quotas.count(appid, path, at))

    def learn(self, appid: str, path: str, limit: int) -> None:
        """See Quotas."""
        self._do(lambda quotas: quotas.learn(appid, path, limit))

    def release(self, appid: str, path: str = "") -> None:
        """See Quotas."""
        self._do(lambda quotas: quotas.release(appid, path))

    def used(self, appid: str, at: datetime) -> dict[str, Used]:
        """See Quotas."""
        return self._do(lambda quotas: quotas.used(appid, at))
