"""Days and times that do not exist are seen as such; numbers that count other things are none."""

from datetime import date, datetime

import pytest

from understanding import Index, nowhere, understand
from understanding.normalise import fold

DAYS = (date(2019, 5, 5), date(2019, 5, 6), date(2019, 5, 7))
AT = datetime(2019, 5, 6, 10)


@pytest.mark.parametrize(
    ("text", "said", "aim"),
    [
        ("2月30号有什么会", "2月30号", "no_day"),
        ("五月九十号有安排吗", "五月九十号", "no_day"),
        ("5/0有会吗", "5/0", "no_day"),
        ("32号下午有什么会", "32号", "no_day"),
        ("星期八有会吗", "星期八", "no_day"),
        ("第八天的日程", "第八天", "no_day"),
        ("what's on february 30", "february 30", "no_day"),
        ("今天25点开什么会", "25点", "no_time"),
        ("明天8:75有会吗", "8:75", "no_time"),
        ("六月有什么会", "六月", "elsewhere"),
        ("下个月有会吗", "下个月", "elsewhere"),
        ("去年5月6号的会", "去年", "elsewhere"),
        ("2018年的日程", "2018年", "elsewhere"),
    ],
)
def test_there_is_no_such_day(text: str, said: str, aim: str) -> None:
    question = understand(text, AT, Index(()), days=DAYS)
    assert (question.topic, question.aim, question.missing, question.day) == ("agenda", aim, said, None)


@pytest.mark.parametrize(
    "text",
    [
        "5月6号有什么会",
        "5.6",
        "2月28号",
        "第三天上午",
        "24点",
        "周五有会吗",
        "5月的日程",
        "32号楼有什么会",
        "我有25点建议",
        "6月招聘会还能报吗",
        "上个月的新闻",
        "80/120",
        "每周8次",
    ],
)
def test_other_numbers_are_days_or_none(text: str) -> None:
    assert understand(text, AT, Index(()), days=DAYS).missing == ""


def test_without_days_nothing_is_missing() -> None:
    assert nowhere.missing(fold("2月30号"), AT, ()) is None
