"""The suite's own ground: each test finds its stores empty."""

import pytest
import redis

import models
from tests.stores import EmbeddedRedis


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_empty_tables(database_url: str, turn: int) -> None:
    assert models.Rule.select().count() == 0
    models.Rule.create(kind="exact", words="午餐", reply="十二点")
    assert [rule.words for rule in models.Rule.select()] == ["午餐"]


def test_redis_answers(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    client.set("k", "v")
    assert client.get("k") == b"v"


def test_an_embedded_server_can_be_cut(embedded_redis: EmbeddedRedis) -> None:
    client = redis.Redis.from_url(embedded_redis.url, retry=None)
    assert client.ping()
    embedded_redis.stop()
    with pytest.raises(redis.ConnectionError):
        client.ping()
    embedded_redis.start()
    assert client.ping()
