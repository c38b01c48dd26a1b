"""Files whose headings nobody foresaw: what stands around a table and in its columns says the rest."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

import models
from handover import wording
from handover.notes import Verdict
from tests.handover.conftest import Load, told, workbook

PLACES = [
    ["小站", "行政区", "街道（镇）", "门牌", "电话", "开门时间", "有什么", "坐标（经度,纬度）"],
    ["甲小站", "东区", "一街道", "一路1号", "0592-5552000", "8:30-21:30", "饮水", "118.0768,24.4512"],
]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("园丁小站清单", PLACES),
        ("爱心驿站", [["驿站", *PLACES[0][1:5], "开放时段", "配套", "定位"], PLACES[1]]),
        ("户外劳动者歇脚点", [["歇脚点", "所属区县", "街道", "位于", "固话", "几点开", "提供什么", "经纬"], PLACES[1]]),
        ("Sheet1", [["教工之家", *PLACES[0][1:]], PLACES[1], ["乙之家", *PLACES[1][1:]]]),
        ("港湾", [["港湾一览表"], ["", *PLACES[0]], ["1", *PLACES[1]], ["说明：节假日照常"]]),
    ],
)
def test_a_list_of_places(folder: Path, load: Load, name: str, rows: list[list[str]]) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    (folder / f"{name}.csv").write_text("\n".join(lines), encoding="gb18030")
    [file] = load().files
    s = models.Station
    fields = (s.name, s.district, s.address, s.phone, s.hours, s.facilities, s.longitude, s.latitude)
    found = s.select(*fields).where(s.name == "甲小站").tuples()
    assert list(found) == [("甲小站", "东区", "一街道一路1号", "0592-5552000", "8:30-21:30", "饮水", 118.0768, 24.4512)]
    assert not file.of(Verdict.REFUSED, Verdict.DROPPED, Verdict.DOUBTFUL)


def test_a_list_of_places_without_coordinates_by_the_name_of_its_file(folder: Path, load: Load) -> None:
    (folder / "爱心驿站.csv").write_text("驿站,电话,开放时段\n甲,0592-5552000,8:30-21:30\n", encoding="utf-8")
    load()
    assert [(row.name, row.hours) for row in models.Station.select()] == [("甲", "8:30-21:30")]


@pytest.mark.parametrize("rows", ["118.07,24.45,甲,一路1号", '"118.07,24.45",甲,一路1号'])
def test_a_heading_with_a_delimiter_in_brackets(folder: Path, load: Load, rows: str) -> None:
    (folder / "站点.csv").write_text(f"坐标（经度,纬度）,名称,地址\n{rows}\n", encoding="utf-8")
    load()
    assert [(row.name, row.address, row.longitude) for row in models.Station.select()] == [("甲", "一路1号", 118.07)]


@pytest.mark.parametrize(
    ("heading", "noted"),
    [("坐标（经度,纬度）", True), ("坐标", True), ("坐标（纬度,经度）", False), ("lat,lng", False)],
)
def test_coordinates_in_the_wrong_order_in_one_cell_are_told(
    folder: Path, load: Load, heading: str, noted: bool
) -> None:
    workbook(folder / "站点.xlsx", {"站": [["名称", "地址", heading], ["甲", "一路", "24.45,118.07"]]})
    [file] = load().files
    assert [(row.longitude, row.latitude) for row in models.Station.select()] == [(118.07, 24.45)]
    assert told(file) == ([("corrected", "coordinates_swapped", 2, "甲")] if noted else [])


PERSON = ("A1", "甲乙", "一中 教师", "19900000001", "听涛宾馆 301", "素食", "3排5座", "1号车", "高校组", "正式")


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            [
                "代表证号",
                "姓名",
                "学校（单位）",
                "职务",
                "联系手机",
                "下榻宾馆",
                "房号",
                "餐食",
                "座位",
                "乘车",
                "小组",
                "身份",
            ],
            [
                "A1",
                "甲乙",
                "一中",
                "教师",
                "19900000001",
                "听涛宾馆",
                301.0,
                "素食",
                "3排5座",
                "1号车",
                "高校组",
                "正式",
            ],
        ),
        (
            [
                "参会证编号",
                "参会人姓名",
                "所在学校",
                "岗位",
                "本人手机号",
                "住宿酒店",
                "房间号码",
                "用餐习惯",
                "会场席位",
                "车辆安排",
                "所属小组",
                "参会类别",
            ],
            [
                "A1",
                "甲乙",
                "一中",
                "教师",
                "199 0000 0001",
                "听涛宾馆",
                "301",
                "素食",
                "３排５座",
                "1号车",
                "高校组",
                "正式",
            ],
        ),
        (
            [
                "胸牌号",
                "名字",
                "单位",
                "职务",
                "手机",
                "酒店",
                "房间",
                "饮食禁忌",
                "座次",
                "乘坐车次",
                "组别",
                "类别",
                "身份证号",
                "紧急联系人手机",
            ],
            [
                "A1",
                "甲 乙",
                "一中",
                "一中 教师",
                19900000001,
                "听涛宾馆",
                "听涛宾馆 301",
                "素食",
                "3排5座",
                "1号车",
                "高校组",
                "正式",
                "110101199001011234",
                "19900000009",
            ],
        ),
    ],
)
def test_a_roster(folder: Path, load: Load, head: list[str], row: list[Any]) -> None:
    workbook(folder / "汇总.xlsx", {"Sheet1": [[], ["参会人员汇总"], head, row]})
    load()
    d = models.Delegate
    fields = (d.badge, d.name, d.post, d.phone, d.room, d.meal, d.seat, d.coach, d.delegation, d.category)
    assert list(d.select(*fields).tuples()) == [PERSON]


def test_a_column_that_nobody_knows_is_told_without_a_guess_at_what_it_is_not(folder: Path, load: Load) -> None:
    head = ["证号", "姓名", "微信号", "身份证号", "姓名", "饭"]
    workbook(folder / "名册.xlsx", {"名册": [head, ["A1", "甲", "wx1", "110101199001011234", "甲", "饭"]]})
    [file] = load().files
    assert [(note.code, note.values["heading"]) for note in file.of(Verdict.DROPPED)] == [
        ("column_guarded", "微信号"), ("column_guarded", "身份证号"), ("column_twice", "姓名"),
    ]  # fmt: skip
    assert [row.further for row in models.Delegate.select()] == ["饭：饭"]


@pytest.mark.parametrize(
    ("head", "row", "whose"),
    [
        (
            ["组别", "会场", "组长", "联络员", "联络员手机"],
            ["甲组", "301", "某主席", "张三", "19900440001"],
            ("某主席", "19900440001（张三）"),
        ),
        (
            ["小组名称", "讨论教室", "联系人", "电话"],
            ["甲组", "301", "张三", "19900440001"],
            ("", "19900440001（张三）"),
        ),
        (
            ["讨论组", "在哪讨论", "负责同志", "联系人手机号码"],
            ["甲组", "301", "某主席", "19900440001"],
            ("某主席", "19900440001"),
        ),
        (["组别", "会场", "联络员"], ["甲组", "301", "张三"], ("张三（联络员）", "")),
        (["组别", "会场", "组长", "联络员"], ["甲组", "301", "某主席", "张三"], ("某主席", "")),
    ],
)
def test_rooms_with_liaisons(folder: Path, load: Load, head: list[str], row: list[str], whose: tuple[str, str]) -> None:
    workbook(folder / "会场.xlsx", {"分组讨论": [head, row]})
    [file] = load().files
    d = models.Delegation
    assert list(d.select(d.name, d.room, d.convener, d.phone).tuples()) == [("甲组", "301", *whose)]
    lost = [wording.said(note, "delegations") for note in file.of(Verdict.DROPPED)]
    assert lost == (["联络员“张*”没有电话，未收；请把电话写在“联络员电话”一列"] if whose == ("某主席", "") else [])


def test_a_telephone_with_its_owner_is_masked_as_a_whole(folder: Path, load: Load) -> None:
    head = ["组别", "会场", "联络员", "电话"]
    workbook(folder / "会场.xlsx", {"分组讨论": [head, ["甲组", "301", "张三", "19900440001"]]})
    load()
    workbook(folder / "会场.xlsx", {"分组讨论": [head, ["甲组", "301", "李四五", "19900440002"]]})
    [file] = load().files
    assert [note.changes for note in file.of(Verdict.CHANGED)] == [
        (("phone", "199****0001（张*）", "199****0002（李**）"),)
    ]


@pytest.mark.parametrize(
    ("heading", "written", "ways"),
    [
        ("近似问法", "车停在哪里、有没有停车场", ["车停在哪里", "有没有停车场"]),
        ("类似提问", "早餐、午餐在哪里吃", ["早餐、午餐在哪里吃"]),
        ("同类问题", "1.能改签吗 2.能退票吗", ["能改签吗", "能退票吗"]),
        ("其他问法", "能改吗？能退吗？", ["能改吗？", "能退吗？"]),
        ("相似问法", "我吃素，能单独安排吗；有素食吗", ["我吃素，能单独安排吗", "有素食吗"]),
        ("关键词", "停车 车位，车库、泊车", ["停车", "车位", "车库", "泊车"]),
    ],
)
def test_other_ways_to_ask(folder: Path, load: Load, heading: str, written: str, ways: list[str]) -> None:
    workbook(folder / "问答.xlsx", {"表": [["口径", heading, "提问"], ["可以", written, "停车吗"]]})
    load()
    assert [row.aliases.split("\n") for row in models.Faq.select()] == [ways]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            ["项目", "面向谁", "开始报名", "报名截至", "名额", "材料"],
            ["嗓音课", "教师", date(2024, 7, 1), "2024年7月25日", 200, "会员号"],
        ),
        (
            ["项目名称", "服务人群", "起始日期", "结束时间", "人数限制", "需带资料"],
            ["嗓音课", "教师", "2024/7/1", 45498, "200人", "会员号"],
        ),
        (["服务", "参加条件", "报名起止", "限额", "所需资料"], ["嗓音课", "教师", "2024.7.1-7.25", "200", "会员号"]),
    ],
)
def test_programmes(folder: Path, load: Load, head: list[str], row: list[Any]) -> None:
    workbook(folder / "惠师项目.xlsx", {"惠师项目": [head, row]})
    load()
    p = models.Programme
    assert list(p.select(p.name, p.audience, p.opens, p.closes, p.quota, p.materials).tuples()) == [
        ("嗓音课", "教师", date(2024, 7, 1), date(2024, 7, 25), 200, "会员号")
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            ["咨询电话", "服务时段", "所在位置", "服务名称", "办理方式", "归类"],
            ["0592-5550100", "全天", "大厅", "会务总台", "带身份证来办", "会务"],
        ),
        (
            ["板块", "干什么", "怎么办", "在哪", "几点", "打哪个电话"],
            ["会务", "会务总台", "带身份证来办", "大厅", "全天", "0592-5550100"],
        ),
        (
            ["项目类别", "服务事项", "请注意", "地点", "时间", "电话"],
            ["会务", "会务总台", "带身份证来办", "大厅", "全天", "0592-5550100"],
        ),
        (
            ["类型", "事项", "前来时", "地点", "时间", "电话"],
            ["会务", "会务总台", "带身份证来办", "大厅", "全天", "0592-5550100"],
        ),
    ],
)
def test_a_guide(folder: Path, load: Load, head: list[str], row: list[str]) -> None:
    workbook(folder / "服务手册.xlsx", {"表": [head, row]})
    load()
    g = models.GuideEntry
    assert list(g.select(g.category, g.title, g.note, g.place, g.hours, g.phone).tuples()) == [
        ("会务", "会务总台", "带身份证来办", "大厅", "全天", "0592-5550100")
    ]


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        (
            [
                ["日期", "时间", None, "议程内容", "会议地点"],
                [None, "起", "止", None, None],
                ["7/12(五)", "9:00", "10:00", "开幕", "甲"],
            ],
            ["A2:A3", "B2:C2", "D2:D3", "E2:E3"],
        ),
        ([["几点", "做什么", "在哪里", "哪天"], ["９：００－１０：００", "开幕", "甲", 45485]], []),
        (
            [
                ["日期/星期", "上午/下午", "时间段", "会议事项", "地址"],
                ["7.12 周五", "上午", "9:00-10:00", "开幕", "甲"],
            ],
            [],
        ),
        ([["时间", "日期", "内容", "地点"], [time(9), "7月12日", "开幕", "甲"], ["时间", "日期", "内容", "地点"]], []),
    ],
)
def test_a_schedule(folder: Path, load: Load, rows: Sequence[Sequence[Any]], merged: list[str]) -> None:
    workbook(folder / "安排.xlsx", {"表": [["2024年大会"], *rows]}, merged)
    [file] = load().files
    i = models.AgendaItem
    assert list(i.select(i.starts, i.title, i.place).tuples()) == [(datetime(2024, 7, 12, 9), "开幕", "甲")]
    assert not file.of(Verdict.REFUSED, Verdict.DROPPED)
