"""The line to Redis when its server forgets clients or scripts."""

import sys
import threading
import time

import pytest
import redis

from wechat import line
from wechat.line import Line
from wechat.memory import Unreachable

SCRIPTS = {
    "get": "return redis.call('GET', KEYS[1])",
    "set": "return redis.call('SET', KEYS[1], ARGV[1])",
}


def test_a_client_that_the_server_gave_up_while_idle_is_not_taken_again(
    embedded_redis, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(line, "FRESH", 0.1)
    asked = Line(embedded_redis.url, SCRIPTS)
    asked.run("set", 1, "a", "1")
    with redis.Redis.from_url(embedded_redis.url) as server:
        server.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        time.sleep(0.15)
        assert asked.run("get", 1, "a") == b"1"
        server.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        time.sleep(0.15)
        asked.post("set", 1, "a", "2")
        assert asked.run("get", 1, "a") == b"2"
    embedded_redis.stop()
    with pytest.raises(Unreachable):
        asked.run("get", 1, "a")


def test_after_a_flush_what_is_posted_arrives_too(redis_url: str):
    asked = Line(redis_url, SCRIPTS)
    asked.run("set", 1, "flushed", "1")
    with redis.Redis.from_url(redis_url) as server:
        server.script_flush()
    assert asked.run("get", 1, "flushed") == b"1"
    asked.post("set", 1, "flushed", "2")
    assert asked.run("get", 1, "flushed") == b"2"


def test_many_threads_close_at_once():
    class Idle:
        def close(self) -> None: ...

    asked, failures = Line("unix:///nowhere", SCRIPTS), []

    def close() -> None:
        try:
            asked.close()
        except IndexError as error:
            failures.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(200):
            asked._idle = [Idle() for _ in range(100)]  # type: ignore[misc]
            threads = [threading.Thread(target=close) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert failures == []


def test_a_post_goes_ahead_of_what_is_run_next(redis_url: str):
    asked = Line(redis_url, SCRIPTS)
    for number in range(200):
        asked.post("set", 1, "posted", number)
        assert asked.run("get", 1, "posted") == str(number).encode()


def test_a_post_arrives_by_itself(redis_url: str):
    Line(redis_url, SCRIPTS).post("set", 1, "by itself", "1")
    other = Line(redis_url, SCRIPTS)
    until = time.monotonic() + 60
    while other.run("get", 1, "by itself") != b"1":
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_server_that_hangs_is_told_from_one_that_is_gone(embedded_redis):
    asked = Line(embedded_redis.url, SCRIPTS, timeout=0.5)
    asked.run("set", 1, "a", "1")
    with redis.Redis.from_url(embedded_redis.url) as server:
        server.execute_command("CLIENT", "PAUSE", "1500", "ALL")
        with pytest.raises(Unreachable, match="no answer in time"):
            asked.run("get", 1, "a")
    embedded_redis.stop()
    with pytest.raises(Unreachable, match="ConnectionError"):
        asked.run("get", 1, "a")


def test_what_is_posted_while_redis_is_gone_arrives_when_it_is_back(embedded_redis):
    asked = Line(embedded_redis.url, SCRIPTS)
    asked.run("set", 1, "a", "1")
    embedded_redis.stop()
    asked.post("set", 1, "a", "2")
    with pytest.raises(Unreachable):
        asked.flush()
    asked.post("set", 1, "b", "3")
    embedded_redis.start()
    assert (asked.run("get", 1, "a"), asked.run("get", 1, "b")) == (b"2", b"3")


def test_posts_of_many_threads_all_arrive(redis_url: str):
    asked = Line(redis_url, SCRIPTS)

    def work(number: int) -> None:
        for each in range(100):
            asked.post("set", 1, f"many {number} {each}", "1")
            if each % 7 == 0:
                asked.run("get", 1, "many")

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked.flush()
    with redis.Redis.from_url(redis_url) as server:
        assert len(server.keys("many *")) == 800


def hold(asked: Line, key: str, value: str) -> None:
    """A post, but without the thread that would send it."""
    asked._posted.append(line.SILENTLY + line._packed(b"EVALSHA", asked._hashes["set"], 1, key, value))


def test_a_post_whose_connection_the_server_just_gave_up_arrives_all_the_same(
    embedded_redis, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(line, "FRESH", 60.0)
    asked = Line(embedded_redis.url, SCRIPTS)
    asked.run("set", 1, "a", "1")
    with redis.Redis.from_url(embedded_redis.url) as server:
        server.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        hold(asked, "a", "2")
        with pytest.raises(Unreachable):
            asked.flush()
        asked.flush()
        assert server.get("a") == b"2"


def test_a_post_arrives_though_somebody_emptied_the_scripts(redis_url: str):
    asked = Line(redis_url, SCRIPTS)
    asked.run("set", 1, "emptied", "1")
    with redis.Redis.from_url(redis_url) as server:
        server.script_flush()
        hold(asked, "emptied", "2")
        asked.flush()
        assert server.get("emptied") == b"2"


def test_of_what_is_posted_while_redis_is_gone_the_newest_are_kept(embedded_redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(line, "HELD", 3)
    asked = Line(embedded_redis.url, SCRIPTS)
    embedded_redis.stop()
    for number in range(5):
        hold(asked, f"n{number}", "1")
        with pytest.raises(Unreachable):
            asked.flush()
    embedded_redis.start()
    assert [asked.run("get", 1, f"n{number}") for number in range(5)] == [None, None, b"1", b"1", b"1"]
