"""Several days named at once, and days counted in English."""

from datetime import date, datetime

import pytest

from clock import BEIJING
from understanding.dates import when

DAYS = (date(2019, 5, 5), date(2019, 5, 6), date(2019, 5, 7))
FIRST, SECOND, THIRD = DAYS


@pytest.mark.parametrize(
    ("text", "today", "day", "until"),
    [
        ("这两天有什么会", 5, FIRST, SECOND),
        ("today and tomorrow", 6, SECOND, THIRD),
        ("今明两天的安排", 5, FIRST, SECOND),
        ("这几天都有什么会", 5, FIRST, THIRD),
        ("这几天都有什么会", 6, SECOND, THIRD),
        ("这几天都有什么会", 20, FIRST, THIRD),
        ("三天的安排", 5, FIRST, THIRD),
        ("3天都有啥", 5, FIRST, THIRD),
        ("五天的安排", 5, None, None),
        ("first day schedule", 6, FIRST, None),
        ("agenda of the last day", 6, THIRD, None),
        ("day two", 5, SECOND, None),
        ("what is on day 3", 5, THIRD, None),
        ("day 9", 5, None, None),
        ("day after tomorrow", 5, THIRD, None),
    ],
)
def test_days(text: str, today: int, day: date | None, until: date | None) -> None:
    found = when(text, datetime(2019, 5, today, 9, tzinfo=BEIJING), DAYS)
    assert (found.day, found.until) == (day, until)


@pytest.mark.parametrize(
    ("text", "day", "part"),
    [
        ("睡醒第一个会几点", THIRD, "morning"), ("起床后去哪吃饭", THIRD, "morning"),
        ("早上起来以后有什么会", THIRD, "morning"),
        ("刚想起来了 晚上有什么安排", None, "evening"), ("我们一起来了三个人 餐厅在哪", None, ""),
        ("谢谢你提醒了我 餐厅在哪", None, ""), ("站起来的时候要唱歌吗", None, ""),
        ("醒了 晚上还有会吗", None, "evening"),
    ],
)  # fmt: skip
def test_who_wakes(text: str, day: date | None, part: str) -> None:
    found = when(text, datetime(2019, 5, 6, 18, tzinfo=BEIJING), DAYS)
    assert (found.day, found.part) == (day, part)


def test_without_a_congress() -> None:
    at = datetime(2019, 5, 5, 9, tzinfo=BEIJING)
    assert [when(text, at).day for text in ("这几天有什么会", "last day", "三天的安排")] == [None, None, None]
