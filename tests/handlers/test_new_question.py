"""A whole question right after another one is answered by itself, not as its continuation."""

import pytest

from tests.handlers.phone import Phone


@pytest.mark.parametrize(
    ("before", "text", "opening"),
    [
        ("预备会议几点", "昨天有什么会", "昨天 5月5日（周日）的日程已结束，共5项：\n"),
        ("午餐到几点", "下午有什么安排", "今天 5月6日（周一）下午日程"),
        ("分组讨论几点开始", "下午有啥活动", "今天 5月6日（周一）下午日程"),
        ("晚饭几点", "明天上午有什么会", "明天 5月7日（周二）上午日程"),
        ("大会选举几点", "明天几点开会", "明天 5月7日（周二）日程"),
        ("晚饭几点", "那明天呢", "晚餐"),  # these do go on
        ("分组讨论几点开始", "在哪", "地点：各代表团讨论地点（见附表） · 分组讨论\n"),
    ],
)
def test_it_asks_by_itself(phone: Phone, before: str, text: str, opening: str) -> None:
    phone.say(before)
    assert phone.say(text).startswith(opening)
