"""Where a schedule names its days: in lines of their own, in titles, in sheets' names, beside nothing at all."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from handover.around import Clock
from handover.dates import Calendar, Day
from handover.days import of_titles
from tests.handover.conftest import Load, told, workbook
from tests.handover.test_agenda import loaded

AT = datetime(2024, 3, 1)
NEAR = Clock(AT, AT.date())


@pytest.mark.parametrize(
    "line",
    [
        ["9月18日 星期一"], ["9月18日", "星期一"], ["9月18日（星期一）"], ["第一天：9月18日（周一）"],
        ["第1天", "9月18日"],
        ["一、9月18日（星期一）日程安排"], ["2023年9月18日 星期一 全天"], [date(2023, 9, 18)], ["日期：2023-09-18"],
        ["Day 1 - Monday, 18 September 2023"], ["Mon, Sep 18"], ["Monday 18 September"], ["September 18th (Monday)"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 2])
def test_a_line_that_names_the_day(folder: Path, load: Load, line: list[Any], column: int) -> None:
    rows = [
        ["2023年大会日程"], ["序号", "时间", "内容", "地点"], [*[None] * column, *line],
        [1, "9:00-11:30", "开幕式", "甲厅"], [2, "14:00-15:00", "座谈", "乙厅"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    assert loaded() == [
        ("0918-kaimushi", datetime(2023, 9, 18, 9), datetime(2023, 9, 18, 11, 30), "开幕式"),
        ("0918-zuotan", datetime(2023, 9, 18, 14), datetime(2023, 9, 18, 15), "座谈"),
    ]
    assert told(file)[1:] == [("skipped", "line_day", 3, "")]


def test_the_part_of_the_day_stands_with_the_date_or_alone(folder: Path, load: Load) -> None:
    rows = [
        ["2023年"], ["序号", "时间", "内容"], ["9月18日上午"], [1, "9:00-11:30", "甲"], ["下午"],
        [2, "2:30-5:00", "乙"],
        ["9月19日"], [3, "2:00", "丙"], [None, "晚上"], [4, "7:30", "丁"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows}, ["A3:C3", "A5:C5"])
    [file] = load().files
    assert [(starts, ends) for _, starts, ends, _ in loaded()] == [
        (datetime(2023, 9, 18, 9), datetime(2023, 9, 18, 11, 30)),
        (datetime(2023, 9, 18, 14, 30), datetime(2023, 9, 18, 17)),
        (datetime(2023, 9, 19, 2), None), (datetime(2023, 9, 19, 19, 30), None),
    ]  # fmt: skip
    assert [note for note in told(file)[1:] if note[0] == "skipped"] == [
        ("skipped", "line_day", 3, ""), ("skipped", "line_part", 5, ""), ("skipped", "line_day", 7, ""),
        ("skipped", "line_part", 9, ""),
    ]  # fmt: skip


def test_one_sheet_a_day(folder: Path, load: Load) -> None:
    head = ["时间", "事项"]
    workbook(
        folder / "2023年大会日程.xlsx",
        {
            "9月18日": [head, ["9:00", "甲"]],
            "9月19日（周二）": [["代表大会日程"], head, ["9:00", "乙"]],
            "第三天": [["大会第三天（9月20日）会议日程（9月1日印发）"], ["9月20日"], head, ["9:00", "丙"]],
            "D4": [["9月21日晚上的安排"], head, ["9:00", "丁"]],
        },
    )
    report = load()
    assert [starts for _, starts, _, _ in loaded()] == [datetime(2023, 9, day, 9) for day in (18, 19, 20, 21)]
    assert report.counts() == {"added": 4, "skipped": 4, "corrected": 1}


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["2023年9月17日至20日", "日程", "会议"], None), (["2023年9月17—20日", "日程", "会议"], None),
        (["2023.9.17-20", "日程", "会议"], None), (["17-20 September 2023", "Agenda", "congress"], None),
        (["2023年9月1日印发", "日程", "会议"], None), (["9月18日、19日日程", "日程", "会议"], None),
        (["2023年9月18日下午分组讨论", "日程", "会议"], date(2023, 9, 18)),
        (["大会", "9.18", "2023"], date(2023, 9, 18)),
        (["大会", "日程", "9月18日日程2023"], date(2023, 9, 18)), (["9月17日", "9月18日", "2023"], date(2023, 9, 18)),
        (["Programme for Monday, 18 September 2023", "Sheet1", "x"], date(2023, 9, 18)), (["x"], None),
    ],
)  # fmt: skip
def test_the_day_of_a_title(titles: list[str], day: date | None) -> None:
    found = of_titles(titles, NEAR)
    assert (found.day.day if found and found.day else None) == day


@pytest.mark.parametrize(
    "title", ["18–20 September 2023, Harbour Hall", "September 18-20, 2023", "2023年9月18日至20日"]
)
def test_a_range_in_english_or_chinese(title: str) -> None:
    calendar = Calendar([title], NEAR)
    assert (calendar.read("Sep 19"), calendar.span) == (
        Day(date(2023, 9, 19)), (date(2023, 9, 18), date(2023, 9, 20)),
    )  # fmt: skip
