"""Items of the schedule that are marked as cancelled or changed."""

from pathlib import Path

import pytest

import models
from handover.notes import Verdict
from tests.handover.conftest import Load, workbook


@pytest.mark.parametrize(
    ("title", "remark", "state", "found"),
    [
        ("【取消】晨练", "因雷雨", "", ("晨练", "因雷雨", True)),
        ("[已取消] 晨练", "", "", ("晨练", "", True)),
        ("晨练（因雨取消）", "", "", ("晨练（因雨取消）", "", False)),
        ("晨练（取消，另行通知）", "", "", ("晨练", "", True)),
        ("晨练——停办", "", "", ("晨练", "", True)),
        ("取消：晨练", "", "", ("晨练", "", True)),
        ("晨练", "取消", "", ("晨练", "取消", True)),
        ("晨练", "【已取消】因雨", "", ("晨练", "【已取消】因雨", True)),
        ("晨练", "因雷雨预警取消。", "", ("晨练", "因雷雨预警取消。", True)),
        ("晨练", "", "已取消", ("晨练", "", True)),
        ("取消资格审查会", "取消原定午餐，改为自助", "", ("取消资格审查会", "取消原定午餐，改为自助", False)),
        ("【变更】晨练", "", "", ("晨练", "有变更", False)),
        ("【变更】晨练", "改至花园", "", ("晨练", "改至花园", False)),
        ("晨练（改至花园）", "", "", ("晨练", "有变更：改至花园", False)),
        ("【顺延】晨练", "", "", ("晨练", "有变更：顺延", False)),
        ("晨练", "穿布鞋", "时间调整", ("晨练", "有变更：时间调整\n穿布鞋", False)),
        ("晨练", "【变更】原定操场", "", ("晨练", "【变更】原定操场", False)),
        ("晨练", "", "正常", ("晨练", "", False)),
        ("调整心态讲座", "", "", ("调整心态讲座", "", False)),
    ],
)
def test_marks(folder: Path, load: Load, title: str, remark: str, state: str, found: tuple[str, str, bool]) -> None:
    head = ["日期", "时间", "内容", "地点", "备注", "状态"]
    workbook(folder / "日程.xlsx", {"日程": [["2024年"], head, ["7月12日", "6:00-7:00", title, "操场", remark, state]]})
    [file] = load().files
    item = models.AgendaItem
    assert list(item.select(item.title, item.remark, item.cancelled).tuples()) == [found]
    codes = [note.code for note in file.of(Verdict.DOUBTFUL)]
    changed = found[2] or "有变更" in found[1] or title.startswith("【变更")
    assert codes == ([] if not changed else ["item_cancelled" if found[2] else "item_changed"])


def test_a_state_that_is_staffs_own_is_reported(folder: Path, load: Load) -> None:
    head = ["日期", "时间", "内容", "状态"]
    workbook(folder / "日程.xlsx", {"日程": [["2024年"], head, ["7月12日", "6:00-7:00", "晨练", "待落实"]]})
    [file] = load().files
    assert [note.code for note in file.of(Verdict.DROPPED)] == ["state_unknown"]


def test_it_is_the_same_item_before_and_after(folder: Path, load: Load) -> None:
    head = ["日期", "时间", "内容", "地点"]
    item = models.AgendaItem
    for title, cancelled in (("晨练", False), ("【取消】晨练", True), ("晨练", False)):
        workbook(folder / "日程.xlsx", {"日程": [["2024年"], head, ["7月12日", "6:00-7:00", title, "操场"]]})
        load()
        assert list(item.select(item.key, item.cancelled, item.withdrawn).tuples()) == [
            ("0712-chenlian", cancelled, False)
        ]
