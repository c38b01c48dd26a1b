"""What of people stands in staff's files and is told to nobody, whatever its column is called."""

from pathlib import Path
from typing import Any

import pytest

import models
from handover import wording
from handover.notes import Verdict
from tests.handover.conftest import Load, workbook

ROSTER = [["证号", "姓名", "手机"], ["A1", "王小明", "13800001111"], ["A2", "高峰", "13800002222"]]


def faq(folder: Path, load: Load, head: list[str], *rows: list[Any]) -> tuple[list[tuple[str, ...]], list[str]]:
    """The stored questions beside a roster, and what the report says was not taken."""
    workbook(folder / "问答.xlsx", {"问答": [head, *rows]})
    workbook(folder / "名册.xlsx", {"名册": ROSTER})
    files = load().files
    stored = [(row.question, row.aliases, row.answer) for row in models.Faq.select().order_by(models.Faq.position)]
    return stored, [wording.said(note, "faq") for file in files for note in file.of(Verdict.DROPPED)]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["提问人", "联系电话", "房号"], ["王小明", "13800001111", "1203"]),
        (["来电人", "来电号码", "答复人员"], ["李四", "010-84901111", "张三"]),
        (["撰稿", "部门"], ["张三", "会务组"]),
        (["谁问的", "微信号", "所在单位"], ["李四", "wx1", "某厂"]),
        (["反映人姓名", "诉求内容", "办理人"], ["李四", "孩子上学", "张三"]),
        (["Asked by", "Mobile", "Room"], ["Li Si", "13800003333", "1203"]),
        (["内部说明", "回答人手机", "留言内容"], ["不要外传", "13800003333", "我住1203"]),
    ],
)
def test_people_of_a_list_of_questions_are_not_told(folder: Path, load: Load, head: list[str], row: list[str]) -> None:
    stored, said = faq(folder, load, ["问题", "答案", *head], ["桌牌在哪", "见桌牌", *row])
    assert stored == [("桌牌在哪", "", "见桌牌")]
    assert len(said) == len(head)
    assert all(heading in line and "请把表头改成" in line for heading, line in zip(head, said, strict=True))


def test_columns_that_say_what_they_are_for_are_told(folder: Path, load: Load) -> None:
    head = ["问题", "答案", "咨询电话", "政策依据", "备注", "地点"]
    row = ["怎么入会", "向单位工会申请", "0371-5550000", "工会法第三条", "高峰时段请稍候", "一楼"]
    answer = "向单位工会申请\n咨询电话：0371-5550000\n政策依据：工会法第三条\n备注：高峰时段请稍候\n地点：一楼"
    assert faq(folder, load, head, row) == ([("怎么入会", "", answer)], [])


def test_cells_with_persons_are_left_out_of_columns_that_are_told(folder: Path, load: Load) -> None:
    head = ["问题", "答案", "备注"]
    rows = [
        ["停车", "有", "限高2米"], ["吃饭", "一楼", "找王小明同志"], ["洗衣", "二楼", "１３８－００００－１１１１"],
        ["上网", "免费", "身份证110101199001011234"], ["健身", "三楼", "找高峰"], ["游泳", "四楼", "高峰时段限流"],
        ["理发", "五楼", "八点开门"], ["购物", "六楼", "九点开门"], ["打印", "七楼", "双面"], ["寄存", "一楼", "免费"],
        ["医务", "二楼", "常用药"],
    ]  # fmt: skip
    stored, said = faq(folder, load, head, *rows)
    assert [answer for _, _, answer in stored] == [
        "有\n备注：限高2米", "一楼", "二楼", "免费", "三楼\n备注：找高峰", "四楼\n备注：高峰时段限流",
        "五楼\n备注：八点开门",
        "六楼\n备注：九点开门", "七楼\n备注：双面", "一楼\n备注：免费", "二楼\n备注：常用药",
    ]  # fmt: skip
    assert said == [
        "“备注”这一列有 3 个值没有收：里面有手机号码、证件号或名册上的人名；确实要让代表看到的，请写进“回答”一列"
    ]


@pytest.mark.parametrize("values", [["张三", "李小四", "赵五"], ["13800003333", "010-84901111", "13900003333"]])
def test_a_column_of_persons_is_left_out_under_any_heading(folder: Path, load: Load, values: list[str]) -> None:
    rows = [[f"问题{at}怎么办", "好", value] for at, value in enumerate(values)]
    stored, said = faq(folder, load, ["问题", "答案", "其他说明"], *rows)
    assert [answer for _, _, answer in stored] == ["好"] * 3
    assert len(said) == 1


@pytest.mark.parametrize(
    ("heading", "cells", "ways"),
    [
        ("也有人这么问", ["胸牌丢了；证件找不到", "晚到"], ["胸牌丢了\n证件找不到", "晚到"]),
        ("大家也问", ["补证", "晚到"], ["补证", "晚到"]),
        ("还会怎么问", ["补证", "晚到"], ["补证", "晚到"]),
        ("别的说法", ["补证", "晚到"], ["补证", "晚到"]),
        ("其他提法", ["补证", "晚到"], ["补证", "晚到"]),
        ("检索词", ["补证 胸牌", "晚到，晚点"], ["补证\n胸牌", "晚到\n晚点"]),
        ("Also asked", ["补证", "晚到"], ["补证", "晚到"]),
    ],
)
def test_other_ways_to_ask_are_no_part_of_the_answer(
    folder: Path, load: Load, heading: str, cells: list[str], ways: list[str]
) -> None:
    rows = [["代表证丢了怎么补", cells[0], "到会务组补"], ["火车晚点怎么办", cells[1], "打电话"]]
    stored, said = faq(folder, load, ["问题", heading, "答复"], *rows)
    assert stored == [("代表证丢了怎么补", ways[0], "到会务组补"), ("火车晚点怎么办", ways[1], "打电话")]
    assert said == []


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        (["证丢了；补证", "晚点；赶不上火车", "调房；换房", "抽烟；吸烟点"], True),
        (["会务组", "接待组", "宾馆", "会务组"], False),
        (["代表证在三楼。", "火车票退款。", "房间满。", "禁烟。"], False),
    ],
)
def test_other_ways_to_ask_are_told_by_what_a_column_holds(
    folder: Path, load: Load, cells: list[str], taken: bool
) -> None:
    asked = ["代表证丢了怎么补", "火车晚点怎么办", "房间能换吗", "在哪儿抽烟"]
    rows = [[question, "好", cell] for question, cell in zip(asked, cells, strict=True)]
    stored, said = faq(folder, load, ["问题", "答案", "平常话"], *rows)
    assert [aliases for _, aliases, _ in stored] == [cell.replace("；", "\n") if taken else "" for cell in cells]
    assert {answer for _, _, answer in stored} == {"好"}
    assert len(said) == (not taken)


@pytest.mark.parametrize(
    ("head", "row", "further"),
    [
        (["同屋"], ["李红 13900001111"], ""),
        (["合住人", "子女姓名", "监护人", "监护人电话"], ["李红", "王一", "王二", "13900002222"], ""),
        (["重点关注", "Roommate", "Passport No.", "ID No."], ["血压高", "Li Hong", "E12345678", "1"], ""),
        (["父母", "爱人", "Emergency contact", "Spouse"], ["甲", "乙", "丙 13900002222", "丁"], ""),
        (["健康状况", "家庭住址", "入党介绍人"], ["甲", "乙", "丙"], ""),
        (["备注", "航班", "衣服尺码"], ["与高峰同一桌", "CA1301 到", "XL"],
         "备注：与高峰同一桌\n航班：CA1301 到\n衣服尺码：XL"),
        (["备注"], ["和 高峰 一间"], ""), (["说明"], ["司机 138 0000 2222"], ""), (["其他"], ["护照E12345678"], ""),
        (["备注"], ["王小明发言"], "备注：王小明发言"),
    ],
)  # fmt: skip
def test_a_roster_keeps_nothing_of_others(
    folder: Path, load: Load, head: list[str], row: list[str], further: str
) -> None:
    rows = [[*ROSTER[0], *head], [*ROSTER[1], *row], [*ROSTER[2], *([""] * len(head))]]
    workbook(folder / "名册.xlsx", {"名册": rows})
    [file] = load().files
    found = models.Delegate.get(models.Delegate.badge == "A1")
    assert (found.phone, found.further) == ("13800001111", further)
    assert bool(file.of(Verdict.DROPPED)) is not bool(further)


def test_an_item_is_nowhere_near_who_is_in_charge(folder: Path, load: Load) -> None:
    rows = [
        ["日期", "时间", "内容", "负责单位", "承办部门", "主讲人"],
        ["5月6日", "9:00-10:00", "开幕式", "会议中心", "体育馆", "张三"],
        ["5月6日", "10:00-11:00", "报告", "体育馆", "文化宫中心", "王小明"],
        ["5月6日", "14:00-15:00", "讨论", "会议中心", "体育馆", ""],
    ]
    workbook(folder / "2025年日程.xlsx", {"日程": rows})
    load()
    item = models.AgendaItem
    assert list(item.select(item.title, item.place, item.remark).order_by(item.position).tuples()) == [
        ("开幕式", "", "主讲人：张三"), ("报告", "", "主讲人：王小明"), ("讨论", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "head", "row", "model", "field", "kept"),
    [
        ("项目", ["项目名称", "名额", "联络员电话"], ["疗养", 5, "13800003333"], "Programme", "hotline", ""),
        ("项目", ["项目名称", "名额", "联系人电话"], ["疗养", 5, "13800003333"], "Programme", "hotline", ""),
        ("项目", ["项目名称", "名额", "咨询电话"], ["疗养", 5, "0371-5550000"], "Programme", "hotline", "0371-5550000"),
        ("指南", ["事项", "地点", "经办人手机"], ["洗衣", "", "13800003333"], "GuideEntry", "phone", ""),
        ("指南", ["事项", "地点", "找谁"], ["洗衣", "一楼", "13800003333"], "GuideEntry", "phone", ""),
        ("指南", ["事项", "地点", "联系电话"], ["洗衣", "一楼", "13800003333"], "GuideEntry", "phone", "13800003333"),
        ("指南", ["事项", "地点", "负责同志及电话"], ["洗衣", "一楼", "张三13800003333"], "GuideEntry", "note", ""),
        ("驿站", ["驿站", "坐标", "管理员电话"], ["甲", "116.4,39.9", "13800003333"], "Station", "phone", ""),
    ],
)  # fmt: skip
def test_the_telephone_of_a_person_is_not_a_services(
    folder: Path, load: Load, name: str, head: list[str], row: list[Any], model: str, field: str, kept: str
) -> None:
    workbook(folder / f"{name}.xlsx", {name: [head, row]})
    load()
    assert [getattr(found, field) for found in getattr(models, model).select()] == [kept]


@pytest.mark.parametrize("convener", ["张三 13800138000、李四 13900139000", "张三、李四 13900139001 13900139000"])
def test_nobody_hears_a_number_of_those_who_lead_a_group(folder: Path, load: Load, convener: str) -> None:
    workbook(folder / "分团.xlsx", {"分团讨论": [["代表团", "讨论地点", "召集人"], ["东团", "301", convener]]})
    load()
    found = models.Delegation.get()
    assert (found.convener, found.phone) == ("张三、李四", "")
