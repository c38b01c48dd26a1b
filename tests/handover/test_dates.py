"""Dates as staff write them, and the year they lack."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.around import Clock
from handover.dates import EPOCH, Calendar, Day

AT = datetime(2024, 3, 1)
NEAR = Clock(AT, AT.date())
WEEKDAYS = "一二三四五六日"
WAYS = {
    "5月6日": "{d.month}月{d.day}日",
    "2019年5月6日": "{d.year}年{d.month}月{d.day}日",
    "2019-05-06": "{d:%Y-%m-%d}",
    "2019/5/6": "{d.year}/{d.month}/{d.day}",
    "2019.5.6": "{d.year}.{d.month}.{d.day}",
    "20190506": "{d:%Y%m%d}",
    "5/6": "{d.month}/{d.day}",
    "5.6": "{d.month}.{d.day}",
    "5月6号": "{d.month} 月 {d.day} 号",
    "05-06": "{d:%m-%d}",
}
BESIDE = ["", "\n（星期{w}）", " 周{w}", "(礼拜{w})", "，星期{w}"]


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)), st.sampled_from(list(WAYS)), st.sampled_from(BESIDE))
def test_every_written_form_is_read_back(day: date, way: str, beside: str) -> None:
    written = WAYS[way].format(d=day) + beside.format(w=WEEKDAYS[day.weekday()])
    read = Calendar([f"（{day.year}年{day.month}月{day.day}日）"], NEAR).read(written)
    assert read == Day(day, day.weekday() if beside else None)


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    read = Calendar([text], NEAR).read(text)
    assert read is None or isinstance(read.day, date)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2019, 5, 6), date(2019, 5, 6)),
        (datetime(2019, 5, 6, 9), date(2019, 5, 6)),
        ((date(2019, 5, 6) - EPOCH).days, date(2019, 5, 6)),
        ("五月六日", date(2019, 5, 6)),
        ("二〇一九年五月六日", date(2019, 5, 6)),
        ("５月６日", date(2019, 5, 6)),
        ("星期一 5月6日", date(2019, 5, 6)),
        ("6日", date(2019, 5, 6)),
        ("2月30日", None),
        ("13:00", None),
        ("全天", None),
        (7, None),
        (True, None),
        (None, None),
    ],
)
def test_cells(cell: Any, expected: date | None) -> None:
    read = Calendar(["（2019年5月5日—5月7日   北京会议中心）"], NEAR).read(cell)
    assert (read.day if read else None) == expected


@pytest.mark.parametrize(
    ("title", "written", "expected", "span"),
    [
        ("2019年5月5日—5月7日", "5月6日", Day(date(2019, 5, 6)), (date(2019, 5, 5), date(2019, 5, 7))),
        ("2019年5月5日至7日", "5月6日", Day(date(2019, 5, 6)), (date(2019, 5, 5), date(2019, 5, 7))),
        ("（2025.6.1-6.3）", "6月2日", Day(date(2025, 6, 2)), (date(2025, 6, 1), date(2025, 6, 3))),
        ("2019年12月30日—2020年1月2日", "1月1日", Day(date(2020, 1, 1)), (date(2019, 12, 30), date(2020, 1, 2))),
        ("2019年12月30日—1月2日", "1月1日", Day(date(2020, 1, 1)), (date(2019, 12, 30), date(2020, 1, 2))),
        ("2022年工会会议日程", "6月2日", Day(date(2022, 6, 2)), None),
        ("日程2022", "6月2日", Day(date(2022, 6, 2)), None),
        ("电话 010-2019 1111", "3月2日", Day(date(2024, 3, 2), assumed=True), None),
        ("", "3月2日", Day(date(2024, 3, 2), assumed=True), None),
        ("", "2月2日", Day(date(2024, 2, 2), assumed=True), None),
        ("", "10月12日", Day(date(2024, 10, 12), assumed=True), None),
        ("", "12月12日", Day(date(2023, 12, 12), assumed=True), None),
        ("", "5月6日（星期二）", Day(date(2025, 5, 6), 1, assumed=True), None),
    ],
)
def test_the_year(title: str, written: str, expected: Day, span: tuple[date, date] | None) -> None:
    calendar = Calendar([title], NEAR)
    assert (calendar.read(written), calendar.span) == (expected, span)


def test_a_weekday_that_is_another_days() -> None:
    read = Calendar(["2019年"], NEAR).read("5月6日（星期二）")
    assert read == Day(date(2019, 5, 6), 1)
    assert read is not None
    assert read.contradicts


@pytest.mark.parametrize(
    ("written", "loose", "day", "rest"),
    [
        ("2019-05-06 12:10", True, date(2019, 5, 6), "12:10"),
        ("5月6日（周一） 9:00—11:30", False, date(2019, 5, 6), "9:00—11:30"),
        ("9.30—11.00", False, None, "9.30—11.00"),
        ("9:00", False, None, "9:00"),
    ],
)
def test_a_date_before_a_time(written: str, loose: bool, day: date | None, rest: str) -> None:
    read, left = Calendar(["2019年"], NEAR).split(written, loose=loose)
    assert (read.day if read else None, left) == (day, rest)
