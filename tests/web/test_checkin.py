"""Checking in through the front door: signed pushes, delivered again, with and without what was remembered of them."""

from datetime import datetime
from pathlib import Path

import pytest
import redis

import config
import models
from clock import BEIJING
from congress import scenes
from congress.checkin import board
from tests import loaded
from tests.pushes import ACCOUNT, Push
from tests.web.test_binding import FILES, OPENID, Door

AT = int(datetime(2019, 5, 5, 13, 5, tzinfo=BEIJING).timestamp())


@pytest.fixture
def door(database_url: str, redis_url: str, tmp_path: Path) -> Door:
    """A product with the demo congress."""
    redis.Redis.from_url(redis_url).flushdb()
    loaded.load(FILES, datetime(2019, 5, 5, tzinfo=BEIJING))
    return Door(config.load(data_dir=tmp_path, database_url=database_url, redis_url=redis_url, clock=""))


def scan(scene: str, second: int) -> Push:
    return Push(
        {
            "ToUserName": ACCOUNT, "FromUserName": OPENID, "CreateTime": str(AT + second), "MsgType": "event",
            "Event": "SCAN", "EventKey": scene, "Ticket": "T",
        }
    )  # fmt: skip


def test_a_push_checks_in_exactly_once(door: Door, redis_url: str) -> None:
    door.deliver(scan(scenes.scene_string("delegate", "BJ14-0086"), 0))
    push = scan("desk_hall-a", 60)
    first, again = door.deliver(push), door.deliver(push)
    redis.Redis.from_url(redis_url).flushdb()  # the store was lost: the push is worked on once more
    forgotten = door.deliver(push)
    assert first.startswith("【签到成功】报到\n时间：今天 13:06\n地点：大堂A台\n代表证号：BJ14-0086\n")
    assert first == again == forgotten
    (row,) = models.CheckinEntry.select()
    assert (row.stage, row.badge, row.by, row.how, row.told) == ("report", "BJ14-0086", "self", "code", "arrived")
    assert OPENID not in row.mark
    assert door.deliver(scan("desk_hall-b", 120)).startswith("【您已经签到过】报到\n时间：今天 13:06\n地点：大堂A台\n")
    figures = board.board("report", datetime.fromtimestamp(AT, BEIJING))
    assert (figures.arrived, figures.total, len(figures.duplicates)) == (1, 1, 1)
