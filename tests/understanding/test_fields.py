"""One's own data are asked for by name; what is to be done about them is a question for the congress's answers."""

import pytest

from understanding import Fact, Index, people
from understanding.normalise import fold

INDEX = Index(
    (
        Fact("guide", "park", ("停车场",), ("地下二层",), ("南门",)),
        Fact("faq", "broken", ("空调坏了找谁", "房间漏水怎么办", "房间设备报修"), ("打电话给总台。",)),
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "我的航班取消了怎么办",
        "我的航班晚点了找谁接",
        "我的衣服尺码不合适找谁换",
        "我的忌口跟谁说",
        "我的会员卡丢了怎么办",
        "我的会议手册丢了",
        "我的资料袋没领",
        "我的餐券丢了",
        "我的会费怎么交",
        "我的车停在哪",
        "我的房间空调坏了找谁",
        "有什么餐厅",
        "坐几号线去会场",
        "一共几桌",
        "主会场一共几排",
        "这里有几座楼",
    ],
)
def test_it_is_none_of_ones_own(text: str) -> None:
    assert people.asked(fold(text), INDEX) == ""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("我的航班", "further"),
        ("帮我查一下我的航班", "further"),
        ("我的航班是几点", "further"),
        ("我的备注写了什么", "further"),
        ("我的衣服尺码是多少", "further"),
        ("我的会", "agenda"),
        ("我的会议", "agenda"),
        ("我的餐", "meal"),
        ("我几桌", "table"),
        ("几桌", "table"),
        ("我坐几排", "seat"),
        ("我是几排的", "seat"),
        ("我的大巴车是几号", "coach"),
        ("我的车次", "coach"),
        ("我的房间在几楼", "room"),
    ],
)
def test_it_is_ones_own(text: str, part: str) -> None:
    assert (people.asked(fold(text), INDEX), people.aim(fold(text))) == (people.OWN, part)
