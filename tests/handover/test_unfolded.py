"""Schedules whose times stand in one cell, or one line, with what happens then."""

from datetime import datetime
from pathlib import Path

import docx

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
