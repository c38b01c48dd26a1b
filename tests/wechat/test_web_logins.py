"""A code from the page of OAuth: exchanged once, given to whoever brings it again, over threads and processes."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import redis

from wechat.calls.sign_in import Person
from wechat.failures import PlatformDown, PlatformError
from wechat.tokens import LocalTokens, RedisTokens, Tokens
from wechat.web_logins import KEPT, WebLogins


class Exchange:
    """A platform that takes a code once."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.down = False
        self.gate: threading.Event | None = None

    def exchange_code(self, code: str) -> Person:
        if self.gate is not None:
            self.gate.wait(10)
        if self.down:
            raise PlatformDown("no answer")
        if code in self.taken:
            raise PlatformError(40163, "code been used")
        self.taken.append(code)
        return Person(f"o{code}", "u1", False)


@pytest.fixture(params=["local", "redis"])
def store(request: pytest.FixtureRequest) -> Iterator[Tokens]:
    if request.param == "local":
        yield LocalTokens()
        return
    client = redis.Redis.from_url(request.getfixturevalue("redis_url"))
    client.flushdb()
    yield RedisTokens(client)
    client.close()


def test_the_same_code_again_is_the_same_person(store: Tokens) -> None:
    exchange = Exchange()
    one, other = WebLogins(exchange, store), WebLogins(exchange, store)
    assert [each.person("A") for each in (one, other, one)] == [Person("oA", "u1", False)] * 3
    assert other.person("B") == Person("oB", "u1", False)
    assert exchange.taken == ["A", "B"]


def test_many_at_once_exchange_it_once(store: Tokens) -> None:
    exchange = Exchange()
    exchange.gate = threading.Event()
    found: list[Person] = []
    crowd = [threading.Thread(target=lambda: found.append(WebLogins(exchange, store).person("A"))) for _ in range(8)]
    for each in crowd:
        each.start()
    exchange.gate.set()
    for each in crowd:
        each.join(20)
    assert (found, exchange.taken) == ([Person("oA", "u1", False)] * 8, ["A"])


def test_what_failed_is_not_remembered(store: Tokens) -> None:
    exchange = Exchange()
    exchange.down = True
    logins = WebLogins(exchange, store)
    with pytest.raises(PlatformDown):
        logins.person("A")
    exchange.down = False
    assert logins.person("A").openid == "oA"
    exchange.taken.append("C")
    with pytest.raises(PlatformError, match="40163"):
        logins.person("C")


def test_the_code_itself_is_not_kept(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    client.flushdb()
    WebLogins(Exchange(), RedisTokens(client)).person("SECRETCODE")
    (key,) = client.keys("*")
    assert b"SECRETCODE" not in key
    assert 0 < client.ttl(key) <= KEPT
    client.close()


def test_somebody_who_never_comes_to_an_end_is_not_waited_for() -> None:
    store, waited = LocalTokens(), 0.0

    def sleep(seconds: float) -> None:
        nonlocal waited
        waited += seconds

    clock: Callable[[], float] = lambda: time.monotonic() + waited  # noqa: E731
    logins = WebLogins(Exchange(), store, sleep=sleep, monotonic=clock)
    busy = WebLogins(Exchange(), store)
    store.lock(_name(busy, store))
    with pytest.raises(PlatformDown):
        logins.person("A")


def _name(logins: WebLogins, store: LocalTokens) -> str:
    """The name under which a code is kept."""
    logins.person("A")
    (key,) = [each for each in store._values if each.startswith("token:")]
    del store._values[key]
    return key.removeprefix("token:")
