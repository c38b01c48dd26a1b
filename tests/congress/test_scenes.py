"""Scenes: what a code may stand for, which exist, and how often they were scanned."""

import re
from datetime import datetime, timedelta

import pytest

import models
from clock import BEIJING
from congress import columns, scans, scenes
from congress.errors import Invalid, NotFound
from tests import congress_rows

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _congress(database_url: str) -> None:
    congress_rows.fill()
    models.Delegate.create(badge="A-002", name="甲", delegation="东城区代表团")
    models.Delegate.create(badge="A-001", name="乙", delegation="教育代表团")
    models.Delegate.create(badge="A-003", name="丙", delegation="教育代表团", withdrawn=True)


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


@pytest.mark.parametrize(
    ("kind", "key"), [("item", "none"), ("column", "union"), ("delegation", "月球代表团"), ("delegate", "A-003")]
)
def test_a_key_that_does_not_exist_is_not_found(kind: str, key: str) -> None:
    with pytest.raises(NotFound) as missing:
        scenes.scene_string(kind, key)
    assert missing.value.args == (key,)


def test_a_delegate_s_code_has_a_key_that_nobody_can_guess() -> None:
    key = models.Delegate.get(models.Delegate.badge == "A-002").scene_key
    assert re.fullmatch("[0-9a-f]{32}", key) is not None  # 128 bits
    assert scenes.scene_string("delegate", "A-002") == f"delegate_{key}"
    assert scenes.scene_string("delegate", key) == f"delegate_{key}"
    assert scenes.scene_string("delegate", "A-001") != f"delegate_{key}"


def test_a_secret_key_is_never_shown() -> None:
    scene = scenes.scene_string("delegate", "A-002")
    assert [scenes.shown(scene), scenes.told(scene)] == ["delegate", "delegate A-002"]
    assert [scenes.shown("delegate_gone"), scenes.told("delegate_gone")] == ["delegate", "delegate"]
    assert [scenes.shown("item_opening"), scenes.told("item_opening")] == ["item_opening"] * 2
    scans.count("e:1", scene, AT, True)
    scans.count("e:2", scenes.scene_string("delegate", "A-001"), AT, False)
    assert scans.counts() == (scans.Count("delegate", 1, 1),)
    assert scans.hourly() == (scans.Count("delegate", 1, 1, AT.replace(minute=0)),)


def test_the_longest_key_makes_a_scene_of_at_most_64_characters() -> None:
    longest = {
        "desk": len(scenes.scene_string("desk", "a" * 32)),
        "item": len("item_") + models.AgendaItem.key.max_length,
        "delegation": len("delegation_") + models.Delegation.key.max_length,
        "delegate": len("delegate_") + models.Delegate.scene_key.max_length,
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
        "delegate": (("A-001", "教育代表团"), ("A-002", "东城区代表团")),
    }  # fmt: skip
    with pytest.raises(Invalid, match="unknown_kind"):
        scenes.keys("seat")


def made(scene: str, ticket: str, at: datetime, until: datetime | None) -> None:
    kind, key = scene.split("_", 1)
    scenes.record(kind, key, scene, ticket, f"http://weixin.qq.com/q/{ticket}", at, until)


def test_codes_are_on_record_and_a_newer_one_replaces_the_older() -> None:
    until, later = AT + timedelta(days=30), AT + timedelta(days=29)
    assert scenes.code("item_opening") is None
    made("item_opening", "1", AT, until)
    made("desk_hall-a", "2", AT, None)
    made("item_opening", "3", later, None)
    made("item_opening", "3", later, later + timedelta(days=30))
    desk = scenes.Code(
        "desk", "hall-a", "desk_hall-a", "2", "http://weixin.qq.com/q/2", AT, None, "报到处海报", "会务组", True, 0
    )
    item = scenes.Code(
        "item", "opening", "item_opening", "3", "http://weixin.qq.com/q/3", later, later + timedelta(days=30),
        "日程（屏幕、推文）", "会务组", False, 1,
    )  # fmt: skip
    assert scenes.registered() == (desk, item)
    assert scenes.registered("item") == (item,)
    assert scenes.code("item_opening") == item
    assert (desk.may_be_printed, item.may_be_printed) == (True, False)
    assert scenes.permanent_count() == 1


def test_a_temporary_code_is_valid_till_its_end_and_due_five_days_before() -> None:
    until = AT + timedelta(days=30)
    made("item_opening", "1", AT, until)
    code = scenes.code("item_opening")
    assert code is not None
    second = timedelta(seconds=1)
    assert (code.is_valid(until - second), code.is_valid(until)) == (True, False)
    assert scenes.due(until - timedelta(days=5) - second) == ()
    assert scenes.due(until - timedelta(days=5)) == (code,)


def test_planned_codes_are_due_until_they_are_made_and_planning_again_changes_nothing() -> None:
    scenes.plan(["item_opening", "desk_hall-a"], AT)
    scenes.plan(["desk_hall-a"], AT + timedelta(days=1))
    planned = scenes.listed()
    assert [(code.scene, code.created, code.is_made, code.is_valid(AT)) for code in planned] == [
        ("desk_hall-a", AT, False, False),
        ("item_opening", AT, False, False),
    ]
    assert (scenes.due(AT), scenes.registered(), scenes.code("desk_hall-a")) == (planned, (), None)
    made("item_opening", "1", AT, AT + timedelta(days=30))
    assert [code.scene for code in scenes.due(AT)] == ["desk_hall-a"]
    assert [code.scene for code in scenes.due(AT + timedelta(days=26))] == ["item_opening", "desk_hall-a"]
    assert scenes.due(AT, "column") == ()


def test_a_temporary_code_that_is_to_be_printed_is_made_anew() -> None:
    made("item_opening", "1", AT, AT + timedelta(days=30))
    scenes.plan(["item_opening"], AT, permanent=True, purpose="会场海报", owner="宣传组")
    (code,) = scenes.due(AT)
    assert (code.permanent, code.purpose, code.owner, code.may_be_printed) == (True, "会场海报", "宣传组", False)
    made("item_opening", "2", AT, None)
    assert (scenes.due(AT), scenes.permanent_count()) == ((), 1)


def test_more_scenes_than_a_statement_takes_are_planned() -> None:
    scenes.plan([f"desk_{number:04}" for number in range(scenes.AT_ONCE + 1)], AT, owner="会务组")
    assert len(scenes.listed("desk")) == scenes.AT_ONCE + 1


def test_a_foreign_scene_is_not_planned() -> None:
    with pytest.raises(Invalid, match="unknown_kind"):
        scenes.plan(["desk_a", "seat_1"], AT)
    assert scenes.listed() == ()


def test_every_kind_has_its_rule() -> None:
    assert set(scenes.kinds()) == set(scenes.KINDS)
    assert {name for name, kind in scenes.kinds().items() if not kind.permanent} == {"item"}
    assert all(kind.purpose and kind.owner for kind in scenes.kinds().values())


def test_columns_have_a_short_and_a_written_name() -> None:
    assert {short: columns.written(short) for short in columns.columns()} == {
        "profiles": "代表风采",
        "focus": "大会聚焦",
        "services": "大会服务",
        "union": "工会动态",
    }
    assert (columns.short("大会聚焦"), columns.short("体育")) == ("focus", "focus")
    with pytest.raises(NotFound):
        columns.written("sport")
