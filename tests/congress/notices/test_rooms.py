"""A table of delegations handed over again: who is told of which room, and what is in no notice."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import congress.handover
import handover
import models
from congress.catalogue import BEIJING
from congress.notices import changes, outbox, switches
from congress.notices.audience import Audience
from handover.kinds import Told
from tests.handover.conftest import workbook

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
GRACE = timedelta(seconds=20)
HEAD = ["代表团", "讨论地点", "召集人", "联络员电话"]
EAST = ["东区代表团", "2号楼1层第3会议室", "甲召集", "19900001111"]
WEST = ["西区代表团", "4号楼1层第20会议室", "乙召集", "19900002222"]
SCHEDULE = [
    ["会议日程（2019年5月5日—5月7日）"],
    ["日期", "时间", "内容", "地点", "参加人员"],
    ["5月6日", "9:00—11:30", "开幕大会", "报告厅", "全体代表"],
    ["5月6日", "14:00—17:00", "分组讨论", "各代表团讨论地点（见附表）", "全体代表"],
    ["5月7日", "9:00—11:00", "闭幕大会", "报告厅", "全体代表"],
]
ROSTER = [
    ["代表证号", "姓名", "类别", "代表团", "工作单位及职务"],
    ["A-001", "甲一", "正式代表", "东区代表团", "工人"],
    ["A-002", "甲二", "列席人员", "东区代表团", "工人"],
    ["A-003", "甲三", "正式代表", "西区代表团", "工人"],
]
MEMBERS = ("A-001", "A-002")
NEW_ROOM = "1号楼5层大会议室"
END = "\n发“我的讨论地点”看最新安排。"
MOVED = f"【讨论地点变动】东区代表团的讨论地点改为 1号楼5层大会议室（原 2号楼1层第3会议室）{END}"
Load = Callable[..., tuple[Told, ...]]


@pytest.fixture
def load(database_url: str, tmp_path: Path) -> Load:
    """Hand over a table of delegations, after a schedule and before the roster; what will be told."""
    workbook(tmp_path / "in" / "1日程.xlsx", {"日程": SCHEDULE})
    workbook(tmp_path / "in" / "3名册.xlsx", {"名册": ROSTER})

    def run(*rows: Sequence[Any], at: datetime = AT, **options: Any) -> tuple[Told, ...]:
        workbook(tmp_path / "in" / "2附表.xlsx", {"附表": [HEAD, *rows]})
        options = {"media": tmp_path / "media", "at": at, "grace": GRACE} | options
        report = handover.load(tmp_path / "in", congress.handover.KINDS, **options)
        assert not report.failed
        return report.told

    return run


def with_(row: list[str], room: str | None = None, convener: str | None = None, phone: str | None = None) -> list[str]:
    """The row with other values."""
    new = (None, room, convener, phone)
    return [old if value is None else value for old, value in zip(row, new, strict=True)]


def sent() -> list[tuple[str, tuple[str, ...], str]]:
    """State, badges and words of every notice."""
    return [(each.state.value, each.audience.badges, each.words) for each in reversed(outbox.notices())]


def test_a_first_load_and_the_same_again_tell_nobody(load: Load) -> None:
    assert load(EAST) == ()
    assert load(EAST) == ()
    assert load(EAST, WEST) == ()
    assert sent() == []


def test_a_new_room_is_told_to_the_members(load: Load) -> None:
    load(EAST, WEST)
    told = load(with_(EAST, NEW_ROOM), WEST)
    assert told == (Told(MOVED, 2, told[0].number),)
    notice = outbox.notice(told[0].number)
    assert (notice.kind, notice.state, notice.words, notice.title, notice.by, notice.audience, notice.url) == (
        "change", outbox.State.QUEUED, MOVED, "讨论地点变动：东区代表团", "system", Audience.of_badges(MEMBERS), "/me",
    )  # fmt: skip
    assert (notice.at, notice.due, notice.expires) == (AT, AT + 2 * GRACE, datetime(2019, 5, 7, 11, tzinfo=BEIJING))
    assert notice.details == {
        "item": "东区代表团讨论", "when": "2019年5月6日 14:00", "was": "2019年5月6日 14:00",
        "place": "1号楼5层大会议室", "note": "地点有变，原2号楼1层第3会议室",
    }  # fmt: skip
    assert load(with_(EAST, NEW_ROOM), WEST) == ()
    assert len(sent()) == 1


def test_it_goes_out_a_grace_after_staff_saw_it(load: Load) -> None:
    load(EAST)
    told = load(with_(EAST, NEW_ROOM))
    assert changes.released(told, AT + timedelta(seconds=5), GRACE) == changes.Released(told, 20)
    assert outbox.notice(told[0].number).due == AT + timedelta(seconds=25)


def test_blanks_brackets_and_dashes_are_no_change(load: Load) -> None:
    load(EAST)
    assert load(with_(EAST, " 2号楼 1层 第3会议室", "甲 召集", "199 0000 1111")) == ()
    assert sent() == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("", NEW_ROOM, "【讨论地点变动】东区代表团的讨论地点定在 1号楼5层大会议室"),
        (NEW_ROOM, "", "【讨论地点变动】东区代表团的讨论地点待定（原 1号楼5层大会议室）"),
    ],
)
def test_a_room_that_comes_or_goes(load: Load, before: str, after: str, line: str) -> None:
    load(with_(EAST, before), WEST)
    assert [(each.words, each.people) for each in load(with_(EAST, after), WEST)] == [(line + END, 2)]


@pytest.mark.parametrize(
    ("row", "title", "line", "note"),
    [
        (with_(EAST, phone="19900003333"), "代表团变动：东区代表团",
         "【代表团变动】东区代表团的联络员电话有变，讨论地点不变：2号楼1层第3会议室", "联络员电话有变"),
        (with_(EAST, convener="丙召集", phone="19900003333"), "代表团变动：东区代表团",
         "【代表团变动】东区代表团的召集人和联络员电话有变，讨论地点不变：2号楼1层第3会议室", "召集人和联络员电话有变"),
        (with_(EAST, NEW_ROOM, convener="丙召集"), "讨论地点变动：东区代表团",
         "【讨论地点变动】东区代表团的讨论地点改为 1号楼5层大会议室（原 2号楼1层第3会议室）；召集人也有变",
         "地点有变，原2号楼1层第3会议室"),
    ],
)  # fmt: skip
def test_of_convener_and_telephone_people_hear_that_they_changed(
    load: Load, row: list[str], title: str, line: str, note: str
) -> None:
    load(EAST)
    (told,) = load(row)
    notice = outbox.notice(told.number)
    assert (told.words, told.people, notice.title, notice.details["note"]) == (line + END, 2, title, note)
    kept = json.dumps([*models.Notice.select().dicts(), *models.ItemChange.select().dicts(),
                       *models.AuditLine.select().dicts()], default=str, ensure_ascii=False)  # fmt: skip
    assert [value for value in ("甲召集", "丙召集", "19900001111", "19900003333") if value in kept] == []


def test_a_convener_or_telephone_that_was_missing_is_told_to_nobody(load: Load) -> None:
    load(with_(EAST, convener="", phone=""))
    assert load(EAST) == ()
    assert load(with_(EAST, convener="", phone="")) == ()


def test_what_is_taken_back_within_the_grace_is_told_to_nobody(load: Load) -> None:
    load(EAST)
    load(with_(EAST, NEW_ROOM, phone="19900003333"))
    assert load(EAST, at=AT + GRACE / 2) == ()
    assert [state for state, _, _ in sent()] == ["cancelled"]


def test_what_moves_twice_within_the_grace_is_told_once_from_what_people_know(load: Load) -> None:
    load(EAST, WEST)
    load(with_(EAST, "3号楼大厅"), with_(WEST, "3号楼大厅"))
    load(with_(EAST, NEW_ROOM), with_(WEST, "3号楼大厅"), at=AT + GRACE / 2)
    west = f"【讨论地点变动】西区代表团的讨论地点改为 3号楼大厅（原 4号楼1层第20会议室）{END}"
    assert [each for each in sent() if each[0] == "queued"] == [
        ("queued", ("A-003",), west), ("queued", MEMBERS, MOVED),
    ]  # fmt: skip


def test_what_moves_back_after_the_grace_is_told_again(load: Load) -> None:
    load(EAST)
    load(with_(EAST, NEW_ROOM))
    back = load(EAST, at=AT + 2 * GRACE)
    assert [each.words for each in back] == [
        f"【讨论地点变动】东区代表团的讨论地点改为 2号楼1层第3会议室（原 1号楼5层大会议室）{END}"
    ]
    assert [state for state, _, _ in sent()] == ["queued", "queued"]


def test_a_delegation_by_another_name_in_the_same_room_has_not_moved(load: Load) -> None:
    load(EAST, WEST)
    assert load(["东部代表团", *EAST[1:]], WEST) == ()
    assert load(EAST, WEST, at=AT + 3 * GRACE) == ()
    assert sent() == []


def test_a_line_that_is_missing_and_comes_back(load: Load) -> None:
    load(EAST, WEST)
    gone = load(WEST)
    back = load(EAST, WEST, at=AT + 3 * GRACE)
    assert [(each.words, each.people) for each in (*gone, *back)] == [
        (f"【讨论地点变动】东区代表团的讨论地点待定（原 2号楼1层第3会议室）{END}", 2),
        (f"【讨论地点变动】东区代表团的讨论地点定在 2号楼1层第3会议室{END}", 2),
    ]


def test_a_delegation_without_members_is_named_and_not_told(load: Load) -> None:
    north = ["北区代表团", "一室", "", ""]
    load(north)
    assert load(with_(north, "二室")) == (
        Told(f"【讨论地点变动】北区代表团的讨论地点改为 二室（原 一室）{END}", 0),
    )  # fmt: skip
    assert sent() == []


def test_when_the_congress_is_over_nobody_is_told(load: Load) -> None:
    load(EAST)
    assert load(with_(EAST, NEW_ROOM), at=datetime(2019, 5, 7, 11, tzinfo=BEIJING)) == ()


def test_quietly_and_switched_off_nobody_is_told(load: Load) -> None:
    load(EAST)
    load(with_(EAST, "3号楼大厅"))
    assert load(with_(EAST, NEW_ROOM), at=AT + GRACE / 2, quiet=True) == ()
    switches.turn("change", False, "office", AT)
    assert load(EAST) == ()
    assert [state for state, _, _ in sent()] == ["cancelled"]


def test_a_dry_run_says_what_would_be_told_and_writes_nothing(load: Load) -> None:
    load(EAST)
    assert load(with_(EAST, NEW_ROOM), dry_run=True) == (Told(MOVED, 2),)
    assert (sent(), models.ItemChange.select().count()) == ([], 0)


def test_table_and_notice_are_of_one_transaction(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    load(EAST)
    monkeypatch.setattr(models.Revision, "raise_", classmethod(lambda cls: 1 // 0))
    with pytest.raises(ZeroDivisionError):
        load(with_(EAST, NEW_ROOM))
    assert (sent(), [row.room for row in models.Delegation.select()]) == ([], ["2号楼1层第3会议室"])


def test_a_long_name_and_a_long_room_keep_within_every_limit(load: Load) -> None:
    long = "很长的名字" * 15
    load([f"{long}代表团", "室" * 200, "", ""], EAST)
    load([f"{long}代表团", "厅" * 200, "", ""], with_(EAST, "厅" * 200))
    (notice,) = outbox.notices()
    assert all(len(value) <= 20 for value in notice.details.values())
    assert models.ItemChange.get().key.startswith("@")
