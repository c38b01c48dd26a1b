"""One contract for the deliveries' store, over Redis and over one process's own memory."""

import signal
import threading
import time
import uuid
from collections.abc import Iterator

import pytest
import redis

from wechat import stored
from wechat.at_rest import Sealed
from wechat.local_memory import LocalMemory
from wechat.memory import Begun, Memory, Standing, Unreachable
from wechat.redis_memory import RedisMemory
from wechat.replies import Nothing, Text
from wechat.resilient import ResilientMemory


@pytest.fixture(params=["redis", "sealed", "local"])
def memory(request: pytest.FixtureRequest, redis_url: str) -> Iterator[Memory]:
    if request.param == "local":
        yield LocalMemory(session_ttl=1800, push_ttl=1200)
        return
    server = redis.Redis.from_url(redis_url)
    server.flushdb()
    server.close()
    at_rest = Sealed("k" * 32) if request.param == "sealed" else None
    store = RedisMemory(redis_url, session_ttl=1800, push_ttl=1200, at_rest=at_rest)
    yield store
    store.stop()


@pytest.fixture
def key() -> str:
    return uuid.uuid4().hex


def finish(memory: Memory, key: str, answer: bytes = b"answer", session: bytes | None = None, **how: object) -> None:
    how = {"given": True, "miniprogram": False, "due": 0.0} | how
    memory.finish(key, f"o-{key}", answer, session, **how)  # type: ignore[arg-type]


def begin(memory: Memory, key: str, nonce: str = "", digest: str = "d") -> Begun:
    return memory.begin(key, f"o-{key}", nonce, digest)


def test_the_first_delivery_works_and_the_others_get_its_answer(memory: Memory, key: str):
    first = begin(memory, key)
    assert (first.standing, first.answer, first.session, first.count) == (Standing.MINE, b"", b"", 1)
    second = begin(memory, key)
    assert (second.standing, second.count) == (Standing.WORKING, 2)
    assert memory.take(key) == (Standing.WORKING, b"")
    finish(memory, key, b"the answer")
    assert memory.take(key) == (Standing.ANSWERED, b"the answer")
    third = begin(memory, key)
    assert (third.standing, third.answer, third.count) == (Standing.ANSWERED, b"the answer", 3)
    assert memory.next_late() is None


def test_only_the_first_finish_counts(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, b"one")
    finish(memory, key, b"two")
    assert memory.take(key) == (Standing.ANSWERED, b"one")


def test_one_of_many_at_the_same_instant_works(memory: Memory, key: str):
    found: list[Standing] = []
    start = threading.Barrier(16)

    def deliver() -> None:
        start.wait()
        found.append(begin(memory, key).standing)

    threads = [threading.Thread(target=deliver) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.value for each in found) == ["mine"] + ["working"] * 15


def test_a_session_is_kept_with_the_answer_and_read_with_the_claim(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, session=b"topic")
    assert memory.session(f"o-{key}") == b"topic"
    assert memory.begin(key + "2", f"o-{key}", "", "d").session == b"topic"
    memory.finish(key + "2", f"o-{key}", b"a", None, given=True, miniprogram=False, due=0)
    assert memory.session(f"o-{key}") == b"topic"
    memory.forget(f"o-{key}")
    assert memory.session(f"o-{key}") == b""


def test_an_empty_session_is_dropped(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, session=b"topic")
    begin(memory, key + "2")
    memory.finish(key + "2", f"o-{key}", b"a", b"", given=True, miniprogram=False, due=0)
    assert memory.session(f"o-{key}") == b""


def test_a_nonce_with_another_body_is_refused_and_has_no_effect(memory: Memory, key: str):
    assert begin(memory, key, nonce=f"n-{key}", digest="one").standing is Standing.MINE
    assert begin(memory, key, nonce=f"n-{key}", digest="one").standing is Standing.WORKING
    assert begin(memory, key + "other", nonce=f"n-{key}", digest="two").standing is Standing.REFUSED
    assert begin(memory, key + "other", nonce=f"m-{key}", digest="two").standing is Standing.MINE


def test_an_answer_that_nobody_took_is_late_once(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, b"late one", given=False, miniprogram=True, due=0)
    late = memory.next_late()
    assert late is not None
    assert (late.message_key, late.openid, late.miniprogram, late.answer) == (key, f"o-{key}", True, b"late one")
    assert memory.next_late() is None
    assert memory.take(key) == (Standing.LATE, b"")
    assert begin(memory, key).standing is Standing.LATE
    memory.sent(key)
    assert memory.next_late() is None


def test_an_answer_that_a_delivery_took_is_not_sent_late(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, b"taken", given=False, due=0)
    assert memory.take(key) == (Standing.ANSWERED, b"taken")
    assert memory.next_late() is None


def test_an_answer_is_not_due_before_its_time(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, b"later", given=False, due=1.0)
    assert memory.next_late() is None
    time.sleep(1.05)
    late = memory.next_late()
    assert late is not None
    assert late.message_key == key
    memory.sent(key)


def test_after_the_last_delivery_closed_an_answer_is_due_at_once(memory: Memory, key: str):
    begin(memory, key)
    assert memory.close(key) == (Standing.WORKING, b"")
    finish(memory, key, b"now", given=False, due=60)
    late = memory.next_late()
    assert late is not None
    assert late.message_key == key
    memory.sent(key)


def test_closing_takes_an_answer_that_is_there(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, b"just in time", given=False, due=0.2)
    assert memory.close(key) == (Standing.ANSWERED, b"just in time")
    time.sleep(0.25)
    assert memory.next_late() is None


def test_a_late_answer_can_be_tried_again(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, b"again", given=False, due=0)
    assert memory.next_late() is not None
    memory.sent(key, again_in=0.0)
    again = memory.next_late()
    assert again is not None
    assert again.answer == b"again"
    memory.sent(key)


def test_the_revision_rides_along(memory: Memory, key: str):
    memory.publish_revision(42)
    assert begin(memory, key).revision == 42


def test_sessions_expire(redis_url: str, key: str):
    for store in (RedisMemory(redis_url, 1, 60), LocalMemory(1, 60)):
        begin(store, key)
        finish(store, key, session=b"soon gone")
        assert store.session(f"o-{key}") == b"soon gone"
        time.sleep(1.1)
        assert store.session(f"o-{key}") == b""
        key += "x"


def test_a_push_of_a_dead_process_is_claimed_anew(redis_url: str, key: str):
    dead, living = RedisMemory(redis_url, 60, 60), RedisMemory(redis_url, 60, 60)
    assert begin(dead, key).standing is Standing.MINE
    assert begin(living, key).standing is Standing.WORKING
    dead.stop()
    server = redis.Redis.from_url(redis_url)
    server.delete(f"alive:{dead._owner}")
    server.close()
    taken = begin(living, key)
    assert (taken.standing, taken.count) == (Standing.MINE, 3)
    living.stop()


def test_an_orphan_is_seen_and_adopted_once(redis_url: str, key: str):
    dead, living = RedisMemory(redis_url, 60, 60), RedisMemory(redis_url, 60, 60)
    begin(dead, key)
    begin(living, key + "own")
    assert (living.look(key), living.adopt(key, f"o-{key}")) == (Standing.WORKING, None)
    dead.stop()
    server = redis.Redis.from_url(redis_url)
    server.delete(f"alive:{dead._owner}")
    server.close()
    assert living.take(key) == (Standing.ORPHANED, b"")
    adopted = living.adopt(key, f"o-{key}")
    assert adopted is not None
    assert (adopted.standing, adopted.count) == (Standing.MINE, 2)
    assert (living.look(key), living.adopt(key, f"o-{key}")) == (Standing.WORKING, None)
    finish(living, key, b"after all", given=False, due=0)
    assert living.look(key) is Standing.ANSWERED
    late = living.next_late()
    assert late is not None
    assert late.answer == b"after all"
    assert living.look(key) is Standing.LATE
    living.sent(key)
    living.stop()


def test_looking_takes_nothing(memory: Memory, key: str):
    begin(memory, key)
    assert memory.look(key) is Standing.WORKING
    finish(memory, key, b"owed", given=False, due=0)
    assert memory.look(key) is Standing.ANSWERED
    late = memory.next_late()
    assert late is not None
    assert (late.message_key, memory.look(key)) == (key, Standing.LATE)
    memory.sent(key)


def test_without_redis_one_process_goes_on_and_comes_back(embedded_redis, key: str):
    heard: list[bool] = []
    shared = RedisMemory(embedded_redis.url, 60, 60)
    memory = ResilientMemory(shared, LocalMemory(60, 60), lambda reachable, why: heard.append(reachable))
    begin(memory, key)
    finish(memory, key, session=b"kept in redis")
    embedded_redis.stop()
    with pytest.raises(Unreachable):
        shared.take(key)
    assert begin(memory, key + "2").standing is Standing.MINE
    finish(memory, key + "2", b"without", session=b"kept here")
    assert begin(memory, key + "2").standing is Standing.ANSWERED
    assert (memory.reachable, heard) == (False, [False])
    embedded_redis.start()
    time.sleep(1.1)
    assert begin(memory, key + "3").standing is Standing.MINE
    assert (memory.reachable, heard) == (True, [False, True])
    shared.stop()


def test_a_server_that_hangs_is_unreachable_and_comes_back(embedded_redis, key: str):
    memory = RedisMemory(embedded_redis.url, 60, 60, timeout=0.6)
    begin(memory, key)
    embedded_redis.process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(Unreachable):
            memory.take(key)
        with pytest.raises(Unreachable):
            memory.take(key)
    finally:
        embedded_redis.process.send_signal(signal.SIGCONT)
    finish(memory, key, b"after the pause", given=False, due=60)
    assert memory.take(key) == (Standing.ANSWERED, b"after the pause")
    memory.stop()


def test_scripts_survive_a_flush(redis_url: str, key: str):
    memory = RedisMemory(redis_url, 60, 60)
    begin(memory, key)
    server = redis.Redis.from_url(redis_url)
    server.script_flush()
    server.close()
    finish(memory, key, b"posted into the void")
    assert begin(memory, key + "2").standing is Standing.MINE
    finish(memory, key + "2", b"kept", given=False, due=100)
    assert memory.take(key + "2") == (Standing.ANSWERED, b"kept")
    memory.stop()


def test_the_answer_of_a_mini_program_is_never_taken_by_a_delivery(memory: Memory, key: str):
    begin(memory, key)
    finish(memory, key, b"by message", given=False, miniprogram=True, due=0)
    assert memory.take(key) == (Standing.LATE, b"")
    assert begin(memory, key).standing is Standing.LATE
    assert memory.close(key) == (Standing.LATE, b"")
    late = memory.next_late()
    assert late is not None
    assert late.answer == b"by message"
    memory.sent(key)


def test_closing_a_push_that_nobody_knows_is_forgotten_in_time(redis_url: str, key: str):
    memory = RedisMemory(redis_url, 60, 60)
    assert memory.close(key) == (Standing.WORKING, b"")
    with redis.Redis.from_url(redis_url) as server:
        assert server.ttl(f"push:{key}") > 0
    memory.stop()


def test_what_lies_in_redis_tells_nothing_and_opens_under_its_keys_alone(redis_url: str, key: str):
    server = redis.Redis.from_url(redis_url)
    server.flushdb()
    stores = {
        name: RedisMemory(redis_url, 60, 60, at_rest=Sealed(*keys))
        for name, keys in {"before": ("a" * 32,), "rotated": ("b" * 32, ["a" * 32]), "lost": ("b" * 32,)}.items()
    }
    begin(stores["before"], key)
    finish(stores["before"], key, stored.encode(Text("seat 1")), b"badge 1")
    stores["before"].session(f"o-{key}")  # whatever was posted has arrived
    kept = [server.hget(f"push:{key}", "a"), server.get(f"session:o-{key}")]
    assert all(each is not None and b"seat" not in each and b"badge" not in each for each in kept)
    answers = {name: stored.decode(begin(store, key).answer) for name, store in stores.items()}
    assert answers == {"before": Text("seat 1"), "rotated": Text("seat 1"), "lost": Nothing()}
    sessions = {name: store.session(f"o-{key}") for name, store in stores.items()}
    assert sessions == {"before": b"badge 1", "rotated": b"badge 1", "lost": b""}
    server.close()
    for store in stores.values():
        store.stop()
