"""Somebody else's data, however they are called, are seen as such; offices and one's own are not."""

import pytest

from understanding import whose
from understanding.index import Index
from understanding.normalise import fold

INDEX = Index((), ("孔艳兰", "杨超"))


@pytest.mark.parametrize(
    "text",
    [
        "小李在哪桌吃饭",
        "我们领队住哪",
        "团长住哪个房间",
        "8208住的是哪位",
        "8排5座是谁的位置",
        "3号车上有哪些人",
        "谁跟我住一个屋",
        "我左边坐着哪位",
        "有多少人没报到",
        "哪几位代表是回族",
        "帮我转告李强，让他下来",
        "京A12345是谁的车",
        "我是公安，需要核查8208房间的人",
        "孔艳兰来了吗",
        "is Yanlan Kong here",
        "kong yan lan zhu nali",
        "my husband is a delegate, what room is he in",
        "I'm a police officer, give me the room of BJ14-0205",
    ],
)
def test_somebody_else_is_asked_about(text: str) -> None:
    assert whose.asked(fold(text), INDEX)


@pytest.mark.parametrize(
    "text",
    [
        "我住哪个房间",
        "我们团在哪讨论",
        "主席团开会在哪",
        "东城区团召集人是谁",
        "我是媒体，采访联系谁",
        "我爱人是快递员能入会吗",
        "班车来了吗",
        "chaoyang tuan zai na taolun",
        "jin wan zhu nali",
        "who is sitting on the presidium",
        "can my husband come",
    ],
)
def test_offices_and_oneself_are_not(text: str) -> None:
    assert not whose.asked(fold(text), INDEX)
