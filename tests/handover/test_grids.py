"""Schedules with a column for each day, and what is said to be on the next day: each on its own day."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

import models
from handover.notes import Verdict
from handover.spans import Span, span
from tests.handover.conftest import Load, workbook

TITLE = ["职代会日程表（2024年6月18日—19日）"]
ITEMS = [
    (datetime(2024, 6, 18, 9), datetime(2024, 6, 18, 9, 30), "开幕式", "大礼堂"),
    (datetime(2024, 6, 18, 14), datetime(2024, 6, 18, 16), "分组讨论", ""),
    (datetime(2024, 6, 19, 9), datetime(2024, 6, 19, 9, 30), "选举", ""),
    (datetime(2024, 6, 19, 14), datetime(2024, 6, 19, 16), "闭幕式", ""),
]


def _found() -> list[tuple[datetime, datetime | None, str, str]]:
    item = models.AgendaItem
    assert all(each.day == each.starts.date() for each in item.select())
    return list(item.select(item.starts, item.ends, item.title, item.place).order_by(item.starts).tuples())


@pytest.mark.parametrize(
    "rows",
    [
        [TITLE, ["时间", "6月18日（星期二）", "6月19日（星期三）"], ["9:00-9:30", "开幕式", "选举"],
         ["2:00-4:00", "分组讨论", "闭幕式"]],
        [["2024年6月18日报到"], ["时间", date(2024, 6, 18), date(2024, 6, 19)], [time(9), "开幕式", "选举"],
         ["14:00-16:00", "分组讨论", "闭幕式"]],
        [["2024年6月18日报到"], ["时段", "6月18日", "6月19日"],
         ["上午", "9:00-9:30 开幕式（大礼堂）", "9:00-9:30 选举"], ["下午", "2:00-4:00 分组讨论", "2:00-4:00 闭幕式"]],
    ],
)  # fmt: skip
def test_a_column_for_each_day(folder: Path, load: Load, rows: list[list[Any]]) -> None:
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    found = _found()
    assert [(starts, title) for starts, _, title, _ in found] == [(starts, title) for starts, _, title, _ in ITEMS]
    if rows[1][0] == "时段":
        assert found == ITEMS
    assert "sheet_by_day" in [note.code for note in file.of(Verdict.CORRECTED)]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("值班日程", [["时间", "6月18日", "6月19日"], ["上午", "某甲", "某乙"], ["下午", "某丙", "某丁"]]),
        (
            "日程",
            [["姓名", "房号", "6月18日", "6月19日"], *(["某甲", number, "√", "√"] for number in ("1203", "1204"))],
        ),
        ("代表", [["时间", "6月18日", "6月19日"], ["上午", "某甲", "某乙"], ["下午", "某丙", "某丁"]]),
    ],
)
def test_who_is_where_on_which_day_is_no_schedule(folder: Path, load: Load, name: str, rows: list[list[Any]]) -> None:
    workbook(folder / f"{name}.xlsx", {"Sheet1": rows})
    load()
    assert _found() == []


def test_the_morning_after(folder: Path, load: Load) -> None:
    rows = [
        ["日期", "开始时间", "结束时间", "内容"], ["2024-06-18", "20:00", "21:30", "演出"],
        ["2024-06-18", "次日8:00", "9:00", "返程"], ["2024-06-19", "14:00", "次日9:00", "值守"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    load()
    assert [(starts, ends) for starts, ends, _, _ in _found()] == [
        (datetime(2024, 6, 18, 20), datetime(2024, 6, 18, 21, 30)),
        (datetime(2024, 6, 19, 8), datetime(2024, 6, 19, 9)),
        (datetime(2024, 6, 19, 14), datetime(2024, 6, 20, 9)),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [("次日8:00", Span(1920)), ("次日8:00-9:30", Span(1920, 2010)),
     ("22:00-次日1:00", Span(1320, 1500)),
     ("次日上午8点到次日10点", Span(1920, 2040))],
)  # fmt: skip
def test_times_of_the_next_day(written: str, read: Span) -> None:
    assert span(written) == read
