"""A crowd of callers in real processes over one Redis: of all who miss the token one fetches it."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.conftest import LONG
from tests.wechat.scripted_api import ScriptedApi

ROOT = Path(__file__).parents[2]
PROCESSES, THREADS = (8, 125) if LONG else (3, 40)  # with LONG=1 a thousand callers
EVERYONE = PROCESSES * THREADS
LOCKED = 1500  # ms; shorter than in the product, so that the test need not wait as long for the dead
SEND = "/cgi-bin/message/custom/send"


def start(api: ScriptedApi, server_url: str, threads: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.wechat.crowd", api.url, server_url, str(LOCKED), str(threads)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )  # fmt: skip


@pytest.fixture
def crowd(api: ScriptedApi, server: "redis.Redis", redis_url: str) -> Iterator[list["subprocess.Popen[str]"]]:
    running = [start(api, redis_url, THREADS) for _ in range(PROCESSES)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    yield running
    for process in running:
        process.communicate(timeout=60)


def rush(crowd: list["subprocess.Popen[str]"]) -> Counter[str]:
    """Everybody sends one message; how often each outcome came."""
    for process in crowd:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    came: Counter[str] = Counter()
    for process in crowd:
        assert process.stdout is not None
        came.update(json.loads(process.stdout.readline()))
    return came


def taken(api: ScriptedApi) -> int:
    """Messages that came with a token that was good; forgets them."""
    count = sum(
        where.startswith(SEND) and where.partition("=")[2] not in api.refused for _, where, _ in api.requests
    )  # fmt: skip
    api.requests.clear()
    return count


@pytest.mark.timeout(120)
def test_of_a_crowd_one_renews(crowd: list["subprocess.Popen[str]"], api: ScriptedApi, redis_url: str):
    # Nobody has a token.
    assert rush(crowd) == {"done": EVERYONE}
    assert (api.tokens, taken(api)) == (1, EVERYONE)
    # The token of all has become invalid.
    api.refused.add("TOKEN1")
    assert rush(crowd) == {"done": EVERYONE}
    assert (api.tokens, taken(api)) == (2, EVERYONE)
    # There is none again, and whoever went to fetch it died over it.
    with redis.Redis.from_url(redis_url) as server:
        assert server.delete("token:{wx1}") == 1
        dead = start(api, redis_url, 0)
        dead.communicate(timeout=60)
        assert server.exists("token-lock:{wx1}") == 1
    assert rush(crowd) == {"done": EVERYONE}
    assert (api.tokens, taken(api)) == (3, EVERYONE)
