"""A row that does not hold what is asked for is only near; one that does is the answer."""

import pytest

from understanding import Fact, Index, lacking
from understanding.normalise import fold

CLINIC = Fact("guide", "clinic", ("医务室", "医疗"), ("备有常用药品，免费测血压",), ("一层103室",))
COACH = Fact("guide", "coach", ("演出班车", "交通"), ("去往会议中心剧场，18:50在驻地楼前上车",), ("各驻地楼前",))
MEDAL = Fact("faq", "medal", ("奖章怎么拿",), ("奖章在典礼上颁发，9月20日转交。",))
COURSE = Fact("faq", "course", ("工作坊怎么预约",), ("9月18日18:00前登记，限60人。",))
SHOW = Fact("agenda", "show", ("联欢晚会",), ("", "全体代表", "19:10乘车"), ("剧院",))
INDEX = Index((CLINIC, COACH, MEDAL, COURSE, SHOW))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("医务室能打点滴吗", CLINIC),
        ("医务室有多大", CLINIC),
        ("医务室的医生叫什么", CLINIC),
        ("班车多少座位", COACH),
        ("去火车站的车几点有", COACH),
        ("奖章多少钱", MEDAL),
        ("奖章是纯金的吗", MEDAL),
        ("晚会有多少人", SHOW),
        ("上海的代表坐哪趟班车", COACH),
    ],
)
def test_it_is_only_near(text: str, fact: Fact) -> None:
    assert lacking.lacks(fold(text), fact, INDEX)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("医务室在哪", CLINIC),
        ("医务室有药吗", CLINIC),
        ("医务室的电话是什么", CLINIC),
        ("测血压多少钱", CLINIC),
        ("去剧场的车几点开", COACH),
        ("班车现在能坐吗", COACH),
        ("工作坊收多少人", COURSE),
        ("奖章什么时候发", MEDAL),
        ("晚会有什么", SHOW),
    ],
)
def test_it_is_the_answer(text: str, fact: Fact) -> None:
    assert not lacking.lacks(fold(text), fact, INDEX)
