"""Schedules whose times stand in one cell, or one line, with what happens then."""

from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.styles import Font

import models
from handover.notes import Verdict
from tests.handover.conftest import Load, workbook

ITEMS = [
    (datetime(2024, 6, 18, 9), datetime(2024, 6, 18, 9, 30), "听取工作报告", "大礼堂"),
    (datetime(2024, 6, 18, 14), datetime(2024, 6, 18, 16), "分组讨论", "各会议室"),
    (datetime(2024, 6, 19, 10), None, "闭幕", "大礼堂"),
]


def _found() -> list[tuple[datetime, datetime | None, str, str]]:
    item = models.AgendaItem
    return list(item.select(item.starts, item.ends, item.title, item.place).order_by(item.starts).tuples())


def test_times_in_the_cells_of_the_contents(folder: Path, load: Load) -> None:
    rows = [
        ["职代会议程"], ["日期", "议程内容", "会场"], ["2024-06-18", "9:00-9:30 听取工作报告", "大礼堂"],
        [None, "14:00至16:00　分组讨论", "各会议室"], ["2024-06-19", "10:00 闭幕", "大礼堂"],
    ]  # fmt: skip
    workbook(folder / "议程.xlsx", {"议程": rows}, ["A3:A4"])
    [file] = load().files
    assert _found() == ITEMS
    assert "sheet_unfolded" in [note.code for note in file.of(Verdict.CORRECTED)]


def test_a_column_for_each_part_of_the_day(folder: Path, load: Load) -> None:
    rows = [
        ["日期", "上午", "下午"],
        ["2024年6月18日", "9:00-9:30 听取工作报告（大礼堂）", "2:00-4:00 分组讨论（各会议室）"],
        ["2024年6月19日", "10:00 闭幕（大礼堂）", None],
    ]
    workbook(folder / "日程.xlsx", {"日程": rows})
    load()
    assert _found() == ITEMS


PARTS = [
    ["日期", "上午", "下午", "晚上", "备注"],
    ["2024年6月18日", "9:00-9:30 开幕\n10:00-11:30 听取报告", "14:00-16:00 分组讨论", "19:00 观看演出", "着正装"],
    ["2024年6月19日", "9:00-10:00 选举", "14:30 闭幕", None, "带代表证"],
]


@pytest.mark.parametrize(
    ("struck", "cancelled"),
    [
        (["E2"], []),
        (["A2"], []),
        (["D2"], ["观看演出"]),
        (["B2"], ["开幕", "听取报告"]),
        (["C3", "E3"], ["闭幕"]),
        (["B3", "C3", "D3"], ["选举", "闭幕"]),
    ],
)
def test_a_struck_cell_cancels_what_stands_in_it(
    folder: Path, load: Load, struck: list[str], cancelled: list[str]
) -> None:
    path = workbook(folder / "日程.xlsx", {"日程": PARTS})
    _strike(path, *struck)
    load()
    item = models.AgendaItem
    found = list(item.select(item.title, item.remark, item.cancelled).order_by(item.starts).tuples())
    day, other = (["开幕", "听取报告", "分组讨论", "观看演出"], "着正装"), (["选举", "闭幕"], "带代表证")
    titles = [(title, remark) for among, remark in (day, other) for title in among]
    assert found == [(title, remark, title in cancelled) for title, remark in titles]


def test_a_struck_cell_of_several_rows_cancels_all_of_them(folder: Path, load: Load) -> None:
    rows = [
        ["日期", "时间", "内容", "地点"], ["2024-06-18", "9:00-10:00", "分组讨论", "甲厅"],
        [None, "10:00-11:00", None, "乙厅"], [None, "11:00-12:00", "选举", "甲厅"],
    ]  # fmt: skip
    path = workbook(folder / "日程.xlsx", {"日程": rows}, ["A2:A4", "C2:C3"])
    _strike(path, "C2")
    load()
    item = models.AgendaItem
    assert list(item.select(item.title, item.place, item.cancelled).order_by(item.starts).tuples()) == [
        ("分组讨论", "甲厅", True), ("分组讨论", "乙厅", True), ("选举", "甲厅", False),
    ]  # fmt: skip


def _strike(path: Path, *places: str) -> None:
    book = openpyxl.load_workbook(path)
    for place in places:
        book.worksheets[0][place].font = Font(strike=True)
    book.save(path)


def test_lines_of_a_text(folder: Path, load: Load) -> None:
    lines = [
        "职代会日程", "2024年6月18日（星期二）", "09:00-09:30　听取工作报告（大礼堂）",
        "下午2点至4点，分组讨论（地点：各会议室）",
        "6月19日（星期三）", "10:00 闭幕（大礼堂）", "注：以通知为准。",
    ]  # fmt: skip
    (folder / "职代会日程.txt").write_text("\n".join(lines), encoding="utf-8")
    [file] = load().files
    assert _found() == ITEMS
    assert not file.of(Verdict.REFUSED, Verdict.DROPPED)


def test_paragraphs_of_a_document(folder: Path, load: Load) -> None:
    document = docx.Document()
    for line in ["职代会日程", "2024年6月18日", "9:00-9:30 听取工作报告（大礼堂）", "14:00-16:00 分组讨论（各会议室）",
                 "2024年6月19日", "10:00 闭幕（大礼堂）"]:  # fmt: skip
        document.add_paragraph(line)
    document.save(str(folder / "职代会日程.docx"))
    load()
    assert _found() == ITEMS


def test_an_article_that_tells_times_by_the_way_stays_one(folder: Path, load: Load) -> None:
    lines = [
        "会场的一天",
        "9:00 人到齐了。",
        "大家坐下来，听了报告，记了笔记。",
        "休息的时候喝茶。",
        "又谈了很久。",
        "晚上看了演出。",
    ]
    (folder / "会场的一天.txt").write_text("\n".join(lines), encoding="utf-8")
    load()
    assert (_found(), [each.title for each in models.NewsItem.select()]) == ([], ["会场的一天"])
