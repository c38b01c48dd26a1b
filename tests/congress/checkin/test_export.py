"""The workbook read back, and the board that many ask every second."""

from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

import models
from congress.checkin import arrivals, board, export
from congress.checkin.arrivals import Entry
from congress.errors import NotFound
from tests.congress.checkin.small import at, fill

NOW = at("05 18:00:00")


@pytest.fixture(autouse=True)
def _small(database_url: str) -> None:
    fill()


def sheets(*keys: str) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(export.xlsx(keys, NOW)))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.rows] for sheet in book}


def test_everything_is_in_the_workbook() -> None:
    queue = [
        Entry("1", "report", "A-001", at("05 13:00:05"), "hall-a", "li", "gun"),
        Entry("2", "report", "A-001", at("05 13:00:30"), "hall-b", "wang", "camera"),
        Entry("3", "report", "A-777", at("05 13:01:00"), "hall-b", "wang", "typed"),
        Entry("4", "gate", "B-001", at("05 13:02:00"), "door", "self", "code"),
        Entry("5", "gate", "B-001", at("05 13:03:00"), "door", "self", "code"),
    ]
    arrivals.merge(queue, NOW)
    found = sheets("report", "gate")
    assert list(found) == ["已到", "未到", "重复与未通过", "统计"]
    assert found["已到"] == [
        ("环节", "代表证号", "姓名", "代表团", "签到时间", "签到台", "方式", "经手人"),
        ("报到", "A-001", "甲1", "教育代表团", datetime(2019, 5, 5, 13, 0, 5), "大堂A台", "扫码枪", "li"),
        ("安检", "B-001", "甲1", None, datetime(2019, 5, 5, 13, 2), "报告厅入口", "本人扫码", "本人"),
        ("安检", "B-001", "甲1", None, datetime(2019, 5, 5, 13, 3), "报告厅入口", "本人扫码", "本人"),
    ]
    assert [row[:2] for row in found["未到"][1:]] == [
        ("报到", "A-002"), ("报到", "A-003"), ("报到", "B-001"),
        ("安检", "A-001"), ("安检", "A-002"), ("安检", "A-003"),
    ]  # fmt: skip
    assert found["重复与未通过"][1:] == [
        ("报到", "A-001", "甲1", "教育代表团", "重复签到", datetime(2019, 5, 5, 13, 0, 30), "大堂B台", "摄像头", "wang",
         datetime(2019, 5, 5, 13, 0, 5), "大堂A台"),
        ("报到", "A-777", None, None, "名册里没有", datetime(2019, 5, 5, 13, 1), "大堂B台", "手工录入", "wang",
         None, None),
    ]  # fmt: skip
    assert found["统计"][1:] == [
        ("报到", "未登记代表团", 0, 1, 0), ("报到", "教育代表团", 1, 3, pytest.approx(1 / 3)),
        ("报到", "合计", 1, 4, 0.25),
        ("安检", "未登记代表团", 1, 1, 1), ("安检", "教育代表团", 0, 3, 0), ("安检", "合计", 1, 4, 0.25),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\x00\x1b=1"])
def test_nothing_becomes_a_formula(name: str) -> None:
    models.Delegate.update(name=name).where(models.Delegate.badge == "A-001").execute()
    arrivals.merge([Entry("1", "report", "A-001", at("05 13:00:00"), "=1+1", "=cmd|'/c'!A0", "=x")], NOW)
    book = openpyxl.load_workbook(BytesIO(export.xlsx(["report"], NOW)))
    row = next(book["已到"].iter_rows(min_row=2))
    assert [cell.data_type for cell in row] == ["s", "s", "s", "s", "d", "s", "s", "s"]
    assert [row[place].value for place in (5, 6, 7)] == ["=1+1", "=x", "=cmd|'/c'!A0"]
    assert row[2].value == name.lstrip("\x00\x1b")
    assert book["已到"].column_dimensions["A"].width == 30


def test_an_unknown_stage() -> None:
    with pytest.raises(NotFound):
        export.xlsx(["gone"], NOW)


class Counted(list[str]):
    """The statements that were sent."""

    def __call__(self, sql: str, *args: Any, **values: Any) -> Any:
        self.append(sql)
        return self.send(sql, *args, **values)

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        engine = models.database.obj
        self.send = engine.execute_sql
        monkeypatch.setattr(engine, "execute_sql", self)


def test_boards_that_ask_again_cost_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    arrivals.merge([Entry("1", "report", "A-001", at("05 13:00:00"))], NOW)
    first = board.board("report", NOW)
    sent = Counted(monkeypatch)
    assert all(board.board("report", NOW) is first for _ in range(10))
    assert len([sql for sql in sent if "checkin_turn" in sql]) == 10
    assert [sql for sql in sent if "checkin_entry" in sql] == []
    before = board.revision("report")
    arrivals.arrive("report", "A-002", NOW, mark="2")
    assert board.revision("report") == before + 1
    assert board.board("report", NOW).arrived == 2
