"""Schedules as they come."""

from datetime import date, datetime, time
from pathlib import Path

import models
from tests.handover.conftest import Load, told, workbook

HEAD = ["日期", "时间", "内  容", "地  点", "参加人员", "备注"]


def loaded() -> list[tuple[str, datetime, datetime | None, str]]:
    """Key, start, end and title of every item that counts."""
    item = models.AgendaItem
    return list(
        item.select(item.key, item.starts, item.ends, item.title)
        .where(~item.withdrawn)
        .order_by(item.position)
        .tuples()
    )


def test_merged_days_and_every_way_to_write_a_time(folder: Path, load: Load) -> None:
    rows = [
        ["某市第九次代表大会日程"], ["（2023年11月2日—11月3日 东山宾馆）"], HEAD,
        ["11月2日\n（星期四）", "13:00—18:00", "报到", "大堂", "全体代表", "请带证件"],
        [None, "晚7:30—9:00", "预备会议\n通过议程\n通过名单", "报告厅", "全体代表", None],
        ["11月3日\n（星期五）", time(9, 0), "开幕大会", "报告厅", None, None],
        [None, "１９点３０分", "分组讨论：审议报告", None, None, None],
        [],
        ["注：如有调整，以通知为准"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows}, ["A1:F1", "A2:F2", "A4:A5", "A6:A7", "A9:F9"])
    [file] = load().files
    assert loaded() == [
        ("1102-baodao", datetime(2023, 11, 2, 13), datetime(2023, 11, 2, 18), "报到"),
        ("1102-yubeihuiyi", datetime(2023, 11, 2, 19, 30), datetime(2023, 11, 2, 21), "预备会议"),
        ("1103-kaimudahui", datetime(2023, 11, 3, 9), None, "开幕大会"),
        ("1103-fenzutaolunshenyibaogao", datetime(2023, 11, 3, 19, 30), None, "分组讨论：审议报告"),
    ]
    assert models.AgendaItem.get(key="1102-yubeihuiyi").detail == "通过议程\n通过名单"
    assert told(file) == [
        ("skipped", "line_title", 1, ""), ("skipped", "line_title", 2, ""),
        ("corrected", "time_twelve_hour", 5, "预备会议"),
        ("corrected", "time_written", 7, "分组讨论：审议报告"), ("skipped", "line_note", 9, ""),
    ]  # fmt: skip


def test_an_end_before_its_start(folder: Path, load: Load) -> None:
    rows = [
        ["2023年"], HEAD,
        ["11月2日", "22:00—1:00", "守夜"], ["11月2日", "11:30—1:00", "午餐"], ["11月2日", "14:00—10:00", "大会"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    assert loaded() == [
        ("1102-shouye", datetime(2023, 11, 2, 22), datetime(2023, 11, 3, 1), "守夜"),
        ("1102-wucan", datetime(2023, 11, 2, 11, 30), datetime(2023, 11, 2, 13), "午餐"),
        ("1102-dahui", datetime(2023, 11, 2, 14), None, "大会"),
    ]
    assert told(file)[1:] == [
        ("corrected", "end_next_day", 3, "守夜"), ("corrected", "end_half_day", 4, "午餐"),
        ("dropped", "end_before_start", 5, "大会"),
    ]  # fmt: skip


def test_what_cannot_be_read_is_refused_with_its_reason(folder: Path, load: Load) -> None:
    rows = [
        HEAD,
        [None, "9:00", "没有日期"], ["2023-11-02", "待定", "时间待定"], [None, None, "没有时间"], [None, "9:00", None],
        ["不日", "9:00", "日期不清"], [None, "8:00、9:00", "两段"], [None, "10:00", "好的"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    assert told(file) == [
        ("refused", "date_missing", 2, "没有日期"), ("refused", "time_unreadable", 3, "时间待定"),
        ("refused", "time_missing", 4, "没有时间"), ("refused", "needed", 5, ""),
        ("refused", "date_unreadable", 6, "日期不清"), ("refused", "several_spans", 7, "两段"),
    ]  # fmt: skip
    assert [key for key, *_ in loaded()] == ["1102-haode"]


def test_doubts_about_days(folder: Path, load: Load) -> None:
    rows = [
        ["2023年11月2日—3日"], HEAD,
        ["11月2日（星期三）", "9:00", "星期不符"], ["11月9日", "9:00", "不在会期"], [date(2023, 11, 3), "9:00", "正好"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    assert told(file)[1:] == [
        ("doubtful", "date_weekday", 3, "星期不符"), ("doubtful", "date_outside", 4, "不在会期"),
    ]  # fmt: skip
    assert [starts.day for _, starts, _, _ in loaded()] == [2, 9, 3]


def test_days_on_lines_of_their_own_and_halves_in_a_column(folder: Path, load: Load) -> None:
    rows = [
        ["2023年"], ["时段", "时间", "内容"], ["11月2日（星期四）"], ["上午", "9:00—11:30", "甲"],
        [None, "10:00", "乙"], ["下午", time(2, 30), "丙"], ["11月3日（星期四）"], ["晚上", "7:30-9:00", "丁"],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows}, ["A3:C3", "A4:A5", "A7:C7"])
    [file] = load().files
    assert loaded() == [
        ("1102-jia", datetime(2023, 11, 2, 9), datetime(2023, 11, 2, 11, 30), "甲"),
        ("1102-yi", datetime(2023, 11, 2, 10), None, "乙"),
        ("1102-bing", datetime(2023, 11, 2, 14, 30), None, "丙"),
        ("1103-ding", datetime(2023, 11, 3, 19, 30), datetime(2023, 11, 3, 21), "丁"),
    ]
    assert [note for note in told(file)[1:] if note[1] != "time_written"] == [
        ("skipped", "line_day", 3, ""), ("corrected", "time_twelve_hour", 6, "丙"),
        ("doubtful", "date_weekday", 7, ""), ("skipped", "line_day", 7, ""),
        ("corrected", "time_twelve_hour", 8, "丁"),
    ]  # fmt: skip


def test_a_doubtful_day_over_many_rows_is_told_once(folder: Path, load: Load) -> None:
    rows = [["2023年"], HEAD, ["11月2日（星期三）", "9:00", "甲"], [None, "10:00", "乙"], [None, "11:00", "丙"]]
    workbook(folder / "日程.xlsx", {"日程": rows}, ["A3:A5"])
    [file] = load().files
    assert told(file)[1:] == [("doubtful", "date_weekday", 3, "甲")]


def test_a_year_that_nobody_wrote_is_taken_near_now_and_told_once(folder: Path, load: Load) -> None:
    workbook(folder / "日程.xlsx", {"日程": [HEAD, ["4月2日", "9:00", "甲"], ["4月3日", "9:00", "乙"]]})
    [file] = load().files
    assert [starts for _, starts, _, _ in loaded()] == [datetime(2024, 4, 2, 9), datetime(2024, 4, 3, 9)]
    assert told(file) == [("doubtful", "date_year", 2, "甲")]


def test_other_shapes_of_a_schedule(folder: Path, load: Load) -> None:
    workbook(
        folder / "2023" / "分日.xlsx",
        {
            "2023年11月2日": [
                ["开始时间", "结束时间", "议程"],
                ["9:00", "11:30", "甲"],
                [time(14), time(15, 30), "乙"],
            ],
            "列": [["会议地点", "会议内容", "会议时间"], ["一室", "丙", "2023年11月4日 9：00至10：00"]],
            "格": [["内容", "时间"], ["丁", datetime(2023, 11, 5, 16, 0)]],
        },
    )
    assert load().counts() == {"added": 4, "corrected": 1}
    assert loaded() == [
        ("1102-jia", datetime(2023, 11, 2, 9), datetime(2023, 11, 2, 11, 30), "甲"),
        ("1102-yi", datetime(2023, 11, 2, 14), datetime(2023, 11, 2, 15, 30), "乙"),
        ("1104-bing", datetime(2023, 11, 4, 9), datetime(2023, 11, 4, 10), "丙"),
        ("1105-ding", datetime(2023, 11, 5, 16), None, "丁"),
    ]


def test_the_same_title_twice_a_day_is_numbered_and_a_repeated_line_is_not(folder: Path, load: Load) -> None:
    rows = [
        ["2023年"], HEAD, ["11月2日", "9:00", "开会"], ["11月2日", "14:00", "开会"], ["11月2日", "9:00", "开会"],
        ["11月2日", "16:00", "题" * 60], ["11月2日", "17:00", "题" * 61],
    ]  # fmt: skip
    workbook(folder / "日程.xlsx", {"日程": rows})
    [file] = load().files
    long = "1102-" + ("ti" * 60)[:43]
    assert [key for key, *_ in loaded()] == ["1102-kaihui", "1102-kaihui-2", long, long[:46] + "-2"]
    assert told(file)[1:] == [("skipped", "row_repeated", 5, "开会")]
