"""What changed in the schedule, in words."""

from datetime import datetime
from typing import Any

import pytest

from congress.catalogue import BEIJING
from congress.notices import changes
from congress.notices.differences import differences, folded
from handover.kinds import Change

AT = datetime(2019, 5, 6, 8, 0, tzinfo=BEIJING)
OPENING = {
    "day": "2019-05-06", "starts": "09:00", "ends": "11:30", "title": "开幕大会", "place": "会议中心报告厅",
    "audience": "全体代表",
}  # fmt: skip


def row(**other: str) -> dict[str, Any]:
    """The opening as a row of the schedule, or with other values."""
    values: dict[str, Any] = OPENING | other
    for name in ("starts", "ends"):
        values[name] = datetime.fromisoformat(f"{values['day']}T{values[name]}") if values[name] else None
    return values


def told(*rows: Change) -> list[str]:
    """The words for each difference."""
    return [changes.line(each) for each in differences(rows, AT)]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"starts": "10:00", "ends": "12:30"},
         "开幕大会 改到 5月6日（周一）上午10:00—中午12:30（原 9:00—11:30）"),
        ({"starts": "10:00", "ends": ""}, "开幕大会 改到 5月6日（周一）上午10:00（原 9:00—11:30）"),
        ({"starts": "14:00", "ends": "16:00"},
         "开幕大会 改到 5月6日（周一）下午2:00—4:00（原 上午9:00—11:30）"),
        ({"starts": "19:30", "ends": "21:00", "place": "剧场"},
         "开幕大会 改到 5月6日（周一）晚上7:30—9:00（原 上午9:00—11:30）；地点改为 剧场（原 会议中心报告厅）"),
        ({"day": "2019-05-07"}, "开幕大会 改到 5月7日（周二）上午9:00—11:30（原 5月6日上午9:00—11:30）"),
        ({"ends": "12:00"},
         "开幕大会 结束时间改为 中午12:00（原 上午11:30）；时间为 5月6日（周一）上午9:00—中午12:00"),
        ({"ends": ""}, "开幕大会 结束时间待定（原 上午11:30）；时间为 5月6日（周一）上午9:00"),
        ({"place": "剧场"},
         "开幕大会 地点改为 剧场（原 会议中心报告厅）；时间不变：5月6日（周一）上午9:00—11:30"),
        ({"place": ""}, "开幕大会 地点待定（原 会议中心报告厅）；时间不变：5月6日（周一）上午9:00—11:30"),
        ({"title": "开幕式"}, "开幕大会 更名为“开幕式”；时间不变：5月6日（周一）上午9:00—11:30"),
        ({"audience": "全体代表、特邀代表"},
         "开幕大会 参加人员改为 全体代表、特邀代表（原 全体代表）；时间不变：5月6日（周一）上午9:00—11:30"),
        ({"audience": ""},
         "开幕大会 参加人员改为 全体人员（原 全体代表）；时间不变：5月6日（周一）上午9:00—11:30"),
    ],
)  # fmt: skip
def test_a_change_in_words(other: dict[str, str], expected: str) -> None:
    assert told(Change("k", row(), row(**other))) == [expected]


@pytest.mark.parametrize(
    "other",
    [{"place": "会议中心 报告厅"}, {"title": "“开幕大会”"}, {"place": "会议中心报告厅　"}, {"audience": " 全体代表"}],
)
def test_what_is_cosmetic_is_not_told(other: dict[str, str]) -> None:
    assert told(Change("k", row(), row(**other))) == []


def test_a_different_number_is_not_cosmetic() -> None:
    assert told(Change("k", row(place="3号楼1-1室"), row(place="3号楼11室"))) == [
        "开幕大会 地点改为 3号楼11室（原 3号楼1-1室）；时间不变：5月6日（周一）上午9:00—11:30"
    ]


def test_cancelled_restored_and_new() -> None:
    assert told(Change("k", row(), None)) == ["开幕大会 取消（原定 5月6日（周一）上午9:00—11:30，会议中心报告厅）"]
    assert told(Change("k", row(), row(starts="10:00", ends=""), withdrawn=True)) == [
        "开幕大会 恢复举行：5月6日（周一）上午10:00，会议中心报告厅"
    ]
    assert told(Change("k", None, row())) == []


def test_what_stands_in_another_row_is_the_same_item() -> None:
    moved = Change("0506-kaimu", row(), None), Change("0507-kaimu", None, row(day="2019-05-07"))
    assert told(*moved) == ["开幕大会 改到 5月7日（周二）上午9:00—11:30（原 5月6日上午9:00—11:30）"]
    renamed = Change("0506-kaimu", row(), None), Change("0506-kaimushi", None, row(title="开幕式"))
    assert told(*renamed) == ["开幕大会 更名为“开幕式”；时间不变：5月6日（周一）上午9:00—11:30"]


def test_the_first_of_two_of_a_name_taken_out_gives_its_key_to_the_second() -> None:
    later = {"starts": "14:00", "ends": "16:00"}
    assert told(Change("k", row(), row(**later)), Change("k-2", row(**later), None)) == [
        "开幕大会 取消（原定 5月6日（周一）上午9:00—11:30，会议中心报告厅）"
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("over", "over", []),
        ("over", None, []),
        ("over", "to come", ["开幕大会 改到 5月6日（周一）上午9:00—11:30（原 7:00—7:30）"]),
        ("to come", "over", ["开幕大会 改到 5月6日（周一）上午7:00—7:30（原 9:00—11:30）"]),
        ("under way", None, ["开幕大会 取消（原定 5月6日（周一）上午7:00—9:00，会议中心报告厅）"]),
    ],
)
def test_what_is_over_is_not_told(before: str, after: str | None, expected: list[str]) -> None:
    times = {
        "over": {"starts": "07:00", "ends": "07:30"}, "to come": {}, "under way": {"starts": "07:00", "ends": "09:00"},
    }  # fmt: skip
    assert told(Change("k", row(**times[before]), None if after is None else row(**times[after]))) == expected


def test_several_at_once_are_one_list() -> None:
    found = differences([Change("b", row(title="乙会"), None), Change("a", row(), row(place="剧场"))], AT)
    assert changes.message(found) == (
        "【日程变动】共 2 项\n"
        "1．乙会 取消（原定 5月6日（周一）上午9:00—11:30，会议中心报告厅）\n"
        "2．开幕大会 地点改为 剧场（原 会议中心报告厅）；时间不变：5月6日（周一）上午9:00—11:30\n"
        "发“我的日程”看最新安排。"
    )


def test_a_long_list_keeps_to_one_message() -> None:
    found = differences([Change(f"{n}", row(title=f"分组讨论第{n}场"), None) for n in range(60)], AT)
    words = changes.message(found)
    lines = words.split("\n")
    assert len(words.encode()) <= 2048 < len(words.encode()) + 120
    assert lines[0] == "【日程变动】共 60 项"
    assert lines[-2:] == [f"……其余 {60 - (len(lines) - 3)} 项请看日程。", "发“我的日程”看最新安排。"]


def test_folding_keeps_the_first_before_and_the_last_after() -> None:
    first, later, last = row(), row(starts="10:00"), row(starts="11:00")
    one, other = Change("a", first, later), Change("b", first, None)
    assert folded([one, other], [Change("a", later, last)]) == [Change("a", first, last), other]
    assert differences(folded([one], [Change("a", later, first)]), AT) == ()
