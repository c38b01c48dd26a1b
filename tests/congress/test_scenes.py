"""Scenes: what a code may stand for, which exist, and how often they were scanned."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

import models
from clock import BEIJING
from congress import columns, scenes
from congress.errors import Invalid, NotFound
from tests import congress_rows

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _congress(database_url: str) -> None:
    congress_rows.fill()


@pytest.mark.parametrize(
    ("kind", "key", "scene"),
    [
        ("desk", "hall-a", "desk_hall-a"),
        ("desk", "9" * 32, "desk_" + "9" * 32),
        ("item", "opening", "item_opening"),
        ("column", "services", "column_services"),
        ("delegation", "jiaoyu", "delegation_jiaoyu"),
        ("delegation", "教育代表团", "delegation_jiaoyu"),
    ],
)
def test_a_scene_string_and_back(kind: str, key: str, scene: str) -> None:
    assert scenes.scene_string(kind, key) == scene
    assert scenes.split(scene) == tuple(scene.split("_", 1))


@pytest.mark.parametrize(
    ("kind", "key", "reason"),
    [
        ("seat", "1", "unknown_kind"),
        ("", "hall-a", "unknown_kind"),
        ("desk", "", "desk_key"),
        ("desk", "Hall A", "desk_key"),
        ("desk", "hall_a", "desk_key"),
        ("desk", "hall-a\n", "desk_key"),
        ("desk", "a" * 33, "desk_key"),
    ],
)
def test_what_is_no_scene_is_refused_with_a_reason(kind: str, key: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        scenes.scene_string(kind, key)
    assert refused.value.args == (reason,)


@pytest.mark.parametrize(("kind", "key"), [("item", "none"), ("column", "union"), ("delegation", "月球代表团")])
def test_a_key_that_does_not_exist_is_not_found(kind: str, key: str) -> None:
    with pytest.raises(NotFound) as missing:
        scenes.scene_string(kind, key)
    assert missing.value.args == (key,)


def test_the_longest_key_makes_a_scene_of_at_most_64_characters() -> None:
    longest = {
        "desk": len(scenes.scene_string("desk", "a" * 32)),
        "item": len("item_") + models.AgendaItem.key.max_length,
        "delegation": len("delegation_") + models.Delegation.key.max_length,
    }
    assert {kind: length for kind, length in longest.items() if length > scenes.LONGEST} == {}


@pytest.mark.parametrize("scene", ["", "desk", "desk_", "_hall", "123", "seat_1", "qrscene_desk_hall-a"])
def test_a_foreign_scene_is_not_split(scene: str) -> None:
    assert scenes.split(scene) is None


def test_a_key_may_hold_underscores() -> None:
    assert scenes.split("item_day_1") == ("item", "day_1")


def test_keys_of_each_kind() -> None:
    assert {kind: scenes.keys(kind) for kind in scenes.KINDS} == {
        "desk": (),
        "item": (
            ("day1-report", "代表报到"), ("breakfast", "早餐"), ("opening", "开幕大会"), ("groups", "分组讨论"),
            ("presidium", "主席团第二次会议"),
        ),
        "column": (("profiles", "代表风采"), ("focus", "大会聚焦"), ("services", "大会服务")),
        "delegation": (("dongcheng", "东城区代表团"), ("jiaoyu", "教育代表团")),
    }  # fmt: skip
    with pytest.raises(Invalid, match="unknown_kind"):
        scenes.keys("seat")


def test_scans_are_counted_for_each_scene_and_a_repeated_message_once() -> None:
    scenes.count("o1:1557030600:subscribe", "desk_hall-a", AT, first=True)
    scenes.count("o1:1557030600:subscribe", "desk_hall-a", AT, first=True)
    scenes.count("o2:1557030601:SCAN", "desk_hall-a", AT, first=False)
    scenes.count("o2:1557030602:SCAN", "desk_hall-b", AT, first=False)
    assert {scene: scenes.scans(scene) for scene in ("desk_hall-a", "desk_hall-b", "item_opening")} == {
        "desk_hall-a": 2,
        "desk_hall-b": 1,
        "item_opening": 0,
    }
    row = models.Scan.get(models.Scan.message_key == "o1:1557030600:subscribe")
    assert (row.at, row.first) == (datetime(2019, 5, 5, 12, 30), True)


def test_one_message_on_many_threads_counts_once() -> None:
    def deliver(number: int) -> None:
        try:
            scenes.count(f"message-{number % 3}", "desk_hall-a", AT, first=False)
        finally:
            models.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, range(48)))
    assert scenes.scans("desk_hall-a") == 3


def test_codes_are_on_record_and_a_newer_one_replaces_the_older() -> None:
    until = AT + timedelta(days=30)
    assert scenes.code("item_opening") is None
    scenes.record("item", "opening", "item_opening", "ticket-1", "http://weixin.qq.com/q/1", AT, until)
    scenes.record("desk", "hall-a", "desk_hall-a", "ticket-2", "http://weixin.qq.com/q/2", AT, None)
    later = AT + timedelta(days=29)
    scenes.record("item", "opening", "item_opening", "ticket-3", "http://weixin.qq.com/q/3", later, None)
    scenes.record("item", "opening", "item_opening", "ticket-3", "http://weixin.qq.com/q/3", later, until)
    desk = scenes.Code("desk", "hall-a", "desk_hall-a", "ticket-2", "http://weixin.qq.com/q/2", AT, None)
    item = scenes.Code("item", "opening", "item_opening", "ticket-3", "http://weixin.qq.com/q/3", later, until)
    assert scenes.registered() == (desk, item)
    assert scenes.code("item_opening") == item
    assert (item.is_valid(until - timedelta(seconds=1)), item.is_valid(until), desk.is_valid(until)) == (
        True,
        False,
        True,
    )


def test_columns_have_a_short_and_a_written_name() -> None:
    assert {short: columns.written(short) for short in columns.columns()} == {
        "profiles": "代表风采",
        "focus": "大会聚焦",
        "services": "大会服务",
        "union": "工会动态",
    }
    assert (columns.short("大会聚焦"), columns.short("体育")) == ("focus", "")
    with pytest.raises(NotFound):
        columns.written("sport")


def test_counts_by_scene_the_busiest_first() -> None:
    assert scenes.counts() == {}
    scenes.count("m1", "desk_hall-a", AT, True)
    for number in range(3):
        scenes.count(f"n{number}", "desk_hall-b", AT, number == 0)
    scenes.count("n0", "desk_hall-b", AT, True)
    assert list(scenes.counts().items()) == [("desk_hall-b", (3, 1)), ("desk_hall-a", (1, 1))]
