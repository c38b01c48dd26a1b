"""Who began or ceased to follow gets from Redis into the tables, whatever fails on the way."""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

import models
from commands.following import follow
from congress import followers
from wechat.contacts import Turn

AT = 1_557_030_600


class Record:
    """Turns that are there until they are settled; the thread ends with the last."""

    def __init__(self, turns: Sequence[Turn], stop: threading.Event) -> None:
        self.left, self.stop, self.asked = list(turns), stop, 0

    def turns(self, most: int = 200) -> list[Turn]:
        self.asked += 1
        return self.left[:most]

    def settle(self, turns: Sequence[Turn]) -> None:
        self.left = [each for each in self.left if each not in turns]
        if not self.left:
            self.stop.set()


class Log:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def exception(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture
def _tables(database_url: str) -> Iterator[None]:
    yield
    models.close()


@pytest.mark.usefixtures("_tables")
def test_many_turns_arrive_though_the_database_fails_in_between() -> None:
    stop, log, failures = threading.Event(), Log(), [1]
    record = Record([Turn(f"o{each}", each % 3 > 0, AT + each, 0) for each in range(450)], stop)

    def turn(openid: str, follows: bool, at: datetime) -> None:
        if openid == "o300" and failures:
            failures.clear()
            raise ConnectionError("gone for a moment")
        followers.turn(openid, follows, at)

    follow(record, turn, stop, log, every=0.001)
    assert (followers.count(), models.Follower.select().count(), record.asked) == (300, 450, 4)
    assert log.lines == ["who follows could not be noted"]
