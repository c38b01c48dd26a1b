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
        ("晚会要门票吗", SHOW),
        ("晚会上怎么投票", SHOW),
        ("工作坊的申请怎么写", COURSE),
        ("奖章有几个", MEDAL),
        ("要带奖章吗", MEDAL),
        ("医务室能带保温杯吗", CLINIC),
        ("晚会的嘉宾有多少", SHOW),
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


BOAT = Fact("agenda", "boat", ("夜游第一航次",), ("18:45在东广场上车",), ("2号泊位",))
LEAVING = Fact("guide", "leaving", ("返程班车",), ("开往火车站，每40分钟一班",), ("南门",))
LUNCH = Fact("agenda", "lunch", ("午餐",), ("凭餐券",), ("餐厅",))
BREAK = Fact("guide", "break", ("茶歇",), ("咖啡、铁观音和茶点",), ("回廊",))
FIRST = Fact("agenda", "first", ("委员会第一次会议",), ("选举主席、副主席和常委", "新当选委员"), ("报告厅",))
REPORT = Fact("agenda", "report", ("工作报告",), ("报告人：林校言",), ("礼堂",))
PARK = Fact("guide", "park", ("停车",), ("地下车库，限高2.1米，共86个车位",), ("车库",))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("那船有几层", BOAT),
        ("返程车几点能到火车站", LEAVING),
        ("返程的车到东站大概几点", LEAVING),
        ("明天中午烧什么菜", LUNCH),
        ("午餐的汤是什么", LUNCH),
        ("新主席是哪位", FIRST),
        ("主席选了谁", FIRST),
        ("选上的委员都有谁", FIRST),
        ("茶歇的师傅有几个师傅", BREAK),
        ("停车有几台摄像头是什么牌子的", PARK),
    ],
)
def test_a_detail_that_the_row_lacks(text: str, fact: Fact) -> None:
    assert lacking.lacks(fold(text), fact, INDEX)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("返程车几点开", LEAVING),
        ("返程车几点到南门", LEAVING),
        ("午餐几点", LUNCH),
        ("茶歇有什么点心", BREAK),
        ("新当选的委员几点开会", FIRST),
        ("什么时候知道谁当选主席", FIRST),
        ("报告人叫什么名字", REPORT),
        ("停车场有几个车位", PARK),
        ("船在几号泊位", BOAT),
    ],
)
def test_a_detail_that_the_row_holds(text: str, fact: Fact) -> None:
    assert not lacking.lacks(fold(text), fact, INDEX)


def test_names_are_looked_for_in_the_whole_article() -> None:
    head = Fact("news", "ten", ("十位“最美教工”受表彰",), ("大会表彰十位“最美教工”。",))
    told = Fact("passage", "ten#0", (), (), ("大会表彰十位“最美教工”。",))
    named = Fact("passage", "ten#1", (), (), ("他们是陈一舟、林小满、柯岸等。",))
    index = Index((head,))
    index.passages = Index((told,))
    assert lacking.lacks(fold("受表彰的都是谁"), head, index)
    index.passages = Index((told, named))
    assert not lacking.lacks(fold("受表彰的都是谁"), head, index)


VOTE = Fact("agenda", "vote", ("大会选举",), ("凭代表证入场，投票选举31名委员", "全体代表"), ("报告厅",))
CLOSING = Fact("agenda", "closing", ("闭幕式",), ("宣布选举结果，奏国歌",), ("礼堂",))
NAMES = Fact("agenda", "names", ("分组酝酿候选人名单",), ("各代表团讨论地点",), ("各会场",))
READING = Fact("agenda", "reading", ("监票人培训",), ("请提前阅读选举办法，办法在公众号下载",), ("201",))
PICKUP = Fact("guide", "pickup", ("接站班车",), ("从地铁站接代表，每20分钟一班。",), ("关庄站B口",))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("选举办法在哪里看", VOTE),
        ("去哪能看到选举办法", VOTE),
        ("候选人名单在哪查", NAMES),
        ("where can I read the election rules", VOTE),
        ("选举用什么软件", VOTE),
        ("选举用什么笔", VOTE),
        ("闭幕式放什么音乐", CLOSING),
        ("闭幕式站第几排", CLOSING),
        ("选举几个人监票", VOTE),
        ("晚会有没有小品", SHOW),
        ("我刚落机场，有车来接没", PICKUP),
        ("火车站有人来接吗", PICKUP),
    ],
)
def test_documents_and_means_that_the_row_lacks(text: str, fact: Fact) -> None:
    assert lacking.lacks(fold(text), fact, INDEX)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("选举在哪", VOTE),
        ("候选人名单在哪酝酿", NAMES),
        ("选举办法在哪里看", READING),
        ("闭幕式奏什么歌", CLOSING),
        ("闭幕式奏国歌吗", CLOSING),
        ("晚会用带什么证件", SHOW),
        ("地铁站有车来接吗", PICKUP),
    ],
)
def test_documents_and_means_that_the_row_holds(text: str, fact: Fact) -> None:
    assert not lacking.lacks(fold(text), fact, INDEX)


@pytest.mark.parametrize("text", ["下一个会叫什么", "正在开的会叫什么", "现在进行的这个活动叫什么", "下一场叫啥名字"])
def test_what_an_item_is_called_is_its_title(text: str) -> None:
    assert not lacking.asks_more(fold(text))


@pytest.mark.parametrize("text", ["下一场的主持人叫什么", "压轴节目叫什么", "讲课的专家叫啥", "主讲人什么名字"])
def test_what_a_person_is_called_is_more(text: str) -> None:
    assert lacking.asks_more(fold(text))


def test_an_article_is_read_to_its_end() -> None:
    said = [f"第{place}天，代表们{place}次走进车间和工地，听一线职工说心里话，记下意见建议。" for place in range(12)]
    said.append("当选新一届主席的是：张建国。")
    head = Fact("news", "long", ("新一届委员会产生",), ("大会选举产生新一届委员会。",))
    index = Index((head,))
    index.passages = Index(
        [Fact("passage", f"long#{n}", (), head.names, (text,)) for n, text in enumerate(said)]
    )  # fmt: skip
    assert not lacking.lacks("谁当选了", head, index)
    index.passages = Index(
        [Fact("passage", f"long#{n}", (), head.names, (text,)) for n, text in enumerate(said[:-1])]
    )  # fmt: skip
    assert lacking.lacks("谁当选了", head, index)


@pytest.mark.parametrize(
    ("text", "fact"), [("医务室管午饭吗", CLINIC), ("晚会管晚饭吗", SHOW), ("班车早饭管不管", COACH)]
)
def test_what_is_not_given_there_is_only_near(text: str, fact: Fact) -> None:
    assert lacking.lacks(fold(text), fact, INDEX)
