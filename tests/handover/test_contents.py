"""Tables of which the headings alone don't say what their columns are: their values do."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

import models
from handover import wording
from handover.notes import Verdict
from tests.handover.conftest import Load, workbook

OPENING = (datetime(2025, 6, 9, 9), datetime(2025, 6, 9, 11, 30), "开班式", "滨江厅", "全体学员")
LUNCH = (datetime(2025, 6, 9, 12), datetime(2025, 6, 9, 13), "午餐", "一楼餐厅", "全体人员")
TALK = (datetime(2025, 6, 10, 14), datetime(2025, 6, 10, 16), "分组讨论", "各组会议室", "各组组长")
AGAIN = (datetime(2025, 6, 10, 12), datetime(2025, 6, 10, 13), "午餐", "一楼餐厅", "全体人员")


def _schedule(*columns: str) -> list[list[Any]]:
    """The rows of the four items, with these columns in this order."""
    rows = []
    for starts, ends, title, place, audience in (OPENING, LUNCH, AGAIN, TALK):
        said = {
            "day": f"{starts:%-m月%-d日}", "date": starts.date(), "span": f"{starts:%-H:%M}-{ends:%-H:%M}",
            "title": title, "place": place, "audience": audience, "group": "接待组",
            "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}",
        }  # fmt: skip
        rows.append([said[column] for column in columns])
    return rows


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("日期 时段 活动安排 地点 参加人员", "day span title place audience"),
        ("会期 起止时刻 议项 会场 出席范围", "day span title place audience"),
        ("时间 起讫 议程内容 场所 人员", "day span title place audience"),
        ("哪日 几点到几点 办什么 到哪 谁来", "date span title place audience"),
        ("日子 甲 乙 丙 丁", "date span title place audience"),
        ("日期 起 讫 环节 在什么地方 哪些人参加", "day starts ends title place audience"),
        ("时间 自 至 工作内容 所在 参与者", "date starts ends title place audience"),
        ("地方 参与者 什么事 时刻 何日", "place audience title span date"),
    ],
)
def test_a_schedule_is_told_by_what_its_columns_hold(folder: Path, load: Load, head: str, columns: str) -> None:
    rows = [
        ["2025年骨干班会议日程"],
        head.split(),
        *_schedule(*columns.split()),
        ["以上安排如有调整，以会务组通知为准。"],
    ]
    workbook(folder / "总表.xlsx", {"Sheet1": rows})
    [file] = load().files
    item = models.AgendaItem
    found = item.select(item.starts, item.ends, item.title, item.place, item.audience).order_by(item.starts)
    assert list(found.tuples()) == [OPENING, LUNCH, AGAIN, TALK]
    assert not file.of(Verdict.REFUSED, Verdict.DROPPED)


def test_what_no_heading_says_is_told_and_what_asks_to_be_told_goes_into_the_remark(folder: Path, load: Load) -> None:
    head = ["会期", "时刻", "议项", "位于", "分工", "着装要求"]
    rows = [head, *([*row, "便装"] for row in _schedule("day", "span", "title", "place", "group"))]
    workbook(folder / "2025年议程.xlsx", {"总": rows}, ["A2:A3"])
    [file] = load().files
    assert {wording.said(note, "agenda") for note in file.of(Verdict.CORRECTED)} == {
        "把“议项”这一列当作“内容”收入；不对的话请改表头",
        "把“位于”这一列当作“地点”收入；不对的话请改表头",
        "“着装要求”这一列（4 个值）并入“备注”收入",
    }
    assert [wording.said(note, "agenda") for note in file.of(Verdict.DROPPED)] == [
        "“分工”这一列（4 个值）没有收：看不出是要让代表看到的；"
        "要让代表看到，请把表头改成“备注”再交（里面的人名、手机号码和证件号仍不收）",
    ]
    remarks = {item.remark for item in models.AgendaItem.select()}
    assert remarks == {"着装要求：便装"}


def test_a_list_of_services_with_hours_is_no_schedule(folder: Path, load: Load) -> None:
    rows = [
        ["服务项目", "时段", "地点", "电话"],
        ["医务", "8:00-20:00", "一楼大厅", ""],
        ["打印", "9:00-18:00", "商务中心", ""],
    ]
    workbook(folder / "服务指南.xlsx", {"Sheet1": rows})
    load()
    assert [entry.hours for entry in models.GuideEntry.select()] == ["8:00-20:00", "9:00-18:00"]
    assert not models.AgendaItem.select().count()


def test_columns_are_not_mistaken_for_others_by_a_few_of_their_values(folder: Path, load: Load) -> None:
    rows = [
        ["日期", "时间", "内容", "集合", "地点"],
        [date(2025, 6, 9), "9:00-11:30", "参观一号馆", "8:30", "一号馆"],
        [date(2025, 6, 9), "14:00-16:00", "参观展览馆", "13:40", "展览馆"],
    ]
    workbook(folder / "日程.xlsx", {"日程": rows})
    load()
    item = models.AgendaItem
    found = item.select(item.title, item.place, item.remark).order_by(item.starts).tuples()
    assert list(found) == [("参观一号馆", "一号馆", "集合：8:30"), ("参观展览馆", "展览馆", "集合：13:40")]


def test_services_with_places_and_numbers_in_words(folder: Path, load: Load) -> None:
    rows = [
        ["2025年职工服务清单"],
        ["服务名", "干什么的", "谁能办", "受理期", "名额", "到哪里办", "咨询电话", "补助金额", "经办人"],
        ["助学", "补学费", "会员子女", "8月1日至9月15日", "120户", "大厅3号窗", "051-0001", "每人5000元", "张三"],
        ["电影", "看电影", "会员", "即日起至11月30日", "每月2000张", "小程序", "", "", "张三"],
        ["谈心", "聊一聊", "全体职工", "全年", "不限", "205室", "", "免费", "张三"],
    ]
    workbook(folder / "服务清单.xlsx", {"Sheet1": rows})
    [file] = load().files
    p = models.Programme
    found = p.select(p.name, p.summary, p.audience, p.opens, p.closes, p.quota, p.quota_words, p.counter, p.hotline)
    august, september, november = date(2025, 8, 1), date(2025, 9, 15), date(2025, 11, 30)
    assert list(found.order_by(p.position).tuples()) == [
        ("助学", "补学费\n补助金额：每人5000元", "会员子女", august, september, 120, "120户", "大厅3号窗", "051-0001"),
        ("电影", "看电影", "会员", None, november, None, "每月2000张", "小程序", ""),
        ("谈心", "聊一聊\n受理期：全年\n补助金额：免费", "全体职工", None, None, None, "", "205室", ""),
    ]  # fmt: skip
    assert [note.values["heading"] for note in file.of(Verdict.DROPPED)] == ["经办人"]


def test_a_timetable_of_lessons(folder: Path, load: Load) -> None:
    rows = [
        ["星期", "日期", "节次", "课程", "授课教师", "教室"],
        ["二", "2025年3月4日", "第一节 8:30-10:00", "工会法", "甲", "主楼301"],
        ["二", "2025年3月4日", "第二节 10:20-11:50", "协商", "乙", "主楼301"],
    ]
    workbook(folder / "培训班.xlsx", {"Sheet1": rows})
    load()
    item = models.AgendaItem
    assert list(item.select(item.starts, item.title, item.place, item.remark).order_by(item.starts).tuples()) == [
        (datetime(2025, 3, 4, 8, 30), "工会法", "主楼301", "授课教师：甲"),
        (datetime(2025, 3, 4, 10, 20), "协商", "主楼301", "授课教师：乙"),
    ]


def test_what_is_struck_through_is_cancelled(folder: Path, load: Load) -> None:
    rows = [["日期", "时间", "内容"], *_schedule("day", "span", "title")]
    path = workbook(folder / "2025年日程.xlsx", {"日程": rows})
    book = openpyxl.load_workbook(path)
    for cell in (*book["日程"][3], book["日程"]["B5"]):  # of the last row only the time: that says nothing
        cell.font = Font(strike=True)
    book.save(path)
    [file] = load().files
    found = models.AgendaItem.select().order_by(models.AgendaItem.starts)
    assert [(item.title, item.cancelled) for item in found] == [
        ("开班式", False), ("午餐", True), ("午餐", False), ("分组讨论", False),
    ]  # fmt: skip
    assert [note.code for note in file.of(Verdict.DOUBTFUL)].count("item_struck") == 1


def test_a_remark_on_a_station_stands_with_what_it_is_about(folder: Path, load: Load) -> None:
    rows = [
        ["台账号", "驿站", "门牌", "东经", "北纬", "开门", "有什么", "说明"],
        ["A01", "甲站", "一路1号", 104.08, 30.65, "9:00-18:00", "饮水", "周日不开"],
        ["A02", "乙站", "二路2号", 104.09, 30.66, "9:00-18:00", "饮水", "门前可停电动车"],
    ]
    workbook(folder / "驿站.xlsx", {"名单": rows})
    load()
    s = models.Station
    assert list(s.select(s.code, s.hours, s.facilities).order_by(s.code).tuples()) == [
        ("A01", "9:00-18:00，周日不开", "饮水"),
        ("A02", "9:00-18:00", "饮水，门前可停电动车"),
    ]
