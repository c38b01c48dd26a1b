"""All processes together send so many messages in a minute; and a dead owner is told from a living one."""

import os
import subprocess
import sys

import redis

from sending import owners
from sending.limits import MinuteLimit, Unlimited


def test_the_minute_is_shared(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    for key in client.scan_iter("notice-rate:{wxlimit}:*"):
        client.delete(key)
    one, other = (MinuteLimit(client, "wxlimit", 20) for _ in range(2))
    found = [one.take(8), other.take(8), one.take(8), other.take(8)]
    granted = [each[0] for each in found]
    assert sum(granted[: granted.index(0)]) == 20  # a minute that ends between them grants anew, after it
    assert all(0 < seconds <= 60 for _, seconds in found)
    assert Unlimited().take(8) == (8, 0.0)
    client.close()


def test_owners() -> None:
    mine = owners.own()
    assert (owners.gone(mine), owners.own() == mine) == (False, False)
    child = subprocess.run(
        [sys.executable, "-c", "from sending import owners; print(owners.own())"],
        stdout=subprocess.PIPE, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    assert owners.gone(child)
    host, pid, began, _ = mine.split("/")
    assert owners.gone(f"{host}/{pid}/{int(began or 0) - 1}/x") is bool(began)  # the number was used again
    assert not owners.gone(f"elsewhere/{os.getpid()}/1/x")
    assert not owners.gone("what is this")
