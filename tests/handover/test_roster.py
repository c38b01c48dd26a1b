"""Rosters as they come, and other tables of people and places."""

from pathlib import Path

import pytest

import models
from handover import wording
from tests.handover.conftest import Load, told, workbook

HEAD = ["序号", "代表证号", "姓  名", "性别", "代表团", "工作单位及职务", "手机号码", "会场座位", "驻地房间"]


def people() -> list[tuple[str, str, str, str]]:
    """Badge, name, telephone and seat of everybody who counts."""
    d = models.Delegate
    return list(d.select(d.badge, d.name, d.phone, d.seat).where(~d.withdrawn).order_by(d.badge).tuples())


def test_everything_that_is_written_differently(folder: Path, load: Load) -> None:
    rows = [
        HEAD,
        [1, "A-001", "金\u3000振", "男", "东", "甲", 19900000001, "1排 1号", "101"],
        [2, "a-００2", "王 小 明", "女", "东", "乙", "199 0000 0002", "１排２座", "102"],
        [3, "A-003", "古丽·买买提", "女", "西", "丙", "199-0000-0003", "1排3座", "103"],
        [4, "A-004", "John Smith", "男", "西", "丁", "１９９００００００４", "主席台", None],
        [5, "A-005", "李四", "男", "西", "戊", None, None, None],
        [6, "A-006", "赵六", "男", "西", "己", "1990000", "1排3座", None],
        [7, "A-007", "钱七", "男", "西", "庚", "199 0000 0003", "1排4座", None],
    ]
    workbook(folder / "名册.xlsx", {"名册": rows})
    report = load()
    assert people() == [
        ("A-001", "金振", "19900000001", "1排1座"),
        ("A-002", "王小明", "19900000002", "1排2座"),
        ("A-003", "古丽·买买提", "19900000003", "1排3座"),
        ("A-004", "John Smith", "", "主席台"),
        ("A-005", "李四", "", ""),
        ("A-006", "赵六", "", "1排3座"),
        ("A-007", "钱七", "19900000003", "1排4座"),
    ]
    assert told(report.files[0]) == [
        ("corrected", "name_space", 2, "金*"), ("corrected", "phone_number", 2, "金*"),
        ("corrected", "seat_written", 2, "金*"),
        ("corrected", "full_width", 3, ""), ("corrected", "badge_written", 3, ""),
        ("corrected", "name_space", 3, "王**"), ("corrected", "phone_written", 3, "王**"),
        ("corrected", "full_width", 3, "王**"),
        ("corrected", "phone_written", 4, "古*****"),
        ("dropped", "phone_bad", 5, "J*** *****"), ("doubtful", "phone_missing", 6, "李*"),
        ("dropped", "phone_bad", 7, "赵*"), ("doubtful", "seat_shared", 7, "赵*"),
        ("corrected", "phone_written", 8, "钱*"), ("doubtful", "phone_shared", 8, "钱*"),
    ]  # fmt: skip
    text = wording.full(report) + wording.summary(report, None, everything=True)
    for digits in ("19900000001", "0000 0002", "0000-0003", "１９９００００００４", "1990000", "00000003"):
        assert digits not in text
    for name in ("金振", "小明", "买买提", "Smith", "李四"):
        assert name not in text


def test_a_badge_twice(folder: Path, load: Load) -> None:
    rows = [
        HEAD, [1, "A1", "甲", "男", "东", "厂", "19900000001", "1排1座", "101"],
        [2, "A1", "甲", "男", "东", "厂", "199 0000 0001", "1排1号", "101"],
        [3, "A1", "乙", "男", "东", "矿", "19900000001", "1排1座", "101"], ["合计", None, "1人"],
    ]  # fmt: skip
    workbook(folder / "名册.xlsx", {"名册": rows})
    [file] = load().files
    assert people() == [("A1", "甲", "19900000001", "1排1座")]
    [conflict] = [note for note in file.notes if note.code == "row_conflict"]
    assert (conflict.line, dict(conflict.values)) == (4, {"line": "2", "sheet": "名册", "fields": "name,post"})
    assert wording.said(conflict, "roster") == "与第 2 行是同一个，但姓名、单位及职务不同；以第 2 行为准"
    assert ("skipped", "row_repeated", 3, "甲") in told(file)
    assert ("skipped", "line_total_right", 5, "") in told(file)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (["合计", None, "2人"], ("skipped", "line_total_right")),
        (["合计：2 人"], ("skipped", "line_total_right")),
        (["总计", None, "621人"], ("doubtful", "line_total_wrong")),
        (["合计", None, 96000], ("skipped", "line_total")),
        (["小计", None, "1人"], ("skipped", "line_total")),
    ],
)
def test_total_lines(folder: Path, load: Load, total: list[object], expected: tuple[str, str]) -> None:
    person = ["女", "东", "厂", "", "", ""]
    workbook(folder / "名册.xlsx", {"名册": [HEAD, [1, "A1", "甲", *person], [2, "A2", "乙", *person], total]})
    [file] = load().files
    assert told(file)[-1] == (*expected, 4, "")
    assert len(people()) == 2


def test_columns_in_another_order_under_other_headings(folder: Path, load: Load) -> None:
    rows = [
        *([[f"说明{number}"] for number in range(1, 13)]),
        ["团组", "手机（必填）", "座次", "证 号", "代表姓名", "微信号", "", "姓名"],
        ["东团", "19900000001", "3排5号", "B-1", "甲", "wx1", "x", "重"],
        ["西团", "19900000002", "3排6号", "B-2", "乙", "wx2", "y", None],
        ["团组", "手机（必填）", "座次", "证 号", "代表姓名", "微信号", "", "姓名"],
        ["南团", "19900000003", "3排7号", "B-3", "丙", None, None, None],
    ]
    workbook(folder / "花名册.xlsx", {"Sheet1": rows})
    [file] = load().files
    assert people() == [
        ("B-1", "甲", "19900000001", "3排5座"), ("B-2", "乙", "19900000002", "3排6座"),
        ("B-3", "丙", "19900000003", "3排7座"),
    ]  # fmt: skip
    columns = [(note.code, dict(note.values)) for note in file.notes if note.code.startswith("column")]
    assert columns == [
        ("column_guarded", {"heading": "微信号", "number": "6", "count": "2"}),
        ("column_unnamed", {"heading": "", "number": "7", "count": "2"}),
        ("column_twice", {"heading": "姓名", "number": "8", "count": "1"}),
    ]
    assert ("skipped", "line_heading_again", 16, "") in told(file)


def test_two_rows_of_headings_and_two_tables_in_one_sheet(folder: Path, load: Load) -> None:
    rows = [
        ["编号", "名称", "地址", "坐标", None], [None, None, None, "经度", "纬度"], ["N1", "站", "路", 116.4, 39.9],
        [], ["代表团", "讨论地点"], ["东区代表团", "一室"], ["西区代表团", None],
    ]  # fmt: skip
    workbook(folder / "表.xlsx", {"表": rows}, ["A1:A2", "B1:B2", "C1:C2", "D1:E1"])
    [file] = load().files
    assert [(sheet.name, sheet.kind) for sheet in file.sheets] == [("表", "stations"), ("表", "delegations")]
    assert models.Station.get(code="N1").longitude == 116.4
    assert list(models.Delegation.select(models.Delegation.key, models.Delegation.room).tuples()) == [
        ("dongqu", "一室"), ("xiqu", ""),
    ]  # fmt: skip
    assert told(file)[-1] == ("doubtful", "room_missing", 7, "西区代表团")


def test_stations_and_where_they_are(folder: Path, load: Load) -> None:
    head = ["驿站编号", "驿站名称", "详细地址", "经度", "纬度", "联系电话"]
    rows = [
        head, ["n1", "甲", "路1", 116.4, 39.9, "010-84901111"], ["N2", "乙", "路2", 39.9, 116.4, None],
        ["N3", "丙", "路3", None, None, "84901112"], ["N4", "丁", "路4", 0, 0, "无"],
        ["N5", "戊", "路5", "东经116.5°", "39.8", ""], ["N6", "己", "路6", 11.64, 399, ""],
        [None, "庚", "路7", 1, 1, ""], ["N8", "辛", "路8", 116.4, None, ""],
    ]  # fmt: skip
    workbook(folder / "驿站.xlsx", {"驿站": rows})
    [file] = load().files
    s = models.Station
    assert list(s.select(s.code, s.longitude, s.latitude, s.located, s.phone).order_by(s.code).tuples()) == [
        ("N1", 116.4, 39.9, True, "010-84901111"), ("N2", 116.4, 39.9, True, ""),
        ("N3", None, None, False, "84901112"), ("N4", None, None, False, ""), ("N5", 116.5, 39.8, True, ""),
        ("N6", None, None, False, ""), ("N8", None, None, False, ""),
    ]  # fmt: skip
    assert told(file) == [
        ("corrected", "code_written", 2, "甲"), ("corrected", "coordinates_swapped", 3, "乙"),
        ("dropped", "coordinates_missing", 4, "丙"), ("dropped", "coordinates_zero", 5, "丁"),
        ("dropped", "phone_bad", 5, "丁"), ("dropped", "coordinates_bad", 7, "己"), ("refused", "needed", 8, "庚"),
        ("dropped", "coordinates_bad", 9, "辛"),
    ]  # fmt: skip


def test_programmes_guide_and_questions(folder: Path, load: Load) -> None:
    programmes = [
        ["项目名称", "名额", "报名开始", "报名截止", "面向"], ["甲", "不限", "2023/5/1", "2023年6月1日", "职工"],
        ["乙", "60人", "2023-05-20", "2023-05-01", "职工"], ["丙", "若干", "近期", None, "职工"],
    ]  # fmt: skip
    guide = [
        ["类别", "事项", "说明", "电话"], ["用餐", "早餐", "自助", None], [None, "午餐", "自助", "84901111"],
        ["用餐", "早餐", "送餐", None], ["用餐", "午餐", "自助", "84901111"],
    ]  # fmt: skip
    faq = [
        ["问题", "其他问法（用 / 分隔）", "回答"], ["怎么请假", "请假/ 有事／有事", "找会务组\n办"],
        ["怎么请假", "", "不能"], ["没有回答", "", None],
    ]  # fmt: skip
    workbook(folder / "表.xlsx", {"项目": programmes, "指南": guide, "问答": faq})
    [file] = load().files
    p, g, f = models.Programme, models.GuideEntry, models.Faq
    assert [(str(row.opens), str(row.closes), row.quota) for row in p.select().order_by(p.position)] == [
        ("2023-05-01", "2023-06-01", None), ("2023-05-20", "None", 60), ("None", "None", None),
    ]  # fmt: skip
    assert list(g.select(g.key, g.category, g.note).order_by(g.position).tuples()) == [
        ("yongcan-zaocan", "用餐", "自助"), ("yongcan-wucan", "用餐", "自助"), ("yongcan-zaocan-2", "用餐", "送餐"),
    ]  # fmt: skip
    assert list(f.select(f.question, f.aliases, f.answer).tuples()) == [("怎么请假", "请假\n有事", "找会务组\n办")]
    assert sorted(told(file)) == sorted([
        ("dropped", "closes_before_opens", 3, "乙"), ("corrected", "date_in_words", 4, "丙"),
        ("corrected", "carried", 3, "午餐"),
        ("skipped", "row_repeated", 5, "午餐"), ("refused", "row_conflict", 3, "怎么请假"),
        ("refused", "needed", 4, "没有回答"),
    ])  # fmt: skip
