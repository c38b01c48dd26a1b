"""Other congresses' files: other headings, orders and shapes of tables than the demo's."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import docx
import pytest

import models
from handover import wording
from handover.notes import Verdict
from tests.handover.conftest import Load, told, workbook

NINE, ELEVEN = datetime(2025, 6, 9, 9), datetime(2025, 6, 9, 11, 30)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["日期", "时间", "内容", "地点", "参加人员"], ["6月9日", "9:00-11:30", "开班式", "滨江厅", "学员"]),
        (["场所", "出席对象", "事项", "起止时间", "日期"], ["滨江厅", "学员", "开班式", "9：00—11：30", "6月9日 周一"]),
        (["天", "开始", "结束", "主题", "会场", "对象"], ["6.9", time(9), "11点半", "开班式", "滨江厅", "学员"]),
        (["日期", "时间安排", "培训活动内容", "活动举办地点", "拟参加人员"],
         ["6月9日", "上午9点至11点半", "开班式", "滨江厅", "学员"]),
        (["日期/Date", "时间 Time", "内容（Content）", "地点\nVenue", "参加人员 Participants"],
         ["6月9日", "9:00至11:30", "开班式", "滨江厅", "学员"]),
        (["Date", "Start time", "End time", "Title", "Venue", "Participants"],
         ["9 June 2025", "9:00 AM", "11:30 AM", "开班式", "滨江厅", "学员"]),
        (["", "时间", "内容", "地点", "人员"],
         ["6月9日（星期一）", "9:00-11:30（含茶歇）", "开班式", "滨江厅", "学员"]),
        (["会期", "时间", "内容", "地点", "人员"], [date(2025, 6, 9), "9:00-11:30", "开班式", "滨江厅", "学员"]),
    ],
)  # fmt: skip
def test_a_schedule_under_other_headings(folder: Path, load: Load, head: list[str], row: list[Any]) -> None:
    workbook(folder / "安排.xlsx", {"Sheet1": [[], ["2025年培训班"], [], ["序号", *head], [1, *row]]})
    report = load()
    item = models.AgendaItem
    rows = item.select(item.starts, item.ends, item.title, item.place, item.audience).tuples()
    assert list(rows) == [(NINE, ELEVEN, "开班式", "滨江厅", "学员")]
    assert not report.files[0].of(Verdict.DROPPED, Verdict.REFUSED, Verdict.DOUBTFUL)


def test_several_times_a_day_and_a_row_for_several_days(folder: Path, load: Load) -> None:
    rows = [
        ["2025年"], ["日期", "时间", "内容", "主持", "着装要求", "责任部门"],
        ["6月9日", "9:00-11:30、14:00-17:00", "报到", None, "便装", "会务组"],
        ["6月10日至11日", "8:30-17:00", "展览", "甲", None, "展览组"],
        ["6月10日", "8:00、9:00", "两趟", None, None, None],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    item = models.AgendaItem
    found = item.select(item.key, item.starts, item.ends, item.remark).order_by(item.position).tuples()
    assert list(found) == [
        ("0609-baodao", NINE, ELEVEN, "着装要求：便装"),
        ("0609-baodao-2", datetime(2025, 6, 9, 14), datetime(2025, 6, 9, 17), "着装要求：便装"),
        ("0610-zhanlan", datetime(2025, 6, 10, 8, 30), datetime(2025, 6, 10, 17), "主持：甲"),
        ("0611-zhanlan", datetime(2025, 6, 11, 8, 30), datetime(2025, 6, 11, 17), "主持：甲"),
    ]
    assert told(file)[1:] == [
        ("corrected", "column_into", 2, ""), ("dropped", "column_held_back", 2, ""),
        ("corrected", "several_taken", 3, "报到"), ("refused", "several_spans", 5, "两趟"),
    ]  # fmt: skip


def test_the_part_of_the_day_in_a_column_without_a_heading(folder: Path, load: Load) -> None:
    rows = [
        ["2025年"], ["日期", None, "时间", "内容"], ["6月9日", "上午", "8:30-9:00", "甲"],
        [None, "下午", "2:00-5:00", "乙"],
        [None, "晚上", "7:00", "丙"], ["6月10日", "全天", "8:00-17:30", "丁"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows}, ["A2:B2", "A3:A5"])
    load()
    item = models.AgendaItem
    assert list(item.select(item.starts, item.ends, item.title).order_by(item.position).tuples()) == [
        (datetime(2025, 6, 9, 8, 30), NINE, "甲"), (datetime(2025, 6, 9, 14), datetime(2025, 6, 9, 17), "乙"),
        (datetime(2025, 6, 9, 19), None, "丙"), (datetime(2025, 6, 10, 8), datetime(2025, 6, 10, 17, 30), "丁"),
    ]  # fmt: skip


def test_a_time_of_the_small_hours_after_a_later_one_is_in_the_afternoon(folder: Path, load: Load) -> None:
    rows = [
        ["2025年"], ["日期", "时间", "内容"], ["6月9日", "9:00-11:30", "甲"], [None, "2:00-5:00", "乙"],
        [None, "03:00", "丙"], ["6月10日", "2:30", "丁"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    item = models.AgendaItem
    assert list(item.select(item.starts, item.ends, item.title).order_by(item.position).tuples()) == [
        (NINE, ELEVEN, "甲"), (datetime(2025, 6, 9, 14), datetime(2025, 6, 9, 17), "乙"),
        (datetime(2025, 6, 9, 3), None, "丙"), (datetime(2025, 6, 10, 2, 30), None, "丁"),
    ]  # fmt: skip
    assert told(file)[1:] == [("corrected", "time_afternoon", 4, "乙"), ("doubtful", "time_night", 6, "丁")]


def test_a_date_in_another_sheet_tells_the_year(folder: Path, load: Load) -> None:
    workbook(
        folder / "日程.xlsx",
        {
            "一": [["时间", "内容"], ["6月9日9:00-11:30", "甲"]],
            "二": [["时间", "内容"], [datetime(2025, 6, 10, 9), "乙"]],
        },
    )
    [file] = load().files
    item = models.AgendaItem
    assert list(item.select(item.starts).order_by(item.position).tuples()) == [(NINE,), (datetime(2025, 6, 10, 9),)]
    assert not file.of(Verdict.DOUBTFUL)


def test_a_guide_without_categories_takes_them_from_sheets_and_lines(folder: Path, load: Load) -> None:
    head = ["项目", "服务内容", "位置", "联系电话", "开放时间"]
    workbook(
        folder / "吃住行.xlsx",
        {
            "餐饮": [head, ["早餐", "自助", "一楼", None, "6:30-9:00"]],
            "Sheet2": [
                ["序号", "名称", "说明", "地点"], ["一、医疗"], [1, "医务室", "常用药", "101"], ["二、通讯"],
                [2, "上网", "密码见房卡", None],
            ],
            "服务": [head, ["打印", "免费", "商务中心", "0571-88880000", "全天"]],
        },
    )  # fmt: skip
    load()
    g = models.GuideEntry
    assert list(g.select(g.category, g.title, g.note, g.place, g.hours, g.phone).order_by(g.position).tuples()) == [
        ("餐饮", "早餐", "自助", "一楼", "6:30-9:00", ""), ("医疗", "医务室", "常用药", "101", "", ""),
        ("通讯", "上网", "密码见房卡", "", "", ""), ("其他服务", "打印", "免费", "商务中心", "全天", "0571-88880000"),
    ]  # fmt: skip


def test_a_roster_under_other_headings_takes_no_number_that_is_not_the_badge(folder: Path, load: Load) -> None:
    head = ["姓名", "单位", "团组", "证件编号", "手机", "房号", "座位", "用餐", "车次", "身份证号", "紧急联系人电话"]
    row = [
        "甲乙",
        "某厂",
        "一组",
        "P001",
        "19900000001",
        "801",
        "3排5座",
        "清真",
        "2号车",
        "110101199001011234",
        "19900000009",
    ]
    lacking = [["姓名", "身份证号", "紧急联系人电话", "房号"], ["丙", "110101199001011234", "19900000009", "802"]]
    workbook(folder / "人员.xlsx", {"一": [head, row], "二": lacking})
    [file] = load().files
    d = models.Delegate
    fields = (d.badge, d.name, d.post, d.delegation, d.phone, d.room, d.seat, d.meal, d.coach, d.category)
    assert list(d.select(*fields).tuples()) == [
        ("P001", "甲乙", "某厂", "一组", "19900000001", "801", "3排5座", "清真", "2号车", "")
    ]
    [refused] = file.of(Verdict.REFUSED)
    assert wording.said(refused) == (
        "这张表像是“代表名册”，但认不出代表证号这一列，未读；请加上这一列，或把表头改成这个名字。以前由它载入的内容保留"
    )


@pytest.mark.parametrize(
    ("head", "places", "degrees"),
    [
        (["lng", "lat"], [116.4, 39.9], (116.4, 39.9)), (["X", "Y"], ["116.4", "39.9"], (116.4, 39.9)),
        (["纬度", "经度"], [39.9, 116.4], (116.4, 39.9)), (["经度", "纬度"], [39.9, 116.4], (116.4, 39.9)),
        (["坐标"], ["116.4,39.9"], (116.4, 39.9)), (["经纬度"], ["39.9， 116.4"], (116.4, 39.9)),
        (["坐标"], ["东经116°24′0″ 北纬39°54′0″"], (116.4, 39.9)),
        (["经度", "纬度"], ["116°24'E", "39°54'N"], (116.4, 39.9)),
        (["地图"], ["116.4,39.9"], (116.4, 39.9)),
        (["经度（BD-09）", "纬度（BD-09）"], [116.404, 39.915], (116.397627, 39.908657)),
        (["经度WGS84", "纬度WGS84"], [121.5272106, 31.1774276], (121.531542, 31.175304)),
        (["坐标"], ["1,2"], (None, None)),
    ],
)  # fmt: skip
def test_stations_without_codes_wherever_their_coordinates_stand(
    folder: Path, load: Load, head: list[str], places: list[Any], degrees: tuple[float | None, float | None]
) -> None:
    rows = [["站点名称", "具体地址", "所在区", *head], ["甲站", "一路1号", "东区", *places]]
    workbook(folder / "港湾.xlsx", {"名单": rows})
    load()
    [station] = models.Station.select()
    assert (station.name, station.address, station.district) == ("甲站", "一路1号", "东区")
    assert (station.longitude, station.latitude) == pytest.approx(degrees)
    code = station.code
    assert load().counts()["kept"] == 1
    assert [each.code for each in models.Station.select()] == [code]


def test_coordinates_of_another_system_are_told_once(folder: Path, load: Load) -> None:
    rows = [["名称", "地址", "经度", "纬度"], ["甲", "一路", 116.404, 39.915], ["乙", "二路", 116.405, 39.915]]
    workbook(folder / "驿站（百度坐标）.xlsx", {"名单": rows})
    [file] = load().files
    assert told(file) == [("doubtful", "coordinates_bd09", 2, "甲")]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2025年3月1日至4月1日", (date(2025, 3, 1), date(2025, 4, 1))),
        ("2025.3.1-2025.3.31", (date(2025, 3, 1), date(2025, 3, 31))), ("2025年5月1日前", (None, date(2025, 5, 1))),
    ],
)  # fmt: skip
def test_the_time_of_application_in_one_cell(
    folder: Path, load: Load, written: str, days: tuple[date | None, date | None]
) -> None:
    head = ["项目名称", "类别", "项目内容", "报名时间", "名额"]
    workbook(folder / "普惠.xlsx", {"表": [head, ["疗休养", "暖心", "四天", written, "100人"]]})
    load()
    [row] = models.Programme.select()
    assert ((row.opens, row.closes), row.brand, row.summary, row.quota) == (days, "暖心", "四天", 100)


def test_a_time_of_application_that_is_no_date_is_told_as_it_stands(folder: Path, load: Load) -> None:
    rows = [["项目名称", "项目内容", "报名时间", "名额"], ["疗休养", "四天", "近期", "若干"]]
    workbook(folder / "普惠.xlsx", {"表": rows})
    load()
    [row] = models.Programme.select()
    assert (row.opens, row.closes, row.summary, row.quota_words) == (None, None, "四天\n报名时间：近期", "若干")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_separated_values(folder: Path, load: Load, encoding: str, delimiter: str) -> None:
    rows = [["答", "问"], ["有，\n地下二层", "有停车场吗"], ["12点", "几点吃饭"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    (folder / "问答.csv").write_bytes(text.encode(encoding))
    assert load().counts() == {"added": 2}
    f = models.Faq
    assert list(f.select(f.question, f.answer).tuples()) == [("有停车场吗", "有，\n地下二层"), ("几点吃饭", "12点")]


@pytest.mark.parametrize("ending", ["docx", "txt", "md"])
@pytest.mark.parametrize(
    "lines",
    [
        ["常见问题", "问：证件丢了怎么办？", "答：到服务台补办。", "带身份证。", "问：能带家属吗？", "答：不能。"],
        ["1．问：证件丢了怎么办？", "答：到服务台补办。", "带身份证。", "2．问：能带家属吗？", "答：不能。"],
        ["Q1：证件丢了怎么办？", "A1：到服务台补办。", "带身份证。", "Q2：能带家属吗？", "A2：不能。"],
        ["1. 证件丢了怎么办？", "答：到服务台补办。", "带身份证。", "2. 能带家属吗？", "答：不能。"],
    ],
)
def test_questions_in_a_document(folder: Path, load: Load, lines: Sequence[str], ending: str) -> None:
    document(folder / f"答疑.{ending}", lines)
    load()
    f = models.Faq
    assert list(f.select(f.question, f.answer).tuples()) == [
        ("证件丢了怎么办？", "到服务台补办。\n带身份证。"), ("能带家属吗？", "不能。"),
    ]  # fmt: skip
    assert models.NewsItem.select().count() == 0


@pytest.mark.parametrize("name", ["稿件/专访.docx", "代表风采-专访.docx"])
def test_an_interview_is_an_article(folder: Path, load: Load, name: str) -> None:
    document(folder / name, ["专访张师傅", "问：累吗？", "答：不累。", "问：苦吗？", "答：不苦。"])
    load()
    assert [row.title for row in models.NewsItem.select()] == ["专访张师傅"]
    assert models.Faq.select().count() == 0


def test_a_schedule_in_the_table_of_a_document(folder: Path, load: Load) -> None:
    paper = docx.Document()
    for line in ("培训班日程", "2025年6月9日—10日"):
        paper.add_paragraph(line)
    rows = [["日期", "时间", "内容"], ["6月9日", "9:00-11:30", "甲"], ["", "14:00", "乙"], ["6月10日", "9:00", "丙"]]
    table = paper.add_table(4, 3)
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    paper.save(str(folder / "日程.docx"))
    load()
    item = models.AgendaItem
    assert list(item.select(item.starts, item.title).order_by(item.position).tuples()) == [
        (NINE, "甲"), (datetime(2025, 6, 9, 14), "乙"), (datetime(2025, 6, 10, 9), "丙"),
    ]  # fmt: skip


def document(path: Path, lines: Sequence[str]) -> None:
    """Write the lines as a document of whatever kind the name says."""
    path.parent.mkdir(exist_ok=True)
    if path.suffix != ".docx":
        path.write_text("\n\n".join(lines), encoding="utf-8")
        return
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(str(path))
