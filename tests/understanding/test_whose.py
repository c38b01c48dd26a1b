"""Somebody else's data, however they are called, are seen as such; offices and one's own are not."""

import pytest

from understanding import people, selves, whose
from understanding.index import Index
from understanding.normalise import fold
from understanding.question import Fact

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
        "坐我旁边的那个人叫什么名字",
        "代表证0086的那位坐哪",
        "上一个问的人住哪",
        "姓孔的那个代表住哪",
        "请报一下3号楼201的住客",
        "我室友叫什么",
        "同屋",
        "素食都有谁",
        "请问孔燕兰坐几排",
        "yang chao dianhua",
        "is there a seating chart of the delegates",
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
        "where do delegates stay",
        "我同屋打呼噜想换房间",
        "我室友发烧了找谁",
        "跟谁请假",
        "残疾代表坐哪",
        "下午后面是谁讲话",
    ],
)
def test_offices_and_oneself_are_not(text: str) -> None:
    assert not whose.asked(fold(text), INDEX)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我是孔艳兰，停车场在哪", "我是 停车场在哪"),
        ("我是朝阳团的杨超，想打印", "我是朝阳团的 想打印"),
        ("I am Kong Yanlan, where is the parking lot", "i am where is the parking lot"),
        ("我是孔艳兰的爱人，她住哪", "我是孔艳兰的爱人 她住哪"),
        ("我是孔艳兰住哪", "我是孔艳兰住哪"),
        ("我是替孔艳兰问的，几号车", "我是替孔艳兰问的 几号车"),
        ("帮我叫杨超", "帮我叫杨超"),
    ],
)
def test_ones_own_name_is_left_out(text: str, left: str) -> None:
    assert " ".join(selves.unnamed(fold(text), INDEX).split()) == left


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("代表们住哪", ""),
        ("代表们的房间号", people.OTHERS),
        ("几号车去东城", ""),
        ("东城团的座位表", people.OTHERS),
        ("东城团坐哪", ""),
        ("我们团长住哪", people.OTHERS),
        ("我们团召集人是谁", people.OWN),
        ("BJ14-0086怎么联系", people.OTHERS),
        ("我是BJ14-0086，我住哪", people.OWN),
    ],
)
def test_all_of_them_are_nobody(text: str, topic: str) -> None:
    index = Index((Fact("delegation", "dongcheng", ("东城团", "东城")),), ("孔艳兰",))
    assert people.asked(fold(text), index) == topic
