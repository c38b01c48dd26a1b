"""Dates and times as people say them."""

from datetime import date, datetime, time

import pytest

from understanding.dates import PARTS, When, when
from understanding.normalise import fold
from understanding.numerals import number

DAYS = (date(2019, 5, 5), date(2019, 5, 6), date(2019, 5, 7))
NOON = datetime(2019, 5, 5, 12, 30)
FIFTH, SIXTH, SEVENTH = DAYS


def read(text: str, at: datetime = NOON) -> When:
    return when(fold(text), at, DAYS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天有什么会", FIFTH),
        ("明儿个都有啥", SIXTH),
        ("明日议程", SIXTH),
        ("后天呢", SEVENTH),
        ("大后天", date(2019, 5, 8)),
        ("昨天", date(2019, 5, 4)),
        ("前天", date(2019, 5, 3)),
        ("6号", SIXTH),
        ("六号下午", SIXTH),
        ("6日", SIXTH),
        ("五月六日", SIXTH),
        ("5月6日", SIXTH),
        ("5.6", SIXTH),
        ("5/6上午", SIXTH),
        ("5-6", SIXTH),
        ("十号", date(2019, 5, 10)),
        ("周一", SIXTH),
        ("礼拜二", SEVENTH),
        ("上周三", date(2019, 4, 24)),
        ("星期天", FIFTH),
        ("下周一", SIXTH),
        ("周三", date(2019, 5, 8)),
        ("第一天", FIFTH),
        ("最后一天", SEVENTH),
        ("第2天", SIXTH),
        ("today", FIFTH),
        ("tomorrow's schedule", SIXTH),
        ("monday schedule", SIXTH),
        ("may 7", SEVENTH),
        ("今晚饭几点", FIFTH),
        ("今天晚餐几点", FIFTH),
    ],
)
def test_days(text: str, day: date) -> None:
    assert read(text).day == day


@pytest.mark.parametrize(
    "text",
    [
        "4号楼在哪",
        "6号车",
        "2号会议室",
        "第13会议室",
        "几号楼",
        "1.5小时",
        "明年",
        "日程安排",
        "13/45",
        "99号",
        "7:30",
        "一日三餐",
    ],
)
def test_no_days(text: str) -> None:
    assert read(text).day is None


@pytest.mark.parametrize(
    ("text", "part", "starts", "ends"),
    [
        ("明天上午", "morning", *PARTS["morning"]),
        ("今晚", "evening", *PARTS["evening"]),
        ("明早几点", "morning", *PARTS["morning"]),
        ("中午", "noon", *PARTS["noon"]),
        ("午后", "afternoon", *PARTS["afternoon"]),
        ("今天下午到晚上", "", PARTS["afternoon"][0], PARTS["evening"][1]),
        ("下午3点", "afternoon", time(15), time(15)),
        ("3点半", "", time(15, 30), time(15, 30)),
        ("九点", "", time(9), time(9)),
        ("15:30", "", time(15, 30), time(15, 30)),
        ("晚上七点半", "evening", time(19, 30), time(19, 30)),
        ("明天全天", "", None, None),
        ("有一点事", "", None, None),
        ("晚饭", "", None, None),
    ],
)
def test_parts(text: str, part: str, starts: time | None, ends: time | None) -> None:
    found = read(text)
    assert (found.part, found.starts, found.ends) == (part, starts, ends)


@pytest.mark.parametrize(
    ("text", "day", "until"),
    [
        ("5月6日至7日", SIXTH, SEVENTH),
        ("5.6-5.7", SIXTH, SEVENTH),
        ("6号和7号的安排", SIXTH, SEVENTH),
        ("周日到周二", FIFTH, SEVENTH),
        ("今明两天", FIFTH, SIXTH),
        ("明后天有啥", SIXTH, SEVENTH),
        ("明天和后天", SIXTH, SEVENTH),
        ("6号上午", SIXTH, None),
        ("7号到6号", SEVENTH, None),
        ("4号楼和5号楼", None, None),
    ],
)
def test_several_days(text: str, day: date | None, until: date | None) -> None:
    found = read(text)
    assert (found.day, found.until) == (day, until)


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("下午两点以后", time(14), time(23, 59)),
        ("10点半之前", time(0), time(10, 30)),
        ("三点半左右", time(15), time(16)),
        ("9点到12点", time(9), time(12)),
        ("下午2点到5点", time(14), time(17)),
        ("中午之前", time(0), time(11, 30)),
        ("傍晚以后", time(17, 30), time(23, 59)),
        ("after 3pm", time(15), time(23, 59)),
        ("9am to 11am", time(9), time(11)),
        ("3:30 pm", time(15, 30), time(15, 30)),
    ],
)
def test_before_after_and_between(text: str, starts: time, ends: time) -> None:
    found = read(text)
    assert (found.starts, found.ends) == (starts, ends)


def test_the_rest_is_what_was_not_about_time() -> None:
    assert read("明天下午3点的选举") == When(
        rest="   的选举", day=SIXTH, part="afternoon", starts=time(15), ends=time(15), said=True
    )
    assert read("选举在哪") == When(rest="选举在哪")


def test_a_number_takes_the_month_of_the_congress() -> None:
    assert read("7号", datetime(2019, 4, 28, 9)).day == SEVENTH
    assert when("7号", datetime(2019, 4, 28, 9)).day == date(2019, 4, 7)


def test_numbers() -> None:
    assert [number(text) for text in ("7", "十", "二十一", "十二", "两", "〇", "一二三")] == [7, 10, 21, 12, 2, 0, -1]


def test_two_parts_of_a_day_are_bounded_by_both() -> None:
    for text in ("what's on this afternoon and tonight", "今晚和今天下午有啥"):
        found = read(text)
        assert (found.day, found.starts, found.ends) == (FIFTH, PARTS["afternoon"][0], PARTS["evening"][1])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("5-7号有什么", 5, 7), ("5到6号的安排", 5, 6), ("6至7日", 6, 7), ("5号-7号", 5, 7), ("5-7号楼在哪", None, None),
     ("7-5号", None, None), ("12-15号", None, None)],
)  # fmt: skip
def test_from_one_numbered_day_to_another(text: str, first: int | None, last: int | None) -> None:
    days = tuple(date(2019, 5, day) for day in (5, 6, 7))
    found = when(text, NOON, days)
    if last is None:
        assert found.until is None
    else:
        assert (found.day, found.until) == (date(2019, 5, first or 0), date(2019, 5, last))


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("两点三刻", 14, 45), ("上午九点一刻", 9, 15), ("晚上12点", 23, 59), ("中午12点", 12, 0)],
)
def test_quarters_and_midnight(text: str, hour: int, minute: int) -> None:
    assert when(text, NOON).starts == time(hour, minute)
