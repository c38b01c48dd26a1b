"""Rosters, groups, guides and questions of organisers who head their columns in their own way."""

from pathlib import Path
from typing import Any

import pytest

import models
from handover.notes import Verdict
from tests.handover.conftest import Load, told, workbook

DELEGATE = ("delegation", "seat", "room", "meal", "coach", "dining_table", "group_room", "further")


def delegate(folder: Path, load: Load, head: list[str], row: list[Any], name: str = "代表名单") -> dict[str, str]:
    """What is kept of a roster's one row beside badge and name, empty columns left out."""
    workbook(folder / f"{name}.xlsx", {name: [["证号", "姓名", *head], ["A-001", "甲", *row]]})
    load()
    found = models.Delegate.get()
    return {column: value for column in DELEGATE if (value := getattr(found, column))}


@pytest.mark.parametrize(
    ("head", "row", "kept"),
    [
        (
            ["所在团", "蓉和厅座次", "住房", "讨论室", "餐桌", "返程车次", "附注"],
            ["邮政团", "A区1排3座", "银杏楼503", "301室", "1号桌", "1号车", "清真餐"],
            {"delegation": "邮政团", "seat": "A区1排3座", "room": "银杏楼503", "coach": "1号车",
             "dining_table": "1号桌", "group_room": "301室", "further": "附注：清真餐"},
        ),
        (
            ["代表组", "席次", "会场坐席", "下榻", "房号", "分组地点", "乘坐车辆"],
            ["一组", "第3桌", "A区1排3号", "太行宾馆", "500", "三楼A厅", "1号大巴"],
            {"delegation": "一组", "seat": "A区1排3号", "room": "太行宾馆 500", "coach": "1号大巴",
             "dining_table": "第3桌", "group_room": "三楼A厅"},
        ),
        (
            ["所属分会", "排号", "就餐安排", "分组讨论会议室", "返程", "到达车次"],
            ["铁路分会", "2排3号", "6号桌", "302", "2车", "G12"],
            {"delegation": "铁路分会", "seat": "2排3座", "coach": "2车", "dining_table": "6号桌", "group_room": "302",
             "further": "到达车次：G12"},
        ),
        (
            ["Delegation", "Dinner table", "Dietary", "Bus", "Flight"],
            ["North", "Table 2", "vegetarian", "Bus 1", "CA98"],
            {"delegation": "North", "meal": "vegetarian", "coach": "Bus 1", "dining_table": "Table 2",
             "further": "Flight：CA98"},
        ),
        (["用餐", "桌签"], ["素食", "有"], {"meal": "素食", "further": "桌签：有"}),
        (["用餐"], ["素食、不吃花生和其他坚果，对虾蟹过敏，忌辣忌生冷"],
         {"meal": "素食、不吃花生和其他坚果，对虾蟹过敏，忌",
          "further": "用餐：素食、不吃花生和其他坚果，对虾蟹过敏，忌辣忌生冷"}),
    ],
)  # fmt: skip
def test_columns_of_a_roster(folder: Path, load: Load, head: list[str], row: list[Any], kept: dict[str, str]) -> None:
    assert delegate(folder, load, head, row) == kept


def test_others_data_in_a_roster_are_not_kept(folder: Path, load: Load) -> None:
    head = ["室友", "紧急联系人", "紧急联系人电话", "身份证号", "家属手机", "姓名", "审核情况"]
    assert (
        delegate(folder, load, head, ["乙", "丙", "19900000003", "110101199001011234", "19900000004", "丁", "已审"])
        == {}
    )


@pytest.mark.parametrize(
    ("head", "row", "kept"),
    [
        (["团别", "讨论楼层", "讨论房间", "团长", "联络手机"], ["矿山团", "一号楼二层", "201", "甲", "19900051111"],
         ("一号楼二层 201", "甲", "19900051111")),
        (["代表组", "会议室", "组长", "联络员及电话"], ["一组", "201", "甲", "小王 19900090099"],
         ("201", "甲", "19900090099（小王）")),
        (["组名", "会议室", "组长（电话）"], ["一组", "201", "甲（19900090098）"], ("201", "甲", "")),
        (["代表团", "讨论地点", "召集人"], ["一团", "201", "甲 19900090098、乙 19900090099"], ("201", "甲、乙", "")),
        (["代表团", "讨论地点", "召集人"], ["一团", "201", "甲 19900090098 19900090099"], ("201", "甲", "")),
        (["代表团", "讨论地点", "召集人"], ["一团", "201", "甲，电话：199-0009-0098；乙（0371）5555 1234"],
         ("201", "甲；乙", "")),
        (["代表团", "讨论地点", "召集人"], ["一团", "201", "甲1990009009，乙 +86 199 0009 0098"],
         ("201", "甲，乙", "")),
        (["代表团", "讨论地点", "召集人", "联络员"], ["一团", "10301", "", "丙1990009009"],
         ("10301", "丙（联络员）", "")),
        (["代表团", "讨论地点", "召集人", "联络员"], ["一团", "201", "甲", "丙 19900090097 0371-55551234"],
         ("201", "甲", "19900090097、0371-55551234（丙）")),
        (["代表团", "讨论地点", "召集人"], ["一团", "10301会议室（19900090097）", "甲"],
         ("10301会议室", "甲", "19900090097")),
    ],
)  # fmt: skip
def test_groups_and_their_telephones(
    folder: Path, load: Load, head: list[str], row: list[Any], kept: tuple[str, str, str]
) -> None:
    workbook(folder / "分团.xlsx", {"分团": [head, row]})
    load()
    found = models.Delegation.get()
    assert (found.room, found.convener, found.phone) == kept


@pytest.mark.parametrize(
    ("head", "row", "kept"),
    [
        (["保障内容", "怎么办理", "办理点", "受理时段", "值守电话"],
         ["洗衣", "送前台", "一层", "8:00-20:00", "0351-5550001"],
         ("其他服务", "洗衣", "送前台", "一层", "8:00-20:00", "0351-5550001")),
        (["板块", "名目", "位于", "何时", "找谁", "要点"],
         ["交通", "摆渡车", "东门", "7:00-22:00", "0371-5551234", "凭证"],
         ("交通", "摆渡车", "要点：凭证", "东门", "7:00-22:00", "0371-5551234")),
        (["服务点名称", "所在楼层", "开门时间", "收费标准", "联系电话", "负责人"],
         ["文印", "108", "8:00-18:00", "免费", "", "张三"],
         ("其他服务", "文印", "收费标准：免费", "108", "8:00-18:00", "")),
    ],
)  # fmt: skip
def test_columns_of_a_guide(folder: Path, load: Load, head: list[str], row: list[Any], kept: tuple[str, ...]) -> None:
    workbook(folder / "会议服务.xlsx", {"会议服务": [head, row]})
    load()
    found = models.GuideEntry.get()
    assert (found.category, found.title, found.note, found.place, found.hours, found.phone) == kept


def test_questions_that_are_headed_in_other_words(folder: Path, load: Load) -> None:
    head = ["类别", "代表关心的问题", "怎么说", "咨询电话", "责任部门"]
    rows = [
        ["报到", "迟到了还能报到吗", "可以，找总台。", "0371-5550000", "会务组"],
        ["食宿", "能带家属吗", "不能。", None, "接待组"],
    ]
    workbook(folder / "答疑.xlsx", {"Q&A": [["代表提问汇总"], head, *rows]})
    [file] = load().files
    assert [(row.question, row.answer) for row in models.Faq.select()] == [
        ("迟到了还能报到吗", "可以，找总台。\n咨询电话：0371-5550000"), ("能带家属吗", "不能。"),
    ]  # fmt: skip
    assert [note for note in told(file) if note[0] == Verdict.REFUSED.value] == []
