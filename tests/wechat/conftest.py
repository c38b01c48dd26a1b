"""Fixtures of the platform's edge: a scripted API, stores of tokens, a client whose time stands still."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import redis

from tests.wechat.scripted_api import ScriptedApi
from wechat.caller import Called
from wechat.client import Client
from wechat.outcomes import BEIJING
from wechat.quotas import LocalQuotas, Quotas, RedisQuotas
from wechat.tokens import LocalTokens, RedisTokens, Tokens

APPID, SECRET = "wx1", "SECRET"
START = datetime(2026, 5, 5, 23, 58, 30, tzinfo=BEIJING)


@dataclass
class Time:
    """All the clocks of a client; sleeping moves them."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@pytest.fixture
def api() -> Iterator[ScriptedApi]:
    """The platform, as told."""
    api = ScriptedApi()
    api.start()
    yield api
    api.stop()


@pytest.fixture
def server(redis_url: str) -> Iterator["redis.Redis"]:
    """The Redis server without anything of ours."""
    server = redis.Redis.from_url(redis_url)
    for pattern in ("token*", "quota*"):
        for key in server.scan_iter(pattern):
            server.delete(key)
    yield server
    server.close()


@pytest.fixture
def hands() -> Time:
    """The client's time, moved by hand."""
    return Time()


@pytest.fixture(params=["local", "redis"])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    """Every implementation."""
    return LocalTokens() if request.param == "local" else RedisTokens(request.getfixturevalue("server"))


@pytest.fixture(params=["local", "redis"])
def quotas(request: pytest.FixtureRequest) -> Quotas:
    """Every implementation."""
    return LocalQuotas() if request.param == "local" else RedisQuotas(request.getfixturevalue("server"))


@pytest.fixture
def called() -> list[Called]:
    """What the client told of its calls."""
    return []


@pytest.fixture
def make(api: ScriptedApi, hands: Time, called: list[Called]) -> Callable[..., Client]:
    """Makes clients of the scripted platform."""

    def make(**more: Any) -> Client:
        given: dict[str, Any] = {
            "tokens": LocalTokens(hands.monotonic), "observe": called.append, "now": hands.now, "sleep": hands.sleep,
            "monotonic": hands.monotonic,
        }  # fmt: skip
        return Client(APPID, SECRET, api.url, api.url, **(given | more))

    return make


@pytest.fixture
def client(make: Callable[..., Client]) -> Client:
    """The account's client."""
    return make()
